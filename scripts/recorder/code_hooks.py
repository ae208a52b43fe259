"""The program's own code: frames, lines, variables, whichever way the interpreter tells of them.

`monitoring` (3.12 and newer) and `tracing` (3.11) call the methods here with the frame at hand.

Rule 1: a frame is known by its id while it lives and is never held.
Rule 2: one job may flood: a line that was visited `MANY` times in it is counted from then on, not
told, and so are functions called that often. What is left out is said (`events.Omitted`).
"""

from __future__ import annotations

import asyncio
import collections
import gc
import inspect
import itertools
import os
import sys
import types
import weakref
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from . import bare, events, words
from .closings import Closings
from .job_words import frames_in
from .own import BUILTINS, dis, get_ident
from .scene import Scene, hook, is_here
from .shared import SharedHooks
from .state import NEXT_VALUE
from .watched import LINES, Watched

__builtins__ = BUILTINS

FEW = 20  # tasks whose suspended frames are looked at again
MANY = 40  # visits of one line, calls of one function, in one job
MOST = 100  # variables of a frame that are told
# Programs that look at their own locals would see ours being taken (before 3.13).
LOOKING = {"locals", "vars", "eval", "exec", "dir"}
CALLS = ("PRECALL", "CALL", "CALL_KW", "CALL_FUNCTION_EX", "FOR_ITER")
DRIVING = {dis.opmap.get(name, -1) for name in CALLS}
AWAIT = dis.opmap["GET_AWAITABLE"]
STORE_GLOBAL = dis.opmap["STORE_GLOBAL"]
COROUTINE = inspect.CO_COROUTINE | inspect.CO_ITERABLE_COROUTINE
SUSPENDABLE = COROUTINE | inspect.CO_ASYNC_GENERATOR | inspect.CO_GENERATOR
AWAITING = {dis.opmap.get(name, -1) for name in ("SEND", "YIELD_VALUE", "RESUME")}
HOLDING = "[{("  # what the words for what holds other values begin with
ASYNCIO = os.path.join(os.path.dirname(asyncio.__file__), "")
NO_VALUE = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)


class Counts(NamedTuple):
    """Visits of a line, calls of a function; and those that were left out, by line."""

    visits: collections.Counter[tuple[str, int]]
    omitted: collections.Counter[int]
    calls: collections.Counter[int]


