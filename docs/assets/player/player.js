// <run-player>: steps through the recorded run around which it stands, both ways.
//
// The element holds complete HTML: program, lanes, output, and every moment as a sentence in a
// list. This adds what moves: the sentence of the step at hand, the state of the loop, the
// controls. Nothing is fetched, and nothing plays by itself.

import { Code } from "./code.js";
import { Controls } from "./controls.js";
import { element } from "./dom.js";
import { Lanes } from "./lanes.js";
import { apply, newState } from "./state.js";
import { nextTurn, stepAt, stepsOf } from "./steps.js";
import { View } from "./view.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./steps.js").Recorded} Recorded */
/** @typedef {import("./steps.js").Step} Step */
/** @typedef {import("./steps.js").Zoom} Zoom */

const SHORTEST = 900; // milliseconds between two steps that play, and
const LONGEST = 4000;

class Player {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    const data = host.querySelector('script[type="application/json"]');
    /** @type {Recorded} */
    this.recorded = JSON.parse(data?.textContent ?? "");
    const { words, events } = this.recorded;
    this.steps = stepsOf(this.recorded, "moment");
    this.at = this.recorded.opens - 1;
    this.state = newState();
    this.happened = 0; // events in `state`
    this.timer = 0; // of the next step, while it plays

    const top = /** @type {HTMLElement} */ (host.querySelector(".player-top"));
    this.code = new Code(top);
    this.said = element("p", { class: "player-said", role: "status", tabindex: "-1" });
    this.place = element("div", { class: "player-state" });
    this.view = new View(this.place, this.recorded);
    /** @type {Zoom[]} */
    const zooms = events.some(([kind]) => kind === "turn") ? ["turn", "moment", "line"] : ["moment", "line"];
    this.controls = new Controls(words, zooms, {
      go: (step) => this.go(step),
      play: () => (this.timer ? this.stop() : this.start()),
      look: (zoom) => this.look(zoom),
      key: (key) => this.key(key),
    });
    top.after(this.said, this.controls.place, this.place);
    this.lanes = new Lanes(host, this.recorded.ends.length, (moment) => this.toMoment(moment));
    this.items = [...host.querySelectorAll(".player-steps li")];
    this.printed = [...host.querySelectorAll(".run-output .line")];
    host.addEventListener("pointerover", (event) => this.point(event.target));
    host.addEventListener("pointerleave", () => this.point(null));
    this.show(false);
    this.followAddress();
  }

  // Moving

  /**
   * Go to a step, by number from 0; what lies outside is the first or the last.
   * @param {number} step
   */
  go(step) {
    this.stop();
    const to = Math.min(Math.max(step, 0), this.steps.length - 1);
    if (to === this.at && this.host.classList.contains("touched")) return; // nothing new to say
    this.at = to;
    this.show(true);
  }

  /** @param {number} moment  from 0 */
  toMoment(moment) {
    this.go(stepAt(this.steps, this.recorded.ends[moment]));
  }

  /** Other steps, at the place where the reader is. @param {Zoom} zoom */
  look(zoom) {
    const { end } = this.steps[this.at];
    this.steps = stepsOf(this.recorded, zoom);
    this.at = -1;
    this.go(stepAt(this.steps, end));
  }

  /** @param {string} key */
  key(key) {
    const to = {
      ArrowLeft: this.at - 1,
      ArrowRight: this.at + 1,
      PageUp: nextTurn(this.recorded, this.steps, this.at, -1),
      PageDown: nextTurn(this.recorded, this.steps, this.at, 1),
      Home: 0,
      End: this.steps.length - 1,
    }[key];
    if (to !== undefined) this.go(to);
    return to !== undefined;
  }

  start() {
    if (this.at === this.steps.length - 1) this.go(0);
    this.said.setAttribute("aria-live", "off"); // a sentence a second is no help to a listener
    this.controls.showPlay(true);
    this.wait();
  }

  /** Until the next step, as long as it took in the run, within reason. */
  wait() {
    if (this.at === this.steps.length - 1) return this.stop();
    const [now, then] = [0, 1].map((n) => this.recorded.events[this.steps[this.at + n].end - 1][1]);
    const long = Math.min(Math.max((then - now) / 1000, SHORTEST), LONGEST);
    this.timer = window.setTimeout(() => {
      this.at += 1;
      this.show(true);
      this.wait();
    }, long);
  }

  stop() {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.said.removeAttribute("aria-live");
    this.controls.showPlay(false);
  }

  // Showing

  /** @param {boolean} moved  whether the reader has gone somewhere */
  show(moved) {
    if (moved) this.touch();
    const step = this.steps[this.at];
    const state = this.stateAt(step.end);
    this.view.draw(state);
    this.say(step);
    const innermost = state.frames.get(state.stack.get(0)?.at(-1) ?? -1);
    this.code.mark(step.line ?? this.recorded.lines[step.moment] ?? innermost?.line ?? null);
    this.controls.show(this.at, this.steps.length);
    this.lanes.show(step.moment);
    for (const item of this.items) item.removeAttribute("aria-current");
    this.items[step.moment]?.setAttribute("aria-current", "step");
    if (moved) this.showOutput(state, this.at === this.steps.length - 1);
    // The panel only grows, so that what is below it does not jump from step to step.
    const height = Math.max(parseFloat(this.place.style.minHeight) || 0, this.place.offsetHeight);
    this.place.style.minHeight = `${height}px`;
  }

  /** Who steps through it may see and hear what it says and prints. */
  touch() {
    this.host.classList.add("touched");
    this.host.dispatchEvent(new Event("touched", { bubbles: true }));
  }

  /** @param {number} end  events that have happened */
  stateAt(end) {
    if (end < this.happened) [this.state, this.happened] = [newState(), 0];
    for (; this.happened < end; this.happened++) apply(this.state, this.recorded.events[this.happened]);
    return this.state;
  }

  /** @param {Step} step */
  say(step) {
    if (step.line === null) {
      const sentence = this.items[step.moment]?.querySelector(".said");
      this.said.replaceChildren(...(sentence?.cloneNode(true).childNodes ?? []));
      const line = this.recorded.lines[step.moment];
      if (line) {  // those who see have the bar in the code
        const where = this.recorded.words.line.replace("{line}", String(line));
        this.said.append(element("span", { class: "heard" }, ` (${where})`));
      }
      return;
    }
    const words = this.recorded.words.at_line.replace("{line}", String(step.line));
    const [before, after] = words.split("{code}");
    this.said.replaceChildren(before, element("code", {}, this.code.says(step.line)), after);
  }

  /**
   * The output up to this step. Its lines are those of the plain run, which printed the same.
   * @param {State} state
   * @param {boolean} whole
   */
  showOutput(state, whole) {
    const text = state.output.map(([, piece]) => piece).join("");
    const lines = text.split("\n").length - (text.endsWith("\n") || !text ? 1 : 0);
    this.printed.forEach((line, n) => line.classList.toggle("later", !whole && n >= lines));
    const title = this.host.querySelector(".run-output > .run-bar");
    if (title) title.textContent = this.recorded.words.so_far;
  }

  /** Mark a task or future wherever it is named. @param {EventTarget | null} target */
  point(target) {
    const over = target instanceof Element ? target.closest("[data-label]") : null;
    const label = over?.getAttribute("data-label");
    for (const each of this.host.querySelectorAll("[data-label]")) {
      each.classList.toggle("pointed", each.getAttribute("data-label") === label);
    }
  }

  /** Go to the moment that the address of the page names, if it is one of this run. */
  followAddress() {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const item = named?.closest("li");
    const moment = item ? this.items.indexOf(item) : -1;
    if (moment < 0) return;
    this.toMoment(moment);
    this.said.focus({ preventScroll: true }); // who listens, or uses the keyboard, is there too
    this.said.scrollIntoView({ block: "center" });
  }
}

class RunPlayer extends HTMLElement {
  /** @type {Player | undefined} */
  player;

  connectedCallback() {
    this.player ??= new Player(this); // it may have been moved, and not made
  }
}

customElements.define("run-player", RunPlayer);
addEventListener("hashchange", () => {
  for (const host of document.querySelectorAll("run-player")) {
    /** @type {RunPlayer} */ (host).player?.followAddress();
  }
});
