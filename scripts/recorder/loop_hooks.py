"""The event loop's side: turns, ready queue, timers, and the jobs that run.

Rule 1: hooks are leaves. They return before anything of asyncio or of the program goes on, so that
no frame of ours is below theirs: not in tracebacks, not in debug mode's "created at", not in stack
levels. (The one exception is ``select``, which the loop waits in.)

How the loop's inside is seen without a frame of ours around it:
- ``loop._ready`` is a deque whose ``append`` and ``popleft`` tell us first. ``_run_once`` takes
  each job with ``popleft`` right before it calls it, so the job before has returned then.
- ``heapq`` in asyncio's module is an object of ours: every change of ``loop._scheduled`` is a
  call of heappush, heappop or heapify there.
- ``_format_callback_source`` is called when an exception has come out of a job, to say which.
- ``_format_handle`` is called in debug mode, to say which job has taken long, when that is over.
- ``_set_coroutine_origin_tracking`` is called when ``run_forever`` begins and when it ends.
- The last job of a turn has returned when the loop lets go of its handle, and ``close`` asks the
  ready queue for ``clear`` and calls that. So what goes with a handle goes where it would.
"""

from __future__ import annotations

import collections
import functools
import sys
import weakref
from asyncio import base_events, format_helpers, selector_events
from asyncio.events import Handle, TimerHandle, _get_running_loop
from collections.abc import Callable
from types import FrameType
from typing import Any, NamedTuple

from . import bare, events, words
from .clocks import Clocks
from .job_words import describe, name_task, really, task_of, tell_task
from .own import BUILTINS, count_threads
from .scene import Patches, Scene, hook, last_hook
from .stand_ins import Heap, Ready, Select, watched_files

__builtins__ = BUILTINS

WATCHES = {  # codes of those methods by which a program has the selector watch a file, by id
    id(code): code
    for name in ("add_reader", "add_writer", "remove_reader", "remove_writer")
    for code in [vars(selector_events.BaseSelectorEventLoop)[name].__code__]
}
Loop = Any  # asyncio's loops, of which we use what is not public
AGAIN = 5  # looks at how things are, until nothing has happened meanwhile
CAME_FROM = {"_run_once": "timer", "_add_callback": "io", "call_soon_threadsafe": "threadsafe"}
CAME_FROM |= {"_add_callback_signalsafe": "signal"}


class Job(NamedTuple):
    """A job under way: its number, the label of the task that it goes on with, and its handle,
    which the loop holds, and nobody of ours."""

    number: int
    task: str | None
    handle: weakref.ref[Handle]


