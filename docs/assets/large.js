// What the player of a large run does besides. Its panels are told in stretches of steps, when the
// reader comes near; and of many tasks the reader chooses those whose lanes, chips and moments are in view.

import { ROW } from "./player/parts.js";
import { players } from "./player/player.js";

/** @typedef {import("./player/player.js").Zoom} Zoom */
/**
 * As runs.player.Told.stretch has it: the panels from the step `first` on, `chips` once, and `pieces` as
 * numbers of theirs, with what stands `between` them.
 * @typedef {{ first: number, between: string, chips: string[], pieces: number[][], changes: number[][] }} Stretch
 * @typedef {(number: number) => Promise<Stretch>} Ask  for a stretch by its number, from 0
 */
/** @typedef {{ lane: number, first: number, over: number, kind: string }} Bar  as Lanes.read gives it */
/** @typedef {any} Player  that of player.js, which gives its class to nobody */

const LISTED = 3; // labels that are said

/** The panels of a player, stretch by stretch. */
class Stretches {
  /** @param {HTMLElement} host @param {Player} player @param {number} size  in steps @param {Ask} [ask] */
  constructor(host, player, size, ask) {
    this.player = player;
    this.size = size;
    this.last = Math.floor((player.recorded.kinds.length - 1) / size);
    this.ask = ask;
    this.texts = [...host.querySelectorAll("script.stretch")].map((each) => each.textContent ?? "");
    /** @type {Set<number>} */
    this.known = new Set();
    this.asks = false;
    player.panel.stack = () => () => {}; // the panel has a height of its own: nothing is to be measured
    host.addEventListener("touched", () => this.come());
    this.come();
  }

  get here() {
    return Math.floor(this.player.steps[this.player.at] / this.size);
  }

  /** The reader has come to a step: what is shown there is to be known, and soon what is beside it. */
  come() {
    const { here } = this;
    this.parse(here);
    setTimeout(() => [here + 1, here - 1].forEach((number) => this.parse(number)));
    this.player.panel.place.setAttribute("aria-busy", `${!this.known.has(here)}`);
    this.fetch();
  }

  /** One that came with the page. @param {number} number */
  parse(number) {
    if (!this.known.has(number) && this.texts[number]) this.read(number, JSON.parse(this.texts[number]));
  }

  /** @param {number} number @param {Stretch} stretch */
  read(number, { first, between, chips, pieces, changes }) {
    this.known.add(number);
    const texts = pieces.map((piece) => piece.map((chip) => chips[chip]).join(between));
    this.player.panel.read(first, texts, changes);
  }

  /** Ask for what is missing where the reader is by then: one stretch at a time. */
  async fetch() {
    if (!this.ask || this.asks) return;
    this.asks = true;
    try {
      for (let next = this.next(); next !== undefined; next = this.next()) {
        this.read(next, await this.ask(next));
        if (next === this.here) this.show();
      }
    } catch {
      // What tells is gone: the sentence, the code and the lanes are there.
    } finally {
      this.asks = false;
    }
  }

  /** The stretch that is missed most. */
  next() {
    const { here, last } = this;
    return [here, here + 1, here - 1].find((each) => each >= 0 && each <= last && !this.known.has(each));
  }

  show() {
    const { panel, steps, at, recorded, code } = this.player;
    panel.place.setAttribute("aria-busy", "false");
    panel.show(steps[at], steps[at - 1] ?? -1, true);
    code.mark(recorded.lines[steps[at]]);
  }
}

/** A choice among the tasks of a player. Without one all are in view. */
class Choice {
  /** @param {HTMLElement} host @param {Player} player @param {HTMLElement} place */
  constructor(host, player, place) {
    this.host = host;
    this.player = player;
    this.boxes = /** @type {HTMLInputElement[]} */ ([...place.querySelectorAll("input")]);
    this.told = /** @type {HTMLElement} */ (place.querySelector("[role=status]"));
    this.say = /** @type {{ all: string, some: string }} */ ({ ...place.dataset });
    this.clear = /** @type {HTMLButtonElement} */ (place.querySelector("button"));
    this.clear.addEventListener("click", () => {
      for (const box of this.boxes) box.checked = false;
      this.choose();
      this.boxes[0].focus();
    });
    place.addEventListener("change", () => this.choose());
    host.querySelector(".lane-foot select")?.addEventListener("change", () => this.arrange());
    const tasks = host.querySelector(".player-state:not(.still) .group.tasks dd");
    if (tasks) new MutationObserver(() => this.sift()).observe(tasks, { childList: true });
    this.tasks = tasks;
    this.tell();
    place.hidden = false;
  }

  /** The labels that are chosen. */
  get chosen() {
    return this.boxes.filter((box) => box.checked).map((box) => box.value);
  }

