"""The state of a recorded run, and how each event changes it: what `panel` draws at a step.

Rule 1: pure. `State.apply` uses nothing but the event.
Rule 2: what is shown is checked: compared with the process it came from (`replay.mismatches`),
before each job and before each look at the selector. `panel` says what cannot be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from . import carried
from . import events as e
from .events import Event
from .own import BUILTINS
from .watched import LINES

__builtins__ = BUILTINS

WAITERS = ("getters", "putters", "joiners", "waiters")
LOCALS = ".<locals>"  # inside the name of a function that another one has made
# Coroutines of the loop's own that run() runs at its end. (Others, as that which looks an address
# up for a server, run in the middle of a program.)
CLEANERS = ("BaseEventLoop.shutdown_asyncgens", "BaseEventLoop.shutdown_default_executor")
RUNNERS = {"run", "__exit__", "close"}  # asyncio.run, and what ends a Runner (runners.py)
NEXT_VALUE = "async_generator_wrapped_value"  # yielded to ``async for``, not to the loop
CLOSING = "GeneratorExit("  # thrown into what is closed, or collected
OVER = "StopAsyncIteration("  # raised where an iteration has no more values
GATHERED, GATHERING = "gather.<locals>._done_callback", "_GatheringFuture"  # asyncio's names
HELD = 100_000  # µs: of a step that takes longer asyncio's debug mode tells, and so do we
SETTER = "_set_result_unless_cancelled"  # in asyncio/futures.py
STOPPER = "_run_until_complete_cb"
STOPS = "BaseEventLoop.stop"
LABEL = re.compile(r"[tf]\d+")


@dataclass
class Job:
    """A handle, as `events.Handle` has it, whether it was cancelled, and when it joined the ready
    queue, and from where (`events.Ready`)."""

    loop: int
    does: str
    task: str | None
    future: str | None
    name: str
    line: int | None
    args: list[str]
    cancelled: bool = False
    since: int = 0
    source: str = ""

    @property
    def sets(self) -> str | None:
        """The label of the future that the call of a `sleep` sets, None for what does otherwise, or
        with what is no future that is known."""
        label = self.args[0] if self.name == SETTER and self.args else ""
        return label if LABEL.fullmatch(label) else None

    @property
    def call(self) -> str:
        """In words: of a method of a future or a task, with the label of that as it is shown. (A
        program's function inside another, ``f1``, has a name that begins with ``f1.``, too.)"""
        name = self.name.replace(LOCALS, "")
        if self.does == "call" and self.future:
            name = f"{self.future.upper()}.{name.rpartition('.')[2]}"
        return f"{name}({', '.join(self.args)})"


class HoldUp(NamedTuple):
    """A ``job`` that took ``took`` µs, and the jobs that it kept waiting for `HELD` or longer."""

    job: Job
    took: int
    waited: list[Job]


@dataclass
class LoopState:
    """A loop. ``phase``: "made", "select", "jobs", "stopped" or "closed". ``timers``: deadline
    in µs by handle; those that were cancelled are there until the loop clears them away. ``thread``
    in which it runs; ``base``: how many frames of the program lie below it there. ``asked``: when
    the turn began, ``began``: when the job did that ``running`` is; ``held``: what the one before
    it held up; ``failed``: its handler has the exception of the job; ``ahead``: how many µs its
    clock, if that is its own, is ahead of ours."""

    name: str
    phase: str = "made"
    turn: int = 0
    timeout: int | None = 0
    asked: int = 0
    watched: int | None = 0
    thread: int = 0
    base: int = 0
    ready: list[int] = field(default_factory=list)
    timers: dict[int, int] = field(default_factory=dict)
    running: int | None = None
    began: int = 0
    held: HoldUp | None = None
    failed: bool = False
    ahead: int = 0

    @property
    def runs(self) -> bool:
        """Whether it is between its start and its stop."""
        return self.phase in ("select", "jobs")

    def deadlines(self, jobs: dict[int, Job]) -> list[tuple[int, int]]:
        """Deadline, by our clock, and handle of the timers that will call something, the next one
        first."""
        timers = self.timers.items()
        return sorted((when - self.ahead, n) for n, when in timers if not jobs[n].cancelled)


@dataclass
class TaskState:
    """A task. ``state``: "new", "ready", "running", "waiting", "result", "exception", "cancelled"
    or "gone". ``waits``: what its ``_fut_waiter`` is; ``cancelling``: how often it was asked to
    cancel, and not told off; ``chain`` as in `events.Waits`, till its next step, and ``inside``
    what it was before that; ``begun``: whether it has had a step; ``cleans``: see `cleans_up`."""

    coroutine: str
    name: str
    state: str = "new"
    waits: str | None = None
    value: str | None = None
    cancelling: int = 0
    chain: list[list[Any]] = field(default_factory=list)
    inside: list[list[Any]] = field(default_factory=list)
    begun: bool = False
    cleans: bool = False


@dataclass
class FutureState:
    """A future or task as something that can be waited for. ``exits``: see `events.Done`;
    ``gathers``: the labels of those that the future of a `gather` waits for."""

    state: str = "pending"
    value: str | None = None
    exits: bool = False
    callbacks: list[str] = field(default_factory=list)
    gathers: list[str] = field(default_factory=list)


@dataclass
class SharedState:
    """A queue, a lock and the like. ``contents`` as in `events.Contents`; ``gone``: collected."""

    kind: str
    name: str
    line: int
    contents: dict[str, Any] = field(default_factory=dict)
    gone: bool = False


@dataclass
class FrameState:
    """A frame of the program that lives. ``task``: whose first step it is inside another one's;
    ``within``: while it is suspended, the frame that awaits it (`events.Yield`)."""

    kind: str
    name: str
    line: int
    task: str | None = None
    within: int | None = None
    variables: dict[str, str] = field(default_factory=dict)


@dataclass
class State:
    """Everything that is known after an event. ``at``: µs; ``stack``: frames under way, the
    innermost last, by thread; ``passing``: those of them that do nothing but await the one that an
    exception was thrown into; ``lost``: whether events were lost, and frames may be gone of which
    that was not told."""

    at: int = 0
    thread: int = 0
    loops: dict[int, LoopState] = field(default_factory=dict)
    jobs: dict[int, Job] = field(default_factory=dict)
    tasks: dict[str, TaskState] = field(default_factory=dict)
    futures: dict[str, FutureState] = field(default_factory=dict)
    shared: dict[str, SharedState] = field(default_factory=dict)
    frames: dict[int, FrameState] = field(default_factory=dict)
    stack: dict[int, list[int]] = field(default_factory=dict)
    passing: set[int] = field(default_factory=set)
    lost: bool = False
    output: list[tuple[str, str]] = field(default_factory=list)
    gathering: list[str] = field(default_factory=list)  # what the next future of a gather is for
    cut: str | None = None
    files: dict[int, str] = field(default_factory=dict)  # by their numbers in lines

    def apply(self, event: Event) -> None:
        """Bring the state up to date with the next event. Raises KeyError when it speaks of
        something that no event before it has told of."""
        self.at = event.at
        _APPLY[type(event)](self, event)

    @classmethod
    def carried(cls, packed: list[Any]) -> State:
        """The state that an event carries (`events.Gap`)."""
        state: State = carried.unpacked(cls, packed, globals())
        return state

    def of(self, handle: int) -> LoopState:
        """The loop of a handle."""
        return self.loops[self.jobs[handle].loop]

    @property
    def running_loop(self) -> LoopState | None:
        """The loop that runs in the thread at hand, if one does."""
        return next((x for x in self.loops.values() if x.runs and x.thread == self.thread), None)

    def place(self, line: int) -> int | str:
        """A line of the program's file as it is, one of another file with the name of that."""
        number, within = divmod(line, LINES)
        return f"{self.files[number]}:{within}" if number else line

    def stops(self, job: Job) -> bool:
        """Whether a job stops its loop. The callback of what ``run_until_complete`` waits for does
        not where that has ended by what has left the loop already (base_events.py)."""
        future = self.futures.get(job.args[-1] if job.args else "")
        left = future is not None and future.exits
        return job.name == STOPS or (job.name == STOPPER and not left)

    def under_way(self) -> list[int]:
        """The frames of the program that run now, the innermost last: not those that wait in
        ``run`` for the loop. (Between two jobs the loop may call a selector of the program's.)"""
        stack = self.stack.get(self.thread, [])
        loop = self.running_loop
        if loop is None:
            return stack
        return stack[loop.base :]

    def at_work(self) -> list[int]:
        """The same; in a step of a task of which nothing is told, as all that runs is asyncio's
        own, the frames of the program that await that."""
        loop = self.running_loop
        job = self.jobs[loop.running] if loop and loop.running is not None else None
        if (found := self.under_way()) or job is None or job.task is None:
            return found
        return [n for _, _, n in self.tasks[job.task].inside if n in self.frames]


def _loop(s: State, x: e.Loop) -> None:
    s.loops[x.loop] = LoopState(x.name)


def _phase(phase: str) -> Callable[[State, Any], None]:
    def apply(s: State, x: Any) -> None:
        s.loops[x.loop].phase = phase

    return apply


def _start(s: State, x: e.Start) -> None:
    loop = s.loops[x.loop]
    loop.phase, loop.thread, loop.base = "jobs", s.thread, len(s.stack.get(s.thread, []))


def _close(s: State, x: e.Close) -> None:
    loop = s.loops[x.loop]
    loop.phase = "closed"
    loop.ready.clear()
    loop.timers.clear()


def _turn(s: State, x: e.Turn) -> None:
    loop = s.loops[x.loop]
    loop.phase, loop.turn, loop.timeout, loop.watched = "select", x.number, x.timeout, x.watched
    loop.asked = x.at


def _handle(s: State, x: e.Handle) -> None:
    s.jobs[x.handle] = Job(*x[2:])


def _ready(s: State, x: e.Ready) -> None:
    s.of(x.handle).ready.append(x.handle)
    job = s.jobs[x.handle]
    job.since, job.source = s.at, x.source
    if job.task and s.tasks[job.task].state in ("new", "waiting", "running"):
        s.tasks[job.task].state = "ready"


def _timer(s: State, x: e.Timer) -> None:
    s.of(x.handle).timers[x.handle] = x.when


def _clock(s: State, x: e.Clock) -> None:
    s.loops[x.loop].ahead = x.ahead


def _timer_out(s: State, x: e.TimerOut) -> None:
    del s.of(x.handle).timers[x.handle]


def _cancelled(s: State, x: e.Cancelled) -> None:
    s.jobs[x.handle].cancelled = True


def _taken(s: State, x: e.Run | e.Skip) -> None:
    loop = s.of(x.handle)
    if loop.ready.pop(0) != x.handle:
        raise KeyError(f"job {x.handle} is not the first of the ready queue")
    if isinstance(x, e.Skip):
        return
    loop.running, loop.began = x.handle, s.at
    _seen_at(s, loop.base)
    task = s.jobs[x.handle].task
    if task:
        s.tasks[task].begun = True
    if task and s.tasks[task].state == "ready":
        known = s.tasks[task]
        known.state, known.waits, known.inside, known.chain = "running", None, known.chain, []


def _end(s: State, x: e.End) -> None:
    loop = s.of(x.handle)
    loop.running, loop.failed = None, False
    due = {n: when - loop.ahead for n, when in loop.timers.items()}
    since = {n: s.jobs[n].since for n in loop.ready} | due
    late = [n for n, at in since.items() if s.at - max(at, loop.began) >= HELD]
    waited = [s.jobs[n] for n in late if not s.jobs[n].cancelled]
    loop.held = HoldUp(s.jobs[x.handle], s.at - loop.began, waited) if waited else None


def _failed(s: State, x: e.Failed) -> None:
    s.of(x.handle).failed = True


def cleans_up(x: e.Task) -> bool:
    """Whether this is one of the tasks that ``run`` makes when the program's own have ended. The
    program may make such ones as well, at any time."""
    return x.coroutine.startswith(CLEANERS) and x.via in RUNNERS


def _task(s: State, x: e.Task) -> None:
    state = "running" if x.eager else "new"
    cleans = cleans_up(x)
    s.tasks[x.task] = TaskState(x.coroutine, x.name, state, begun=x.eager, cleans=cleans)
    s.futures[x.task] = FutureState()


def _named(s: State, x: e.Named) -> None:
    s.tasks[x.task].name = x.name


def _waits(s: State, x: e.Waits) -> None:
    task = s.tasks[x.task]
    task.waits, task.chain = x.future, [*x.chain, *_inside(s, x.chain)]
    if task.state == "running":  # else it is ready again already
        task.state = "waiting"


def _inside(s: State, chain: list[list[Any]]) -> Iterator[list[Any]]:
    """What goes on a chain that breaks off at an asynchronous generator: Python does not say of
    whom the value was asked that is awaited, but it was seen to suspend."""
    number = next((n for _, _, n in reversed(chain) if n is not None), None)
    while number is not None:
        inner = (n for n, frame in s.frames.items() if frame.within == number)
        if (number := next(inner, None)) is not None:
            yield [s.frames[number].name, s.frames[number].line, number]


def _done(s: State, x: e.Done) -> None:
    task = s.tasks[x.task]
    task.state, task.value, task.waits, task.chain = x.how, x.value, None, []
    _settled(s.futures[x.task], x)


def _gone(s: State, x: e.Gone) -> None:
    """With a task goes what would have woken it, and what tasks share that would have done that:
    each holds the next, so none of them can be there without the task."""
    task = s.tasks[x.task]
    task.state, task.waits, task.chain = "gone", None, []
    lost = {label for label, future in s.futures.items() if x.task in future.callbacks}
    for label in lost - s.tasks.keys():
        del s.futures[label]
    for thing in s.shared.values():
        held = {who for name in WAITERS for who in thing.contents.get(name, ())}
        thing.gone = thing.gone or not lost.isdisjoint(held)


def _cancel(s: State, x: e.Cancel) -> None:
    s.tasks[x.task].cancelling += 1


def _uncancel(s: State, x: e.Uncancel) -> None:
    s.tasks[x.task].cancelling -= 1


def _future(s: State, x: e.Future) -> None:
    s.futures[x.future] = FutureState()
    if x.name == GATHERING:
        s.futures[x.future].gathers, s.gathering = s.gathering, []


def _set(s: State, x: e.Set) -> None:
    _settled(s.futures[x.future], x)


def _settled(future: FutureState, x: e.Done | e.Set) -> None:
    future.state, future.value, future.exits = x.how, x.value, x.exits
    future.callbacks.clear()


def _added(s: State, x: e.Added) -> None:
    if x.name == GATHERED:
        s.gathering.append(x.future)
    if s.futures[x.future].state == "pending":  # else it joins the ready queue at once
        s.futures[x.future].callbacks.append(x.task or x.name)


def _removed(s: State, x: e.Removed) -> None:
    callbacks, name = s.futures[x.future].callbacks, x.task or x.name
    if name in callbacks:  # not of what is done: those have joined the ready queue
        callbacks.remove(name)


def _shared(s: State, x: e.Shared) -> None:
    s.shared[x.shared] = SharedState(x.kind, x.name, x.line)


def _contents(s: State, x: e.Contents) -> None:
    s.shared[x.shared].contents = x.contents


def _frame(s: State, x: e.Frame) -> None:
    s.frames[x.frame] = FrameState(x.kind, x.name, x.line)
    stack = s.stack.setdefault(s.thread, [])
    s.passing.difference_update(stack[-1:])
    stack.append(x.frame)


def _first_step(s: State, x: e.FirstStep) -> None:
    s.frames[x.frame].task = x.task


def _line(s: State, x: e.Line) -> None:
    s.frames[x.frame].line = x.line
    s.passing.discard(x.frame)
    _innermost(s, x.frame)


def _innermost(s: State, number: int) -> None:
    stack = s.stack.get(s.thread, [])
    if number in stack:
        _seen_at(s, stack.index(number) + 1)


def _seen_at(s: State, depth: int) -> None:
    """Only so many frames are under way in this thread: where events were lost, there are others of
    which nobody has told that they ended."""
    stack = s.stack.get(s.thread, [])
    if s.lost and len(stack) > depth:
        for number in stack[depth:]:
            s.frames.pop(number, None)
            s.passing.discard(number)
        del stack[depth:]


def _variables(s: State, x: e.Variables) -> None:
    _change(s.frames[x.frame].variables, x.changed)


def _change(variables: dict[str, str], changed: dict[str, str | None]) -> None:
    for name, value in changed.items():
        if value is None:
            variables.pop(name, None)
        else:
            variables[name] = value


def _resumed(s: State, x: e.Resume | e.Throw) -> None:
    s.passing.discard(x.frame)
    stack = s.stack.setdefault(s.thread, [])
    if x.frame not in stack:  # it is when this is how it was first seen
        stack.append(x.frame)


def _thrown(s: State, x: e.Throw) -> None:
    """An exception is thrown into the innermost first; those who await it are under way as well, as
    ``inspect.getcoroutinestate`` and the call stack say (``_gen_throw`` in genobject.c)."""
    stack, outer = s.stack.setdefault(s.thread, []), list[int]()
    number = s.frames[x.frame].within if x.frame not in stack else None
    while number in s.frames and number not in stack:
        outer.append(number)
        number = s.frames[number].within
    stack += reversed(outer)
    s.passing.update(outer)
    _resumed(s, x)


def _left(s: State, x: e.Yield | e.Return | e.Unwind) -> None:
    s.passing.discard(x.frame)
    _innermost(s, x.frame)
    for stack in s.stack.values():
        if x.frame in stack:
            stack.remove(x.frame)
    if isinstance(x, e.Yield):
        _suspended(s, x)
    else:
        del s.frames[x.frame]


def _suspended(s: State, x: e.Yield) -> None:
    frame, stack = s.frames[x.frame], s.stack.get(s.thread, [])
    frame.line, frame.within = x.line, x.within
    while stack and stack[-1] in s.passing:  # the value goes past who awaits, to who has thrown
        s.passing.discard(stack.pop())


def _output(s: State, x: e.Output) -> None:
    s.output.append((x.stream, x.text))


def _file(s: State, x: e.File) -> None:
    s.files[x.number] = x.name


def _thread(s: State, x: e.Thread) -> None:
    s.thread = x.number


def _fold(s: State, x: e.Fold) -> None:
    s.at = x.until
    handles: dict[int, int] = dict(x.renamed.get("handle", []))
    frames: dict[int, int] = dict(x.renamed.get("frame", []))
    labels: dict[str, str] = {
        old: new
        for k in ("task", "future", "queue", "key", "group")
        for old, new in x.renamed.get(k, [])
    }
    s.jobs = {handles.get(n, n): job for n, job in s.jobs.items()}
    s.tasks = {labels.get(n, n): task for n, task in s.tasks.items()}
    s.futures = {labels.get(n, n): future for n, future in s.futures.items()}
    s.shared = {labels.get(n, n): shared for n, shared in s.shared.items()}
    s.frames = {frames.get(n, n): frame for n, frame in s.frames.items()}
    s.stack = {t: [frames.get(n, n) for n in stack] for t, stack in s.stack.items()}
    for frame in s.frames.values():
        frame.within = frames.get(frame.within or 0, frame.within)
    for loop in s.loops.values():
        loop.turn += x.turns
        loop.ready = [handles.get(n, n) for n in loop.ready]
        loop.timers = {handles.get(n, n): when for n, when in loop.timers.items()}
        loop.running = handles.get(loop.running or 0, loop.running)
    for task in s.tasks.values():
        task.waits = labels.get(task.waits or "", task.waits)
        task.chain = [[who, line, frames.get(n, n)] for who, line, n in task.chain]
    for future in s.futures.values():
        future.callbacks = [labels.get(name, name) for name in future.callbacks]
        future.gathers = [labels.get(name, name) for name in future.gathers]
    for job in s.jobs.values():
        job.task = labels.get(job.task or "", job.task)
        job.future = labels.get(job.future or "", job.future)
    _said_last(s, x)


def _said_last(s: State, x: e.Fold) -> None:
    """What the last of the folded turns said of things that are still there."""
    for frame, changed in x.changed.items():
        if frame in s.frames:
            _change(s.frames[frame].variables, changed)
    for handle, args in x.args.items():
        if handle in s.jobs:
            s.jobs[handle].args = args
    for loop in s.loops.values():
        loop.timers.update((n, when) for n, when in x.timers.items() if n in loop.timers)
    for number, ahead in x.clocks.items():
        s.loops[number].ahead = ahead
    for label, contents in x.contents.items():
        if label in s.shared:
            s.shared[label].contents = contents
    for label, value in x.values.items():
        if label in s.futures:
            s.futures[label].value = value
        if label in s.tasks:
            s.tasks[label].value = value


def _gap(s: State, x: e.Gap) -> None:
    """What was printed meanwhile is a line by itself, of the stream "gap": how many there were. The
    last one before it, and the first behind it, may be parts of lines."""
    before = s.output
    begun = dict(before)
    vars(s).update(vars(State.carried(x.state)))
    if x.lines or x.open:
        cut = [(name, "…\n") for name, text in begun.items() if not text.endswith("\n")]
        s.output = [*before, *cut, ("gap", f"{x.lines}\n"), *((name, "…") for name in x.open)]
    else:
        s.output = before


def _lost(s: State, x: e.Lost) -> None:
    s.lost = True


def _cut(s: State, x: e.Cut) -> None:
    s.cut = x.why


def _nothing(s: State, x: Event) -> None:
    """The state stays."""


_APPLY: dict[type[Any], Callable[[State, Any], None]] = {
    e.Loop: _loop, e.Start: _start, e.StopAsked: _nothing, e.Stop: _phase("stopped"),
    e.Close: _close,
    e.Turn: _turn, e.Woke: _phase("jobs"), e.Watches: _nothing,
    e.Stuck: _nothing, e.Handle: _handle,
    e.Ready: _ready, e.Timer: _timer, e.Clock: _clock, e.TimerOut: _timer_out,
    e.Cancelled: _cancelled,
    e.Run: _taken, e.Skip: _taken, e.End: _end, e.Failed: _failed,
    e.Escaped: _nothing, e.Task: _task, e.Named: _named,
    e.Waits: _waits, e.Done: _done, e.Gone: _gone, e.Cancel: _cancel, e.Uncancel: _uncancel,
    e.Future: _future, e.Set: _set, e.Added: _added, e.Removed: _removed, e.Shared: _shared,
    e.Contents: _contents, e.Made: _nothing, e.Unbegun: _nothing,
    e.NeverAwaited: _nothing, e.Frame: _frame, e.Midway: _nothing,
    e.Driven: _nothing, e.Through: _nothing, e.FirstStep: _first_step, e.Line: _line,
    e.Awaits: _nothing,
    e.Variables: _variables,
    e.Yield: _left, e.Resume: _resumed, e.Throw: _thrown, e.Return: _left, e.Unwind: _left,
    e.Raised: _nothing, e.Output: _output, e.Thread: _thread, e.File: _file, e.Omitted: _nothing,
    e.Fold: _fold, e.Gap: _gap, e.Lost: _lost, e.Cut: _cut, e.Snapshot: _nothing,
}  # fmt: skip
