"""What an author would point at: a recording as moments, each with what it says and where it ends.

An event is small ("a handle is made", "it joins the ready queue"); a moment is what happened in
the reader's words ("create_task makes T2 and puts its first step in the ready queue"). A moment
ends behind its last event: the state there is what a player shows. What is told is a key and its
fields; the sentence of a key is a matter of language, and not here.

Rule 1: pure. The same events give the same moments, in the browser as in a build.
Rule 2: every event belongs to the moment in which it is told, or to the one that follows.
Rule 3: what ``asyncio.run`` does behind the program's back at its end is one moment, but for what
the program itself does in it.
"""

from __future__ import annotations

import collections
import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import events as e
from .alike import Fields, Moment, Part, gather_spin
from .events import Event
from .own import BUILTINS
from .state import (
    CLOSING,
    HELD,
    NEXT_VALUE,
    OVER,
    STOPPER,
    STOPS,
    FrameState,
    Job,
    State,
    cleans_up,
)
from .wording import OWN, SUSPENDABLE, call_of, change, is_known, plain, shown_of

__builtins__ = BUILTINS

Kind = type[Any] | tuple[type[Any], ...]
COUNTED = ("value", "count", "unfinished")
ALIKE = 5  # changes of one thing, in one job, that are told one by one
SOON = 1000  # µs: what the clock of the loop, and the way to the selector, may make of "now"
COMPLETED = "StopIteration("  # thrown by CPython into who awaits, when what is awaited has returned
IN_PLACE = "StopIteration interacts badly"  # of the exception that a future keeps in its place
LIVES = {"new", "ready", "running", "waiting"}  # states of a task
# What has callbacks join the queue.
WAKES = {"set", "set_by", "set_passed", "runs_setter", "ends", "added_to_done"}
CALLING = (e.Frame, e.Line, e.Variables, e.Return)  # of a function that does so for the loop
LEAVES_A_STEP = {"waits", "waits_chain", "waits_turn", "waits_turn_chain", "refused", "ends"}
MADE_TO_RUN = {"task_made", "task_made_midway", "future_for_all"}
CALLS_IT = "ready_thread_threadsafe"  # the moment in which another thread wakes a loop
OF_CODE = {
    "starts", "resumes", "resumes_with", "yields", "yields_out", "returns", "returns_out",
    "unwinds", "unwinds_out", "throws", "awaits_by_hand", "awaits_object_by_hand", "asks_by_hand",
    "gives", "gives_out", "gives_next",
    "ends_async_for", "generator_ends",
}  # fmt: skip
SHOWN_IN_CLEANING = {
    "prints", "awaits", "awaits_object", "asks", "is_done", "has_failed", "begins", "goes_on",
    "goes_on_with",
    "goes_on_first", "goes_on_first_with", "thrown", "thrown_first", "returns", "unwinds",
    "program_ends", "lost", "job_fails", "job_fails_first", "job_escapes", "handler_fails",
}  # fmt: skip


def moments(recorded: Iterable[Event]) -> list[Moment]:
    """The moments of a recording (without snapshots), in order."""
    return _Telling(list(recorded)).all()


def untold(recorded: Sequence[Event]) -> int | None:
    """The number of the event at which telling comes to an end, in a recording in which events were
    lost: of what it speaks, none before it has told; None where all can be told of."""
    telling = _Telling(recorded)
    try:
        telling.all()
    except Exception:  # whatever that leads to
        return max(telling.at - 1, 0)
    return None


