// <run-player>: steps through the recorded run around which it stands, both ways.
//
// The element holds complete HTML: program, panel of one moment, lanes, output, and every moment as
// a sentence in a list. What each step looks like was drawn when the site was built, piece by piece;
// this shows the pieces, moves, plays, and gives each moment its address. It computes no state, and
// nothing plays by itself.

import { Code, Controls, Lanes, Panel, element, measuring, tall, words } from "./parts.js";

/**
 * What the page gives with a recorded run. A step has a letter in `kinds`: "t" for a moment with
 * which a turn of the loop begins or ends, "m" for another moment, "l" for a line of code between
 * moments. `opens`: the moment shown first, from 1. `end` of the run, in µs; `at`: thousandths of that
 * since the step before. `lines`: the line that runs, or 0. `out`: lines printed since the step before.
 * `changes`: of each step, what differs from the one before it, as pairs in a row: number of a group,
 * and how far its piece is before the next one that was not shown yet. `said`: sentences of the steps
 * at a line of another file, as HTML. `lanes`: whether the page has those by time, and bars and marks
 * of the others: of each bar its kind, begin and length, in a row for each lane; of each mark its
 * place, in percent, and what stands there. Of a large run `pieces` and `changes` come in stretches of so
 * many steps.
 * @typedef {{
 *   opens: number, groups: string[], pieces?: string[], kinds: string, end: number, stretch?: number,
 *   at: number[], lines: number[], out: number[], changes?: number[][], said?: Record<number, string>,
 *   lanes: { by_time: boolean, bars: number[][], marks: string[][] },
 * }} Recorded
 *
 * @typedef {"turn" | "moment" | "line"} Zoom
 */

/** @type {Record<Zoom, string>} */
const STEPS = { turn: "t", moment: "tm", line: "tml" };
const SHORTEST = 900; // milliseconds between two steps that play, and
const LONGEST = 4000;
const SETTLED = 2000; // milliseconds in which a page that has come gets what it still lacks
const RETURN = 300; // milliseconds in which a browser has scrolled back

/** @type {Player | null} */
let playing = null;

class Player {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    const data = host.querySelector('script[type="application/json"]');
    /** @type {Recorded} */
    this.recorded = JSON.parse(data?.textContent ?? "");
    const { kinds, at, out, opens, end } = this.recorded;
    this.moments = [...kinds].flatMap((kind, step) => (kind === "l" ? [] : [step]));
    this.times = sums(at.map((part) => (part * end) / 1e6)); // ms
    this.printed = sums(out);
    this.steps = this.moments; // at the zoom of the reader
    /** @type {(step: number) => unknown} */
    this.keeps = () => true; // whether a step is one of those that the reader has chosen
    this.at = opens - 1; // of `steps`
    this.timer = 0; // of the next step, while it plays
    this.near = false; // whether some of it can be seen
    this.reserved = 0; // the width for which room was made