class CodeHooks:
    """Sees what the program's code does."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.shared = SharedHooks(scene)
        self.closings = Closings(scene, self.over)
        self.watched: list[weakref.ref[types.CodeType]] = []
        self.watches: Callable[[types.FrameType], Any] = lambda frame: None  # a file, by the loop
        self.begins: Callable[[types.CodeType], Any] = lambda code: None
        self.variables: dict[int, dict[str, str]] = {}  # last told, by frame
        # Before 3.13 a frame that was asked for its locals keeps them in a dict, where values would
        # live longer than they should. This tells whether that may be emptied.
        self.let_go: Callable[[types.FrameType], bool] = (
            untraced if sys.version_info >= (3, 12) else never
        )
        self.on_line: dict[int, int] = {}  # the line told last, by frame
        self.asleep: set[int] = set()  # frames that are suspended
        self.came_out_of: dict[int, str] = {}  # what is about to be thrown into these, by frame
        self.holding: set[int] = set()  # frames with a variable that holds other values
        self.bound: dict[int, int] = {}  # what the names of a module stand for, in short, by frame
        self.setters: set[int] = set()  # frames that may give values to variables of others
        self.through: dict[int, str] = {}  # the library's coroutine that asks it, by frame
        self.thrown: set[int] = set()  # frames that an exception was thrown into since then
        self.seen: weakref.WeakSet[Any] = weakref.WeakSet()  # coroutine and generator objects
        self.unbegun: dict[int, weakref.ref[Any]] = {}  # those told as made, by the id of the frame
        self.counts: dict[int, Counts] = {}  # of the job under way, by thread
        self.with_jobs: set[int] = set()  # threads in which a loop runs
        self.lost = 0  # events, when the frames were last looked through
        self.rests = 0  # µs, when they may be again

    def look_for_main(self, frame: types.FrameType) -> None:
        """A module begins, while the program has not begun."""
        if frame.f_globals.get("__name__") == "__main__":
            self.begins(frame.f_code)

    def end_of_job(self) -> None:
        """Tell what was left out of the job that ends, and of threads that have none meanwhile."""
        here = get_ident()
        omitted, calls = collections.Counter[int](), collections.Counter[int]()
        for thread in [*self.counts]:
            mine = thread == here or thread not in self.with_jobs
            if mine and (counts := self.counts.pop(thread, None)):
                omitted += counts.omitted
                calls += counts.calls
        self.forget_unbegun()
        self.look_again()
        if omitted or calls:
            left_out = ([[*each] for each in sorted(some.items())] for some in (omitted, calls))
            self.scene.log.add(events.Omitted, *left_out)

    def counted(self) -> Counts:
        """What was counted in this thread."""
        here = get_ident()
        if (counts := self.counts.get(here)) is None:
            counts = self.counts[here] = Counts(*(collections.Counter() for _ in Counts._fields))
        return counts

    def flooding(self, what: str, line: int) -> bool:
        visits = self.counted().visits
        visits[what, line] += 1
        return visits[what, line] > MANY

    # Frames

    @hook
    def start(self, frame: types.FrameType) -> None:
        """A function begins."""
        self.scene.tell_first(None)
        self.unbegun.pop(id(frame), None)
        self.closings.gone.discard(id(frame))
        self.scene.frames.pop(id(frame), None)
        if (number := self.number(frame, begins=True)) is None:
            return
        if (task := self.first_step(frame)) is not None:
            self.scene.log.add(events.FirstStep, number, task)
        elif is_driven(frame, self.scene.files):
            self.scene.log.add(events.Driven, number)
        else:
            self.tell_through(frame, number)

    def tell_through(self, frame: types.FrameType, number: int) -> None:
        """Tell of the library's coroutine that asks this frame, where it is another than before."""
        through = bare.cut(awaited_through(frame, self.scene.files))
        if through != self.through.get(number, ""):
            self.through[number] = through
            self.scene.log.add(events.Through, number, through)

    def first_step(self, frame: types.FrameType) -> str | None:
        """The eager task whose first step runs this frame, and no other one of the program's that
        awaits it."""
        firsts = self.scene.first_steps
        for one in itertools.chain([frame], awaiting(frame)) if firsts else ():
            if one is not frame and id(one) in self.scene.frames:
                return None
            if (label := firsts.get(id(one))) is not None:
                return label
        return None

    def within(self, frame: types.FrameType) -> int | None:
        """The number of the frame that awaits this one, which suspends."""
        numbers = (self.scene.frames.get(id(outer)) for outer in awaiting(frame))
        return next((number for number in numbers if number is not None), None)

    def known(self, frame: types.FrameType) -> int | None:
        """The number of a frame that was told of."""
        if self.lost != self.scene.log.lost:
            self.forget_the_dead()
        return self.scene.frames.get(id(frame))

    def forget_the_dead(self) -> None:
        """Where events were lost, frames have ended of which that was not told, and others may have
        their ids. (What runs is below the innermost frame of a thread, what is suspended in an
        object that can be.) It takes a tenth of the time at most."""
        began = self.scene.log.now()
        if began < self.rests:
            return
        lost, alive = self.scene.log.lost, set[int]()
        for innermost in sys._current_frames().values():
            frame: types.FrameType | None = innermost
            while frame is not None:
                alive.add(id(frame))
                frame = frame.f_back
        coroutine, generator, async_generator = words.MADE
        for each in gc.get_objects():  # no function is called: there may be no deeper recursion
            if (kind := type(each)) is coroutine:
                alive.add(id(each.cr_frame))
            elif kind is generator:
                alive.add(id(each.gi_frame))
            elif kind is async_generator:
                alive.add(id(each.ag_frame))
        for key, number in [*self.scene.frames.items()]:
            if key not in alive:
                self.over(number, key)
        now = self.scene.log.now()
        self.lost, self.rests = lost, now + 9 * (now - began)

    def number(self, frame: types.FrameType, begins: bool = False) -> int | None:
        """The number of a frame; None if it is one of too many. A frame that is first told of now
        may have begun before: as one of too many, or where events were lost."""
        number = self.known(frame)
        if number is None:
            code = frame.f_code
            line = self.scene.files.definition(code) or 0
            if code.co_name in words.INLINED:
                return None
            if self.flooding("call", line):
                self.counted().calls[line] += begins
                return None
            number = self.scene.frames[id(frame)] = self.scene.log.numbers.new("frame")
            if frame.f_back is not None and self.scene.files.of(frame.f_back.f_code) is not None:
                self.values(frame, number)  # what it was given was made before it began
            if code.co_freevars or STORE_GLOBAL in code.co_code[::2]:
                self.setters.add(number)
            name = bare.cut(code.co_qualname)
            self.scene.log.add(events.Frame, number, kind_of(frame), name, line)
            if not begins:
                self.scene.log.add(events.Midway, number)
        return number

    @hook
    def line(self, frame: types.FrameType, line: int) -> None:
        """The program comes to a line."""
        if id(frame) in self.closings.gone:
            return
        self.scene.tell_first(None)
        line = self.line_of(frame.f_code, line)
        number = self.known(frame)
        # 3.13 and newer tell of the line once more into which an exception was thrown.
        if number in self.thrown:
            self.thrown.discard(number)
            if self.on_line.get(number) == line:
                return
        if number is None and frame.f_code.co_name in words.INLINED:
            return
        if self.flooding("line", line) or (number is None and self.number(frame) is None):
            self.counted().omitted[line] += 1
            return
        number = self.scene.frames[id(frame)]
        self.tell_variables(frame, number)
        self.tell_waiting(frame, number in self.setters)
        self.shared.look_soon()
        self.scene.log.add(events.Line, number, line)
        self.on_line[number] = line

    def line_of(self, code: types.CodeType, line: int) -> int:
        """A line of code that is watched, as it is told."""
        return (self.scene.files.of(code) or 0) * LINES + line

    @hook
    def awaits(self, future: Any) -> None:
        """Who calls our method asks a task or future for what an ``await`` goes on with."""
        frame = sys._getframe(3)
        code, at = frame.f_code, frame.f_lasti
        if self.scene.files.of(code) is None or not bare.ask(future, "done"):
            return
        if code.co_code[at] != AWAIT:  # its ``__await__`` is called by hand
            return
        self.scene.tell_first(None)
        line, label = self.line_of(code, frame.f_lineno), self.scene.name(future)
        while frame.f_code.co_name in words.INLINED and frame.f_back is not None:
            frame = frame.f_back
        number = self.known(frame)
        if number is not None and label and not self.flooding("await", line):
            self.scene.log.add(events.Awaits, number, line, label)

    @hook
    def resume(self, frame: types.FrameType) -> None:
        """A suspended function goes on."""
        self.scene.tell_first(None)
        self.forget_unbegun()
        self.closings.gone.discard(id(frame))
        if (number := self.number(frame)) is not None:
            self.goes_on(number)
            self.scene.log.add(events.Resume, number)
            if frame.f_code.co_flags & inspect.CO_ASYNC_GENERATOR:  # another one may ask it now
                self.tell_through(frame, number)

    @hook
    def throw(self, frame: types.FrameType, error: BaseException) -> None:
        """A suspended function goes on with an exception. (One that has not begun never does.)"""
        if id(frame) in self.closings.gone:
            return
        if self.known(frame) is None and frame.f_lasti < words.EARLY:
            return
        if (number := self.number(frame)) is not None:
            by = self.came_out_of.pop(number, "")
            self.goes_on(number)
            self.scene.log.add(events.Throw, number, self.scene.short(error), by)
            if frame.f_code.co_flags & inspect.CO_ASYNC_GENERATOR:
                self.tell_through(frame, number)
            self.thrown.add(number)

    @hook
    def raised(self, frame: types.FrameType, by: types.CodeType, error: BaseException) -> None:
        """An exception comes into a frame of the program, out of this code."""
        line = self.line_of(frame.f_code, frame.f_lineno)
        number = self.known(frame)
        if number in self.asleep:  # then it is thrown in, which will be told
            self.came_out_of[number] = by.co_name
        elif number is not None and not self.flooding("raise", line):
            self.tell_variables(frame, number)
            self.shared.look_soon()
            value = self.scene.short(error)
            self.scene.log.add(events.Raised, number, by.co_name, value, line)

    def goes_on(self, number: int) -> None:
        """A frame is not suspended any more."""
        self.closings.goes_on(number)
        self.asleep.discard(number)

    @hook
    def in_words(self, value: object) -> str:
        """A value that will be told of later, and must not be held until then."""
        return self.scene.short(value)

    @hook
    def leave(self, frame: types.FrameType, kind: Any, value: Any, said: str | None = None) -> None:
        """A function gives back control: it suspends, returns, or ends by an exception. ``said``:
        the value in words, where it is not at hand any more."""
        self.scene.tell_first(None)
        self.scene.first_step_left(id(frame), kind, value)
        number = self.known(frame)
        if number is None:
            return
        self.tell_variables(frame, number)
        self.tell_waiting(frame, number in self.setters)
        self.shared.look_soon()
        said = said or self.scene.short(value)
        if kind is events.Yield:
            line = self.line_of(frame.f_code, frame.f_lineno)
            within = None if said.strip("<>") == NEXT_VALUE else self.within(frame)
            self.scene.log.add(kind, number, said, line, within)
            self.closings.suspends(frame, number)
            self.asleep.add(number)
        else:
            self.scene.log.add(kind, number, said)
            self.over(number, id(frame))
        self.tell_again(words.caller(frame, self.scene.files))

    def over(self, number: int, key: int) -> None:
        """The frame with this number, and this id, is gone."""
        if self.scene.frames.get(key) == number:  # and no other has the id already
            del self.scene.frames[key]
        self.variables.pop(number, None)
        self.holding.discard(number)
        self.bound.pop(number, None)
        self.on_line.pop(number, None)
        self.through.pop(number, None)
        self.setters.discard(number)
        self.asleep.discard(number)
        self.came_out_of.pop(number, None)
        self.thrown.discard(number)

    @hook
    def never_awaited(self, frame: types.FrameType) -> None:
        """The interpreter warns; ``frame`` is that of ``warnings._warn_unawaited_coroutine``."""
        coroutine = frame.f_locals.get("coro")
        if type(coroutine) is types.CoroutineType:
            code = coroutine.cr_code
            line = self.scene.files.definition(code)
            self.scene.log.add(events.NeverAwaited, bare.cut(coroutine.__qualname__), line)

    # Variables

    def tell_variables(self, frame: types.FrameType, number: int) -> dict[str, str] | None:
        """Tell what has changed since the last time. All of them, in words; None if the frame must
        not be asked."""
        values = self.values(frame, number)
        if values is None:
            return None
        told = self.variables.setdefault(number, {})
        changed: dict[str, str | None] = {
            name: shown for name, shown in values.items() if told.get(name) != shown
        }
        changed.update((name, None) for name in told if name not in values)
        if changed:
            self.variables[number] = values
            holds = any(value[0] in HOLDING for value in values.values())
            (self.holding.add if holds else self.holding.discard)(number)
            self.scene.log.add(events.Variables, number, changed)
        return values

    def tell_waiting(self, frame: types.FrameType, whatever: bool) -> None:
        """Tell what a function has changed in the variables of those that wait for it: what a list
        holds, or ``whatever`` else, a global or what a function inside another one may set."""
        if whatever or self.holding:
            for number, outer in self.known_below(frame):
                if whatever or number in self.holding:
                    self.tell_variables(outer, number)

    def known_below(self, frame: types.FrameType) -> Iterator[tuple[int, types.FrameType]]:
        """The program's frames that wait for this one, those next to it, with their numbers."""
        outer, many = frame.f_back, 0
        while outer is not None and many < FEW:
            ours = self.scene.files.of(outer.f_code) is not None
            if ours and (number := self.known(outer)) is not None:
                many += 1
                yield number, outer
            outer = outer.f_back

    def is_bound_anew(self, frame: types.FrameType, number: int) -> bool:
        """Whether a name of a module that waits stands for another object than at the last look."""
        if frame.f_code.co_name != "<module>":
            return False
        now = hash(tuple(map(id, dict.values(frame.f_globals))))
        before, self.bound[number] = self.bound.get(number), now
        return now != before

    def look_again(self) -> None:
        """Tell what others have changed in the variables of those that wait for the loop, and in
        those of suspended frames: what a list holds."""
        for number, outer in self.known_below(sys._getframe(1)):
            if number in self.holding or self.is_bound_anew(outer, number):
                self.tell_variables(outer, number)
        if len(self.scene.unfinished) > FEW:
            return
        for task in self.scene.labels.of(self.scene.unfinished):
            for number, frame in self.frames_of(task) if is_here(bare.field(task, "_loop")) else ():
                told = self.variables.get(number, {}).values()
                if any(value[0] in words.CONTAINERS for value in told):
                    self.tell_variables(frame, number)

    def tell_again(self, frame: types.FrameType | None) -> None:
        """Tell what others have changed, meanwhile, in the variables of a frame of the program that
        waited for them: a list that was passed on, a global."""
        if frame is not None and (number := self.scene.frames.get(id(frame))):
            self.tell_variables(frame, number)

    def loop_starts(self) -> None:
        """This thread has jobs now."""
        self.with_jobs.add(get_ident())

    @hook
    def loop_stops(self) -> None:
        """Those who waited for the loop go on soon."""
        self.with_jobs.discard(get_ident())
        frame: types.FrameType | None = sys._getframe(1)
        while frame is not None:
            if self.scene.files.of(frame.f_code) is not None:
                self.tell_again(frame)
            frame = frame.f_back

    def frames_of(self, task: Any) -> Iterator[tuple[int, types.FrameType]]:
        """The program's frames in the chain of a task that is suspended, with their numbers."""
        for frame in frames_in(bare.field(task, "_coro")):
            if number := self.known(frame):
                yield number, frame

    def suspended(self, loop: Any) -> dict[int, list[Any]]:
        """Of the frames of a loop's tasks line, variables and who awaits it, for snapshots; of
        those that wait for the loop variables alone: how they came to be on their line was seen."""
        found: dict[int, list[Any]] = {}
        for number, frame in self.known_below(sys._getframe(1)):
            if (values := self.as_they_are(frame, number)) is not None:
                found[number] = [None, values, None]
        if len(self.scene.unfinished) > FEW:
            return found
        for task in self.scene.labels.of(self.scene.unfinished):
            if bare.field(task, "_loop") is loop and not bare.ask(task, "done"):
                within = None
                for number, frame in self.frames_of(task):
                    if (values := self.as_they_are(frame, number)) is not None:
                        line = self.line_of(frame.f_code, frame.f_lineno)
                        found[number] = [line, values, within]
                    within = number
        return found

    def as_they_are(self, frame: types.FrameType, number: int) -> dict[str, str] | None:
        """The variables of a frame, for a snapshot. (Another thread may have changed them right
        now: then that is told.)"""
        return self.tell_variables(frame, number) if self.scene.threaded else self.values(frame)

    def values(self, frame: types.FrameType, number: int = 0) -> dict[str, str] | None:
        """The variables of a frame, the first `MOST`, in words; None if it must not be asked. With
        its ``number`` the objects that are in a variable for the first time are told of."""
        code = frame.f_code
        if not code.co_flags & inspect.CO_OPTIMIZED:  # a module or a class body
            found = itertools.islice(global_values(frame.f_locals), MOST)
            return {name: self.value(value, frame, number) for name, value in found}
        proxy = sys.version_info >= (3, 13)
        if not proxy and LOOKING.intersection(code.co_names):
            return None
        taken = frame.f_locals
        found = itertools.islice(taken.items(), MOST)
        shown = {n: self.value(v, frame, number) for n, v in found if not n.startswith(".")}
        if not proxy and self.let_go(frame):
            taken.clear()
        return shown

    def value(self, value: Any, frame: types.FrameType, number: int) -> str:
        """A value in words; coroutine and generator objects are told of when they are new."""
        if number:
            for item in made_in(value):
                if item not in self.seen:
                    self.seen.add(item)
                    self.tell_made(item, frame, number)
                elif self.unbegun and words.frame_of(item) is None:
                    self.tell_unbegun(item, number)
        return self.scene.short(value)

    def tell_made(self, item: Any, frame: types.FrameType, number: int) -> None:
        """Tell of an object of which nothing has run, unless it may come from elsewhere: who makes
        one names the function. A function that has just begun got it from who called."""
        line, by = self.on_line.get(number), frame
        back = frame.f_back
        while back and back.f_code.co_name in words.INLINED:
            back = back.f_back
        if line is None and back and self.scene.files.of(back.f_code) is not None:
            by, line = back, self.line_of(back.f_code, back.f_lineno)
        if words.is_fresh(item) and any(item.__name__ in names(c) for c in codes_in(by.f_code)):
            inner = words.frame_of(item)
            kind = kind_of(inner) if inner is not None else ""
            self.scene.log.add(events.Made, item.__qualname__, line or 0, kind)
            if inner is not None and self.scene.files.of(inner.f_code) is not None:
                self.unbegun[id(inner)] = weakref.ref(item)

    def tell_unbegun(self, item: Any, number: int) -> None:
        """Tell of an object that has ended, if it had not begun."""
        name = item.__qualname__
        for key, known in self.unbegun.items():
            if known() is item:
                del self.unbegun[key]
                self.scene.log.add(events.Unbegun, name, self.on_line.get(number, 0))
                return

    def forget_unbegun(self) -> None:
        """What has ended by now and was not told, the loop has ended, or what is not the
        program's: it would be told on a line that has nothing to do with it."""
        for key, known in [*self.unbegun.items()]:
            item = known()
            if item is None or words.frame_of(item) is None:
                del self.unbegun[key]


