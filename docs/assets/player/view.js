// The state of a recorded run as a list of named groups: what runs, what is ready, what waits.

import { element, filled, labelled, value } from "./dom.js";
import { deadlines } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Job} Job */
/** @typedef {Record<string, string>} Words */

const SUSPENDABLE = ["coroutine", "generator", "async generator"];
const SETTER = "_set_result_unless_cancelled";
const STOPPER = "_run_until_complete_cb";
const CLEANERS = "BaseEventLoop."; // tasks with which run() ends: not the program's
const MOST = 8; // of a kind that are shown

/** @param {any[]} event  whether it is the begin of what can be suspended */
const isSuspendable = ([kind, , , what]) => kind === "frame" && SUSPENDABLE.includes(what);

/** Draws states into `place`; what a recording never has gets no group. */
export class View {
  /**
   * @param {HTMLElement} place
   * @param {import("./steps.js").Recorded} recorded
   */
  constructor(place, recorded) {
    this.place = place;
    this.words = recorded.words;
    const kinds = new Set(recorded.events.map((event) => event[0]));
    const looping = kinds.has("loop");
    const number = new Intl.NumberFormat(recorded.locale, { maximumSignificantDigits: 3 });
    /** @param {number} micros */
    this.time = (micros) =>
      micros < 1e6 ? `${number.format(micros / 1e3)}\u00a0ms` : `${number.format(micros / 1e6)}\u00a0s`;
    /** @type {[string, (state: State) => Node[], string][]} */
    this.groups = [
      ["running", (state) => this.running(state), "nothing"],
      ["ready", (state) => this.ready(state), "empty"],
      ["timers", (state) => this.timers(state), "nothing"],
      ["selector", (state) => this.selector(state), "not_asked"],
      ["tasks", (state) => this.tasks(state), "nothing"],
      ["coroutines", (state) => this.coroutines(state), "nothing"],
      ["futures", (state) => this.futures(state), "nothing"],
      ["variables", (state) => this.variables(state), "nothing"],
    ];
    /** @type {Record<string, boolean>} */
    const has = {
      ready: looping,
      timers: kinds.has("timer"),
      selector: recorded.events.some(([kind, , , , timeout]) => kind === "turn" && timeout !== 0),
      tasks: kinds.has("task"),
      coroutines: !kinds.has("task") && recorded.events.some(isSuspendable),
      futures: kinds.has("future"),
      variables: kinds.has("variables"),
    };
    this.groups = this.groups.filter(([name]) => has[name] ?? true);
  }

  /** @param {State} state */
  draw(state) {
    const rows = this.groups.map(([name, chips, none]) => {
      const found = chips(state);
      const inside = found.length ? found : [element("span", { class: "none" }, this.words[none])];
      const list = element("dd", {}, ...inside.flatMap(apart));
      const title = name === "variables" ? this.whose(state) : this.words[name];
      return element("div", { class: `group ${name}` }, element("dt", {}, title), list);
    });
    this.place.replaceChildren(this.clock(state), element("dl", {}, ...rows));
  }

  /** @param {State} state */
  clock(state) {
    const loop = [...state.loops.values()].at(-1);
    const turn = loop ? this.words.turn.replace("{number}", String(loop.turn)) : this.words.no_loop;
    const clock = this.words.clock.replace("{time}", this.time(state.at));
    return element("p", { class: "clock" }, `${turn} · ${clock}`);
  }

  /** The job that runs, and the functions of the program under way in it. @param {State} state */
  running(state) {
    const frames = (state.stack.get(state.thread) ?? []).map((number) => state.frames.get(number));
    const names = frames.filter((frame) => frame && frame.kind !== "module" && frame.kind !== "class");
    const job = [...state.loops.values()].map((loop) => loop.running).find((handle) => handle != null);
    const known = job == null ? undefined : state.jobs.get(job);
    if (!known && !names.length) return [];
    const chain = names.map((frame) => `${frame?.name}()`).join(" → ");
    const label = known?.task ? [labelled(known.task), " "] : [];
    const own = known && !known.task ? this.job(state, known) : [];
    return [chip("running", ...label, ...(chain ? [value(chain)] : own))];
  }

  /** @param {State} state */
  ready(state) {
    const handles = [...state.loops.values()].flatMap((loop) => loop.ready);
    return this.capped(handles, (handle) => this.jobChip(state, handle));
  }

  /** @param {State} state */
  timers(state) {
    const all = [...state.loops.values()].flatMap((loop) => deadlines(loop, state.jobs));
    return this.capped(all, ([when, handle]) => {
      const left = when - state.at;
      const said = left > 0 ? this.words.in.replace("{time}", this.time(left)) : this.words.is_due;
      return this.jobChip(state, handle, ` ${said}`);
    });
  }