@dataclass
class _Telling:
    events: Sequence[Event]
    at: int = 0  # events read so far
    state: State = field(default_factory=State)
    told: list[Moment] = field(default_factory=list)
    fresh: e.Task | None = None  # whose first step is about to join the ready queue
    woken: list[int] = field(default_factory=list)  # jobs put in the queue by what is ending
    callbacks: list[str] = field(default_factory=list)  # of the last event's future, as they were
    contents: Fields = field(default_factory=dict)  # of what the last event was about, as it was
    # What was told of the things that tasks share, in one job, how often and where last; and what
    # is said of them in the next moment.
    changed: collections.Counter[tuple[str, str]] = field(default_factory=collections.Counter)
    latest: dict[tuple[str, str], Moment] = field(default_factory=dict)
    changed_first: list[Part] = field(default_factory=list)
    left_frame: FrameState | None = None  # which the last event was about, as it was before
    passed: bool = False  # whether an exception was on its way through that one
    first: bool = False  # whether the last job to run begins a task, if it is a step of one
    on_its_way: dict[int, str] = field(default_factory=dict)  # the exception seen last, by thread
    climbed: dict[int, str] = field(default_factory=dict)  # what was yielded last, by thread
    to_cancel: set[str] = field(default_factory=set)  # tasks whose next step gets CancelledError
    driven: set[int] = field(default_factory=set)  # frames of coroutines that are sent into by hand
    through: dict[int, str] = field(default_factory=dict)  # what of a library's asks which frame
    began: dict[int, int] = field(default_factory=dict)  # moments told before a job, by its number
    called: dict[int, str] = field(default_factory=dict)  # coroutines and generators, by line
    handled: int = 0  # the job whose exception was given to a handler that raises, too
    cleaning: set[int] = field(default_factory=set)  # threads in which ``run`` cleans up
    # By loop: the turn in which that began, and by what.
    cleaned: dict[int, tuple[int, str]] = field(default_factory=dict)

    def all(self) -> list[Moment]:
        while self.at < len(self.events):
            self.tell_next()
        if self.told:
            self.end_all()
        gather_spin(self.told, self.events)
        return self.told

    def tell_next(self) -> None:
        event = self.read()
        if tells := _TELLS.get(type(event)):
            tells(self, event)

    def end_all(self) -> None:
        """What comes behind the last moment is the end of the program, where that was seen."""
        seen = any(isinstance(x, e.Frame) and x.kind == "module" for x in self.events)
        over = not any(frame.kind == "module" for frame in self.state.frames.values())
        if over and self.told[-1].end < len(self.events):
            self.tell("program_ends", "turn")
        elif over and seen:  # and what the interpreter has printed then was told
            self.told[-1].parts.append(("program_ends", {}))
        self.told[-1].end = len(self.events)

    # Reading

    def read(self) -> Any:
        event = self.events[self.at]
        self.at += 1
        number = getattr(event, "frame", 0)
        self.left_frame = self.state.frames.get(number)
        self.passed = number in self.state.passing
        future = self.state.futures.get(getattr(event, "future", None) or "")
        self.callbacks = list(future.callbacks) if future else []
        shared = self.state.shared.get(getattr(event, "shared", ""))
        self.contents = shared.contents if shared else {}
        if isinstance(event, e.Run):
            self.first = not self.has_begun(self.state.jobs[event.handle].task)
        self.state.apply(event)
        return event

    def next(self, *passing: Any) -> Event | None:
        """The next event that is none of ``passing``, unread."""
        ahead = (x for x in self.events[self.at : self.at + 40] if not isinstance(x, passing))
        return next(ahead, None)

    def take(self, kind: Kind, *passing: Any) -> Any:
        """The next event, read, if it is of this kind; what is ``passing`` is read before it."""
        if not isinstance(self.next(*passing), kind):
            return None
        while not isinstance(event := self.read(), kind):
            pass
        return event

    def tell(self, key: str, level: str = "moment", line: int | None = None, **said: Any) -> None:
        shown = not self.cleans() or key in SHOWN_IN_CLEANING
        if key not in WAKES:
            self.join()
        if shown:
            self.told.append(Moment([(key, said)], self.at, level, line))
            self.told[-1].parts += self.changed_first
            self.changed_first = []
            if key in OF_CODE and self.is_beside():
                self.told[-1].parts.append(("beside", {}))
            self.told[-1].parts += self.joins()
        self.woken.clear()

    def joins(self) -> list[Part]:
        """What is said of the jobs that have just joined the ready queue."""
        return [("joins", {"job": self.job(handle)}) for handle in self.woken]

    def join(self) -> None:
        """Tell of them by themselves, where what has put them there is not what is told next."""
        if self.woken and not self.cleans():
            self.told.append(Moment(self.joins(), self.at))
        self.woken.clear()

    # What is known

    def job(self, handle: int) -> Part:
        """What a job does, as a key with fields."""
        return self.said_of(self.state.jobs[handle])

    def said_of(self, job: Job) -> Part:
        if job.does != "call":
            first = job.does == "step" and not self.has_begun(job.task)
            return "job_first" if first else f"job_{job.does}", {"task": self.task(job.task)}
        if job.sets:
            return "job_sets", {"future": self.future(job.sets)}
        return call_of(job, self.state)

    def has_begun(self, task: str | None) -> bool:
        """Whether a task has had a step."""
        return task is not None and self.state.tasks[task].begun

    def task(self, label: str | None) -> Part:
        """A task with the name of its coroutine."""
        if label is None:
            return "nobody", {}
        return "task", {"label": label, "coroutine": self.state.tasks[label].coroutine}

    def future(self, label: str) -> Part:
        """A future, or a task that is awaited like one."""
        return self.task(label) if label in self.state.tasks else ("future", {"label": label})

    def running(self) -> int | None:
        """The job under way in the thread at hand."""
        loop = self.state.running_loop
        return loop.running if loop else None

    def stack(self) -> list[FrameState]:
        numbers = self.state.stack.get(self.state.thread, [])
        return [self.state.frames[n] for n in numbers if n in self.state.frames]

    def caller(self, inner: bool = False) -> FrameState | None:
        """The frame that gets what the one just left gives; with ``inner`` the second on the
        stack. None when that is the loop, or code of no interest."""
        stack = self.stack()[: -1 if inner else None]
        return stack[-1] if stack else None

    def line(self) -> int | None:
        """The line of the program that runs, None while none does."""
        frames = [self.state.frames[n] for n in self.state.at_work() if n in self.state.frames]
        return frames[-1].line if frames else None

    def is_beside(self) -> bool:
        """Whether the thread at hand has no loop, and another one has."""
        loops = self.state.loops.values()
        return self.state.running_loop is None and any(loop.runs for loop in loops)

    def in_step(self) -> bool:
        """Whether a step of a task is under way."""
        running = self.running()
        return running is not None and self.state.jobs[running].does != "call"

    # Loop and turns

    def loop(self, x: e.Loop) -> None:
        self.tell("loop", "turn", name=x.name)

    def stop_asked(self, x: e.StopAsked) -> None:
        key = "stop_asked" if self.state.loops[x.loop].runs else "stop_asked_before"
        self.tell(key, line=x.line)

    def stop(self, x: e.Stop) -> None:
        if not self.cleans():
            self.tell("stop", "turn")
        self.cleaning.discard(self.state.thread)

    def close(self, x: e.Close) -> None:
        if x.loop not in self.cleaned:
            self.tell("close", "turn", self.line())
            return
        began, by = self.cleaned.pop(x.loop)
        turns = self.state.loops[x.loop].turn - began
        self.tell("close_after_run", "turn", self.line(), turns=turns, by=by)

    def cleans(self) -> bool:
        """Whether what happens in the thread at hand is ``run`` cleaning up."""
        return self.state.thread in self.cleaning

    def begin_to_clean(self, made: e.Task) -> None:
        """This task is one of those that ``run`` makes for it."""
        self.cleaning.add(self.state.thread)
        ahead = (x for x in self.events[self.at :] if isinstance(x, e.Handle))
        if step := next((x for x in ahead if x.task == made.task), None):
            now = self.state.loops[step.loop].turn, str(made.via)
            self.cleaned.setdefault(step.loop, now)

    def turn(self, x: e.Turn) -> None:
        loop = self.state.loops[x.loop]
        jobs = [self.job(handle) for handle in loop.ready]
        if x.timeout == 0:
            self.take(e.Woke)
            due = any(when < x.at + SOON for when, _ in loop.deadlines(self.state.jobs))
            key = "turn" if jobs else "turn_timer" if due else "turn_stops"
            self.tell(key, "turn", number=x.number, jobs=jobs)
        elif x.timeout is None:
            self.tell("turn_forever", "turn", number=x.number)
        elif x.timeout:
            later = [when for when, _ in loop.deadlines(self.state.jobs)]
            capped = later and later[0] > x.at + x.timeout + SOON
            key = "turn_waits_most" if capped else "turn_waits"
            self.tell(key, "turn", number=x.number, time=x.timeout)

    def woke(self, x: e.Woke) -> None:
        began, waited = self.state.loops[x.loop].asked, self.state.loops[x.loop].timeout != 0
        if not waited:  # and another thread has told something meanwhile
            return
        files, own = x.files, self.is_called()
        called = "woke_by_it" if self.told[-1:] and self.told[-1].key == CALLS_IT else "woke_called"
        key = called if own else "woke_files" if files else "woke"
        self.tell(key, "turn", time=x.at - began, files=files)

    def is_called(self) -> bool:
        """Whether what the selector has found is the loop's own socket, by which others wake it."""
        ahead = itertools.takewhile(
            lambda x: not isinstance(x, e.Run | e.Gap), self.events[self.at :]
        )
        return any(isinstance(x, e.Handle) and x.name.endswith(OWN) for x in ahead)

    def watches(self, x: e.Watches) -> None:
        key = "watches_no_more" if x.how.startswith("remove") else x.how
        self.tell(key, line=x.line, by=x.how, name=x.name)

    def stuck(self, x: e.Stuck) -> None:
        self.tell("stuck", "turn")

    # Jobs

    def ready(self, x: e.Ready) -> None:
        job = self.state.jobs[x.handle]
        if self.fresh and job.task == self.fresh.task:
            made, self.fresh = self.fresh, None
            key = "task_made_midway" if made.midway else "task_made"
            self.tell(key, line=x.line, task=self.task(job.task), by=made.via or "create_task")
            self.show_contents()
        elif x.source in ("soon", "threadsafe") and self.elsewhere(job.loop):
            if self.state.loops[job.loop].thread in self.cleaning:
                return
            self.tell(f"ready_thread_{x.source}", line=x.line, job=self.job(x.handle))
        elif x.source == "io":
            key = "ready_own" if job.name.endswith(OWN) else "ready_io"
            self.tell(key, job=self.job(x.handle))
        elif x.source == "signal":
            self.tell("ready_signal", job=self.job(x.handle))
        elif x.source == "timer":  # another thread has told something meanwhile
            self.tell("due", job=self.job(x.handle))
        elif job.does == "wake" or (job.does == "call" and self.completes(job, x)):
            self.woken.append(x.handle)
        elif job.does == "call" and x.source == "soon" and x.via:
            self.tell("ready_by", line=x.line, job=self.job(x.handle), by=x.via)
        elif job.does == "call":
            self.tell(f"ready_{x.source}", line=x.line, job=self.job(x.handle))

    def elsewhere(self, number: int) -> bool:
        """Whether a loop runs, in another thread than the one at hand."""
        loop = self.state.loops[number]
        return loop.runs and loop.thread != self.state.thread

    def completes(self, job: Job, x: e.Ready) -> bool:
        """Whether a job is a callback of what is about to be told to be done: not a call that the
        program itself schedules, to which it gives a future."""
        label = job.args[-1] if job.args else ""
        future, ahead = self.state.futures.get(label), self.next(e.Handle, e.Ready)
        if future is None or job.name not in future.callbacks:
            return False
        if isinstance(ahead, e.Set) and ahead.future == label and IN_PLACE in str(ahead.value):
            return True
        return x.line is None

    def timer(self, x: e.Timer) -> None:
        later = x.when - x.at - self.state.of(x.handle).ahead
        when = ("in", {"time": later}) if later > 0 else ("at_once", {})
        said: Fields = {"job": self.job(x.handle), "when": when}
        sets = self.state.jobs[x.handle].sets
        if x.via == "sleep" and sets:
            self.tell("timer_sleep", line=x.line, **said, future=self.future(sets), by=x.via)
        elif x.via:
            self.tell("timer_by", line=x.line, **said, by=x.via)
        else:
            self.tell("timer", line=x.line, **said)

    def timer_out(self, x: e.TimerOut) -> None:
        if self.take(e.Ready):
            self.tell("due", job=self.job(x.handle))

    def cancelled(self, x: e.Cancelled) -> None:
        loop = self.state.of(x.handle)
        if x.handle in loop.timers and isinstance(self.next(e.Cancelled), e.Throw):
            self.thrown_by_hand([self.timer_cancelled(x)])
        elif x.handle in loop.timers:
            key, said = self.timer_cancelled(x)
            self.tell(key, line=x.line, **said)
        elif x.handle in loop.ready:
            self.tell("job_cancelled", line=x.line, job=self.job(x.handle))

    def thrown_by_hand(self, dropped: list[Part]) -> None:
        """Code of the program throws an exception into a coroutine, and so into one of the
        library's inside it, which cancels timers before anything else is told."""
        while timer := self.take(e.Cancelled):
            dropped.append(self.timer_cancelled(timer))
        told = len(self.told)
        self.throw(self.read())
        if len(self.told) > told:
            self.told[-1].parts += dropped
        else:
            for key, said in dropped:
                self.tell(key, **said)

    def timer_cancelled(self, x: e.Cancelled) -> Part:
        """What is said of a timer that is cancelled."""
        said: Fields = {"job": self.job(x.handle)}
        if x.via in (None, "cancel"):  # `cancel` is a function of asyncio's, and calls another
            return "timer_dropped", said
        return "timer_dropped_by", {**said, "by": x.via}

    def skip(self, x: e.Skip) -> None:
        self.tell("skip", job=self.job(x.handle))

    def run(self, x: e.Run) -> None:
        job, first = self.state.jobs[x.handle], self.first
        for _ in range(self.until_begin(job, x.handle, first)):
            self.tell_next()
        self.began[x.handle] = len(self.told)
        self.changed.clear()
        if job.does != "call":
            self.step(job, first)
        elif job.sets and (done := self.take(e.Set)):
            self.set(done, key="runs_setter")
        elif job.name == STOPS or (self.state.stops(job) and self.state.of(x.handle).ready):
            self.tell("calls_stop", job=self.job(x.handle))
        elif not self.state.stops(job):
            frame = self.take(e.Frame) if self.is_of_call(job, self.next()) else None
            self.take(e.Variables)  # its arguments
            self.tell("calls", line=frame.line if frame else None, job=self.job(x.handle))

    def failed(self, x: e.Failed) -> None:
        ahead = itertools.takewhile(lambda y: not isinstance(y, e.End), self.events[self.at :])
        over = any(isinstance(y, e.Escaped) and y.handle == x.handle for y in ahead)
        key, self.handled = ("job_fails_first", x.handle) if over else ("job_fails", 0)
        self.tell(key, line=x.line, job=self.job(x.handle), value=x.error)

    def escaped(self, x: e.Escaped) -> None:
        key = "handler_fails" if self.handled == x.handle else "job_escapes"
        self.tell(key, line=x.line, job=self.job(x.handle), value=x.error)

    def step(self, job: Job, first: bool) -> None:
        """A step of a task begins: up to the first word of the program's own code."""
        task = job.task
        self.climbed.pop(self.state.thread, None)
        self.on_its_way.pop(self.state.thread, None)
        said: Fields = {"task": self.task(task)}
        frame = self.take(e.Frame) if self.is_of_step(job, self.next()) else None
        midway, ahead = frame and self.take(e.Midway), self.next(e.Cancelled)
        if frame and not midway:
            self.take(e.Driven)  # by what the task was made of
            self.take(e.Variables)  # its arguments
            self.tell("begins" if first else "calls_on", line=frame.line, **said, name=frame.name)
        elif isinstance(ahead, e.Resume | e.Throw) and (
            first or midway or self.may_be_in_chain(job, ahead)
        ):
            self.goes_on(said, job, first)
        elif first and self.is_cancelled_unbegun(task):
            self.tell("never_begins", **said)
        elif thrown := self.waited_in_vain(job, first):
            self.on_its_way[self.state.thread] = thrown
            self.runs_thrown(job, said | {"value": thrown}, self.line())
        else:
            self.tell("runs_first" if first else "runs", line=self.line(), **said)
        self.to_cancel.discard(task or "")

    def runs_thrown(self, job: Job, said: Fields, line: int | None) -> None:
        """An exception is thrown into what a task waits in, which is a library's."""
        chain = self.chain(job)[0]
        innermost = shown_of(chain[-1][0]) if chain and chain[-1][1] is None else ""
        if len(chain) > 1 and is_known(innermost):
            self.tell("runs_thrown_into", line=line, **said, by=innermost)
        else:
            self.tell("runs_thrown", line=line, **said)

    def until_begin(self, job: Job, number: int, first: bool) -> int:
        """How many events come before the first of a job, if that is known: what has to do with
        the job before, which the loop lets go of only now, and with other threads."""
        chain, known = self.chain(job)
        whole = self.state.tasks[job.task].coroutine if job.task else job.name if job.line else ""
        name = whole if first else ""
        thread = self.state.thread
        for count in range(len(self.events) - self.at if known or name else 0):
            x = self.events[self.at + count]
            if isinstance(x, e.Thread):
                thread = x.number
            if isinstance(x, e.Gap | e.Fold) or (isinstance(x, e.End) and x.handle == number):
                break
            if thread != self.state.thread:
                continue
            if isinstance(x, e.Frame) and begins_job(x, job, name):
                return count
            if isinstance(x, e.Resume) and x.frame in known[:1]:
                return count  # what is sent into a chain comes to who is outermost first
            if isinstance(x, e.Throw) and x.frame in known:
                return count if x.frame == chain[-1][2] else 0  # what is thrown, to the innermost
        return 0

    def chain(self, job: Job) -> tuple[list[list[Any]], list[int]]:
        """Who awaited whom before the step under way, and the frames that are known of it."""
        chain = self.state.tasks[job.task].inside if job.task else []
        return chain, [number for _, _, number in chain if number is not None]

    def may_be_in_chain(self, job: Job, x: e.Resume | e.Throw) -> bool:
        """Whether what goes on is what the task has waited in; not what is just collected."""
        _, known = self.chain(job)
        closed = isinstance(x, e.Throw) and x.value.startswith(CLOSING)
        return x.frame in known or not (known or closed)

    def is_of_step(self, job: Job, x: Event | None) -> bool:
        """Whether this is the frame of a coroutine that a step runs: not a function of which a
        library's coroutine makes use, unless it is a method of what the task was made of."""
        if not isinstance(x, e.Frame):
            return False
        whole = self.state.tasks[job.task].coroutine if job.task else ""
        return x.kind in SUSPENDABLE or x.name in driving(whole)

    def is_of_call(self, job: Job, x: Event | None) -> bool:
        """Whether this is the frame of the program's function that a job calls."""
        return isinstance(x, e.Frame) and x.kind == "function" and x.name == job.name

    def waited_in_vain(self, job: Job, first: bool) -> str | None:
        """What a task gets in the place of a result, if it waited for what has none."""
        if job.task in self.to_cancel and not first:
            return "CancelledError()"
        future = self.state.futures.get(job.future or "") if job.does == "wake" else None
        if future is None or future.state == "result":
            return None
        return "CancelledError()" if future.state == "cancelled" else future.value

    def goes_on(self, said: Fields, job: Job, first: bool) -> None:
        """A step of a task goes on, or an exception is thrown into its innermost coroutine: which
        is the library's where a timer is cancelled on the way."""
        dropped = []
        while timer := self.take(e.Cancelled):
            dropped.append(self.timer_cancelled(timer))
        last = self.take((e.Resume, e.Throw))
        self.driven.discard(last.frame)  # by hand, before there was the task
        while self.is_awaited(self.next(), last.frame):
            last = self.take((e.Resume, e.Throw))
        frame, came = self.state.frames[last.frame], self.came(last.frame)
        said |= {"name": frame.name}
        which, into = "_first" if first else "", self.waited_in_vain(job, first)
        if isinstance(last, e.Throw) and not last.value.startswith(COMPLETED):
            self.on_its_way[self.state.thread] = last.value
            if is_known(last.by) and into not in (None, last.value):
                self.runs_thrown(job, said | {"value": into}, frame.line)
                raised = {"by": last.by, "value": last.value, "name": frame.name}
                self.tell("raises_in", line=frame.line, **raised)
                return
            self.tell(f"thrown{which}", line=frame.line, **said, value=last.value)
        elif came:
            self.tell(f"goes_on{which}_with", line=frame.line, **said, **came)
        else:
            self.tell(f"goes_on{which}", line=frame.line, **said)
        if not self.cleans():
            self.told[-1].parts += dropped

    def is_awaited(self, x: Event | None, number: int) -> bool:
        """Whether with this event goes on what a frame awaits, and not what it asks for values."""
        frame = self.state.frames.get(x.frame) if isinstance(x, e.Resume | e.Throw) else None
        return frame is not None and frame.within == number

    def is_cancelled_unbegun(self, task: str | None) -> bool:
        """Whether a task that has not begun ends by being cancelled, before anything else."""
        ahead = self.next(e.Handle, e.Ready)
        asked = task is not None and self.state.tasks[task].cancelling > 0
        return asked and isinstance(ahead, e.Done) and ahead.how == "cancelled"

    def end(self, x: e.End) -> None:
        """Where a step gives back control, its moment ends behind it; that of a call of which
        nothing else is told, as it is asyncio's own, where it has done what it does."""
        loop = self.state.of(x.handle)
        began, took = self.began.pop(x.handle, len(self.told)), x.at - loop.began
        if len(self.told) == began:
            return
        last = self.told[-1]
        if last.key in LEAVES_A_STEP:
            last.end = self.at
        elif last.key == "calls" and last.line is None and len(self.told) == began + 1:
            last.end = self.at - 1
        if loop.held:
            jobs = [self.said_of(job) for job in loop.held.waited]
            last.parts.append(("held_up", {"time": took, "jobs": jobs}))
        elif took >= HELD:
            last.parts.append(("took_long", {"time": took}))

    # Tasks and futures

    def task_event(self, x: e.Task) -> None:
        self.fresh = None if x.eager else x
        if cleans_up(x):
            self.begin_to_clean(x)
        elif x.eager:
            self.tell("eager", line=x.line, task=self.task(x.task), by=x.via or "create_task")

    def waits(self, x: e.Waits) -> None:
        """Told of an eager task in its first step, too, which is inside the job that made it."""
        chain = self.state.tasks[x.task].chain
        links = [link for link in chain if link[1] is not None]
        line = links[-1][1] if links else None
        said: Fields = {
            "task": self.task(x.task),
            "chain": [name for name, line, _ in chain if line],
        }
        climbed = self.climbed.get(self.state.thread, "None")
        if x.future is None and climbed != "None":
            self.tell("refused", line=line, **said, value=climbed)
            return
        running = self.running()
        inside = running is not None and self.state.jobs[running].task != x.task
        if x.future is None:
            key = "_inside" if inside else "_chain" if len(links) > 1 else ""
            self.tell(f"waits_turn{key}", line=line, **said)
            return
        self.to_cancel.discard(x.task)  # what it has come to wait for was cancelled
        said["future"] = self.future(x.future)
        key = "waits_inside" if inside else "waits_chain" if len(links) > 1 else "waits"
        self.tell(key, line=line, **said)

    def done(self, x: e.Done) -> None:
        self.tell("ends", task=self.task(x.task), **self.outcome(x))

    def outcome(self, x: e.Done | e.Set) -> Fields:
        return {"outcome": (f"with_{x.how}", {"value": x.value})}

    def gone(self, x: e.Gone) -> None:
        self.tell("gone", line=self.line(), task=self.task(x.task))

    def cancel(self, x: e.Cancel) -> None:
        known = self.state.tasks[x.task]
        future = self.state.futures.get(known.waits or "")
        if future is None or future.state != "pending":  # else that is cancelled
            self.to_cancel.add(x.task)
        said: Fields = {"task": self.task(x.task)} | ({"by": x.via} if x.via else {})
        key = "cancel_by" if x.via else "cancel"
        before = self.events[self.at - 2]
        if isinstance(before, e.Cancel) and self.state.tasks[before.task].waits == x.task:
            key, said["waiter"] = "cancel_passed", self.task(before.task)
        self.tell(key, line=x.line, **said)

    def uncancel(self, x: e.Uncancel) -> None:
        if self.state.tasks[x.task].cancelling <= 0:
            self.to_cancel.discard(x.task)

    def future_event(self, x: e.Future) -> None:
        if x.via == "sleep" or (x.line is None and not self.in_step()):  # the timer tells of it
            return
        if x.via:
            key = "future_for_all" if self.has_cancelled(x) else "future_by"
            self.tell(key, line=x.line, future=self.future(x.future), by=x.via)
        else:
            self.tell("future_made", line=x.line, future=self.future(x.future))

    def has_cancelled(self, x: e.Future) -> bool:
        """Whether a future waits for what ``asyncio.run`` has just cancelled, as it does when the
        loop has stopped and tasks are left (``_cancel_all_tasks`` in runners.py)."""
        asked = any(m.key == "cancel_by" and m.line == x.line for m in self.told[-3:])
        return asked and self.state.running_loop is None

    def set(self, x: e.Set, key: str = "set") -> None:
        before = self.events[self.at - 2]
        self.woken += self.take_called(x.future, self.callbacks)
        said = {"future": self.future(x.future), **self.outcome(x)}
        if key == "set" and is_known(x.via) and x.how != "cancelled":
            key, said["by"] = "set_by", x.via
        elif isinstance(before, e.Cancel) and self.state.tasks[before.task].waits == x.future:
            key, said["waiter"] = "set_passed", self.task(before.task)
        handed = self.handed_on(x) if key == "set_by" else []
        self.tell(key, line=x.line, **said)
        self.told[-1].parts += handed if self.told else []

    def handed_on(self, x: e.Set) -> list[Part]:
        """What is said where a place of a semaphore goes from one task straight to another."""
        who = [name for name, task in self.state.tasks.items() if task.waits == x.future]
        for label, thing in self.state.shared.items():
            held = thing.contents
            if who and held.get("value") == 0 and x.future in held["waiters"]:
                return [("handed_on", {"shared": self.thing(label), "task": self.task(who[0])})]
        return []

    def take_called(self, future: str, back: list[str]) -> list[int]:
        """Read how the callbacks ``back`` of a future that is done join the ready queue: what a
        loop of the program's own does meanwhile is passed over. Returns the jobs."""
        joined = []
        while isinstance(coming := self.next(*CALLING), e.Handle):
            if not called_back(coming, future, back):
                break
            back.remove(coming.task or coming.name)
            self.take(e.Handle, *CALLING)
            if self.take(e.Ready, *CALLING):
                joined.append(coming.handle)
        return joined

    def shared_made(self, x: e.Shared) -> None:
        self.tell("shared_made", line=x.line, label=x.shared, name=x.name)
        self.show_contents()

    def show_contents(self) -> None:
        """What is in a thing that was just made, or what a group got, is seen at the next look:
        show it where that is told."""
        ahead = self.next(e.Variables, e.Added)
        if self.told and isinstance(ahead, e.Contents):
            before = self.state.shared[ahead.shared].contents
            if not before or "parent" in before:
                self.take(e.Contents, e.Variables, e.Added)
                self.told[-1].end = self.at

    def contents_event(self, x: e.Contents) -> None:
        """Told by itself where no future is done by it; of many alike the first."""
        key, said = self.change(x)
        if not key:
            return
        if isinstance(self.next(e.Contents), e.Set):
            self.changed_first.append(self.state_of(x))
            return
        self.changed[key, x.shared] += 1
        if self.changed[key, x.shared] <= ALIKE:
            exact = key.count("_") > 1 or not key.endswith(
                COUNTED
            )  # else some changes were not seen, and where they were made
            self.tell(key, line=self.line() if exact else None, **said)
            self.latest[key, x.shared] = self.told[-1]
        elif self.changed[key, x.shared] == ALIKE + 1:
            self.latest[key, x.shared].parts.append(("no_more_alike", {}))

    def change(self, x: e.Contents) -> tuple[str, Fields]:
        """What is said of how a thing has changed that tasks share, as a key with fields."""
        key, count = change(self.contents, x.contents)
        return key, {"shared": self.thing(x.shared), "count": count}

    def state_of(self, x: e.Contents) -> Part:
        """How a thing is now that has changed along with something that is told."""
        key, said = self.change(x)
        return re.sub("^now_(value|count|unfinished)_.*", r"now_\1", key), said

    def thing(self, label: str) -> Part:
        return "shared", {"label": label, "name": self.state.shared[label].name}

    def added(self, x: e.Added) -> None:
        joined = self.take_called(x.future, [x.task or x.name])
        said: Fields = {"future": self.future(x.future)}
        if joined:
            self.join()
            self.woken = joined
            self.tell("added_to_done", line=self.line(), **said)
        elif x.name == STOPPER:
            self.stops_then(x)
        elif x.line is not None:
            self.tell("added", line=x.line, **said, callback=x.name)

    def stops_then(self, x: e.Added) -> None:
        """What the loop is run for gets the callback that stops it."""
        last = self.told[-1] if self.told else None
        if last and last.key in MADE_TO_RUN and is_about(last, x.future):
            last.end = self.at
            if last.key != "future_for_all":  # of that it is said
                last.parts.append(("then_stops", {"future": self.future(x.future)}))
        else:
            self.tell("stops_then", line=self.line(), future=self.future(x.future))

    def removed(self, x: e.Removed) -> None:
        if x.line is not None and x.name != STOPPER:
            self.tell("removed", line=x.line, future=self.future(x.future), callback=x.name)

    # Code

    def made(self, x: e.Made) -> None:
        count = 1
        while isinstance(more := self.next(), e.Made) and more[1:] == x[1:]:
            self.read()
            count += 1
        key, objects = ("made", "object") if count == 1 else ("made_many", "objects")
        what: Part = f"{objects}_{x.kind.replace(' ', '_')}", {}
        self.tell(key, line=x.line or None, name=x.name, count=count, objects=what)

    def unbegun(self, x: e.Unbegun) -> None:
        self.tell("unbegun", line=x.line or None, name=x.name)

    def never_awaited(self, x: e.NeverAwaited) -> None:
        self.tell("never_awaited", line=self.line(), name=x.name)

    def frame(self, x: e.Frame) -> None:
        frame = self.state.frames[x.frame]
        if self.take(e.Midway):
            return
        if self.take(e.Driven):
            self.driven.add(x.frame)
        if is_told(frame):
            self.called[x.line] = x.name
        self.hear_through()
        if frame.kind == "function" and len(self.stack()) == 1 and self.is_beside():
            self.take(e.Variables)
            self.tell("starts", line=x.line, name=x.name)  # what another thread is there for
        if self.take(e.FirstStep) or not is_told(frame):
            return  # the first step of an eager task: it was told that it runs at once
        self.take(e.Variables)  # its arguments
        caller = self.caller(inner=True)
        asked = is_asked(frame) or x.frame in self.driven
        if caller and caller.kind in SUSPENDABLE and not asked:
            verb = "asks" if frame.kind == "async generator" else "awaits"
            key = verb if self.in_step() else f"{verb}_by_hand"
            asks, kind = self.awaiting(x.frame) or caller.name, x.name.removesuffix(".__await__")
            if kind != x.name:
                key = f"{key}_object" if self.in_step() else "awaits_object_by_hand"
            self.tell(key, line=x.line, name=x.name, caller=asks, kind=plain(kind))
        else:
            self.tell("starts", line=x.line, name=x.name)

    def awaits(self, x: e.Awaits) -> None:
        """Told when it makes no pause: else that the task waits is told at once."""
        future = self.state.futures[x.future]
        if future.state == "pending" or not self.in_step():
            return
        frame = self.state.frames[x.frame]
        said: Fields = {"future": self.future(x.future), "name": frame.name}
        if future.state == "result":
            self.tell("is_done", line=x.line, **said, value=future.value)
        else:
            outcome = (f"with_{future.state}", {"value": future.value})
            self.tell("has_failed", line=x.line, **said, outcome=outcome)

    def left(self, x: e.Yield | e.Return | e.Unwind) -> None:
        """A coroutine or generator gives back control."""
        frame, caller = self.left_frame, self.caller()
        if isinstance(x, e.Yield):
            self.climbed[self.state.thread] = x.value
        elif isinstance(x, e.Unwind):
            self.on_its_way[self.state.thread] = x.value
        if frame is None or not is_told(frame) or frame.task:
            return
        driven = x.frame in self.driven
        by_coroutine = caller is not None and caller.kind in SUSPENDABLE and not driven
        line = caller.line if caller else None
        if by_coroutine and (key := self.left_iteration(x, frame)):
            assert caller
            asked = self.awaiting(x.frame) or caller.name
            self.tell(key, line=line, name=frame.name, value=x.value, caller=asked)
            return
        if self.in_step() and (isinstance(x, e.Yield) or not by_coroutine) and not driven:
            return  # what becomes of the task tells it
        # What is closed or collected hands its end to nobody. The end of an iteration ends ``async
        # for``, and ``anext`` may have a value in its place.
        over = frame.name.endswith("__anext__") and x.value.startswith(OVER)
        by_coroutine = by_coroutine and not over and not x.value.startswith(CLOSING)
        key = {e.Yield: "yields", e.Return: "returns", e.Unwind: "unwinds"}[type(x)]
        said = {"name": frame.name, "value": x.value}
        if by_coroutine:
            assert caller
            self.tell(key, line=line, **said, caller=self.awaiting(x.frame) or caller.name)
        elif frame.kind != "coroutine" and key == "returns" and x.value == "None":
            self.tell("generator_ends", line=line, name=frame.name)
        elif is_asked(frame) and key == "yields":
            self.tell("gives_out", line=line, **said)
        else:
            self.tell(f"{key}_out", line=line, **said)

    def awaiting(self, number: int) -> str | None:
        """The library's coroutine that awaits this frame, or asks it for a value, by way of others
        of the library, maybe (of a method of a protocol the name alone, as `words.place` has it);
        None where none was seen to."""
        if (through := self.through.get(number)) is not None:
            return shown_of(through) or None
        running = self.running()
        chain = self.chain(self.state.jobs[running])[0] if running is not None else []
        for (name, _, outer), (_, _, inner) in itertools.pairwise(chain):
            if inner == number:
                return None if outer is not None or name == "…" else shown_of(str(name))
        return None

    def hear_through(self) -> None:
        if x := self.take(e.Through):
            self.asked_through(x)

    def asked_through(self, x: e.Through) -> None:
        self.through[x.frame] = x.name

    def raised(self, x: e.Raised) -> None:
        frame = self.state.frames[x.frame]
        if not is_known(x.by) or x.value.startswith((CLOSING, OVER)):
            return
        key = "raises" if frame.kind == "module" else "raises_in"
        self.tell(key, line=x.line, by=x.by, value=x.value, name=frame.name)

    def left_iteration(self, x: e.Yield | e.Return | e.Unwind, frame: FrameState) -> str:
        """The key for one that is asked for values, not awaited, by a coroutine; empty where that
        is not so."""
        if isinstance(x, e.Yield) and x.value.strip("<>") == NEXT_VALUE:
            return "gives_next"
        if isinstance(x, e.Return) and frame.kind == "async generator":
            return "ends_async_for"
        if is_asked(frame) and not isinstance(x, e.Unwind):
            return "gives" if isinstance(x, e.Yield) else "generator_ends"
        return ""

    def resume(self, x: e.Resume) -> None:
        frame = self.state.frames[x.frame]
        if not is_told(frame):
            return
        self.hear_through()
        said: Fields = {"name": frame.name, **self.came(x.frame)}
        self.tell("resumes_with" if "value" in said else "resumes", line=frame.line, **said)

    def came(self, frame: int) -> Fields:
        """The variable that has another value where a function goes on, if that is one. What is
        done on the same line before the next value is no answer to the last one."""
        ahead = self.next()
        came = self.take(e.Variables) if getattr(ahead, "frame", 0) == frame else None
        while x := self.take(e.Contents):  # of what it came out of, or has come to
            if self.change(x)[0]:
                self.changed_first.append(self.state_of(x))
        said: Fields = {}
        if came and len(came.changed) == 1 and not isinstance(self.next(), e.Yield):
            [(name, value)] = came.changed.items()
            if value is not None:
                said = {"variable": name, "value": value}
        return said

    def throw(self, x: e.Throw) -> None:
        """Told where it comes from outside: else that what was awaited has ended is told."""
        self.hear_through()
        came_through = self.passed and not x.value.startswith(CLOSING)
        if x.value.startswith(COMPLETED):
            return
        frame = self.state.frames[x.frame]
        before = self.on_its_way.get(self.state.thread, x.value)
        if x.value != before and is_known(x.by):
            self.tell("raises_in", line=frame.line, by=x.by, value=x.value, name=frame.name)
        elif not came_through:
            self.tell("throws", line=frame.line, name=frame.name, value=x.value)
        self.on_its_way[self.state.thread] = x.value

    def output(self, x: e.Output) -> None:
        text = x.text
        while not text.endswith("\n") and isinstance(further := self.next(), e.Output):
            if further.stream != x.stream:
                break
            text += self.read().text
        self.tell("prints" if x.stream == "out" else "prints_err", line=x.line, text=text)

    def omitted(self, x: e.Omitted) -> None:
        """Of the calls that were not told, those of coroutines and generators are missed. It comes
        before the word on how the step ended."""
        woken, self.woken = self.woken, []
        for line, count in x.calls:
            if name := self.called.get(line):
                self.tell("omitted", name=name, count=count)
        self.woken = woken

    # The recording itself

    def fold(self, x: e.Fold) -> None:
        self.tell("fold", "turn", turns=x.turns, period=x.period, time=x.until - x.at)
        self.to_cancel.clear()

    def gap(self, x: e.Gap) -> None:
        """What was known of the events before it is over; what is known now, the state says."""
        self.fresh = None
        self.climbed.clear()
        self.to_cancel.clear()
        self.woken.clear()
        self.cleaned.clear()
        tasks = self.state.tasks.values()
        cleans = any(task.cleans and task.state in LIVES for task in tasks)
        self.cleaning = {loop.thread for loop in self.state.loops.values() if cleans}
        key = "gap_signal" if x.why == "signal" else "gap"
        said = {"events": x.events, "turns": x.turns, "time": x.until - x.at}
        self.told.append(Moment([(key, said)], self.at, "turn"))

    def lost(self, x: e.Lost) -> None:
        self.tell("lost", count=x.lost)

    def cut(self, x: e.Cut) -> None:
        self.tell("cut_own" if x.why == "own" else "cut", "turn")


