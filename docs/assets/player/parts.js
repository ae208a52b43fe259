// The parts of a player: controls, panel, code, lanes. Each shows a step, and knows no other part.

/** @typedef {import("./player.js").Zoom} Zoom */
/** @typedef {import("./player.js").Recorded} Recorded */

/** What players say themselves, in the language of the page, which has it once. @type {Record<string, string>} */
export const words = JSON.parse(document.getElementById("player-words")?.textContent ?? "{}");

/**
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * What the reader may ask for. `go`: a step, by number from 0; `play`: to begin or to stop;
 * `look`: another zoom; `key`: a key pressed among the controls, true if it meant something.
 * @typedef {{
 *   go: (step: number) => void, play: () => void, look: (zoom: Zoom) => void,
 *   key: (key: string) => boolean,
 * }} Asked
 */

export class Controls {
  /**
   * @param {Zoom[]} zooms  those of use for the recording
   * @param {Asked} asked
   */
  constructor(zooms, asked) {
    this.at = 0;
    this.first = button("first", words.first, () => asked.go(0));
    this.back = button("back", words.back, () => asked.go(this.at - 1));
    this.play = button("play", words.play, asked.play);
    this.forward = button("forward", words.forward, () => asked.go(this.at + 1));
    this.last = button("last", words.last, () => asked.go(Infinity));
    this.number = element("span", { class: "player-number", "aria-hidden": "true" });
    this.range = /** @type {HTMLInputElement} */ (
      element("input", { type: "range", min: "1", "aria-label": words.step })
    );
    this.range.addEventListener("input", () => asked.go(Number(this.range.value) - 1));
    this.place = element(
      "div",
      { class: "player-controls", role: "group", "aria-label": words.controls },
      element("div", { class: "player-buttons" }, this.first, this.back, this.play, this.forward, this.last),
      this.number,
      this.range,
      menu(words.zoom, zooms.map((zoom) => [zoom, words[`zoom_${zoom}`]]), "moment", (zoom) =>
        asked.look(/** @type {Zoom} */ (zoom)),
      ),
    );
    // Keys count only while the focus is here. The theme has keys of its own for the whole page.
    this.place.addEventListener("keydown", (event) => {
      event.stopPropagation();
      const native = event.target instanceof HTMLSelectElement;
      if (native || event.ctrlKey || event.altKey || event.metaKey) return;
      if (asked.key(event.key)) event.preventDefault();
    });
  }

  /**
   * @param {number} at  the step, from 0
   * @param {number} count
   */
  show(at, count) {
    this.at = at;
    this.range.max = String(count);
    this.range.value = String(at + 1);
    this.range.setAttribute("aria-valuetext", `${at + 1}/${count}`);
    this.number.textContent = `${at + 1}/${count}`;
    for (const each of [this.first, this.back]) each.setAttribute("aria-disabled", String(at === 0));
    for (const each of [this.forward, this.last]) each.setAttribute("aria-disabled", String(at === count - 1));
  }

  /** @param {boolean} plays */
  showPlay(plays) {
    const word = plays ? words.pause : words.play;
    this.play.setAttribute("aria-label", word);
    this.play.title = word;
    this.play.classList.toggle("pauses", plays);
  }
}

/**
 * @param {string} kind
 * @param {string} label
 * @param {() => void} press
 */
function button(kind, label, press) {
  const given = { type: "button", class: `player-button ${kind}`, "aria-label": label, title: label };
  const made = element("button", given);
  made.addEventListener("click", press);
  return made;
}

/**
 * A menu with its label.
 * @param {string} label
 * @param {string[][]} options  value and text of each
 * @param {string} chosen
 * @param {(value: string) => void} choose
 */
function menu(label, options, chosen, choose) {
  const shown = options.map(([value, text]) => element("option", { value }, text));
  const made = /** @type {HTMLSelectElement} */ (element("select", { autocomplete: "off", "aria-label": label }, ...shown));
  made.value = chosen;
  made.addEventListener("change", () => choose(made.value));
  return element("label", { class: "player-menu" }, element("span", {}, label), " ", made);
}

/**
 * The height of an element in pixels, which may be no whole number: who adds up rounds the sum.
 * @param {Element | null} place
 */
export function tall(place) {
  return place?.getBoundingClientRect().height ?? 0;
}

/**
 * Texts as they are measured, each once: those that differ in digits alone take the same room.
 * @param {string} tag
 * @param {string} kind  class
 */
