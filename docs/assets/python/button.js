// The buttons that run a program of the page in the reader's browser, and change it. Nothing else of
// that is loaded before one is pressed, but where the reader has changed a program in this tab
// before, or came by a link that holds one: that is shown, and run by nobody else.

/**
 * What the page says of its Python. `base`: where its files are; `sizes`: bytes by file; `python`: its
 * version, and `built`: that of the Python that built the site; `editor`: whether there is one with colours; `words`: of the buttons; `beside`: files that a program imports, by its name; `not_here`:
 * why a program cannot run in a browser; `check`: words of the buttons of exercises.
 * @typedef {{
 *   base: string, sizes: Record<string, number>, python: string, built: string, language: string, editor?: boolean,
 *   words: Record<string, string>, beside?: Record<string, string[]>, not_here?: Record<string, string>,
 *   check?: Record<string, string>,
 * }} Here
 */

const KEPT = "inside-asyncio.program "; // what keys of programs that were changed begin with
const LINKED = /^#program=([^&]+)&code=([\w-]+)$/;

/** Programs that have their buttons. @type {Set<string>} */
const met = new Set();
let come = false; // whether Python has been asked for
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
const shortened = []; // has each button say no more what it costs

function fetched() {
  come = true;
  for (const each of shortened) each();
}

/** A button that says first what it costs. @param {string} kind @param {string} text @param {string} first @param {() => void} press */
function costly(kind, text, first, press) {
  const made = button(kind, come ? text : first, press);
  shortened.push(() => (made.textContent = text));
  return made;
}

/** @param {HTMLElement} figure @param {Here} here */
function equip(figure, { words, not_here, check }) {
  const session = figure.querySelector(".transcript > .run-bar");
  const bar = session ?? figure.querySelector(".run-program > .run-bar");
  const why = not_here?.[figure.dataset.run ?? ""];
  if (!bar || figure.closest(".own-run")) return;
  const own = (figure.closest(".exercise-start") && check) || words;
  const place = document.createElement("span");
  place.className = "python-buttons";
  if (why) place.append(why);
  else if (session) {
    place.append(
      costly("console", words.console, words.console_first, async () => {
        const { console } = await import("./console.js");
        await console(figure, /** @type {Here} */ (here));
        fetched();
      }),
    );
  } else {
    place.append(
      costly("run", own.run, own.first, async () => {
        const session = await begun(figure);
        fetched();
        session.run();
      }),
      button("edit", words.edit, async () => (await begun(figure)).edit()),
    );
  }
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
  meet(document);
  document.addEventListener("offered", ({ target }) => target instanceof Element && meet(target));
}

// A link to this page that holds a program, opened on it.
addEventListener("hashchange", () => LINKED.test(location.hash) && location.reload());

/**
 * Give the programs their buttons. One that was changed in this tab before is shown so, and so is the
 * one that a link holds. @param {ParentNode} place
 */
function meet(place) {
  const [, linked, code] = LINKED.exec(location.hash) ?? [];
  for (const figure of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("figure.run[data-run]"))) {
    const name = figure.dataset.run ?? "";
    if (figure.querySelector(".python-buttons")) continue;
    equip(figure, /** @type {Here} */ (here));
    if (!figure.querySelector(".does-edit") || met.has(name)) continue; // the first of some
    met.add(name);
    if (linked && decodeURIComponent(linked) === name) {
      begun(figure, code)
        .then((session) => session.edit())
        .then(() => figure.scrollIntoView());
    } else if (kept(keyOf(name))) begun(figure).then((session) => session.edit(place !== document));
  }
}