def driving(whole: str) -> tuple[str, str]:
    """The methods by which a step drives what its task was made of, if that is no coroutine."""
    return f"{whole}.send", f"{whole}.throw"


def begins_job(x: e.Frame, job: Job, name: str) -> bool:
    """Whether a job begins with this frame; ``name``: of what it calls, empty where it goes on.
    (What a decorator has put around a coroutine may have taken the name of that.)"""
    if not job.task:
        return x.name == name
    return bool(name) and (x.kind == "coroutine" or x.name in (name, *driving(name)))


def is_about(moment: Moment, label: str) -> bool:
    """Whether what was told is about this task or future."""
    said = moment.parts[0][1]
    about = said.get("task") or said.get("future")
    return about is not None and about[1].get("label") == label


def called_back(job: e.Handle, future: str, callbacks: list[str]) -> bool:
    """Whether a job is one of these callbacks, called with a future that is done. (Of many
    arguments, the first are told.)"""
    given = job.future if job.does == "wake" else "".join(job.args[-1:])
    return (job.task or job.name) in callbacks and given in (future, "…")


def is_told(frame: FrameState) -> bool:
    """Whether a frame is that of a coroutine or a generator that the program has given a name."""
    return frame.kind in SUSPENDABLE and not frame.name.endswith("<genexpr>")