    this.items = /** @type {HTMLElement[]} */ ([...host.querySelectorAll(".player-steps li")]);
    this.lines = [...host.querySelectorAll(".run-output .line")];
    this.said = element("p", { class: "player-said", role: "status", tabindex: "-1" });
    this.opening = this.openingNote();
    this.box = element("div", { class: "player-says" }, this.said, this.opening);
    /** @type {Zoom[]} */
    const zooms = ["turn", "moment", "line"];
    this.controls = new Controls(zooms.filter((zoom) => this.isOfUse(zoom)), {
      go: (step) => this.go(step),
      play: () => (this.timer ? this.stop() : this.start()),
      look: (zoom) => this.look(zoom),
      key: (key) => this.key(key),
    });
    this.code = new Code(/** @type {HTMLElement} */ (host.querySelector(".run-program .highlight")));
    const place = /** @type {HTMLElement} */ (host.querySelector(".player-state:not(.still)"));
    place.before(this.box, this.controls.place);
    this.panel = new Panel(place, this.recorded, this.code);
    const times = this.moments.map((step) => (this.times[step] * 1000) / end);
    this.lanes = new Lanes(host, this.recorded, times, (moment) => this.toMoment(moment));
    host.addEventListener("pointerover", (event) => this.point(event.target));
    host.addEventListener("focusin", (event) => this.point(event.target));
    host.addEventListener("pointerleave", () => this.point(null));
    this.show(false);
  }

  /** That it does not open at its first moment, and how to get there. */
  openingNote() {
    const { opens } = this.recorded;
    const start = element("button", { type: "button" }, words.from_start);
    start.addEventListener("click", () => {
      this.go(0);
      this.controls.forward.focus({ preventScroll: true }); // this button is gone
    });
    const where = words.opens_at.replace("{number}", `${opens}`).replace("{count}", `${this.moments.length}`);
    const note = element("p", { class: "player-opening" }, where, " · ", start);
    note.hidden = opens === 1;
    return note;
  }

  // Moving

  /** @param {Zoom} zoom */
  isOfUse(zoom) {
    return zoom === "moment" || this.recorded.kinds.includes(zoom === "turn" ? "t" : "l");
  }

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
    this.go(this.stepAt(this.moments[moment]));
  }

  /** Other steps, at the place where the reader is. @param {Zoom} zoom */
  look(zoom) {
    const here = this.steps[this.at];
    const last = this.moments.at(-1);
    this.steps = [...this.recorded.kinds].flatMap((kind, step) =>
      this.keeps(step) && (STEPS[zoom].includes(kind) || step === last) ? [step] : [],
    );
    this.at = -1;
    this.go(this.stepAt(here));
  }

  /** The number of this step, or of the last one before, among those of the zoom. @param {number} step */
  stepAt(step) {
    return Math.max(this.steps.filter((each) => each <= step).length, 1) - 1;
  }

  /** @param {string} key */
  key(key) {
    const to = {
      ArrowLeft: this.at - 1,
      ArrowRight: this.at + 1,
      PageUp: this.nextTurn(-1),
      PageDown: this.nextTurn(1),
      Home: 0,
      End: this.steps.length - 1,
    }[key];
    if (to !== undefined) this.go(to);
    return to !== undefined;
  }

  /** The next step, in a direction, with which a turn begins or ends. @param {1 | -1} direction */
  nextTurn(direction) {
    let at = this.at + direction;
    while (this.recorded.kinds[this.steps[at] ?? -1] && this.recorded.kinds[this.steps[at]] !== "t") at += direction;
    return at;
  }

  start() {
    document.dispatchEvent(new Event("plays")); // one play at a time
    if (this.at === this.steps.length - 1) this.go(0);
    playing = this;
    this.said.setAttribute("aria-live", "off"); // a sentence a second is no help to a listener
    this.controls.showPlay(true);
    this.wait();
  }

  /** Until the next step, as long as it took in the run, within reason. */
  wait() {
    if (this.at === this.steps.length - 1) return this.stop();
    const [now, then] = [0, 1].map((n) => this.times[this.steps[this.at + n]]);
    const long = Math.min(Math.max(then - now, SHORTEST), LONGEST);
    this.timer = window.setTimeout(() => {
      this.at += 1;
      this.show(true);
      this.wait();
    }, long);
  }

  stop() {
    if (playing === this) playing = null;
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.said.removeAttribute("aria-live");
    this.controls.showPlay(false);
  }

  // Showing

  /** @param {boolean} moved  whether the reader has gone somewhere */
  show(moved) {
    const step = this.steps[this.at];
    const moment = this.moments.findIndex((each) => each >= step);
    if (moved) this.touch(step === this.moments[moment] ? moment : -1);
    this.say(step, moment);
    this.panel.show(step, this.steps[this.at - 1] ?? -1, moved);
    if (moved) this.code.mark(this.recorded.lines[step]);
    this.controls.show(this.at, this.steps.length);
    this.lanes.show(moment);
    this.host.querySelector("[aria-current]")?.removeAttribute("aria-current");
    this.items[moment]?.setAttribute("aria-current", "step");
    if (moved) this.showOutput(step);
  }

  /**
   * Who steps through it may see and hear what it says and prints; a moment gets its address.
   * @param {number} moment  -1 for a step that is none
   */
  touch(moment) {
    this.opening.hidden = true;
    this.host.classList.add("touched");
    this.host.dispatchEvent(new Event("touched", { bubbles: true }));
    if (moment >= 0) setAddress(this, moment);
  }

  /**
   * @param {number} step
   * @param {number} moment
   */
  say(step, moment) {
    const { kinds, lines, said: elsewhere } = this.recorded;
    if (elsewhere?.[step]) {
      this.said.innerHTML = elsewhere[step]; // made by the build, as the pieces are
      return;
    }
    if (kinds[step] === "l") {
      const [before, after] = words.at_line.replace("{line}", `${lines[step]}`).split("{code}");
      this.said.replaceChildren(before, element("code", {}, this.code.says(lines[step])), after);
      return;
    }
    const sentence = this.items[moment]?.querySelector(".said");
    this.said.replaceChildren(...(sentence?.cloneNode(true).childNodes ?? []));
    if (!lines[step]) return; // those who see have the bar in the code
    const where = words.line.replace("{line}", `${lines[step]}`);
    this.said.append(element("span", { class: "heard" }, ` (${where})`));
  }

  /** The output up to a step. Its lines are those of the plain run, which printed the same. @param {number} step */
  showOutput(step) {
    const lines = step === this.moments.at(-1) ? Infinity : this.printed[step];
    this.lines.forEach((line, n) => line.classList.toggle("later", n >= lines));
    const title = this.host.querySelector(".run-output > .run-bar");
    if (title) title.textContent = words.so_far;
  }

  /** Mark a task or future wherever it is named. @param {EventTarget | null} target */
  point(target) {
    const on = target instanceof Element ? target : null;
    const over = on?.closest("[data-label]") ?? on?.closest("button")?.querySelector("[data-label]");
    const label = over?.getAttribute("data-label");
    for (const each of this.host.querySelectorAll("[data-label]")) {
      each.classList.toggle("pointed", each.getAttribute("data-label") === label);
    }
  }

  /**
   * Room for the tallest sentence and the tallest pieces: then nothing moves while one steps. And the
   * line that runs is marked. To measure costs, so it is done once, and for what will soon be seen.
   */
  reserve() {
    if (this.host.offsetWidth === this.reserved) return;
    this.reserved = this.host.offsetWidth;
    const longest = this.code.longest();
    const line = words.at_line.replace("{line}", "999").replace("{code}", longest);
    const sentences = this.items.map((item) => item.querySelector(".said")?.innerHTML ?? "");
    const elsewhere = Object.values(this.recorded.said ?? {});
    const measured = measuring("p", "player-said measured");
    const texts = [...sentences, ...elsewhere, element("p", {}, line).innerHTML].map(measured);
    const opening = element("div", { class: "player-says measured" });
    if (this.recorded.opens > 1) {
      opening.append(texts[this.recorded.opens - 1].cloneNode(true), this.opening.cloneNode(true));
      for (const each of opening.children) each.classList.remove("measured");
    }
    this.box.append(...texts, opening);
    const undo = this.panel.stack();
    const height = Math.ceil(Math.max(...[...texts, opening].map(tall)));
    this.code.mark(this.recorded.lines[this.steps[this.at]]);
    undo();
    this.box.style.minHeight = `${height}px`;
    for (const each of [...texts, opening]) each.remove();
  }

  /** Show it to who comes from somewhere else: what one steps with is in view, and has the focus. */
  arrive() {
    this.reserve();
    this.said.focus({ preventScroll: true }); // who listens, or uses the keyboard, is there too
    this.host.scrollIntoView({ block: "start" });
    const bottom = this.controls.place.getBoundingClientRect().bottom;
    if (bottom > innerHeight) this.said.scrollIntoView({ block: "center" });
    this.code.mark(this.recorded.lines[this.steps[this.at]]);
    // In a narrow window the program stays where it is, above what scrolls below it. It gets its buttons when the page
    // has come, and then is taller: the sentence must not be under it.
    const top = this.host.querySelector(".player-top");
    if (!top) return;
    const grows = new ResizeObserver(() => {
      const over = top.getBoundingClientRect().bottom - this.box.getBoundingClientRect().top;
      if (over > 0) scrollBy({ top: -over, behavior: "instant" });
    });
    grows.observe(top);
    setTimeout(() => grows.disconnect(), SETTLED);
  }
}

