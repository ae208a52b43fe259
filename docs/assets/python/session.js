// A reader's own run of a program of the page: the program, which can be changed, what it prints
// while it runs, and then its recorded run in a player, told by the same Python as at build. It stands
// in the place of the run that was made when the site was built, which stays one click away.

import { keepAddress, replaceState } from "../player/player.js";
import { keyOf, shown } from "./button.js";
import { same } from "./compare.js";
import { packed, unpacked } from "./link.js";
import { Pythons, got } from "./pythons.js";
import { View } from "./view.js";

/** @typedef {import("./button.js").Here} Here */
/** @typedef {import("./pythons.js").Python} Python */
/** @typedef {{ text: Record<string, string>, html: Record<string, string> }} Words */
/**
 * Where any program can be put in the place of the page's. `name`: by which it is kept and linked;
 * `file`: what it is called; `beside`: addresses of files that programs import, by module; `most`:
 * events that are recorded.
 * @typedef {{ name: string, file: string, beside: Record<string, string>, most: number }} Bench
 */

const SETTINGS = { most: 2500, seconds: 60, every: 1 }; // of the recorder
const LAST = 6; // moments that are said while a program runs
const SOON = 50; // milliseconds

/** @type {WeakMap<HTMLElement, Promise<Session>>} */
const sessions = new WeakMap();
/** @type {Pythons | null} */
let pythons = null;
/** @type {Promise<[Words, unknown]> | null} */
let dressed = null;
/** @type {Promise<unknown> | null} */
let enlarged = null;
let runs = 0; // so far, on this page

/**
 * The session of a figure, begun if there is none. `code`: of a program in a link.
 * @param {HTMLElement} figure @param {Here} here @param {string} [code] @param {Bench} [bench]
 */
export function session(figure, here, code, bench) {
  const known = sessions.get(figure) ?? begin(figure, here, code, bench);
  sessions.set(figure, known);
  known.catch(() => sessions.delete(figure)); // the next click tries again
  return known;
}

/** @param {HTMLElement} figure @param {Here} here @param {string} [code] @param {Bench} [bench] */
async function begin(figure, here, code, bench) {
  const { pythons: all, words } = await equipped(here);
  const exercises = figure.closest(".exercise-start") && (await import("../exercises.js"));
  const made = new Session(figure, here, words, all, bench);
  made.exercise = exercises?.exerciseOf(figure);
  await made.fill(code);
  return made;
}

/** The Pythons of this page, and the words, when the style is there too. @param {Here} here */
export async function equipped(here) {
  const all = (pythons ??= new Pythons(here));
  dressed ??= Promise.all([
    got(`${all.base}words.${here.language}.json`, { cache: "no-cache" }).then((answer) => answer.json()),
    styled("./session.css"),
  ]);
  const [words] = await dressed.catch((error) => {
    dressed = null; // the next one tries again
    throw error;
  });
  return { pythons: all, words };
}

/**
 * What is said, in the language of the page, with what is to be put into it. `own`: in the place of the
 * usual words. @param {Words} words @param {Record<string, string>} [own] @returns {import("./view.js").Say}
 */
export const saying = (words, own = {}) => (key, fields = {}) =>
  (own[key] ?? words.text[`python_${key}`]).replace(/\{(\w+)\}/g, (_, name) => String(fields[name]));

/** As the language of the page writes it. @param {number} bytes */
export const megabytes = (bytes) =>
  (bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });

/** @param {string} style  address of it, from here */
function styled(style) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(style, import.meta.url).href;
  return new Promise((done) => {
    link.onload = link.onerror = done;
    document.head.append(link);
  });
}

/**
 * The files that a program imports, of those that there are, and those that they import.
 * @param {string} source @param {Record<string, string>} addresses  by module
 * @returns {Promise<Record<string, string>>}
 */
async function neighbours(source, addresses) {
  /** @type {Record<string, string>} */
  const found = {};
  const left = [source];
  while (left.length) {
    for (const [, module] of /** @type {string} */ (left.pop()).matchAll(/^\s*(?:from|import)\s+(\w+)/gm)) {
      if (!Object.hasOwn(addresses, module) || found[`${module}.py`]) continue;
      left.push((found[`${module}.py`] = await (await got(addresses[module])).text()));
    }
  }
  return found;
}