def made_in(value: Any) -> list[Any]:
    """The coroutine and generator objects that a value is, or that a list holds."""
    if bare.one_of(type(value), words.MADE):
        return [value]
    if type(value) is list or type(value) is tuple:
        return [item for item in value[: words.MANY] if bare.one_of(type(item), words.MADE)]
    return []


def names(code: types.CodeType) -> tuple[str, ...]:
    """What a code object calls anything by."""
    return code.co_names + code.co_varnames + code.co_freevars + code.co_cellvars


def global_values(names: Any) -> Iterator[tuple[str, Any]]:
    """The variables of a module or a class body that are no module, function or class. (What a
    metaclass puts in the place of a dict is not asked.)"""
    if bare.is_a(names, dict):
        for name, value in list(itertools.islice(dict.items(names), 10 * MOST)):
            shown = type(name) is str and not name.startswith("__")
            if shown and not any(bare.is_a(value, each) for each in NO_VALUE):
                yield name, value


def never(_: types.FrameType) -> bool:
    """Leave the dict of locals with its frame."""
    return False


def untraced(_: types.FrameType) -> bool:
    """3.12: the dict can be emptied, unless a debugger of the program's own writes it back."""
    return sys.gettrace() is None


def kind_of(frame: types.FrameType) -> str:
    """What a frame runs."""
    flags = frame.f_code.co_flags
    if flags & COROUTINE:
        return "coroutine"
    if flags & inspect.CO_ASYNC_GENERATOR:
        return "async generator"
    if flags & inspect.CO_GENERATOR:
        return "generator"
    if flags & inspect.CO_OPTIMIZED:
        return "function"
    return "module" if frame.f_code.co_name == "<module>" else "class"


