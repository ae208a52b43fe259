// The workbench: a page whose figure is there for any program, with the programs of the site to open.

import { session } from "./session.js";

/** @typedef {import("./button.js").Here} Here */

const MOST = 12_000; // events that are recorded

/** @param {HTMLElement} gallery @param {Here} here @param {string} [code]  of a program in a link */
export async function begin(gallery, here, code) {
  const figure = /** @type {HTMLElement | null} */ (document.querySelector("figure.run[data-run]"));
  if (!figure) return;
  const beside = JSON.parse(gallery.dataset.beside ?? "{}");
  const bench = { name: "workbench", file: gallery.dataset.file ?? "program.py", beside, most: MOST };
  const made = await session(figure, here, code, bench);
  figure.classList.add("bench");
  made.view.run.textContent = here.words.first; // what it will cost
  made.edit(true);
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a.opened"))) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in another tab, the file
      event.preventDefault();
      open(made, link);
    });
  }
}

/** @param {import("./session.js").Session} made @param {HTMLAnchorElement} link */
async function open(made, link) {
  const name = link.textContent ?? "";
  try {
    const response = await fetch(link.href);
    if (!response.ok) throw new Error(`${response.status}`);
    made.take(await response.text(), made.say("opened", { name }));
    made.figure.scrollIntoView();
  } catch {
    made.view.tell(made.say("not_opened", { name }));
  }
}