export function measuring(tag, kind) {
  /** @type {Record<string, HTMLElement>} */
  const known = {};
  return (/** @type {string} */ html) => {
    const text = html.replace(/(&#\d+;|<\w+)|\d/g, (digit, other) => other ?? "0");
    return (known[text] ??= Object.assign(element(tag, { class: kind }), { innerHTML: text }));
  };
}

const ROOM = 90; // pixels that may stay empty so that groups keep their places
const MOVES = { duration: 400, easing: "ease-in-out" };
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** The panel: a group of chips for each thing that a loop has. */
export class Panel {
  /**
   * @param {HTMLElement} place  with the groups as they are at the first step shown
   * @param {Recorded} recorded
   * @param {Code} code  which has the marks of the group "margin"
   */
  constructor(place, { groups, pieces = [], changes = [] }, code) {
    this.place = place;
    /** @type {string[]} */
    this.pieces = [];
    this.margin = groups.indexOf("margin");
    this.code = code;
    this.groups = groups.map((name) =>
      name === "clock" ? place.querySelector(".clock") : place.querySelector(`.group.${name} > dd`),
    );
    /** @type {number[][]} */
    this.drawn = []; // by step
    this.read(0, pieces, changes);
    /** @type {number[]} */
    this.shown = [];
    /** @type {Map<number, Map<string, Element>>} */
    this.known = new Map();
    this.went = this.groups.map((place, group) => {
      if (!/ready|timers/.test(groups[group])) return null;
      const went = element("s", { class: "went", "aria-hidden": "true" });
      place?.previousElementSibling?.append(went);
      return went;
    });
  }

  /**
   * Take what is drawn from a step on. Of a large run it comes in stretches: see large.js.
   * @param {number} step
   * @param {string[]} pieces
   * @param {number[][]} changes
   */
  read(step, pieces, changes) {
    /** @type {number[]} */
    let drawn = [];
    let fresh = this.pieces.length; // the next piece that was not shown yet
    this.pieces.push(...pieces);
    changes.forEach((pairs, at) => {
      drawn = [...drawn];
      for (let n = 0; n < pairs.length; n += 2) {
        drawn[pairs[n]] = fresh - pairs[n + 1];
        if (!pairs[n + 1]) fresh += 1;
      }
      this.drawn[step + at] = drawn;
    });
  }

  /**
   * Show a step, and outline what differs from the one `before` it (-1: there is none).
   * @param {number} step
   * @param {number} before
   * @param {boolean} moved  whether the reader has gone there
   */
  show(step, before, moved) {
    const forward = moved && this.at === before && !still.matches;
    const were = forward ? this.where() : null;
    this.at = step;
    this.drawn[step]?.forEach((piece, group) => {
      const place = this.groups[group];
      if (group === this.margin) this.code.stand(this.pieces[piece]);
      if (place && moved && this.shown[group] !== piece) place.innerHTML = this.pieces[piece];
      if (place && moved) this.outline(place, group, this.drawn[before]?.[group] ?? piece, piece);
    });
    this.shown = (moved && this.drawn[step]) || this.shown;
    if (!were) return;
    for (const [key, [chip, box]] of this.where()) {
      const was = were.get(key);
      if (was && was[0].parentElement !== chip.parentElement) move(chip, was[1], box);
    }
  }

  /** The chips by key, and where each stands. @returns {Map<string, [HTMLElement, DOMRect]>} */
  where() {
    const chips = /** @type {HTMLElement[]} */ ([...this.place.querySelectorAll("[data-key]")]);
    return new Map(chips.map((chip) => [chip.dataset.key ?? "", [chip, chip.getBoundingClientRect()]]));
  }

  /**
   * Outline what is new or has changed, and name what has gone from a queue.
   * @param {Element} place
   * @param {number} group
   * @param {number} before  piece
   * @param {number} piece
   */
  outline(place, group, before, piece) {
    const known = this.chips(before);
    const now = this.chips(piece);
    place.querySelectorAll(".chip").forEach((chip, n) => {
      const [key, made] = [...now][n] ?? [];
      const was = known.get(key);
      chip.classList.toggle("came", !was);
      chip.classList.toggle("changed", !!was && was.outerHTML !== made.outerHTML);
    });
    const went = [...known].flatMap(([key, chip]) => (now.has(key) ? [] : [chip.textContent])).join(", ");
    if (this.went[group]) this.went[group].textContent = went;
  }

  /**
   * The chips of a piece: what each says, but for what changes with the clock alone, by key.
   * @param {number} piece
   */
  chips(piece) {
    const known = this.known.get(piece) ?? new Map();
    if (!this.known.has(piece)) {
      const parsed = document.createElement("template");
      parsed.innerHTML = this.pieces[piece];
      for (const ticking of parsed.content.querySelectorAll(".ticks")) ticking.remove();
      parsed.content.querySelectorAll(".chip").forEach((chip, n) => {
        known.set(chip.getAttribute("data-key") ?? `${n} ${chip.outerHTML}`, chip);
      });
      this.known.set(piece, known);
    }
    return known;
  }

  /**
   * Put all pieces of each group one over the other, to be measured. What this gives takes them away
   * and makes room for the tallest: each group keeps its place, unless that takes much more room
   * than the tallest step does.
   */
  stack() {
    const stacks = this.groups.map((place, group) => {
      const known = /** @type {Map<number, HTMLElement>} */ (new Map());
      if (place?.tagName !== "DD") return known;
      const measured = measuring("dd", "measured");
      for (const piece of new Set(this.drawn.map((drawn) => drawn[group]))) known.set(piece, measured(this.pieces[piece]));
      place.after(...known.values());
      return known;
    });
    return () => {
      const heights = stacks.map((stack) => new Map([...stack].map(([piece, copy]) => [piece, tall(copy)])));
      for (const stack of stacks) for (const copy of stack.values()) copy.remove();
      this.makeRoom(heights);
    };
  }

  /** @param {Map<number, number>[]} heights  of each group's pieces, in pixels */
  makeRoom(heights) {
    const places = /** @type {(HTMLElement | null)[]} */ (this.groups);
    const tallest = heights.map((known) => Math.max(0, ...known.values()));
    /** @param {(group: number) => number} height  the sum of the rows in which groups stand */
    const sum = (height) => {
      /** @type {Record<number, number>} */
      const rows = {};
      places.forEach((place, group) => {
        const top = /** @type {HTMLElement | null} */ (place?.parentElement)?.offsetTop ?? 0;
        if (tallest[group]) rows[top] = Math.max(rows[top] ?? 0, height(group));
      });
      return Object.values(rows).reduce((all, row) => all + row, 0);
    };
    const steady = sum((group) => tallest[group]);
    const least = Math.max(...this.drawn.map((drawn) => sum((group) => heights[group].get(drawn[group]) ?? 0)));
    const keep = steady - least < ROOM;
    const rest = tall(this.place) - sum((group) => tall(places[group]));
    places.forEach((place, group) => {
      if (place && tallest[group]) place.style.minHeight = keep ? `${Math.ceil(tallest[group])}px` : "";
    });
    this.place.style.minHeight = keep ? "" : `${Math.ceil(rest + least)}px`;
  }
}

/**
 * A chip is seen to come from where it stood.
 * @param {HTMLElement} chip
 * @param {DOMRect} from
 * @param {DOMRect} to
 */
function move(chip, from, to) {
  const begin = `translate(${from.left - to.left}px, ${from.top - to.top}px)`;
  chip.animate([{ transform: begin }, { transform: "none" }], MOVES);
}

/** The highlighted source inside a player: which line runs, and where suspended tasks stand. */
export class Code {
  /** @param {HTMLElement} place  the block with the program, which scrolls where there is no room */
  constructor(place) {
    this.place = place;
    this.pre = /** @type {HTMLElement} */ (place.querySelector("td.code pre"));
    this.lines = (this.pre.textContent ?? "").replace(/\n$/, "").split("\n");
    // Each number is as high as its line, whatever the letters are.
    this.numbers = /** @type {HTMLElement[]} */ ([...place.querySelectorAll("td.linenos .normal")]);
    this.bar = element("span", { class: "player-bar", "aria-hidden": "true", hidden: "" });
    this.pre.prepend(this.bar);
    this.stood = "";
    this.fresh = 0; // the line of a mark that is new
  }

  /** @param {number} line */
  says(line) {
    return (this.lines[line - 1] ?? "").trim();
  }

  longest() {
    return this.lines.reduce((longest, line) => (line.trim().length > longest.length ? line.trim() : longest), "");
  }

  /**
   * Mark the line that runs, if one does, and have it in view without moving the page; else the line
   * where a task is suspended that was not.
   * @param {number} line
   */
  mark(line) {
    const number = this.numbers[line - 1];
    const fresh = this.numbers[this.fresh - 1];
    this.bar.hidden = !number;
    if (!number && fresh) this.show(fresh.getBoundingClientRect());
    if (!number) return;
    const at = number.getBoundingClientRect();
    const first = this.numbers[0].getBoundingClientRect();
    this.bar.style.top = `${at.top - this.pre.getBoundingClientRect().top}px`;
    this.bar.style.height = `${first.height}px`;
    this.show(at);
  }

  /** Scroll the block, not the page, so that some lines around this place are seen. @param {DOMRect} at */
  show(at) {
    const box = this.place.getBoundingClientRect();
    const room = Math.min(3 * at.height, (this.place.clientHeight - at.height) / 2);
    if (at.top < box.top + room) this.place.scrollTop -= box.top + room - at.top;
    else if (at.bottom > box.top + this.place.clientHeight - room) {
      this.place.scrollTop += at.bottom + room - box.top - this.place.clientHeight;
    }
  }

  /**
   * Show where suspended tasks stand.
   * @param {string} marks  as "6:t1 9:t2"
   */
  stand(marks) {
    this.fresh = 0;
    if (marks === this.stood) return;
    const fresh = marks.split(" ").filter((mark) => mark && !this.stood.split(" ").includes(mark));
    this.fresh = parseInt(fresh[0], 10);
    this.stood = marks;
    for (const mark of this.place.querySelectorAll(".player-mark")) mark.remove();
    /** @type {Record<string, string[]>} */
    const byLine = {};
    for (const [line, label] of marks.split(" ").filter(Boolean).map((mark) => mark.split(":"))) {
      (byLine[line] ??= []).push(label);
    }
    for (const [line, labels] of Object.entries(byLine)) {
      const [first, more] = [labels[0].toUpperCase(), labels.length > 1 ? `+${labels.length - 1}` : ""];
      const wide = labels.length > 1 || first.length > 2 ? " wide" : "";
      const label = element("b", { class: `label task${wide}`, "data-label": labels[0] }, first, more);
      const title = labels.join(", ").toUpperCase();
      const mark = element("span", { class: "player-mark", title, "aria-hidden": "true" }, first ? label : "");
      this.numbers[Number(line) - 1]?.prepend(mark);
    }
  }
}

let lanes = 0; // drawings of the page
export const ROW = 24; // pixels
const PARTS = 500; // of an axis of time
const KINDS = ["waiting", "ready", "running", "held"];

/**
 * The lanes that the page has drawn, by moments or by time, and the other drawing: a cursor, going to
 * a moment by pointing there, what a bar is.
 */
export class Lanes {
  /**
   * @param {HTMLElement} host
   * @param {Recorded} recorded
   * @param {number[]} times  of the moments, in parts of all the time
   * @param {(moment: number) => void} go
   */
  constructor(host, { end, lanes: other }, times, go) {
    this.host = host;
    this.end = end / 1000; // ms
    this.times = times;
    this.at = 0;
    this.lane = -1; // of which the line of text tells
    this.byTime = other.by_time;
    this.cursor = document.createElementNS("http://www.w3.org/2000/svg", "line");
    this.cursor.setAttribute("class", "cursor");
    this.names = /** @type {HTMLElement[]} */ ([...host.querySelectorAll(".lane-names li")]);
    this.cursor.setAttribute("y2", `${this.names.length * ROW}`);
    this.rows = [...this.names.keys()]; // that are in view
    this.told = element("p", { class: "lane-told", id: `lane-told-${++lanes}` });
    const drawing = (this.drawing = /** @type {SVGElement | null} */ (host.querySelector(".lanes svg")));
    if (!drawing) return;
    const drawn = [drawing.innerHTML, this.draw(drawing, other)];
    this.drawn = other.by_time ? drawn.reverse() : drawn; // by moments, by time
    drawing.innerHTML = this.drawn[0];
    this.bars = [...drawing.querySelectorAll("rect")].map((bar) => this.read(bar));
    const scales = [["moments", words.scale_moments], ["time", words.scale_time]];
    const scale = menu(words.scale, scales, this.byTime ? "time" : "moments", (value) => {
      this.byTime = value === "time";
      this.turn();
    });
    host.querySelector(".lane-keys")?.after(element("div", { class: "lane-foot" }, this.told, scale));
    this.turn();
    this.names.forEach((name, lane) => this.makeButton(name, lane));
    drawing.addEventListener("pointerdown", (event) => drawing.setPointerCapture(event.pointerId));
    for (const kind of /** @type {const} */ (["pointerdown", "pointermove"])) {
      drawing.addEventListener(kind, (event) => {
        const [lane, moment] = this.under(event, drawing.getBoundingClientRect());
        if (event.buttons & 1) go(moment);
        this.tell(lane, moment);
      });
    }
    drawing.addEventListener("pointerleave", () => this.tell(this.lane, this.at));
  }

  /** What stands in the other drawing. @param {SVGElement} drawing @param {Recorded["lanes"]} other */
  draw(drawing, { by_time, bars, marks }) {
    const [below, mark] = [this.names.length * ROW, by_time ? "turn" : "tick"];
    const parts = by_time ? this.times.length : PARTS;
    const lines = marks.map(
      ([x, text]) => `<line class="${mark}" x1="${x}%" x2="${x}%" y2="${below}"/><text x="${x}%" y="${below + 12}">${text}</text>`,
    );
    const fill = `url(#${drawing.querySelector("pattern")?.id})`;
    const rects = bars.flatMap((row, lane) =>
      row.map((kind, n) => {
        if (n % 3) return "";
        const [x, width] = [row[n + 1], row[n + 2]].map((part) => (part * 100) / parts);
        const [y, height] = kind === 3 ? [18, 3] : [5, 12];
        return `<rect class="${KINDS[kind]}" x="${x}%" y="${lane * ROW + y}" width="${width}%" height="${height}"${kind ? "" : ` fill="${fill}"`}/>`;
      }),
    );
    return [drawing.querySelector("defs")?.outerHTML, ...lines, ...rects].join("");
  }

  /** Show the drawing on the axis of now. */
  turn() {
    const drawing = /** @type {SVGElement} */ (this.drawing);
    drawing.innerHTML = this.drawn?.[Number(this.byTime)] ?? "";
    drawing.append(this.cursor);
    this.host.classList.toggle("by-time", this.byTime);
    this.show(this.at);
  }

  /** A name that tells of its lane to who has no pointer, or a coarse one. @param {HTMLElement} name @param {number} lane */
  makeButton(name, lane) {
    const made = element("button", { type: "button", "aria-describedby": this.told.id }, ...name.childNodes);
    for (const kind of ["click", "focus"]) {
      made.addEventListener(kind, () => {
        this.lane = lane;
        this.tell(lane, this.at);
      });
    }
    name.append(made);
  }

  /** The moments of a bar. @param {Element} bar */
  read(bar) {
    const [x, width, y] = ["x", "width", "y"].map((name) => parseFloat(bar.getAttribute(name) ?? ""));
    const [first, count] = [x, width].map((part) => Math.round((part * this.times.length) / 100));
    return { lane: Math.floor(y / ROW), first, over: first + count, kind: bar.getAttribute("class") ?? "" };
  }

  /** @param {PointerEvent} event @param {DOMRect} box @returns {[number, number]} */
  under(event, box) {
    const x = (event.clientX - box.left) / box.width;
    const count = this.times.length;
    const moment = this.byTime ? this.times.filter((time) => time <= x).length - 1 : Math.floor(x * count);
    return [this.rows[Math.floor((event.clientY - box.top) / ROW)], Math.min(Math.max(moment, 0), count - 1)];
  }

  /**
   * Say what a lane is at a moment, and from when to when.
   * @param {number} lane
   * @param {number} moment
   */
  tell(lane, moment) {
    const name = this.names[lane]?.textContent;
    if (!name) return;
    const here = this.bars?.filter((bar) => bar.lane === lane && bar.first <= moment && moment < bar.over) ?? [];
    const state = here.map(({ kind }) => this.host.querySelector(`.lane-key.${kind}`)?.textContent).join(", ");
    const ms = new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: 3 });
    const [first, last] = here.length
      ? [here[0].first, here[0].over].map((n) => ms.format((this.times[n] ?? 1) * this.end))
      : [];
    const { lane_told, lane_told_time, lane_nothing } = words;
    this.told.textContent = (first ? (this.byTime ? lane_told_time : lane_told) : lane_nothing)
      .replace("{name}", name)
      .replace("{state}", state)
      .replace("{first}", this.byTime ? first : `${here[0]?.first + 1}`)
      .replace("{last}", this.byTime ? last : `${here[0]?.over}`);
  }

  /** @param {number} moment */
  show(moment) {
    this.at = moment;
    const x = `${100 * (this.byTime ? this.times[moment] : (moment + 0.5) / this.times.length)}%`;
    for (const name of ["x1", "x2"]) this.cursor.setAttribute(name, x);
    this.tell(this.lane, moment);
  }
}
