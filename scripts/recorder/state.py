"""The state of a recorded run, and how each event changes it: what the player shows at a step.

Rule 1: pure. `State.apply` uses nothing but the event; the same reducer in another language gives
the same states from the same recording.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import events as e
from .events import Event


@dataclass
class Job:
    """A handle: what it does, and whether it was cancelled."""

    loop: int
    does: str
    task: str | None
    future: str | None
    name: str
    line: int | None
    args: list[str]
    cancelled: bool = False


@dataclass
class LoopState:
    """A loop. ``phase``: "made", "select", "jobs", "stopped" or "closed". ``timers``: deadline
    in µs by handle; those that were cancelled are there until the loop clears them away."""

    name: str
    phase: str = "made"
    turn: int = 0
    timeout: int | None = 0
    watched: int | None = 0
    ready: list[int] = field(default_factory=list)
    timers: dict[int, int] = field(default_factory=dict)
    running: int | None = None

    def deadlines(self, jobs: dict[int, Job]) -> list[tuple[int, int]]:
        """Deadline and handle of the timers that will call something, the next one first."""
        return sorted((when, n) for n, when in self.timers.items() if not jobs[n].cancelled)


@dataclass
class TaskState:
    """A task. ``state``: "new", "ready", "running", "waiting", "result", "exception", "cancelled"
    or "gone". ``waits``: what its ``_fut_waiter`` is; ``chain`` as in `events.Waits`."""

    coroutine: str
    name: str
    state: str = "new"
    waits: str | None = None
    value: str | None = None
    cancelling: bool = False
    chain: list[list[Any]] = field(default_factory=list)


@dataclass
class FutureState:
    """A future or task as something that can be waited for."""

    state: str = "pending"
    value: str | None = None
    callbacks: list[str] = field(default_factory=list)


@dataclass
class FrameState:
    """A frame of the program that lives."""

    kind: str
    name: str
    line: int
    variables: dict[str, str] = field(default_factory=dict)


@dataclass
class State:
    """Everything that is known after an event. ``at``: µs; ``stack``: frames under way, the
    innermost last, by thread."""

    at: int = 0
    thread: int = 0
    loops: dict[int, LoopState] = field(default_factory=dict)
    jobs: dict[int, Job] = field(default_factory=dict)
    tasks: dict[str, TaskState] = field(default_factory=dict)
    futures: dict[str, FutureState] = field(default_factory=dict)
    frames: dict[int, FrameState] = field(default_factory=dict)
    stack: dict[int, list[int]] = field(default_factory=dict)
    output: list[tuple[str, str]] = field(default_factory=list)
    cut: str | None = None

    def apply(self, event: Event) -> None:
        """Bring the state up to date with the next event. Raises KeyError when it speaks of
        something that no event before it has told of."""
        self.at = event.at
        _APPLY[type(event)](self, event)

    def of(self, handle: int) -> LoopState:
        """The loop of a handle."""
        return self.loops[self.jobs[handle].loop]


def _loop(s: State, x: e.Loop) -> None:
    s.loops[x.loop] = LoopState(x.name)


def _phase(phase: str) -> Callable[[State, Any], None]:
    def apply(s: State, x: Any) -> None:
        s.loops[x.loop].phase = phase

    return apply


def _close(s: State, x: e.Close) -> None:
    loop = s.loops[x.loop]
    loop.phase = "closed"
    loop.ready.clear()
    loop.timers.clear()


def _turn(s: State, x: e.Turn) -> None:
    loop = s.loops[x.loop]
    loop.phase, loop.turn, loop.timeout, loop.watched = "select", x.number, x.timeout, x.watched


def _handle(s: State, x: e.Handle) -> None:
    s.jobs[x.handle] = Job(*x[2:])


def _ready(s: State, x: e.Ready) -> None:
    s.of(x.handle).ready.append(x.handle)
    job = s.jobs[x.handle]
    if job.task and s.tasks[job.task].state in ("new", "waiting", "running"):
        s.tasks[job.task].state = "ready"


def _timer(s: State, x: e.Timer) -> None:
    s.of(x.handle).timers[x.handle] = x.when


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
    loop.running = x.handle
    task = s.jobs[x.handle].task
    if task and s.tasks[task].state == "ready":
        s.tasks[task].state, s.tasks[task].waits, s.tasks[task].chain = "running", None, []


def _end(s: State, x: e.End) -> None:
    s.of(x.handle).running = None


def _task(s: State, x: e.Task) -> None:
    s.tasks[x.task] = TaskState(x.coroutine, x.name, "running" if x.eager else "new")
    s.futures[x.task] = FutureState()


def _named(s: State, x: e.Named) -> None:
    s.tasks[x.task].name = x.name


def _waits(s: State, x: e.Waits) -> None:
    task = s.tasks[x.task]
    task.waits, task.chain = x.future, x.chain
    if task.state == "running":  # else it is ready again already
        task.state = "waiting"


def _done(s: State, x: e.Done) -> None:
    task = s.tasks[x.task]
    task.state, task.value, task.waits, task.chain = x.how, x.value, None, []
    s.futures[x.task].state, s.futures[x.task].value = x.how, x.value


def _gone(s: State, x: e.Gone) -> None:
    s.tasks[x.task].state = "gone"


def _cancel(s: State, x: e.Cancel) -> None:
    s.tasks[x.task].cancelling = True


def _future(s: State, x: e.Future) -> None:
    s.futures[x.future] = FutureState()


def _set(s: State, x: e.Set) -> None:
    future = s.futures[x.future]
    future.state, future.value = x.how, x.value
    future.callbacks.clear()


def _added(s: State, x: e.Added) -> None:
    s.futures[x.future].callbacks.append(x.task or x.name)


def _removed(s: State, x: e.Removed) -> None:
    callbacks = s.futures[x.future].callbacks
    callbacks[:] = [name for name in callbacks if name != (x.task or x.name)]


def _frame(s: State, x: e.Frame) -> None:
    s.frames[x.frame] = FrameState(x.kind, x.name, x.line)
    s.stack.setdefault(s.thread, []).append(x.frame)


def _line(s: State, x: e.Line) -> None:
    s.frames[x.frame].line = x.line


def _variables(s: State, x: e.Variables) -> None:
    variables = s.frames[x.frame].variables
    for name, value in x.changed.items():
        if value is None:
            variables.pop(name, None)
        else:
            variables[name] = value


def _resumed(s: State, x: e.Resume | e.Throw) -> None:
    stack = s.stack.setdefault(s.thread, [])
    if x.frame not in stack:  # it is when this is how it was first seen
        stack.append(x.frame)


def _left(s: State, x: e.Yield | e.Return | e.Unwind) -> None:
    for stack in s.stack.values():
        if x.frame in stack:
            stack.remove(x.frame)
    if not isinstance(x, e.Yield):
        del s.frames[x.frame]


def _output(s: State, x: e.Output) -> None:
    s.output.append((x.stream, x.text))


def _thread(s: State, x: e.Thread) -> None:
    s.thread = x.number


def _fold(s: State, x: e.Fold) -> None:
    s.at = x.until
    handles: dict[int, int] = dict(x.renamed.get("handle", []))
    frames: dict[int, int] = dict(x.renamed.get("frame", []))
    labels: dict[str, str] = dict(x.renamed.get("task", []) + x.renamed.get("future", []))
    s.jobs = {handles.get(n, n): job for n, job in s.jobs.items()}
    s.tasks = {labels.get(n, n): task for n, task in s.tasks.items()}
    s.futures = {labels.get(n, n): future for n, future in s.futures.items()}
    s.frames = {frames.get(n, n): frame for n, frame in s.frames.items()}
    s.stack = {t: [frames.get(n, n) for n in stack] for t, stack in s.stack.items()}
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
    for job in s.jobs.values():
        job.task = labels.get(job.task or "", job.task)
        job.future = labels.get(job.future or "", job.future)


def _cut(s: State, x: e.Cut) -> None:
    s.cut = x.why


def _nothing(s: State, x: Event) -> None:
    """The state stays."""


_APPLY: dict[type[Any], Callable[[State, Any], None]] = {
    e.Loop: _loop, e.Start: _phase("jobs"), e.Stop: _phase("stopped"), e.Close: _close,
    e.Turn: _turn, e.Woke: _phase("jobs"), e.Stuck: _nothing, e.Handle: _handle,
    e.Ready: _ready, e.Timer: _timer, e.TimerOut: _timer_out, e.Cancelled: _cancelled,
    e.Run: _taken, e.Skip: _taken, e.End: _end, e.Task: _task, e.Named: _named,
    e.Waits: _waits, e.Done: _done, e.Gone: _gone, e.Cancel: _cancel, e.Future: _future,
    e.Set: _set, e.Added: _added, e.Removed: _removed, e.Made: _nothing,
    e.NeverAwaited: _nothing, e.Frame: _frame, e.Line: _line, e.Awaits: _nothing,
    e.Variables: _variables,
    e.Yield: _left, e.Resume: _resumed, e.Throw: _resumed, e.Return: _left, e.Unwind: _left,
    e.Output: _output, e.Thread: _thread, e.Omitted: _nothing, e.Fold: _fold, e.Cut: _cut,
    e.Snapshot: _nothing,
}  # fmt: skip
