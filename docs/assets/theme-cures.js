// What the theme's script leaves for who uses the keyboard or listens. `document$` is the theme's:
// our subscription comes after its own, when what it makes is there.

document$.subscribe(() => {
  // Every copy button that the theme makes stands in an unnamed <nav>, which who listens finds among
  // the "navigation" landmarks. A copy button is no navigation. It comes when its code is first seen.
  const buttons = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const added of addedNodes) if (added instanceof HTMLElement && added.localName === "nav") added.role = "none";
    }
  });
  const blocks = [...document.querySelectorAll(":not(.no-copy, .no-copy *) > pre > code")];
  for (const code of blocks) buttons.observe(/** @type {Node} */ (code.parentNode), { childList: true });
  // Code that is too wide scrolls. The theme lets the keyboard reach it when it is first seen: with the
  // Tab that would come to it one has gone past by then.
  const wide = blocks.filter((code) => code.scrollWidth > code.clientWidth);
  for (const code of wide) code.setAttribute("tabindex", "0");
  // A table that is too wide for a phone scrolls in a box which the keyboard could not reach.
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
    box.setAttribute("tabindex", "0");
  }
});

// A search tells how much it found only to who sees it, and its links have no name for who listens.
const meta = document.querySelector(".md-search-result__meta");
const found = document.querySelector(".md-search-result__list");
meta?.setAttribute("role", "status");
if (found) {
  new MutationObserver(() => {
    for (const link of found.querySelectorAll("a.md-search-result__link:not([aria-label])")) {
      link.setAttribute("aria-label", link.querySelector("h1, h2")?.textContent ?? "");
    }
  }).observe(found, { childList: true, subtree: true });
}

// The theme's key for the next page looks for a link that no page has (scripts/theme/main.html).
addEventListener("keydown", ({ key, target, altKey, ctrlKey, metaKey }) => {
  const types = target instanceof Element && target.closest("input, select, textarea, [contenteditable]");
  if (types || altKey || ctrlKey || metaKey || (key !== "n" && key !== ".")) return;
  /** @type {HTMLAnchorElement | null} */ (document.querySelector("a.md-footer__link--next"))?.click();
});