  /** @param {State} state */
  selector(state) {
    const waiting = [...state.loops.values()].find((loop) => loop.phase === "select");
    if (!waiting || waiting.timeout === 0) return [];
    const said =
      waiting.timeout === null
        ? this.words.waits_forever
        : this.words.waits_now.replace("{time}", this.time(waiting.timeout));
    return [chip("waiting", said)];
  }

  /** @param {State} state */
  tasks(state) {
    const own = [...state.tasks].filter(([, task]) => !task.coroutine.startsWith(CLEANERS));
    return this.capped(own, ([label, task]) => {
      const waits = { future: task.waits ? labelled(task.waits) : "" };
      const said = filled(this.words[`state_${task.state}`] ?? task.state, waits);
      return chip(task.state, labelled(label), " ", value(`${task.coroutine}()`), " ", ...said);
    });
  }

  /** @param {State} state */
  coroutines(state) {
    const under = new Set([...state.stack.values()].flat());
    const own = [...state.frames].filter(([, frame]) => SUSPENDABLE.includes(frame.kind));
    return this.capped(own, ([number, frame]) => {
      const kind = under.has(number) ? "running" : "suspended";
      return chip(kind, value(`${frame.name}()`), " ", this.words[`state_${kind}`]);
    });
  }

  /** @param {State} state */
  futures(state) {
    const own = [...state.futures].filter(([label]) => label.startsWith("f"));
    return this.capped(own, ([label, future]) => {
      const wakes = future.callbacks.map((name) =>
        state.tasks.has(name)
          ? filled(this.words.wakes, { task: labelled(name) })
          : [value(name)],
      );
      const kind = future.state === "result" ? "set" : future.state;
      const said = [this.words[`future_${future.state}`] ?? future.state];
      return chip(kind, labelled(label), " ", ...said, ...wakes.flatMap((each) => [" · ", ...each]));
    });
  }

  /** The innermost function under way. @param {State} state */
  innermost(state) {
    const number = state.stack.get(state.thread)?.at(-1);
    return number === undefined ? undefined : state.frames.get(number);
  }

  /** Whose variables are shown. @param {State} state */
  whose(state) {
    const frame = this.innermost(state);
    const named = frame && frame.kind !== "module" && frame.kind !== "class";
    return named
      ? this.words.variables_of.replace("{name}", `${frame.name}()`)
      : this.words.variables;
  }

  /** @param {State} state */
  variables(state) {
    const known = [...(this.innermost(state)?.variables ?? [])];
    return this.capped(known, ([name, text]) => chip("variable", value(`${name} = ${text}`)));
  }

  /**
   * @template T
   * @param {T[]} items
   * @param {(item: T) => Node} draw
   */
  capped(items, draw) {
    const over = items.length - MOST;
    const shown = (over > 0 ? items.slice(-MOST) : items).map(draw);
    return over > 0 ? [element("span", { class: "none" }, `+${over}`), ...shown] : shown;
  }

  /**
   * @param {State} state
   * @param {number} handle
   * @param {string} more
   */
  jobChip(state, handle, more = "") {
    const job = state.jobs.get(handle);
    if (!job) return chip("ready", `${handle}`);
    const note = job.cancelled ? ` (${this.words.job_cancelled})` : "";
    return chip(job.cancelled ? "cancelled" : "ready", ...this.job(state, job), note, more);
  }

  /**
   * What a job does, in few words.
   * @param {State} state
   * @param {Job} job
   * @returns {(Node | string)[]}
   */
  job(state, job) {
    if (job.task) {
      return [labelled(job.task), " ", this.words[job.does === "wake" ? "job_wake" : "job_step"]];
    }
    if (job.name === SETTER && job.args.length) {
      return filled(this.words.job_sets, { future: labelled(job.args[0]) });
    }
    if (job.name === STOPPER) return [this.words.job_stops];
    if (job.name.includes("<lambda>") && job.line) {
      return [value("<lambda>"), " ", this.words.line.replace("{line}", String(job.line))];
    }
    return [value(`${job.name.replaceAll(".<locals>", "")}(${job.args.join(", ")})`)];
  }
}

/**
 * A chip with what sets it apart from the one before it for who listens.
 * @param {Node} chip
 * @param {number} number
 */
function apart(chip, number) {
  return number ? [element("span", { class: "heard" }, ", "), chip] : [chip];
}

/**
 * @param {string} state
 * @param {...(Node | string)} inside
 */
function chip(state, ...inside) {
  return element("span", { class: `chip ${state}` }, ...inside);
}
