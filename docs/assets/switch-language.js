// Changing the language keeps the place: the theme's menu leads to the same page
// in the other language, this adds the query and the anchor of the moment.
// Heading ids are the same in every language, so the anchor exists there too.

/** @param {HTMLAnchorElement} link */
function carryPlace(link) {
  const target = new URL(link.href);
  target.search = location.search;
  target.hash = location.hash;
  link.href = target.href;
}

// Just before a link is used, since the theme rewrites the anchor while one
// scrolls without an event: a press comes before every kind of opening by mouse
// or touch (new tab, menu), a click is what the keyboard sends.
for (const type of ["pointerdown", "click"]) {
  document.addEventListener(
    type,
    (event) => {
      const link = /** @type {Element} */ (event.target).closest("a.md-select__link[hreflang]");
      if (link) carryPlace(/** @type {HTMLAnchorElement} */ (link));
    },
    { capture: true },
  );
}
