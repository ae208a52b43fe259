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

/** What the address holds of a program: its name, and itself as link.js packs it. */
function linked() {
  const [, name = "", code] = LINKED.exec(location.hash) ?? [];
  try {
    return { name: decodeURIComponent(name), code };
  } catch {
    return { name: "", code }; // of no program of ours
  }
}

/** What an address holds that was opened, or given to a reader, and is shown as it is there. */
export const shown = { link: "" };

/**
 * Do what takes scripts and words that are not there yet. Should they not come, that is said beside the
 * buttons, and another click tries again. @param {Element | null | undefined} place @param {() => unknown} doing
 */
async function attempt(place, doing) {
  place?.querySelector(".python-failed")?.remove();
  try {
    await doing();
  } catch (error) {
    const said = document.createElement("span");
    said.className = "python-failed";
    said.setAttribute("role", "alert");
    said.textContent = (here?.words.failed ?? "").replace("{why}", () => String(error));
    place?.append(said);
  }
}

/** @param {HTMLElement} figure @param {string} [code]  as a link holds it */
async function begun(figure, code) {
  const { session } = await import("./session.js");
  return session(figure, /** @type {Here} */ (here), code);
}

/** @param {string} kind @param {string} text @param {() => unknown} press */
function button(kind, text, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `python-button does-${kind}`;
  made.textContent = text;
  made.addEventListener("click", () => attempt(made.parentElement, press));
  return made;
}

/** @type {(() => void)[]} */
const shortened = []; // has each button say no more what it costs

function fetched() {
  come = true;
  for (const each of shortened) each();
}

/** A button that says first what it costs. @param {string} kind @param {string} text @param {string} first @param {() => unknown} press */
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
if (here && gallery) {
  attempt(document.querySelector("figure.run .run-bar"), async () => {
    await (await import("./bench.js")).begin(gallery, here, linked().code);
  });
} else if (here) {
  meet(document);
  const { name, code } = linked();
  const change = name.split("/").at(-1) ?? ""; // of a program, which comes when it is chosen
  if (code && !met.has(name) && !document.getElementById(change)) missed(code);
  document.addEventListener("offered", ({ target }) => target instanceof Element && meet(target));
}

// A link to this page that holds a program, opened on it. Who comes back to the one that is shown stays.
addEventListener("hashchange", () => {
  if (LINKED.test(location.hash) && location.hash !== shown.link) location.reload();
});

/** Say that the program of a link is not here, and where it can be opened. @param {string} code */
function missed(code) {
  const place = document.createElement("p");
  place.className = "admonition warning python-gone";
  place.setAttribute("role", "alert");
  document.querySelector(".md-content__inner h1")?.after(place);
  attempt(place, async () => {
    const { equipped, saying } = await import("./session.js");
    const say = saying((await equipped(/** @type {Here} */ (here))).words);
    const bench = /** @type {HTMLAnchorElement | null} */ (document.querySelector('.md-nav a[href$="workbench/"]'));
    const link = document.createElement("a");
    link.href = `${bench?.href}#program=workbench&code=${code}`;
    link.textContent = say("gone_open");
    place.append(`${say("gone")} `, ...(bench ? [link] : []));
  });
}

/**
 * Give the programs their buttons. One that was changed in this tab before is shown so, and so is the
 * one that a link holds. @param {ParentNode} place
 */
function meet(place) {
  const link = linked();
  for (const figure of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("figure.run[data-run]"))) {
    const name = figure.dataset.run ?? "";
    if (figure.querySelector(".python-buttons")) continue;
    equip(figure, /** @type {Here} */ (here));
    if (!figure.querySelector(".does-edit") || met.has(name)) continue; // the first of some
    met.add(name);
    const buttons = figure.querySelector(".python-buttons");
    if (link.code && link.name === name) {
      attempt(buttons, async () => {
        await (await begun(figure, link.code)).edit();
        figure.scrollIntoView();
      });
    } else if (kept(keyOf(name))) attempt(buttons, async () => (await begun(figure)).edit(place !== document));
  }
}