def tells_raised(code: types.CodeType) -> bool:
    """Whether it is told what comes out of this code, which is not the program's, into that: of a
    coroutine, that is, or of a function of asyncio's."""
    awaited = code.co_flags & (COROUTINE | inspect.CO_ASYNC_GENERATOR)
    return bool(awaited) or code.co_filename.startswith(ASYNCIO)


def is_driven(frame: types.FrameType, files: Watched) -> bool:
    """Whether a coroutine begins where its ``send`` is called: by another one, and not at an
    ``await``; or by a function of a library's, and not as a task. (A function of the program's own
    is seen.)"""
    code, behind = frame.f_code, frame.f_back
    if behind is None or not (code.co_flags & COROUTINE or code.co_name == "__await__"):
        return False
    if behind.f_code.co_flags & SUSPENDABLE:
        return behind.f_code.co_code[behind.f_lasti] in DRIVING
    return files.of(behind.f_code) is None and behind.f_code is not words.RUNS_A_JOB


def awaiting(frame: types.FrameType) -> Iterator[types.FrameType]:
    """The frames that await this one, which runs, from the inside outwards: in an ``await`` or
    ``yield from``. (What is thrown in goes past them; they stand where they were suspended.)"""
    outer = frame.f_back
    while outer is not None and outer.f_code.co_flags & SUSPENDABLE:
        if operation_of(outer) not in AWAITING:
            return
        yield outer
        outer = outer.f_back


def awaited_through(frame: types.FrameType, files: Watched) -> str:
    """The function of a library's that a coroutine of the program awaits, where that awaits this
    frame, or others that do; empty where the program's awaits this one, or no one of it."""
    name = ""
    if frame.f_back is None or files.of(frame.f_back.f_code) is not None:
        return name  # as most: what awaits it need not be looked at
    for outer in awaiting(frame):
        if files.of(outer.f_code) is not None:
            return name
        name = outer.f_code.co_qualname
    return ""


def operation_of(frame: types.FrameType) -> int:
    """The instruction at hand. (While it runs another frame, 3.12 says where what follows it in
    the code is kept that helps to be quick.)"""
    code, at = frame.f_code.co_code, max(frame.f_lasti, 0)
    while at and not code[at]:  # CACHE
        at -= 2
    return code[at]


def codes_in(code: types.CodeType) -> list[types.CodeType]:
    """A code object and all those inside it, as they stand in the file."""
    found = [code]
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found += codes_in(constant)
    return found