  choose() {
    const { player, chosen, host } = this;
    const moments = this.concerned();
    /** @type {number[]} */
    const next = []; // by step: the moment with which it ends
    for (let step = player.recorded.kinds.length - 1, n = player.moments.length; step >= 0; step -= 1) {
      if (player.moments[n - 1] === step) n -= 1;
      next[step] = n;
    }
    const isMoment = new Set(player.moments);
    // A line of code is a task's if that runs there.
    const keeps = (/** @type {number} */ step) =>
      isMoment.has(step) ? moments.has(next[step]) : this.runs(next[step] - 1);
    player.keeps = chosen.length ? keeps : () => true;
    player.items.forEach((/** @type {HTMLLIElement} */ item, /** @type {number} */ moment) => {
      item.value = moment + 1;
      item.hidden = chosen.length > 0 && !moments.has(moment);
    });
    this.tell(moments.size);
    this.arrange();
    this.sift();
    const zoom = /** @type {HTMLSelectElement} */ (host.querySelector(".player-controls select")).value;
    player.look(/** @type {Zoom} */ (zoom));
  }

  /** Whether a task that is chosen runs at a moment. @param {number} moment */
  runs(moment) {
    const bars = /** @type {Bar[]} */ (this.bars());
    return bars.some(({ kind, first, over }) => kind === "running" && first <= moment && moment < over);
  }

  /** What the lanes of the chosen tasks have to show. */
  bars() {
    const lanes = new Set(this.lanes());
    return this.player.lanes.bars.filter((/** @type {Bar} */ { lane }) => lanes.has(lane));
  }

  /** The lanes that are in view, by number. */
  lanes() {
    const all = this.boxes.map((_, lane) => lane);
    return this.chosen.length ? all.filter((lane) => this.boxes[lane].checked) : all;
  }

  /** The moments of the chosen tasks: in which they run, become something else, or are named. */
  concerned() {
    const found = new Set(/** @type {number[]} */ ([]));
    const { items } = this.player;
    for (const { kind, first, over } of this.bars()) {
      for (let moment = first; kind === "running" && moment < over; moment += 1) found.add(moment);
      for (const moment of [first, over]) if (moment < items.length) found.add(moment);
    }
    const { chosen } = this;
    items.forEach((/** @type {HTMLElement} */ item, /** @type {number} */ moment) => {
      const named = item.querySelectorAll(".said [data-label]");
      if ([...named].some((each) => chosen.includes(each.getAttribute("data-label") ?? ""))) found.add(moment);
    });
    return found;
  }

  /** @param {number} [moments]  that are in view */
  tell(moments = 0) {
    const { chosen } = this;
    const more = chosen.length > LISTED ? ` +${chosen.length - LISTED}` : "";
    const text = chosen.length ? this.say.some : this.say.all;
    this.told.textContent = text
      .replace("{tasks}", `${this.boxes.length}`)
      .replace("{labels}", chosen.slice(0, LISTED).join(", ").toUpperCase() + more)
      .replace("{moments}", `${moments}`)
      .replace("{count}", `${this.player.moments.length}`);
    this.clear.disabled = !chosen.length;
  }

  /** Of the lanes those of the chosen tasks, one below the other. */
  arrange() {
    const { lanes } = this.player;
    const drawing = /** @type {SVGElement} */ (lanes.drawing);
    lanes.rows = this.lanes();
    const below = lanes.rows.length * ROW;
    lanes.names.forEach((/** @type {HTMLElement} */ name, /** @type {number} */ lane) => {
      name.hidden = !lanes.rows.includes(lane);
    });
    for (const bar of drawing.querySelectorAll("rect")) {
      const y = Number((bar.dataset.y ??= bar.getAttribute("y") ?? "0"));
      const row = lanes.rows.indexOf(Math.floor(y / ROW));
      bar.setAttribute("y", `${(y % ROW) + row * ROW}`);
      bar.style.display = row < 0 ? "none" : "";
    }
    for (const line of drawing.querySelectorAll("line")) line.setAttribute("y2", `${below}`);
    for (const text of drawing.querySelectorAll("text")) text.setAttribute("y", `${below + 12}`);
    drawing.setAttribute("height", `${below + 16}`);
  }

  /** Of the chips of tasks those of the chosen ones. */
  sift() {
    const { chosen } = this;
    for (const chip of /** @type {NodeListOf<HTMLElement>} */ (this.tasks?.querySelectorAll(".chip") ?? [])) {
      chip.hidden = chosen.length > 0 && !chosen.includes(chip.dataset.key ?? "");
    }
  }
}

/** @type {WeakSet<HTMLElement>} */
const enlarged = new WeakSet();

/** Have a player show a large run, or one of many tasks. @param {HTMLElement} host @param {Ask} [ask] */
export function enlarge(host, ask) {
  const player = players.get(host);
  if (!player || enlarged.has(host)) return;
  enlarged.add(host);
  const { stretch } = player.recorded;
  if (stretch) new Stretches(host, player, stretch, ask);
  const place = /** @type {HTMLElement | null} */ (host.querySelector(".player-choice"));
  if (place) new Choice(host, player, place);
}

for (const host of document.querySelectorAll("run-player:is(.large, .many)")) enlarge(/** @type {HTMLElement} */ (host));