def is_asked(frame: FrameState) -> bool:
    """Whether a frame is that of a generator which is asked for values: not awaited."""
    return frame.kind == "generator" and not frame.name.endswith("__await__")


_TELLS: dict[type[Any], Callable[[_Telling, Any], None]] = {
    e.Loop: _Telling.loop, e.StopAsked: _Telling.stop_asked, e.Stop: _Telling.stop,
    e.Close: _Telling.close, e.Turn: _Telling.turn,
    e.Woke: _Telling.woke, e.Watches: _Telling.watches,
    e.Shared: _Telling.shared_made, e.Contents: _Telling.contents_event,
    e.Stuck: _Telling.stuck, e.Ready: _Telling.ready,
    e.Timer: _Telling.timer, e.TimerOut: _Telling.timer_out, e.Cancelled: _Telling.cancelled,
    e.Run: _Telling.run, e.Skip: _Telling.skip, e.End: _Telling.end, e.Failed: _Telling.failed,
    e.Escaped: _Telling.escaped, e.Task: _Telling.task_event,
    e.Waits: _Telling.waits, e.Done: _Telling.done, e.Gone: _Telling.gone,
    e.Cancel: _Telling.cancel, e.Uncancel: _Telling.uncancel,
    e.Future: _Telling.future_event, e.Set: _Telling.set,
    e.Added: _Telling.added, e.Removed: _Telling.removed, e.Made: _Telling.made,
    e.Unbegun: _Telling.unbegun,
    e.NeverAwaited: _Telling.never_awaited, e.Frame: _Telling.frame,
    e.Through: _Telling.asked_through, e.Awaits: _Telling.awaits,
    e.Yield: _Telling.left, e.Raised: _Telling.raised,
    e.Return: _Telling.left, e.Unwind: _Telling.left,
    e.Resume: _Telling.resume, e.Throw: _Telling.throw, e.Output: _Telling.output,
    e.Omitted: _Telling.omitted, e.Fold: _Telling.fold, e.Gap: _Telling.gap, e.Lost: _Telling.lost,
    e.Cut: _Telling.cut,
}  # fmt: skip
