// The exercises of a page: what is missing in a reader's own run, in words, with a link to the moment
// where that can be seen; and which are done. That stays in this browser, and can be erased.

import { follow } from "./player/player.js";

/**
 * What `exercises.verdict` says of a run: `said`, as HTML, and the number of a moment, from 1.
 * @typedef {{ passed: boolean, said: string, moment: number | null }} Verdict
 */

const KEPT = "inside-asyncio.exercises";

/** @type {Set<string>} */
const done = new Set(read());

/** The names of the exercises that are done; both languages have the same. @returns {string[]} */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(kept) ? kept.map(String) : [];
  } catch {
    return []; // where nothing may be kept, or something else was
  }
}

function keep() {
  try {
    if (done.size) localStorage.setItem(KEPT, JSON.stringify([...done].sort()));
    else localStorage.removeItem(KEPT);
  } catch {
    // Where nothing may be kept, it counts as long as the page is open.
  }
  for (const each of all.values()) each.show();
}

export class Exercise {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.name = place.dataset.exercise ?? "";
    this.figure = /** @type {HTMLElement} */ (place.querySelector(".exercise-start figure.run"));
    this.said = document.createElement("p");
    this.said.setAttribute("role", "status");
    this.done = /** @type {HTMLElement} */ (place.querySelector(".exercise-done"));
    this.done.querySelector("button")?.addEventListener("click", () => {
      done.clear();
      this.clear();
      keep();
    });
    this.show();
  }

  show() {
    this.done.hidden = !done.size;
    const { done: own, count } = this.done.dataset;
    const here = done.has(this.name) ? [`✓ ${own}`] : [];
    const said = [...here, (count ?? "").replace("{count}", `${done.size}`)];
    /** @type {Element} */ (this.done.querySelector("span")).textContent = said.join(" ");
    this.place.classList.toggle("is-done", done.has(this.name));
  }

  /** A run begins: what was said of the last one is no longer so. What will be stands below its buttons. */
  clear() {
    if (!this.said.isConnected) this.figure.querySelector(".own-run > .own-status")?.after(this.said);
    this.said.replaceChildren();
    this.said.className = "exercise-said";
  }

  /** What a program is judged by. @returns {Promise<object>} */
  async check() {
    const answer = await fetch(this.place.dataset.check ?? "", { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }

  /** @param {Verdict} verdict @param {string} see  words of the link to the moment */
  tell({ passed, said, moment }, see) {
    const text = document.createElement("span");
    text.innerHTML = said; // made by the same templates as the page, of the check's own words
    const mark = document.createElement("b");
    mark.textContent = passed ? "✓ " : "✗ ";
    this.said.replaceChildren(mark, text);
    this.said.classList.add(passed ? "passed" : "lacks");
    const steps = /** @type {NodeListOf<HTMLElement>} */ (this.figure.querySelectorAll(".own-told .player-steps li"));
    const address = moment ? steps[moment - 1]?.dataset.own : "";
    if (address) {
      const link = document.createElement("a");
      link.href = address;
      link.textContent = see;
      this.said.append(" ", link);
    }
    if (passed) {
      done.add(this.name);
      keep();
    }
  }

  /** What is to be said of a run of which nothing is known but that. @param {string} text */
  say(text) {
    this.said.textContent = text;
    this.said.classList.add("lacks");
  }
}

/** @type {Map<Element, Exercise>} */
const all = new Map();
for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".exercise"))) {
  all.set(place, new Exercise(place));
}

/** The exercise from which one starts with the program of a figure. @param {Element} figure */
export function exerciseOf(figure) {
  const place = figure.closest(".exercise-start")?.closest(".exercise");
  return place ? all.get(place) : undefined;
}

/** Another tab has done one, or erased all; or another page, to which this one was kept to come back. */
function readAgain() {
  done.clear();
  for (const name of read()) done.add(name);
  for (const each of all.values()) each.show();
}
addEventListener("storage", ({ key }) => (key === KEPT || key === null) && readAgain());
addEventListener("pageshow", ({ persisted }) => persisted && readAgain());

/** The address of a moment of a solution opens it. @param {string} hash */
function lead(hash) {
  const steps = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".exercise-solution:not([open]) .player-steps li"));
  for (const step of steps) {
    if (step.dataset.address !== hash) continue;
    step.closest(".exercise-solution")?.setAttribute("open", "");
    follow(hash);
  }
}
lead(location.hash);
addEventListener("hashchange", () => lead(location.hash));
document.addEventListener("click", ({ target }) => {
  const link = target instanceof Element ? target.closest("a") : null;
  if (link && link.hash === location.hash) lead(link.hash); // to which the player has gone
});
