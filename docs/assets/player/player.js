// <run-player>: steps through the recorded run around which it stands, both ways.
//
// The element holds complete HTML: program, lanes, output, and every moment as a sentence in a
// list. This adds what moves: the sentence of the step at hand, the state of the loop, the
// controls. Nothing is fetched, and nothing plays by itself.

import { Code } from "./code.js";
import { element } from "./dom.js";
import { apply, newState } from "./state.js";
import { nextTurn, stepAt, stepsOf } from "./steps.js";
import { View } from "./view.js";

/** @typedef {import("./steps.js").Recorded} Recorded */
/** @typedef {import("./steps.js").Zoom} Zoom */

const SHORTEST = 900; // milliseconds between two steps that play, and
const LONGEST = 4000;
/** @type {Zoom[]} */
const ZOOMS = ["turn", "moment", "line"];

class RunPlayer extends HTMLElement {
  connectedCallback() {
    if (this.recorded) return; // it was moved, not made
    const data = this.querySelector('script[type="application/json"]');
    /** @type {Recorded} */
    this.recorded = JSON.parse(data?.textContent ?? "");
    /** @type {Zoom} */
    this.zoom = "moment";
    this.steps = stepsOf(this.recorded, this.zoom);
    this.state = newState();
    this.happened = 0; // events
    this.at = this.recorded.opens - 1;
    /** @type {number | undefined} */
    this.playing = undefined;
    this.build(this.recorded);
    this.show(false);
    this.followAddress();
  }

  /** @param {Recorded} recorded */
  build(recorded) {
    const { words } = recorded;
    const top = /** @type {HTMLElement} */ (this.querySelector(".player-top"));
    this.code = new Code(/** @type {HTMLElement} */ (top.querySelector(".run-program") ?? top));
    this.said = element("p", { class: "player-said", role: "status" });
    this.number = element("output", { class: "player-number" });
    this.range = /** @type {HTMLInputElement} */ (
      element("input", { type: "range", min: "1", "aria-label": words.step })
    );
    this.back = button("back", words.back, () => this.go(this.at - 1));
    this.play = button("play", words.play, () => (this.playing ? this.stop() : this.start()));
    this.forward = button("forward", words.forward, () => this.go(this.at + 1));
    const controls = element(
      "div",
      { class: "player-controls", role: "group", "aria-label": words.controls },
      ...[this.back, this.play, this.forward, this.range, this.number],
      this.zoomMenu(recorded),
    );
    const place = element("div", { class: "player-state" });
    top.after(this.said, controls, place);
    this.place = place;
    this.view = new View(place, recorded);
    this.items = [...this.querySelectorAll(".player-steps li")];
    this.printed = [...this.querySelectorAll(".run-output .line")];
    this.addCursor();
    this.range.addEventListener("input", () => this.go(Number(this.range?.value) - 1));
    controls.addEventListener("keydown", (event) => this.key(event));
    this.addEventListener("pointerover", (event) => this.point(event.target));
    this.addEventListener("pointerleave", () => this.point(null));
  }

  /** @param {Recorded} recorded */
  zoomMenu(recorded) {
    const { words } = recorded;
    const usable = ZOOMS.filter((zoom) => zoom !== "turn" || recorded.events.some((e) => e[0] === "turn"));
    const options = usable.map((zoom) => element("option", { value: zoom }, words[`zoom_${zoom}`]));
    const menu = /** @type {HTMLSelectElement} */ (element("select", {}, ...options));
    menu.value = this.zoom ?? "moment";
    menu.addEventListener("change", () => this.look(/** @type {Zoom} */ (menu.value)));
    return element("label", { class: "player-zoom" }, `${words.zoom} `, menu);
  }