/** What the player of a large run has besides. */
async function larger() {
  const [large] = await Promise.all([import("../large.js"), (enlarged ??= styled("../styles/large.css"))]);
  return large;
}

export class Session {
  /** @param {HTMLElement} figure @param {Here} here @param {Words} words @param {Pythons} pythons @param {Bench} [bench] */
  constructor(figure, here, words, pythons, bench) {
    this.figure = figure;
    this.here = here;
    this.words = words;
    this.pythons = pythons;
    this.bench = bench;
    this.name = bench?.name ?? figure.dataset.run ?? "";
    this.file = bench?.file ?? `${this.name.split("/").pop()}.py`;
    this.built = figure.querySelector(".run-program td.code pre")?.textContent ?? "";
    this.original = this.built; // what a reset brings back
    /** @type {Python | null} */
    this.python = null; // in which the program runs
    this.waits = false; // for a Python
    this.number = 0; // of the run that is under way
    this.began = 0;
    this.link = ""; // what stands in the address of this program as it is
    this.out = "";
    this.recording = "";
    this.glimpses = false;
    /** @type {import("../exercises.js").Exercise | undefined} */
    this.exercise = undefined; // of which this is the start
    this.say = saying(words, figure.closest(".exercise-start") ? here.check : {});
    this.view = new View(figure, this.file, this.say, {
      run: () => this.run(),
      stop: () => this.stop(),
      edit: () => this.edit(),
      reset: () => this.reset(),
      link: () => this.toLink(),
      recorded: () => this.view.show(false),
      own: () => this.view.show(true),
      changed: () => this.changed(),
    });
  }


  get source() {
    return this.view.editor.value;
  }

  look() {
    this.view.look(this.waits || !!this.python, this.source === this.original);
  }

  // The program

  /** The program as it was left in this tab, or as a link has it. @param {string} [code] */
  async fill(code) {
    let text = this.original;
    try {
      if (code) {
        text = await unpacked(code);
        this.keepLink();
        this.view.tell(this.say("linked"));
      } else text = sessionStorage.getItem(keyOf(this.name)) ?? text;
    } catch {
      if (code) this.view.tell(this.say("unreadable"));
    }
    this.view.editor.value = text;
    this.look();
  }

  /** @param {boolean} [quietly]  the reader has asked for nothing, and stays where they are */
  async edit(quietly) {
    const { number } = this;
    await this.view.editor.load(this.here.editor ? `${this.pythons.base}editor.js` : "");
    if (number !== this.number || this.waits || this.python) return; // it is run meanwhile
    this.view.show(true, quietly);
    this.view.open(quietly);
    this.look();
  }

  /** Have another program in the place of this one. @param {string} text @param {string} note  of it */
  take(text, note) {
    if (this.waits || this.python) this.stop();
    this.number += 1; // what is still to be told is of the other
    this.original = this.view.editor.value = text;
    this.view.forget();
    this.changed();
    this.edit();
    this.view.tell(note);
  }

  changed() {
    // The address would bring back what it was before.
    if (this.link && location.hash === this.link) replaceState({}, "", location.pathname + location.search);
    if (shown.link === this.link) shown.link = "";
    this.link = "";
    try {
      if (this.source === this.original && !this.bench) sessionStorage.removeItem(keyOf(this.name));
      else sessionStorage.setItem(keyOf(this.name), this.source);
    } catch {
      // Where nothing may be kept, it is there as long as the page is open.
    }
    this.look();
  }

  reset() {
    this.view.editor.value = this.original;
    this.view.tell("");
    this.changed();
    this.edit();
  }

  /** The address holds this program, until it is changed. */
  keepLink() {
    const link = (shown.link = this.link = location.hash);
    keepAddress(() => location.hash === link);
  }

