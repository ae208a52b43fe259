// A console below a session of the page, which goes on where that stopped: what the page has typed is
// typed in first, in a Python of the reader's browser. What was typed before can be had again.

import { Prompt } from "./prompt.js";
import { equipped, megabytes, saying } from "./session.js";

/** @typedef {import("./button.js").Here} Here */
/** @typedef {import("./pythons.js").Python} Python */

/** @type {WeakMap<HTMLElement, Promise<Console>>} */
const consoles = new WeakMap();

/** The console of a figure, begun if there is none. @param {HTMLElement} figure @param {Here} here */
export async function console(figure, here) {
  const known = consoles.get(figure) ?? equipped(here).then((all) => new Console(figure, here, all));
  consoles.set(figure, known);
  known.catch(() => consoles.delete(figure)); // the next click tries again
  (await known).open();
}

/** The inputs of a session, each with the lines that go on with it. @param {HTMLElement} figure */
function inputs(figure) {
  /** @type {string[]} */
  const found = [];
  for (const line of figure.querySelectorAll(".line.in")) {
    const prompt = line.querySelector(".prompt")?.textContent ?? "";
    const text = (line.textContent ?? "").slice(prompt.length);
    if (prompt.startsWith(".")) found.push(`${found.pop()}\n${text}`);
    else found.push(text);
  }
  return found;
}

class Console {
  /** @param {HTMLElement} figure @param {Here} here @param {Awaited<ReturnType<typeof equipped>>} equipment */
  constructor(figure, here, { pythons, words }) {
    this.here = here;
    this.pythons = pythons;
    this.say = saying(words);
    this.page = inputs(figure);
    this.typed = [...this.page]; // so far
    this.back = 0; // how far the reader has gone back in that
    /** @type {Python | null} */
    this.python = null;
    this.state = /** @type {import("./prompt.js").State} */ ("none");
    this.entered = /** @type {string | null} */ (null); // and under way
    this.number = 0; // of the Python
    this.prompt = new Prompt(this.say, {
      enter: () => this.enter(),
      recall: (further) => this.recall(further),
      stop: () => this.over(this.say("console_stopped")),
      reset: () => this.again(),
    });
    figure.querySelector(".transcript")?.append(this.prompt.place);
    this.become("none");
  }

  /** What can be done now is shown. @param {Console["state"]} state */
  become(state) {
    this.state = state;
    this.prompt.look(state);
  }

  // A Python

  /** Have a Python that knows what the page has typed. */
  async open() {
    const { prompt, pythons } = this;
    prompt.focus();
    if (this.state !== "none") return;
    const number = ++this.number;
    const starting = this.say("starting");
    const size = megabytes(pythons.all);
    prompt.tell(pythons.files ? starting : this.say("loading", { size }));
    prompt.progress.removeAttribute("value");
    pythons.progress = (loaded, all) => {
      prompt.progress.value = loaded / all;
      if (loaded >= all && this.state === "begins") prompt.tell(starting);
    };
    this.become("begins");
    try {
      const python = await pythons.fresh();
      if (number === this.number) this.begin(python);
      else pythons.keep(python); // it was stopped meanwhile
    } catch (error) {
      if (number === this.number) this.over(this.say("failed", { why: String(error) }));
    }
  }

  /** @param {Python} python */
  begin(python) {
    this.python = python;
    python.heard = (kind, text) => python === this.python && this.hear(kind, text);
    python.worker.postMessage({ open: JSON.stringify(this.page) });
  }

  /** What comes is a text, whoever has sent it. @param {string} kind @param {string} text */
  hear(kind, text) {
    try {
      if (kind === "out" || kind === "err") this.prompt.print(kind, text);
      else if (kind === "opened") this.opened();
      else if (kind === "whole") this.echo();
      else if (kind === "entered") this.ran(JSON.parse(text));
      else if (kind === "ended") this.over(this.say("console_left", { status: JSON.parse(text).status }));
      else if (kind === "flooded") this.over(this.say("flooded"));
      else if (kind === "failed") this.over(this.say("failed", { why: text }));
    } catch (error) {
      this.over(this.say("failed", { why: String(error) }));
    }
  }

  opened() {
    this.become("waits");
    this.prompt.tell(this.say("console_opened", { python: this.here.python }));
    this.pythons.stay();
    if (this.entered !== null) this.run(this.entered); // meanwhile
  }

  /** @param {string} said  why there is no Python any more */
  over(said) {
    this.python?.end();
    this.python = null;
    this.number += 1;
    this.entered = null;
    this.prompt.tell(said);
    this.become("none");
  }

  /** Begin again where the page stopped. */
  again() {
    this.over("");
    this.prompt.clear();
    this.typed = [...this.page];
    this.open();
  }

  // What is typed

  /** @param {number} further  back */
  recall(further) {
    this.back = Math.min(Math.max(this.back + further, 0), this.typed.length);
    this.prompt.put(this.back ? this.typed[this.typed.length - this.back] : "");
  }

  enter() {
    if (this.entered !== null) return;
    this.entered = this.prompt.text;
    this.prompt.input.readOnly = true; // until it has run
    if (this.state === "waits") this.run(this.entered);
    else this.open();
  }

  /** @param {string} text */
  run(text) {
    this.become("runs");
    this.prompt.tell("");
    this.python?.worker.postMessage({ enter: text });
  }

  /** What was entered is whole, and runs. */
  echo() {
    const text = this.entered ?? "";
    const line = text.trimEnd();
    if (line && line !== this.typed.at(-1)) this.typed.push(line);
    this.back = 0;
    this.prompt.echo(text);
  }

  /** @param {{ whole: boolean, status: number | null, missing: string[] }} how */
  ran({ whole, status, missing }) {
    this.entered = null;
    if (status !== null) {
      this.over(this.say("console_left", { status }));
      return;
    }
    if (!whole) this.prompt.goOn();
    this.prompt.tell(missing.map((kind) => this.say(`no_${kind}`)).join(" "));
    this.become("waits");
  }
}