  addCursor() {
    const drawing = this.querySelector(".lanes svg");
    if (!drawing) return;
    this.cursor = document.createElementNS("http://www.w3.org/2000/svg", "line");
    this.cursor.setAttribute("class", "cursor");
    this.cursor.setAttribute("y1", "0");
    this.cursor.setAttribute("y2", "100%");
    drawing.append(this.cursor);
    drawing.addEventListener("click", (event) => {
      const box = drawing.getBoundingClientRect();
      const part = (/** @type {MouseEvent} */ (event).clientX - box.left) / box.width;
      this.toMoment(Math.floor(part * (this.recorded?.ends.length ?? 1)) + 1);
    });
  }

  // Moving

  /**
   * Go to a step, by number from 0; what lies outside is the first or the last.
   * @param {number} step
   */
  go(step) {
    this.at = Math.min(Math.max(step, 0), (this.steps?.length ?? 1) - 1);
    this.show(true);
  }

  /** @param {number} moment  from 1 */
  toMoment(moment) {
    const end = this.recorded?.ends[moment - 1] ?? 0;
    this.go(stepAt(this.steps ?? [], end));
  }

  /** @param {Zoom} zoom */
  look(zoom) {
    if (!this.recorded || !this.steps) return;
    const { end } = this.steps[this.at ?? 0];
    this.zoom = zoom;
    this.steps = stepsOf(this.recorded, zoom);
    this.go(stepAt(this.steps, end));
  }

  start() {
    if (this.at === (this.steps?.length ?? 0) - 1) this.go(0);
    this.said?.setAttribute("aria-live", "off"); // a sentence a second is no help to a listener
    this.playing = 1;
    this.tick();
  }

  /** One step, and the next one after as long as it took in the run, within reason. */
  tick() {
    if (!this.playing || !this.steps || !this.recorded) return;
    const at = this.at ?? 0;
    this.showPlay();
    if (at === this.steps.length - 1) return this.stop();
    const [now, then] = [at, at + 1].map((n) => this.recorded?.events[(this.steps?.[n].end ?? 1) - 1][1]);
    const wait = Math.min(Math.max((then - now) / 1000, SHORTEST), LONGEST);
    this.playing = window.setTimeout(() => {
      this.at = at + 1;
      this.show(true, true);
      this.tick();
    }, wait);
  }

  stop() {
    window.clearTimeout(this.playing);
    this.playing = undefined;
    this.said?.removeAttribute("aria-live");
    this.showPlay();
  }

  /** Keys count only while the focus is among the controls; the theme has its own for the page.
   * @param {KeyboardEvent} event */
  key(event) {
    event.stopPropagation();
    if (event.target instanceof HTMLSelectElement || event.ctrlKey || event.altKey || event.metaKey) return;
    const { recorded, steps, at } = this;
    if (!recorded || !steps || at === undefined) return;
    const to = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      PageUp: nextTurn(recorded, steps, at, -1),
      PageDown: nextTurn(recorded, steps, at, 1),
      Home: 0,
      End: steps.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.go(to);
  }

  // Showing

  /**
   * @param {boolean} moved  whether the reader has gone somewhere
   * @param {boolean} plays
   */
  show(moved, plays = false) {
    const { recorded, steps, at } = this;
    if (!recorded || !steps || at === undefined) return;
    if (moved && !plays && this.playing) this.stop();
    const step = steps[at];
    const state = this.stateAt(step.end);
    this.view?.draw(state);
    this.say(step);
    const stack = state.stack.get(0) ?? [];
    const under = state.frames.get(stack.at(-1) ?? -1);
    this.code?.mark(step.line ?? recorded.lines[step.moment] ?? under?.line ?? null);
    this.showControls(at, steps.length);
    this.cursor?.setAttribute("x1", `${((step.moment + 0.5) * 100) / recorded.ends.length}%`);
    this.cursor?.setAttribute("x2", `${((step.moment + 0.5) * 100) / recorded.ends.length}%`);
    for (const item of this.items ?? []) item.removeAttribute("aria-current");
    this.items?.[step.moment]?.setAttribute("aria-current", "step");
    if (moved) this.showOutput(state, at === steps.length - 1);
    if (moved) this.classList.add("touched"); // who steps through it may see what it prints
    // The panel only grows, so that the controls below do not jump from step to step.
    if (this.place) {
      const height = Math.max(parseFloat(this.place.style.minHeight) || 0, this.place.offsetHeight);
      this.place.style.minHeight = `${height}px`;
    }
  }

