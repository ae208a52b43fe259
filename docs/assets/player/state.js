// The state of a recorded run, and how each event changes it: scripts/recorder/state.py in the
// browser. The same events give the same states there and here; a test compares them.
//
// Rule 1: pure. `apply` uses nothing but the event.

/**
 * A handle: what it does, and whether it was cancelled.
 * @typedef {{
 *   loop: number, does: "step" | "wake" | "call", task: string | null, future: string | null,
 *   name: string, line: number | null, args: string[], cancelled: boolean,
 * }} Job
 *
 * A loop. `phase`: "made", "select", "jobs", "stopped" or "closed"; `timers`: deadline in µs by
 * handle.
 * @typedef {{
 *   name: string, phase: string, turn: number, timeout: number | null, watched: number | null,
 *   ready: number[], timers: Map<number, number>, running: number | null,
 * }} LoopState
 *
 * Name of a coroutine, its line, its frame.
 * @typedef {[string, number | null, number | null]} Link
 *
 * @typedef {{
 *   coroutine: string, name: string, state: string, waits: string | null, value: string | null,
 *   cancelling: boolean, chain: Link[],
 * }} TaskState
 *
 * @typedef {{ state: string, value: string | null, callbacks: string[] }} FutureState
 *
 * @typedef {{ kind: string, name: string, line: number, variables: Map<string, string> }} FrameState
 *
 * `stack`: numbers of the frames under way, the innermost last, by thread.
 * @typedef {{
 *   at: number, thread: number, loops: Map<number, LoopState>, jobs: Map<number, Job>,
 *   tasks: Map<string, TaskState>, futures: Map<string, FutureState>,
 *   frames: Map<number, FrameState>, stack: Map<number, number[]>, output: [string, string][],
 *   cut: string | null,
 * }} State
 *
 * An event as a recording holds it: its kind, µs since the program began, its fields.
 * @typedef {any[]} Event
 */

/** @returns {State} */
export function newState() {
  return {
    at: 0,
    thread: 0,
    loops: new Map(),
    jobs: new Map(),
    tasks: new Map(),
    futures: new Map(),
    frames: new Map(),
    stack: new Map(),
    output: [],
    cut: null,
  };
}

/**
 * Bring the state up to date with the next event. Throws when it speaks of something that no event
 * before it has told of.
 * @param {State} state
 * @param {Event} event
 */
export function apply(state, [kind, at, ...fields]) {
  state.at = at;
  CHANGES[kind]?.(state, ...fields);
}

/**
 * Deadline and handle of the timers that will call something, the next one first.
 * @param {LoopState} loop
 * @param {Map<number, Job>} jobs
 * @returns {[number, number][]}
 */
export function deadlines(loop, jobs) {
  /** @type {[number, number][]} */
  const found = [...loop.timers].map(([handle, when]) => [when, handle]);
  return found
    .filter(([, handle]) => !known(jobs, handle).cancelled)
    .sort(([when, handle], [other, later]) => when - other || handle - later);
}

/**
 * @template K, V
 * @param {Map<K, V>} map
 * @param {K} key
 * @returns {V}
 */
function known(map, key) {
  const found = map.get(key);
  if (found === undefined) throw new Error(`nothing has told of ${key}`);
  return found;
}

/**
 * The loop of a handle.
 * @param {State} s
 * @param {number} handle
 */
const of = (s, handle) => known(s.loops, known(s.jobs, handle).loop);

/**
 * @param {State} s
 * @returns {number[]}  the frames under way in the thread at hand
 */
function stackOf(s) {
  const stack = s.stack.get(s.thread) ?? [];
  s.stack.set(s.thread, stack);
  return stack;
}

