"""What a panel shows of a state: named groups of chips, in the order in which they are drawn.

A chip says something of one job, task, future or variable; what it says are keys with fields, as
those of `moments`, and its sentence is a matter of language, and not here.

Rule 1: pure. The same state gives the same panel, in the browser as in a build.
Rule 2: what is drawn was looked at in the process itself (`replay.mismatches`), between two jobs.
Not so, but as the events tell: what goes on inside a job (functions under way, their variables, the
line), who holds a lock, how many files are watched, and variables where many tasks wait.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from . import events as e
from .alike import Fields, Part
from .events import Event
from .own import BUILTINS
from .state import (
    GATHERED,
    STOPPER,
    WAITERS,
    FrameState,
    FutureState,
    HoldUp,
    Job,
    LoopState,
    SharedState,
    State,
    TaskState,
)
from .watched import LINES
from .wording import SUSPENDABLE, call_of, plain

__builtins__ = BUILTINS

SETTERS = ("set_result", "set_exception", "cancel")  # of a future, after which it is done
MOST = 8  # chips of a group that are shown
KEPT = 4  # jobs that are named of those that had to wait
GROUPED = "TaskGroup._on_task_done"
OVER = {"result", "exception", "cancelled", "set", "gone"}  # kinds of chips
GROUPS = (
    "running", "ready", "timers", "selector", "tasks", "coroutines", "both", "generators",
    "futures", "shared", "variables",
)  # fmt: skip


class Chip(NamedTuple):
    """``kind``: how it looks; ``key``: what it is of, the same at every step ("h3" for a job, "t1",
    "f1", a frame's number and a name for a variable); ``parts``: what it says."""

    kind: str
    key: str
    parts: tuple[Part, ...]


class Later(NamedTuple):
    """A chip of this ``kind`` that is made if it is shown: of hundreds of futures a few are."""

    kind: str
    make: Callable[..., Chip]
    given: tuple[Any, ...]


Kept = TypeVar("Kept", bound=Chip | Later)


@dataclass
class Panel:
    """``turn`` of the loop, None where there is no loop; ``at``: µs since the start; ``line`` of
    the program's file that runs, None while none does; ``margin``: its lines on which suspended
    tasks stand, with their labels (of a coroutine without a task: none); ``groups``: chips by
    name."""

    turn: int | None
    at: int
    line: int | None
    margin: list[tuple[int, str]]
    groups: dict[str, list[Chip]] = field(default_factory=dict)


def groups_of(recorded: Sequence[Event]) -> list[str]:
    """The groups that a recording has something for, in order."""
    kinds = {type(event) for event in recorded}
    suspendable = {x.kind for x in recorded if isinstance(x, e.Frame)} & {*SUSPENDABLE}
    if e.Task in kinds:  # which show who they have under way
        suspendable = set()
    has = {
        "ready": e.Loop in kinds,
        "timers": e.Timer in kinds,
        "selector": any(isinstance(x, e.Turn) and x.timeout != 0 for x in recorded),
        "tasks": e.Task in kinds,
        "coroutines": suspendable == {"coroutine"},
        "both": "coroutine" in suspendable and len(suspendable) > 1,
        "generators": suspendable and "coroutine" not in suspendable,
        "futures": e.Future in kinds,
        "shared": e.Shared in kinds,
        "variables": e.Variables in kinds,
    }
    return [name for name in GROUPS if has.get(name, True)]


def panel(
    state: State, groups: Sequence[str] = GROUPS, most: Mapping[str, int] | None = None
) -> Panel:
    """What is shown of a state, in these groups; ``most``: chips of a group, where that is not
    `MOST`."""
    return _Drawing(state, most or {}).all(groups)


def line_of(state: State) -> int | None:
    """The line of the program's file that runs, None while none does."""
    frames = (state.frames[n] for n in reversed(state.at_work()) if n in state.frames)
    return next((frame.line for frame in frames if frame.line < LINES), None)


def part(key: str, **fields: Any) -> Part:
    """A key with its fields."""
    return key, fields


@dataclass
class _Drawing:
    state: State
    most: Mapping[str, int]

    def all(self, groups: Sequence[str]) -> Panel:
        newest = next(reversed(self.state.loops.values()), None)
        loop = self.state.running_loop or newest
        return Panel(
            turn=loop.turn if loop else None,
            at=self.state.at,
            line=line_of(self.state),
            margin=sorted(self.margin()),
            groups={name: self.group(name) for name in groups},
        )

    def group(self, name: str) -> list[Chip]:
        """The chips of a group."""
        kept = capped(name, list(getattr(self, name)()), self.most.get(name, MOST))
        return [each.make(*each.given) if isinstance(each, Later) else each for each in kept]

    def frames(self) -> list[FrameState]:
        """The frames of the program that run now."""
        return [self.state.frames[n] for n in self.state.at_work() if n in self.state.frames]

    def margin(self) -> Iterator[tuple[int, str]]:
        """Where each task is suspended: the innermost line of its chain that is the program's."""
        for label, task in self.state.tasks.items():
            if lines := [line for _, line, _ in task.chain if line and line < LINES]:
                yield lines[-1], label
        if not self.state.tasks:
            running = {n for stack in self.state.stack.values() for n in stack}
            for number, frame in self.state.frames.items():
                if frame.kind in SUSPENDABLE and number not in running and frame.line < LINES:
                    yield frame.line, ""

    # Groups

    def running(self) -> Iterator[Chip]:
        """The job that runs, with the functions of the program under way in it."""
        frames = [frame for frame in self.frames() if frame.kind not in ("module", "class")]
        loop = self.state.running_loop
        number = loop.running if loop else None
        job = self.state.jobs[number] if number is not None else None
        if job and frames and job.name == frames[0].name:  # said by the job
            frames = frames[1:]
        key = f"h{number}" if number is not None else "code"
        said = [self.calls(frames)] if frames else []
        elsewhere = [x for x in self.state.loops.values() if x.runs and x is not loop]
        if loop and loop.failed:
            inside = [part("inside", **self.calls(self.frames())[1])] if self.frames() else []
            yield Chip("running", "code", (part("handler"), *inside))
        elif job and job.task:
            name = plain(self.state.tasks[job.task].coroutine)
            alone = [] if said else [part("calls", calls=[(name, None)])]
            yield Chip("running", key, (part("label", label=job.task), *said, *alone))
        elif job:
            inside = [part("inside", **said[0][1])] if said else []
            yield Chip("running", key, (self.job(job), *inside))
        elif loop:
            yield from self.calling(loop, said)
        elif said:
            where = [part("in_thread")] if elsewhere else []
            yield Chip("running", key, (*said, *where))
        elif self.frames():
            yield Chip("running", key, (part("the_module"),))
        elif elsewhere and self.state.thread:  # code of no interest in a thread, not the main one
            yield Chip("running", key, (part("other_thread"),))
        if loop and loop.held:
            yield self.held(loop.held)
        for other in elsewhere:
            yield from self.at_work(other)

    def calling(self, loop: LoopState, said: list[Part]) -> Iterator[Chip]:
        """A loop between two jobs, or what it calls there."""
        if said:
            yield Chip("running", "code", tuple(said))
        else:
            sleeps = loop.phase == "select" and loop.timeout != 0
            yield Chip("loop", "loop", (part("the_loop_sleeps" if sleeps else "the_loop"),))

    def at_work(self, loop: LoopState) -> Iterator[Chip]:
        """A loop of another thread than the one at hand: its job, or the loop itself."""
        job = self.state.jobs[loop.running] if loop.running is not None else None
        if job is None:
            yield from self.calling(loop, [])
        else:
            who = [self.job(job)]
            if job.task:
                calls = [(plain(self.state.tasks[job.task].coroutine), None)]
                who = [part("label", label=job.task), part("calls", calls=calls)]
            yield Chip("running", f"h{loop.running}", tuple(who))

    def held(self, held: HoldUp) -> Chip:
        """The job before this one, which kept others waiting."""
        job = held.job
        who = part("label", label=job.task) if job.task else self.job(job)
        kept = [self.job(each) for each in held.waited[:KEPT]]
        more = len(held.waited) - len(kept)
        kept += [part("more", count=more)] if more else []
        return Chip("held", "held", (who, part("took", time=held.took), part("kept", jobs=kept)))

    def calls(self, frames: list[FrameState]) -> Part:
        """Who called whom, the innermost last."""
        return part("calls", calls=[(plain(frame.name), frame.task) for frame in frames])

    def ready(self) -> Iterator[Chip]:
        for loop in self.state.loops.values():
            for number in loop.ready:
                yield self.job_chip("ready", number)

    def timers(self) -> Iterator[Chip]:
        for loop in self.state.loops.values():
            deadlines = loop.deadlines(self.state.jobs)
            now = self.counted(loop, deadlines[0][0]) if deadlines else 0
            for when, number in deadlines:
                left = when - now
                yield self.job_chip(
                    "timer", number, part("in" if left > 0 else "due", time=abs(left))
                )

    def counted(self, loop: LoopState, first: int) -> int:
        """From when on what is left of timers counts: where the loop has just asked to be woken for
        the ``first`` one, from when it saw how long that is."""
        now = self.state.at
        if loop.phase == "select" and loop.timeout and loop.asked == now:
            return min(now, first - loop.timeout)
        return now

    def job_chip(self, kind: str, number: int, *more: Part) -> Chip:
        job = self.state.jobs[number]
        if job.cancelled:
            return Chip("cancelled", f"h{number}", (self.job(job), part("dropped"), *more))
        return Chip(kind, f"h{number}", (self.job(job), *self.wakes_by(job), *more))

    def job(self, job: Job) -> Part:
        """What a job does, in few words."""
        if job.task:
            return part("job_wake" if job.does == "wake" else "job_step", label=job.task)
        if job.sets:
            if len(job.args) > 1 and job.args[1] != "None":
                return part("job_sets_to", label=job.sets, value=job.args[1])
            return part("job_sets", label=job.sets)
        return call_of(job, self.state)

    def wakes_by(self, job: Job) -> Iterator[Part]:
        """What follows when a job sets its future."""
        label = job.sets
        if job.does == "call" and job.name.rpartition(".")[2] in SETTERS:
            label = job.future
        if label in self.state.futures:
            yield from self.callbacks(label)

    def selector(self) -> Iterator[Chip]:
        for number, loop in self.state.loops.items():
            if loop.phase == "select" and loop.timeout != 0:
                waits = part("asks_forever")
                if loop.timeout is not None:
                    waits = part("asks", time=loop.timeout)
                yield Chip("waiting", f"s{number}", (waits, *self.watched(loop)))

    def watched(self, loop: LoopState) -> Iterator[Part]:
        if loop.watched:
            yield part("watched", files=loop.watched)

    def tasks(self) -> Iterator[Later]:
        for label, task in self.state.tasks.items():
            if not task.cleans:
                yield Later(task.state, self.task, (label, task))

    def task(self, label: str, task: TaskState) -> Chip:
        named = part("task", label=label, coroutine=plain(task.coroutine))
        return Chip(task.state, label, (named, *self.of_task(label, task)))

    def of_task(self, label: str, task: TaskState) -> Iterator[Part]:
        if task.state == "waiting" and task.waits is None:
            yield part("state_suspended")
        elif task.state == "waiting":
            yield part("state_waiting", label=task.waits)
        else:
            yield part(f"state_{task.state}")
        place = self.state.place
        links = [(plain(name), place(line)) for name, line, _ in task.chain if line is not None]
        if len(links) > 1 or any(type(line) is str for _, line in links):
            yield part("chain", links=links)
        if task.state in ("result", "exception"):
            yield part("value", value=task.value)
        elif task.cancelling and task.state not in OVER:
            yield part("cancelling")
        yield from self.callbacks(label)

    def coroutines(self) -> Iterator[Chip]:
        running = {n for stack in self.state.stack.values() for n in stack}
        for number, frame in self.state.frames.items():
            if frame.kind in SUSPENDABLE:
                kind = "running" if number in running else "suspended"
                parts = part("function", name=plain(frame.name)), part(f"state_{kind}")
                yield Chip(kind, f"c{number}", parts)

    def generators(self) -> Iterator[Chip]:
        """The same, where there are no coroutines."""
        yield from self.coroutines()

    def both(self) -> Iterator[Chip]:
        """The same, where there are generators beside coroutines."""
        yield from self.coroutines()

    def futures(self) -> Iterator[Later]:
        for label, future in self.state.futures.items():
            if label not in self.state.tasks:
                kind = "set" if future.state == "result" else future.state
                yield Later(kind, self.future, (kind, label, future))

    def future(self, kind: str, label: str, future: FutureState) -> Chip:
        parts = [part("label", label=label), part(f"future_{future.state}")]
        if future.state in ("result", "exception"):
            parts.append(part("value", value=future.value))
        elif future.gathers and future.state == "pending":
            parts.append(part("gathers", labels=future.gathers[:MOST]))
        return Chip(kind, label, (*parts, *self.callbacks(label)))

    def callbacks(self, label: str) -> Iterator[Part]:
        for name in self.state.futures[label].callbacks:
            if name in self.state.tasks:
                yield part("wakes", label=name)
            elif name == STOPPER:
                yield part("then_stops")
            elif found := self.together(label, name):
                yield part("gathered" if name == GATHERED else "belongs", labels=found)
            elif label not in self.state.gathering and name not in (GROUPED, GATHERED):
                yield part("then_calls", callback=plain(name))

    def together(self, label: str, callback: str) -> list[str]:
        """The gathers or the task groups of which a task has the callback."""
        if callback == GATHERED:
            return [f for f, tasks in self.gathers.items() if label in tasks]
        if callback == GROUPED:
            return [g for g, tasks in self.grouped.items() if label in tasks]
        return []

    @functools.cached_property
    def gathers(self) -> dict[str, list[str]]:
        """What the future of each `gather` waits for."""
        futures = self.state.futures.items()
        return {f: x.gathers for f, x in futures if x.gathers and x.state == "pending"}

    @functools.cached_property
    def grouped(self) -> dict[str, list[str]]:
        """The tasks of each task group."""
        shared = self.state.shared.items()
        return {g: thing.contents["tasks"] for g, thing in shared if "tasks" in thing.contents}

    def shared(self) -> Iterator[Later]:
        """What tasks share: what is in it, who has it, who waits."""
        for label, thing in self.state.shared.items():
            if not thing.gone:
                yield Later("shared", self.thing, (label, thing))

    def thing(self, label: str, thing: SharedState) -> Chip:
        known = thing.contents
        parts = [part("shared", label=label, name=thing.name), *self.inside(known)]
        for name in WAITERS:
            parts += [part(f"of_{name}", label=who) for who in self.who(known.get(name, []))]
        return Chip("shared", label, tuple(parts))

    def inside(self, known: Fields) -> Iterator[Part]:
        if "items" in known:
            yield self.room(known) if known["count"] is not None else part("unknown")
            if known["unfinished"] and known["joiners"]:
                yield part("unfinished", count=known["unfinished"])
        if known.get("holder"):
            yield part("held", label=known["holder"])
        elif "locked" in known:
            yield part("locked" if known["locked"] else "free")
        if "set" in known:
            yield part("is_set" if known["set"] else "not_set")
        if "parties" in known:
            yield part("come", count=known["count"], parties=known["parties"])
        elif "value" in known:
            yield part("left", count=known["value"])
        if "parent" in known:
            yield from self.inside_group(known)

    def room(self, known: Fields) -> Part:
        """How much a queue holds, of how much, and what."""
        key, said = "holds", {"count": known["count"]}
        if known["room"] is not None:
            key, said["room"] = "holds_of", known["room"]
        if known["items"]:
            more = ["…"] if known["count"] > len(known["items"]) else []
            key, said["value"] = f"{key}_items", ", ".join([*known["items"], *more])
        return part(key, **said)

    def inside_group(self, known: Fields) -> Iterator[Part]:
        """The tasks of a task group, and who waits for them."""
        if known["tasks"]:
            yield part("groups", labels=known["tasks"])
        elif known["count"]:
            yield part("holds", count=known["count"])
        if known["aborting"] and known["count"]:
            yield part("aborting")
        parent = self.state.tasks.get(known["parent"] or "")
        if known["leaving"] and known["count"] and parent and parent.state == "waiting":
            yield part("of_waiters", label=known["parent"])

    def who(self, futures: list[str]) -> Iterator[str]:
        """The tasks that wait for these futures: for a new one that which is about to, as it runs;
        of a future that wakes none, itself. For one that is done nobody waits, though it stays in
        the list until its task goes on."""
        loop = self.state.running_loop
        job = self.state.jobs[loop.running] if loop and loop.running is not None else None
        about_to = [job.task] if job and job.task else []
        for label in futures:
            known = self.state.futures.get(label)
            if known and known.state != "pending":
                continue
            tasks = [name for name in known.callbacks if name in self.state.tasks] if known else []
            woken = [name for name, task in self.state.tasks.items() if task.waits == label]
            yield from tasks or woken or about_to or [label]

    def variables(self) -> Iterator[Later]:
        """Of the function that runs, of those that wait for it, of those that are suspended in a
        task, and of the module that waits for the loop."""
        stack = self.state.under_way()
        for number in reversed(stack):
            inner = number == stack[-1]
            yield from self.variables_of(number, "", "variable" if inner else "variable suspended")
        for number in (n for known in self.state.stack.values() for n in known if n not in stack):
            if number in self.state.frames and self.state.frames[number].kind == "module":
                yield from self.variables_of(number, "", "variable suspended")
        for label, task in self.state.tasks.items():
            # In a step of which no line is the program's, its functions keep what they have.
            within = task.inside if task.state == "running" and not stack else task.chain
            for _, _, number in within:
                if number is not None and number not in stack:
                    yield from self.variables_of(number, label, "variable suspended")

    def variables_of(self, number: int, label: str, kind: str) -> Iterator[Later]:
        if frame := self.state.frames.get(number):
            for name in frame.variables:
                yield Later(kind, self.variable, (number, frame, name, label, kind))

    def variable(self, number: int, frame: FrameState, name: str, label: str, kind: str) -> Chip:
        said = part("variable", name=name, value=frame.variables[name])
        whose = part("of_function", name=plain(frame.name))
        if label:
            whose = part("of", label=label, name=plain(frame.name))
        elif frame.kind == "module":
            whose = part("of_module")
        return Chip(kind, f"v{number}.{name}", (said, whose) if " " in kind else (said,))


def capped(group: str, chips: Sequence[Kept], most: int = MOST) -> list[Kept | Chip]:
    """As many as are shown, with a word of how many more there are: of what comes in turn the
    first, of all else what is not over, and the newest."""
    if (over := len(chips) - most) <= 1:  # a word of one more takes no less room
        return [*chips]
    more = Chip("more", "more", (part("more", count=over),))
    if group in ("ready", "timers", "variables"):
        return [*chips[:most], more]
    live = [n for n, chip in enumerate(chips) if chip.kind not in OVER]
    past = [n for n, chip in enumerate(chips) if chip.kind in OVER]
    kept = [*past, *live][-most:]
    return [more, *(chips[n] for n in sorted(kept))]
