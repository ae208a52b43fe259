// The theme wraps every copy button in an unnamed <nav>: on a page of ten
// programs that makes ten "navigation" landmarks for who lists them. A copy
// button is no navigation. `document$` is the theme's: our subscription comes
// after its own, when the buttons are there.

document$.subscribe(() => {
  for (const nav of document.querySelectorAll(".md-code__nav")) nav.setAttribute("role", "none");
});