/** @type {Record<string, (s: State, ...fields: any[]) => void>} */
const CHANGES = {
  loop(s, loop, name) {
    s.loops.set(loop, {
      name,
      phase: "made",
      turn: 0,
      timeout: 0,
      watched: 0,
      ready: [],
      timers: new Map(),
      running: null,
    });
  },
  start: phase("jobs"),
  stop: phase("stopped"),
  woke: phase("jobs"),
  close(s, loop) {
    Object.assign(known(s.loops, loop), { phase: "closed", ready: [], timers: new Map() });
  },
  turn(s, loop, turn, timeout, watched) {
    Object.assign(known(s.loops, loop), { phase: "select", turn, timeout, watched });
  },

  handle(s, handle, loop, does, task, future, name, line, args) {
    s.jobs.set(handle, { loop, does, task, future, name, line, args, cancelled: false });
  },
  ready(s, handle) {
    of(s, handle).ready.push(handle);
    const { task } = known(s.jobs, handle);
    const state = task && known(s.tasks, task);
    if (state && ["new", "waiting", "running"].includes(state.state)) state.state = "ready";
  },
  timer(s, handle, when) {
    of(s, handle).timers.set(handle, when);
  },
  timer_out(s, handle) {
    of(s, handle).timers.delete(handle);
  },
  cancelled(s, handle) {
    known(s.jobs, handle).cancelled = true;
  },
  run(s, handle) {
    takeFirst(s, handle);
    of(s, handle).running = handle;
    const { task } = known(s.jobs, handle);
    const state = task && known(s.tasks, task);
    if (state && state.state === "ready") {
      Object.assign(state, { state: "running", waits: null, chain: [] });
    }
  },
  skip: takeFirst,
  end(s, handle) {
    of(s, handle).running = null;
  },

  task(s, task, coroutine, name, eager) {
    s.tasks.set(task, {
      coroutine,
      name,
      state: eager ? "running" : "new",
      waits: null,
      value: null,
      cancelling: false,
      chain: [],
    });
    s.futures.set(task, { state: "pending", value: null, callbacks: [] });
  },
  named(s, task, name) {
    known(s.tasks, task).name = name;
  },
  waits(s, task, waits, chain) {
    const state = known(s.tasks, task);
    Object.assign(state, { waits, chain });
    if (state.state === "running") state.state = "waiting"; // else it is ready again already
  },
  done(s, task, how, value) {
    Object.assign(known(s.tasks, task), { state: how, value, waits: null, chain: [] });
    Object.assign(known(s.futures, task), { state: how, value });
  },
  gone(s, task) {
    known(s.tasks, task).state = "gone";
  },
  cancel(s, task) {
    known(s.tasks, task).cancelling = true;
  },
  future(s, future) {
    s.futures.set(future, { state: "pending", value: null, callbacks: [] });
  },
  set(s, future, how, value) {
    Object.assign(known(s.futures, future), { state: how, value, callbacks: [] });
  },
  added(s, future, task, name) {
    known(s.futures, future).callbacks.push(task || name);
  },
  removed(s, future, task, name) {
    const state = known(s.futures, future);
    state.callbacks = state.callbacks.filter((each) => each !== (task || name));
  },

  frame(s, frame, kind, name, line) {
    s.frames.set(frame, { kind, name, line, variables: new Map() });
    stackOf(s).push(frame);
  },
  line(s, frame, line) {
    known(s.frames, frame).line = line;
  },
  variables(s, frame, changed) {
    const { variables } = known(s.frames, frame);
    for (const [name, value] of Object.entries(changed)) {
      if (value === null) variables.delete(name);
      else variables.set(name, value);
    }
  },
  resume: goOn,
  throw: goOn,
  yield: leave,
  return: end,
  unwind: end,

  output(s, stream, text) {
    s.output.push([stream, text]);
  },
  thread(s, number) {
    s.thread = number;
  },
  fold(s, _period, turns, until, _shortest, _longest, renamed) {
    s.at = until;
    rename(s, turns, renamed);
  },
  cut(s, why) {
    s.cut = why;
  },
};

/** @param {string} phase */
function phase(phase) {
  return (/** @type {State} */ s, /** @type {number} */ loop) => {
    known(s.loops, loop).phase = phase;
  };
}

/**
 * @param {State} s
 * @param {number} handle
 */
function takeFirst(s, handle) {
  if (of(s, handle).ready.shift() !== handle) {
    throw new Error(`job ${handle} is not the first of the ready queue`);
  }
}

/**
 * @param {State} s
 * @param {number} frame
 */
function goOn(s, frame) {
  const stack = stackOf(s);
  if (!stack.includes(frame)) stack.push(frame); // it is there when this is how it was first seen
}

/**
 * @param {State} s
 * @param {number} frame
 */
function leave(s, frame) {
  for (const stack of s.stack.values()) {
    const at = stack.indexOf(frame);
    if (at >= 0) stack.splice(at, 1);
  }
}

/**
 * @param {State} s
 * @param {number} frame
 */
function end(s, frame) {
  leave(s, frame);
  s.frames.delete(frame);
}

/**
 * What was there before a fold gets the number of what stands in its place behind it.
 * @param {State} s
 * @param {number} turns
 * @param {Record<string, [any, any][]>} renamed
 */
function rename(s, turns, renamed) {
  const handles = new Map(renamed.handle);
  const frames = new Map(renamed.frame);
  const labels = new Map([...(renamed.task ?? []), ...(renamed.future ?? [])]);
  /** @type {<T>(names: Map<any, any>, name: T) => T} */
  const now = (names, name) => names.get(name) ?? name;
  /** @type {<K, V>(names: Map<any, any>, map: Map<K, V>) => Map<K, V>} */
  const all = (names, map) => new Map([...map].map(([key, value]) => [now(names, key), value]));
  s.jobs = all(handles, s.jobs);
  s.tasks = all(labels, s.tasks);
  s.futures = all(labels, s.futures);
  s.frames = all(frames, s.frames);
  for (const [thread, stack] of s.stack) s.stack.set(thread, stack.map((n) => now(frames, n)));
  for (const loop of s.loops.values()) {
    loop.turn += turns;
    loop.ready = loop.ready.map((handle) => now(handles, handle));
    loop.timers = all(handles, loop.timers);
    loop.running = now(handles, loop.running);
  }
  for (const task of s.tasks.values()) {
    task.waits = now(labels, task.waits);
    task.chain = task.chain.map(([who, line, frame]) => [who, line, now(frames, frame)]);
  }
  for (const future of s.futures.values()) {
    future.callbacks = future.callbacks.map((name) => now(labels, name));
  }
  for (const job of s.jobs.values()) {
    job.task = now(labels, job.task);
    job.future = now(labels, job.future);
  }
}
