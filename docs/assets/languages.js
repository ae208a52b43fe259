// Changing the language keeps the place: the theme's menu leads to the same page
// in the other language, this adds the query and the anchor of the moment.
// Heading ids are the same in every language, so the anchor exists there too.
// And one line, once, says that the page is there in the language one prefers:
// nobody is sent anywhere unasked.

const ANSWERED = "language-hint"; // what was chosen, or "no"

/** @param {HTMLAnchorElement} link */
function carryPlace(link) {
  const target = new URL(link.href);
  target.search = location.search;
  target.hash = location.hash;
  link.href = target.href;
}

/** @param {string} answer */
function remember(answer) {
  try {
    localStorage.setItem(ANSWERED, answer);
  } catch {
    // Where nothing may be kept, the line comes again.
  }
}

function answered() {
  try {
    return localStorage.getItem(ANSWERED);
  } catch {
    return null;
  }
}

// Just before a link is used, since the theme rewrites the anchor while one
// scrolls without an event: a press comes before every kind of opening by mouse
// or touch (new tab, menu), a click is what the keyboard sends.
for (const type of ["pointerdown", "click"]) {
  document.addEventListener(
    type,
    (event) => {
      const link = /** @type {Element} */ (event.target).closest(
        "a.md-select__link[hreflang], .language-hint a",
      );
      if (!link) return;
      carryPlace(/** @type {HTMLAnchorElement} */ (link));
      if (type === "click") remember(link.getAttribute("hreflang") ?? "");
    },
    { capture: true },
  );
}

/** The hint for the language that comes first among those one reads and the site has. */
function hint() {
  const hints = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".language-hint"));
  const here = document.documentElement.lang.split("-")[0];
  for (const preferred of navigator.languages.map((tag) => tag.split("-")[0])) {
    if (preferred === here) return null;
    const found = [...hints].find((each) => each.dataset.language === preferred);
    if (found) return found;
  }
  return null;
}

const shown = answered() ? null : hint();
if (shown) {
  shown.hidden = false;
  shown.querySelector("button")?.addEventListener("click", () => {
    remember("no");
    shown.hidden = true;
  });
}