/** @param {number[]} parts @returns {number[]} */
function sums(parts) {
  let sum = 0;
  return parts.map((part) => (sum += part));
}

// Addresses. Each moment has one: what comes by it goes to the player, and not to the list of its
// moments, which has the ids in the page as it is without a script.

/** @type {Map<string, { player: Player, moment: number }>} */
const places = new Map();
let stays = () => false; // whether what stands in the address is what the reader asked for
let later = 0;
export const replaceState = history.replaceState.bind(history);

// While one scrolls, the theme puts the heading above into the address (navigation.tracking). What
// the reader asked for stays: a moment as long as its player can be seen, a program that was shared
// as long as nothing else was chosen.
history.replaceState = (...asked) => stays() || replaceState(...asked);

/** @param {() => boolean} long  how long what the reader asked for stays in the address */
export function keepAddress(long) {
  clearTimeout(later);
  stays = long;
}

/** @param {string} hash */
function placeOf(hash) {
  try {
    return places.get(decodeURIComponent(hash.slice(1)));
  } catch {
    return undefined; // no address of ours
  }
}

/**
 * Soon, for who drags goes through a hundred of them, and some browsers allow no hundred changes.
 * @param {Player} player
 * @param {number} moment
 */
function setAddress(player, moment) {
  const { address } = player.items[moment].dataset;
  if (!address) return; // of a run that the page made, and that no other page can show
  keepAddress(() => player.near);
  later = window.setTimeout(() => {
    const place = placeOf(location.hash); // by another address of the same moment, too
    if (place?.player !== player || place.moment !== moment) replaceState({ moment: true }, "", address);
  }, 200);
}