  async toLink() {
    try {
      const hash = `#program=${encodeURIComponent(this.name)}&code=${await packed(this.source)}`;
      replaceState(history.state, "", hash); // which some browsers refuse after many
    } catch (error) {
      this.view.tell(this.say("not_linked", { why: String(error) }));
      return;
    }
    this.keepLink();
    const { link } = this;
    this.view.tell(this.say("in_address"));
    try {
      await navigator.clipboard.writeText(location.href); // which may wait for a word of the reader
      if (this.link === link) this.view.tell(this.say("copied"));
    } catch {
      // Where there is no clipboard, or it may not be had.
    }
  }

  // Running it

  async run() {
    if (this.waits || this.python) return;
    const number = ++this.number;
    this.waits = true;
    this.out = this.recording = "";
    this.exercise?.clear();
    this.view.run.textContent = this.say("run");
    this.view.show(true);
    this.view.begin(this.source === this.built);
    this.look();
    try {
      const [python, files] = await Promise.all([this.fresh(), this.beside()]);
      if (number === this.number) this.begin(python, { ...files, [this.file]: this.source });
      else this.pythons.keep(python); // it was stopped meanwhile
    } catch (error) {
      if (number === this.number) this.over(this.say("failed", { why: String(error) }));
    }
  }

  /** A fresh Python; how far it is is shown. */
  async fresh() {
    const { status, progress } = this.view;
    const size = megabytes(this.pythons.all);
    const starting = this.say("starting");
    status.textContent = this.pythons.files ? starting : this.say("loading", { size });
    progress.removeAttribute("value");
    progress.hidden = false;
    this.pythons.progress = (loaded, all) => {
      progress.value = loaded / all;
      if (loaded >= all) status.textContent = starting;
    };
    const python = await this.pythons.fresh();
    this.pythons.progress = () => {}; // what comes now is for telling
    progress.hidden = true;
    return python;
  }

  /** The programs beside it that it imports. @returns {Promise<Record<string, string>>} */
  async beside() {
    if (this.bench) return neighbours(this.source, this.bench.beside);
    const link = /** @type {HTMLAnchorElement | null} */ (this.figure.querySelector(".run-file"));
    const names = this.here.beside?.[this.name] ?? [];
    const texts = names.map(async (name) => (await got(new URL(name, link?.href))).text());
    return Object.fromEntries((await Promise.all(texts)).map((text, n) => [names[n], text]));
  }

  /** @param {Python} python @param {Record<string, string>} files */
  begin(python, files) {
    this.waits = false;
    this.python = python;
    this.began = performance.now();
    this.view.status.textContent = this.say("running");
    python.heard = (kind, text) => this.hear(kind, text);
    runs += 1;
    python.worker.postMessage({ run: { files, name: this.file, settings: { ...SETTINGS, most: this.bench?.most ?? SETTINGS.most } } });
    this.pythons.prepareTelling().catch(() => {}); // what went wrong is told when it is to tell
  }

  /**
   * What comes from the worker is a text, whoever has sent it: a program that has found the way to
   * JavaScript may tell what it likes, and only of itself.
   * @param {string} kind @param {string} text
   */
  hear(kind, text) {
    try {
      if (this.python) this.understand(kind, text);
    } catch (error) {
      this.end(this.say("failed", { why: String(error) }), null);
    }
  }

  /** @param {string} kind @param {string} text */
  understand(kind, text) {
    if (kind === "out" || kind === "err") {
      if (kind === "out") this.out += text;
      this.view.print(kind, text);
    } else if (kind === "recording") {
      this.recording = text;
      setTimeout(() => this.glimpse(), SOON); // if it is not the last, which is told whole
    }
    else if (kind === "ended") this.ended(JSON.parse(text));
    else if (kind === "flooded") this.end(this.say("flooded"), null);
    else if (kind === "failed") this.end(this.say("failed", { why: text }), null);
  }

