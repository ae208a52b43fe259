// The buttons that run a program of the page in the reader's browser, and change it. Nothing else of
// that is loaded before one is pressed, but where the reader has changed a program in this tab
// before, or came by a link that holds one: that is shown, and run by nobody else.

/**
 * What the page says of its Python. `base`: where its files are; `sizes`: bytes by file; `python`: its
 * version, and `built`: that of the Python that built the site; `words`: of the buttons; `beside`: files that a program imports, by its name; `not_here`:
 * why a program cannot run in a browser; `check`: words of the buttons of exercises.
 * @typedef {{
 *   base: string, sizes: Record<string, number>, python: string, built: string, language: string,
 *   words: Record<string, string>, beside?: Record<string, string[]>, not_here?: Record<string, string>,
 *   check?: Record<string, string>,
 * }} Here
 */

const KEPT = "inside-asyncio.program "; // what keys of programs that were changed begin with
const LINKED = /^#program=([^&]+)&code=([\w-]+)$/;

const data = document.getElementById("python-here");
/** @type {Here | null} */
const here = data && JSON.parse(data.textContent ?? "");

/** @param {string} name  of a program */
export const keyOf = (name) => `${KEPT}${location.pathname} ${name}`;

/** @param {HTMLElement} figure @param {string} [code]  as a link holds it */
async function begun(figure, code) {
  const { session } = await import("./session.js");
  return session(figure, /** @type {Here} */ (here), code);
}

/** @param {string} kind @param {string} text @param {() => void} press */
function button(kind, text, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `python-button does-${kind}`;
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}

/** @type {(() => void)[]} */
const shortened = []; // has each button say no more what is no longer so

/** @param {HTMLElement} figure @param {Here} here */
function equip(figure, { words, not_here, check }) {
  const bar = figure.querySelector(".run-program > .run-bar");
  const why = not_here?.[figure.dataset.run ?? ""];
  if (!bar || figure.closest(".own-run")) return;
  const own = (figure.closest(".exercise-start") && check) || words;
  const place = document.createElement("span");
  place.className = "python-buttons";
  if (why) place.append(why);
  else {
    place.append(
      button("run", own.first, async () => {
        const session = await begun(figure);
        for (const each of shortened) each();
        session.run();
      }),
      button("edit", words.edit, async () => (await begun(figure)).edit()),
    );
  }
  const run = place.querySelector(".does-run");
  if (run) shortened.push(() => (run.textContent = own.run));
  bar.append(place);
}

/** @param {string} key */
function kept(key) {
  try {
    return sessionStorage.getItem(key) !== null;
  } catch {
    return false; // where nothing may be kept
  }
}

const gallery = /** @type {HTMLElement | null} */ (document.querySelector(".gallery"));
if (here && gallery) import("./bench.js").then(({ begin }) => begin(gallery, here, LINKED.exec(location.hash)?.[2]));
else if (here) {
  const figures = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("figure.run[data-run]")]);
  for (const figure of figures) equip(figure, here);
  const [, linked, code] = LINKED.exec(location.hash) ?? [];
  const name = linked && decodeURIComponent(linked);
  const first = /** @type {Set<string>} */ (new Set());
  for (const figure of figures) {
    const own = figure.dataset.run ?? "";
    const can = figure.querySelector(".python-button") && !first.has(own);
    first.add(own);
    if (can && own === name) begun(figure, code).then((session) => session.edit());
    else if (can && kept(keyOf(own))) begun(figure).then((session) => session.edit());
  }
}