/** Go where an address leads, if it is that of a moment. @param {string} hash */
export function follow(hash) {
  const place = placeOf(hash);
  if (!place) return;
  place.player.toMoment(place.moment);
  place.player.arrive();
}

/** The links of the page's text, always the same ones: a search brings others into its frame. */
const linksOfText = () => [...(document.querySelector(".md-content") ?? document).querySelectorAll("a")];

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const other = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented;
  const here = link && link.origin + link.pathname === location.origin + location.pathname;
  if (!here || other || !placeOf(link.hash)) return;
  event.preventDefault();
  clearTimeout(later);
  const number = linksOfText().indexOf(link);
  // Where Back returns to: browsers remember how far one had scrolled, and not always well.
  replaceState({ ...history.state, link: number, top: link.getBoundingClientRect().top }, "");
  history.pushState({ moment: true }, "", link.hash);
  follow(link.hash);
});

addEventListener("popstate", ({ state }) => {
  clearTimeout(later);
  const place = placeOf(location.hash);
  if (state?.link !== undefined) returnTo(linksOfText()[state.link], state.top);
  else if (!state?.moment) follow(location.hash);
  if (state?.moment) place?.player.toMoment(place.moment); // and the browser scrolls to where one was
});

/**
 * Have the focus on a link, where it stood on the screen. Browsers scroll, and take the focus away,
 * some time after they have told of going back.
 * @param {HTMLElement | undefined} link
 * @param {number} top  of the screen, where it stood
 */
function returnTo(link, top) {
  const end = performance.now() + RETURN;
  requestAnimationFrame(function settle(now) {
    link?.focus({ preventScroll: true });
    if (link) scrollBy({ top: link.getBoundingClientRect().top - top, behavior: "instant" });
    if (now < end) requestAnimationFrame(settle);
  });
}

document.addEventListener("visibilitychange", () => document.hidden && playing?.stop());
document.addEventListener("plays", () => playing?.stop());

// What is in view, and what will be soon.

/** @type {WeakMap<Element, Player>} */
export const players = new WeakMap();

const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const player = /** @type {Player} */ (players.get(target));
    player.near = isIntersecting;
    if (!isIntersecting) player.stop();
  }
});
const soon = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) players.get(target)?.reserve();
  },
  { rootMargin: "100% 0px" },
);
const sized = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const player = /** @type {Player} */ (players.get(target));
    if (player.reserved) player.reserve();
  }
});

class RunPlayer extends HTMLElement {
  connectedCallback() {
    if (players.has(this)) return; // it was moved, and not made
    const player = new Player(this);
    players.set(this, player);
    player.items.forEach((item, moment) => {
      for (const each of [item, ...item.querySelectorAll("[id]")]) {
        places.set(each.id, { player, moment });
        item.dataset.address = `#${each.id}`; // the last one is its name, if it has one
        each.removeAttribute("id");
      }
    });
    for (const observer of [seen, soon, sized]) observer.observe(this);
  }
}

customElements.define("run-player", RunPlayer);
if (placeOf(location.hash)) {
  replaceState({ ...history.state, moment: true }, "");
  // The browser has opened the list, where the address led without a script.
  placeOf(location.hash)?.player.host.querySelector("details.player-steps")?.removeAttribute("open");
  follow(location.hash);
  addEventListener("load", () => placeOf(location.hash)?.player.arrive());
}