  /** @param {{ status: number, wall: number, line: number | null, missing: string[] }} how */
  ended({ status, wall, line, missing }) {
    const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
    const seconds = wall.toLocaleString(document.documentElement.lang, digits);
    const { python } = this.here;
    const said = [this.say(status ? "ended_badly" : "ended", { status, wall: seconds, python })];
    said.push(...missing.map((kind) => this.say(`no_${kind}`)));
    const other = missing.length || (this.bench && this.source !== this.built);
    const alike = other ? null : same(this.figure, this.out);
    if (alike !== null) said.push(this.say(alike ? "same" : "other", { built: this.here.built }));
    if (line) {
      const where = this.words.text.player_line.replace("{line}", `${line}`);
      this.view.mark(where, line);
    }
    this.end(said.join(" "), status, wall);
    this.pythons.stay();
  }

  stop() {
    if (this.python) this.end(this.say("stopped"), null);
    else this.over(this.say("stopped"));
  }

  /** The program is over. @param {string} said @param {number | null} status @param {number} [wall] */
  end(said, status, wall = (performance.now() - this.began) / 1000) {
    this.python?.end();
    this.over(said);
    if (!this.recording) this.exercise?.say(this.words.text[`exercise_${status === null ? "stopped" : "fails"}`]);
    const told = this.recording ? this.tell(status, wall) : Promise.resolve();
    told
      .catch((error) => this.view.tell(this.say("untold", { why: String(error) })))
      .finally(() => this.pythons.prepare().catch(() => {}));
  }

  /** @param {string} said */
  over(said) {
    this.view.draw();
    this.number += 1;
    this.python = null;
    this.waits = false;
    this.view.progress.hidden = true;
    this.view.status.textContent = said;
    this.look();
  }

  /** Whether the reader has seen a run begin and nothing since. @param {number} number  of the run */
  isLast(number) {
    return number === this.number && this.view.editor.hidden;
  }

  /** What is told of. */
  job() {
    const { words, file: name, source } = this;
    return { recording: JSON.parse(this.recording), words, language: this.here.language, name, source };
  }

  /** Say the last moments of a program that is still running, unless that is being done. */
  async glimpse() {
    if (!this.python || this.glimpses) return;
    this.glimpses = true;
    const { number } = this;
    try {
      const { count, said } = await this.pythons.tell({ ...this.job(), last: LAST });
      if (this.python && number === this.number) this.view.glimpse(this.say("so_far", { count }), said);
    } catch {
      // When it is over, what went wrong is said.
    } finally {
      this.glimpses = false;
    }
  }

  /** Show what happened in a player, unless the reader does something else by then. @param {number | null} status @param {number} wall */
  async tell(status, wall) {
    const { number, words } = this;
    const seen = { ...this.job(), status, wall };
    const check = await this.exercise?.check().catch(() => this.exercise?.say(words.text.exercise_unread));
    const run = runs;
    const job = { ...seen, run, check: check ?? undefined };
    const late = setTimeout(() => this.isLast(number) && this.view.tell(this.say("telling")), 1000);
    const both = Promise.all([this.pythons.tell(job), import("../player/parts.js")]);
    const [{ html, verdict, more }, parts] = await both.finally(() => clearTimeout(late));
    const { enlarge } = more ? await larger() : {};
    if (!this.isLast(number)) return;
    this.view.tell("");
    if (verdict && !html) this.exercise?.tell(verdict, "");
    if (!html) return;
    for (const [key, text] of Object.entries(words.text)) {
      if (key.startsWith("player_")) parts.words[key.slice("player_".length)] ??= text;
    }
    this.view.place(html, `own-${runs}-`);
    const host = /** @type {HTMLElement | null} */ (this.view.told.querySelector("run-player:is(.large, .many)"));
    if (host) enlarge?.(host, (stretch) => this.stretch({ ...job, check: undefined }, stretch));
    if (verdict) this.exercise?.tell(verdict, words.text.exercise_moment);
  }

  /** A stretch of panels; what tells may have told of another run since. @param {{ run: number, check?: object }} job @param {number} stretch */
  async stretch(job, stretch) {
    const told = await this.pythons.tell({ run: job.run, stretch });
    return told.unknown ? this.pythons.tell({ ...job, stretch }) : told;
  }
}