  /** @param {number} end */
  stateAt(end) {
    if (!this.state || end < (this.happened ?? 0)) {
      this.state = newState();
      this.happened = 0;
    }
    const events = this.recorded?.events ?? [];
    for (let n = this.happened ?? 0; n < end; n++) apply(this.state, events[n]);
    this.happened = end;
    return this.state;
  }

  /** @param {import("./steps.js").Step} step */
  say(step) {
    const words = this.recorded?.words ?? {};
    if (step.line === null) {
      const sentence = this.items?.[step.moment]?.querySelector(":scope > span:not([id])");
      this.said?.replaceChildren(...[...(sentence?.childNodes ?? [])].map((node) => node.cloneNode(true)));
      return;
    }
    const [before, after] = words.at_line.replace("{line}", String(step.line)).split("{code}");
    this.said?.replaceChildren(before, element("code", {}, this.code?.says(step.line) ?? ""), after);
  }

  /**
   * @param {number} at
   * @param {number} count
   */
  showControls(at, count) {
    if (!this.range || !this.number) return;
    this.range.max = String(count);
    this.range.value = String(at + 1);
    this.range.setAttribute("aria-valuetext", `${at + 1}/${count}`);
    this.number.textContent = `${at + 1}/${count}`;
    this.back?.setAttribute("aria-disabled", String(at === 0));
    this.forward?.setAttribute("aria-disabled", String(at === count - 1));
  }

  showPlay() {
    const words = this.recorded?.words ?? {};
    this.play?.setAttribute("aria-label", this.playing ? words.pause : words.play);
    this.play?.classList.toggle("pauses", Boolean(this.playing));
  }

  /**
   * The output up to this step. Its lines are those of the plain run, which printed the same.
   * @param {import("./state.js").State} state
   * @param {boolean} whole
   */
  showOutput(state, whole) {
    const text = state.output.map(([, piece]) => piece).join("");
    const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : text ? 0 : 1);
    this.printed?.forEach((line, n) => line.classList.toggle("later", !whole && n >= lines));
    const title = this.querySelector(".run-output > .run-bar");
    if (title) title.textContent = this.recorded?.words.so_far ?? "";
  }

  /** Mark a task or future wherever it is named. @param {EventTarget | null} target */
  point(target) {
    const over = target instanceof Element ? target.closest("[data-label]") : null;
    const label = over?.getAttribute("data-label");
    for (const each of this.querySelectorAll("[data-label]")) {
      each.classList.toggle("pointed", each.getAttribute("data-label") === label);
    }
  }

  // Addresses

  /** Go to the moment that the address of the page names, if it is one of this run. */
  followAddress() {
    const id = decodeURIComponent(location.hash.slice(1));
    const item = id ? document.getElementById(id)?.closest("li") : null;
    const moment = item ? this.items?.indexOf(item) ?? -1 : -1;
    if (moment < 0) return;
    this.toMoment(moment + 1);
    this.said?.scrollIntoView({ block: "center" });
  }
}

/**
 * @param {string} kind
 * @param {string} label
 * @param {() => void} press
 */
function button(kind, label, press) {
  const made = element("button", { type: "button", class: `player-button ${kind}`, "aria-label": label });
  made.addEventListener("click", press);
  return made;
}

customElements.define("run-player", RunPlayer);
addEventListener("hashchange", () => {
  for (const player of document.querySelectorAll("run-player")) {
    /** @type {RunPlayer} */ (player).followAddress();
  }
});
