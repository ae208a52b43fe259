// What the theme's script does when a page comes, and few need then. This stands before it.

// It fetches its index of all pages on each page, and has a worker take it in, though few who read
// search. Here that waits until somebody comes to the search.
{
  const INDEX = /\/search_index\.json$/;
  const { open, send } = XMLHttpRequest.prototype;
  /** @type {WeakSet<XMLHttpRequest>} */
  const asked = new WeakSet(); // for the index
  /** A page that is searched, or shows where the words of a search stand. */
  const searched = /[?&][qh]=/.test(location.search);
  /** @type {Promise<unknown>} */
  const wanted = searched ? Promise.resolve() : new Promise((come) => {
    const near = (/** @type {Event} */ { target }) => {
      if (target instanceof Element && target.closest(".md-search, [for=__search], #__search")) come(null);
    };
    for (const kind of ["focusin", "pointerover", "touchstart", "change"]) {
      addEventListener(kind, near, { capture: true, passive: true });
    }
  });
  /** @param {string} method @param {string | URL} url @param {...any} more */
  XMLHttpRequest.prototype.open = function (method, url, ...more) {
    if (INDEX.test(String(url))) asked.add(this);
    return Reflect.apply(open, this, [method, url, ...more]);
  };
  /** @param {...any} body */
  XMLHttpRequest.prototype.send = function (...body) {
    const begin = () => Reflect.apply(send, this, body);
    if (asked.has(this)) wanted.then(begin);
    else begin();
  };
}

// It says on <body> that colours change, so that nothing fades from one to the other, also when a page
// comes and none do: all that is there gets its style twice for that. Here it does not say so at first,
// but where a page turns dark that no reader has chosen to be so.
if (__md_get("__palette") || !matchMedia("(prefers-color-scheme: dark)").matches) {
  const { body } = document;
  body.setAttribute = (name, value) => {
    if (name !== "data-md-color-switching") Element.prototype.setAttribute.call(body, name, value);
    else Reflect.deleteProperty(body, "setAttribute");
  };
}