class LoopHooks:
    """Sees what all loops of the process do."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.loops: dict[int, int] = {}  # number of a loop, by its id
        self.selects: dict[int, Select] = {}  # by the loop, while that runs
        self.turns: collections.Counter[int] = collections.Counter()
        self.running: dict[int, Job] = {}  # the job under way in each loop
        self.leaving: dict[int, int] = {}  # the id of a timer that has just left, by its loop
        self.clocks = Clocks(scene)
        self.queued: dict[int, set[int]] = {}  # ids of the handles in each loop's queues
        base: Any = base_events.BaseEventLoop
        self.turns_by, self.runs_by = base._run_once.__code__, base.run_forever.__code__
        self.before_start: list[Callable[[], Any]] = []  # of a loop
        self.before_end: list[Callable[[], Any]] = []  # of a job
        self.before_stop: list[Callable[[], Any]] = []  # of a loop
        self.look: Callable[..., Any] = lambda task=None: None  # at what tasks share
        self.inside: Callable[[], list[tuple[str, dict[str, Any]]]] = list  # what is in it
        self.look_again: Callable[[], Any]  # at the variables of frames that are suspended
        # What the frames of a loop's tasks that are suspended really are, for snapshots.
        self.suspended: Callable[[Loop], dict[int, list[Any]]] = lambda _: {}

    def install(self, patches: Patches) -> None:
        """Patch asyncio in place."""
        hooks, base = self, base_events.BaseEventLoop
        made: Any = base.__init__
        tracking: Any = base._set_coroutine_origin_tracking  # type: ignore[attr-defined]
        stops, cancel = base.stop, Handle.cancel
        source: Any = format_helpers._format_callback_source
        handle_: Any = base_events._format_handle  # type: ignore[attr-defined]

        def __init__(loop: Loop, *args: Any, **kwargs: Any) -> None:
            made(loop, *args, **kwargs)
            loop._ready = Ready(loop._ready)
            loop._ready.hooks, loop._ready.number = hooks, hooks.made(loop) or 0

        def _set_coroutine_origin_tracking(loop: Loop, enabled: bool) -> None:
            tracking(loop, enabled)
            hooks.started_or_stopped(loop)

        def stop(loop: Loop) -> None:  # named as what it stands for (`Watched.hands_on`)
            hooks.stop_asked(loop)
            stops(loop)

        def cancel_(handle: Handle) -> None:
            hooks.cancelled(handle)
            cancel(handle)

        def _format_callback_source(*args: Any, **kwargs: Any) -> Any:
            told = source(*args, **kwargs)
            try:
                hooks.failed()
            except RecursionError:
                hooks.scene.log.lost += 1
            return told

        def _format_handle(handle: Handle) -> Any:
            hooks.took_long()
            return handle_(handle)

        patches.set(base, "__init__", functools.wraps(made)(__init__))
        tracked = functools.wraps(tracking)(_set_coroutine_origin_tracking)
        patches.set(base, "_set_coroutine_origin_tracking", tracked)
        patches.set(base, "stop", functools.wraps(stops)(stop))
        patches.set(Handle, "cancel", functools.wraps(cancel)(cancel_))
        sourced = functools.wraps(source)(_format_callback_source)
        patches.set(format_helpers, "_format_callback_source", sourced)
        patches.set(base_events, "_format_handle", functools.wraps(handle_)(_format_handle))
        patches.set(base_events, "heapq", Heap(self))
        patches.on_undo(self.let_go_of_selectors)

    # The loop's life

    @hook
    def made(self, loop: Loop) -> int:
        number = self.scene.log.numbers.new("loop")
        self.loops[id(loop)] = number
        files, codes = self.scene.files, (f.__code__ for f in bare.functions(type(loop)))
        files.of_loops.update((id(code), code) for code in codes if files.of(code) is not None)
        self.scene.log.add(events.Loop, number, bare.name(type(loop)))
        return number

    @hook
    def started_or_stopped(self, loop: Loop) -> None:
        by = sys._getframe(3)
        if "run_forever" not in by.f_code.co_name:
            return  # debug mode is switched on or off meanwhile
        number = self.loops[id(loop)]
        if (select := self.selects.pop(number, None)) is not None:
            select.take_away()
            self.tell_escaped(number, by)
            self.ended(number)
            for action in self.before_stop:
                action()
            self.scene.log.add(events.Stop, number)
        elif "cleanup" not in by.f_code.co_name:  # of one that could not begin
            selector = bare.field(loop, "_selector")
            self.selects[number] = Select(self, loop, number, selector)
            for action in self.before_start:
                action()
            self.scene.log.add(events.Start, number)

    def tell_escaped(self, loop: int, stops: FrameType | None) -> None:
        """A loop stops: for an exception, if there is one, that has come out of the job that runs,
        and on through the loop."""
        job, error = self.running.get(loop), sys.exc_info()[1]
        while stops is not None and stops.f_code is not self.runs_by:
            stops = stops.f_back
        if job and not job.task and error and comes_out_of_a_job(error, stops):
            line = words.raised_at(error, self.scene.files)
            self.scene.log.add(events.Escaped, job.number, self.scene.short(error), line)

    def let_go_of_selectors(self) -> None:
        """What stands in them is theirs from now on."""
        while self.selects:
            self.selects.popitem()[1].take_away()

    @hook
    def stop_asked(self, loop: Loop) -> None:
        line, _ = self.scene.place()
        if line is not None and not loop._stopping:
            self.scene.log.add(events.StopAsked, self.loops[id(loop)], line)

    @hook
    def watches(self, frame: FrameType) -> None:
        """``add_reader``, or one like it, begins: ``frame`` is its."""
        behind, given = frame.f_back, frame.f_locals
        number = self.loops.get(id(given["self"]))
        if behind is None or number is None or self.scene.files.of(behind.f_code) is None:
            return
        line = self.scene.files.line(behind.f_code, behind.f_lineno)
        called = given.get("callback")
        name = "" if called is None else words.called(called, self.scene.files)[0]
        self.scene.log.add(events.Watches, number, frame.f_code.co_name, name, line)

    @hook
    def cleared(self, number: int) -> None:
        if sys._getframe(3).f_code.co_name != "close":
            return
        # The handles that are still in its queues go with it; their ids may come again.
        for key in self.queued.pop(number, ()):
            self.scene.handles.pop(key, None)
        self.scene.log.add(events.Close, number)

    # A turn

    @hook
    def turn(self, loop: Loop, number: int, timeout: float | None) -> None:
        if type(loop._ready) is not Ready or not self.runs_alone(sys._getframe(3)):
            self.scene.log.end("own")
            return
        if number in self.selects:
            self.selects[number].asked = True
        self.ended(number)
        self.look()
        scene, watched, alone = self.scene, watched_files(loop), count_threads() == 1
        scene.threaded = scene.threaded or not alone
        scene.log.end_turn(
            (len(loop._ready), len(loop._scheduled), len(scene.unfinished), len(scene.frames))
        )
        if scene.check:
            self.snapshot(loop, number)
        self.clocks.at_turn(loop, number, timeout)
        self.turns[number] += 1
        most = None if timeout is None else round(timeout * 1e6)
        scene.log.add(events.Turn, number, self.turns[number], most, watched)
        lonely = alone and not getattr(loop, "_signal_handlers", None)
        if timeout is None and watched == 0 and lonely:
            scene.log.stuck = True
            scene.log.add(events.Stuck, number)
        else:
            scene.log.rest(most)

    @hook
    def woke(self, number: int, found: object) -> None:
        """``found``: what the selector says is ready; a list, if it is one of Python's own."""
        self.scene.log.stuck = False
        count = len(found) if type(found) is list else 0
        self.scene.log.add(events.Woke, number, count)
        if self.scene.threaded:
            self.look_again()  # at what other threads have changed meanwhile

    # Jobs

    def number_of(self, handle: Handle, loop: int) -> int:
        """The number of a handle, which gets one when it is seen first."""
        self.let_leave(loop)
        number = self.scene.handles.get(id(handle))
        if number is None:
            job = describe(handle, self.scene)  # may name a task first
            number = self.scene.handles[id(handle)] = self.scene.log.numbers.new("handle")
            self.queued.setdefault(loop, set()).add(id(handle))
            self.scene.log.add(events.Handle, number, loop, *job)
        return number

    def forget(self, handle: Handle, loop: int) -> int:
        """The number of a handle that leaves the queues of its loop."""
        self.queued.get(loop, set()).discard(id(handle))
        return self.scene.handles.pop(id(handle), 0)

    def let_leave(self, loop: int) -> None:
        """The cancelled timer that has left the heap does not come to the ready queue."""
        if key := self.leaving.pop(loop, None):
            self.queued.get(loop, set()).discard(key)
            self.scene.handles.pop(key, None)

    @hook
    def ready(self, handle: Handle, loop: int) -> None:
        source = came_from(sys._getframe(3))
        if source == "timer" and self.leaving.get(loop) == id(handle):
            del self.leaving[loop]
        if self.scene.eager:
            callback = words.unwrapped(handle._callback, ())[0]  # type: ignore[attr-defined]
            self.scene.tell_first(self.scene.name(task_of(callback)))
        number = self.number_of(handle, loop)
        self.scene.log.add(events.Ready, number, source, *self.scene.place())

    @hook
    def taken(self, handle: Handle, loop: int) -> None:
        select = self.selects.get(loop)
        seen = select is not None and select.asked and select.stands()
        if not self.runs_alone(sys._getframe(3)) or not seen:
            self.scene.log.end("own")
            return
        self.ended(loop)
        self.look()
        number = self.forget(handle, loop)
        if handle._cancelled:
            self.scene.log.add(events.Skip, number)
            return
        if self.scene.check:
            self.snapshot(handle._loop, loop, number)  # type: ignore[attr-defined]
        self.scene.log.add(events.Run, number)
        if self.scene.log.open:
            task = task_of(handle._callback)  # type: ignore[attr-defined]
            label = None if task is None else name_task(task, self.scene)
            let_go = functools.partial(self.let_go, loop, number)
            self.running[loop] = Job(number, label, weakref.ref(handle, let_go))

    @last_hook
    def let_go(self, loop: int, number: int, _: object) -> None:
        """The loop has let go of the handle of the last job of a turn, which holds what it held."""
        if loop in self.running and self.running[loop].number == number:
            self.ended(loop)

    def ended(self, loop: int) -> None:
        """The job that ran in this loop, if any, has returned."""
        if (job := self.running.pop(loop, None)) is None:
            return
        self.look(job.task)
        for action in self.before_end:
            action()
        if job.task:
            for task in self.scene.labels.of([job.task]):
                tell_task(task, job.task, self.scene)
        self.scene.log.add(events.End, job.number)

    @hook
    def took_long(self) -> None:
        """The loop is about to say so of the job that has just returned."""
        if sys._getframe(3).f_code is self.turns_by:
            self.ended(self.loops[id(_get_running_loop())])

    @hook
    def failed(self) -> None:
        """Who has asked for the words for a callback may be the loop, which has caught what came
        out of the job that runs."""
        caller = sys._getframe(3)
        behind, loop = caller.f_back, _get_running_loop()
        runs = caller.f_code is words.RUNS_A_JOB and behind and words.in_loop(behind.f_code)
        job = self.running.get(self.loops.get(id(loop), 0)) if runs else None
        if job and (error := sys.exc_info()[1]):
            line = words.raised_at(error, self.scene.files)
            self.scene.log.add(events.Failed, job.number, self.scene.short(error), line)

    @hook
    def cancelled(self, handle: Handle) -> None:
        number = self.scene.handles.get(id(handle))
        if number is not None and not handle._cancelled:
            self.scene.log.add(events.Cancelled, number, *self.scene.place())

    @hook
    def pushed(self, handle: TimerHandle) -> None:
        self.scene.tell_first(None)
        log, timer = self.scene.log, handle  # type: Any, Any
        loop = self.loops[id(timer._loop)]
        number = self.number_of(handle, loop)
        self.clocks.at_timer(timer._loop, loop, timer._when)
        log.add(events.Timer, number, self.due(handle), *self.scene.place())

    @hook
    def popped(self, handle: TimerHandle) -> None:
        loop = self.loops[id(handle._loop)]  # type: ignore[attr-defined]
        self.let_leave(loop)
        if not handle._cancelled:
            self.clocks.at_least(handle._loop, loop, handle._when)  # type: ignore[attr-defined]
        self.scene.log.add(events.TimerOut, self.scene.handles.get(id(handle), 0))
        if handle._cancelled:  # it is dropped, or comes next, if it was due like those before it
            self.leaving[loop] = id(handle)

    @hook
    def heapified(self) -> None:
        """Cancelled timers were too many and are cleared away: those that are left, in a list of
        their own, become the heap in a moment."""
        loop: Loop = _get_running_loop()
        for handle in loop._scheduled:
            if handle._cancelled:
                self.popped(handle)

    def runs_alone(self, frame: FrameType | None) -> bool:
        """Whether a turn is made by asyncio's own `_run_once` and `run_forever`, whoever stands
        between them, and not in the midst of a job. Nothing else that runs a loop tells us when its
        jobs begin and end."""
        if frame is None or frame.f_code is not self.turns_by:
            return False
        while (frame := frame.f_back) is not None:
            if frame.f_code is self.runs_by:
                return True
            if frame.f_code is self.turns_by or frame.f_code is words.RUNS_A_JOB:
                return False
        return False

    def snapshot(self, loop: Loop, number: int, *job: int) -> None:
        """How things really are, the ``job`` that runs next still in the queue."""

        def numbers(queue: list[Handle]) -> list[int]:
            return [self.scene.handles.get(id(handle), -1) for handle in queue]

        log = self.scene.log
        with (
            log.lock
        ):  # no other thread tells of anything meanwhile, but the handler of a signal may
            for _ in range(AGAIN):
                told, timers = len(log.turn), list(loop._scheduled)
                queue = [*job, *numbers(list(loop._ready))]
                due = [*numbers(timers), *map(self.due, timers)]
                was = *really(loop, self.scene), self.suspended(loop), dict(self.inside())
                if told == len(log.turn):
                    log.add(events.Snapshot, number, queue, due, *was)
                    return

    def due(self, timer: Any) -> int:
        """The deadline of a timer, in µs since the program began."""
        micros: int = round((timer._when - self.scene.log.began) * 1e6)
        return micros


def comes_out_of_a_job(error: BaseException, runs: FrameType | None) -> bool:
    """Whether an exception has come out of a job, and on to this frame that runs the loop."""
    tb = bare.field(error, "__traceback__")
    if tb is None or tb.tb_frame is not runs:
        return False
    while (tb := tb.tb_next) is not None:
        if tb.tb_frame.f_code is words.RUNS_A_JOB:
            return True
    return False


def came_from(caller: FrameType) -> str:
    """How a job comes into the ready queue (see `events.Ready`), by who puts it there. All go
    through these, as read in ``asyncio/base_events.py`` of 3.11 to 3.15; since 3.14
    ``call_soon_threadsafe`` does it itself."""
    if caller.f_code.co_name in ("_call_soon", "_add_callback") and caller.f_back:
        outer = caller.f_back
        caller = outer if outer.f_code.co_name in CAME_FROM else caller
    return CAME_FROM.get(caller.f_code.co_name, "soon")
