"""The program's code told of by ``sys.settrace``, for 3.11, which has nothing better.

A trace function is told of a "return" also when a coroutine suspends or unwinds, and of a "call"
also when it goes on; the instruction at hand tells them apart. Where an exception has left a frame
at a ``yield``, and where one is raised again, that instruction is a ``yield`` too: there the
coroutine is asked. When a coroutine goes on with an
exception, "call" comes at another instruction than RESUME, and "exception" follows at once. An
"exception" at SEND that is a StopIteration is none: what is awaited has returned (ceval.c).
"""

from __future__ import annotations

import functools
import signal
import sys
import threading
import types
import warnings
from collections.abc import Callable
from typing import Any

from . import bare, events, native, scene, words
from .code_hooks import CodeHooks, never, tells_raised
from .loop_hooks import WATCHES
from .own import BUILTINS, dis, get_ident
from .scene import Patches

__builtins__ = BUILTINS

RESUME, RETURN = dis.opmap.get("RESUME", -1), dis.opmap["RETURN_VALUE"]
NOT_BEGUN = dis.opmap.get("RETURN_GENERATOR", -1)
SEND = dis.opmap.get("SEND", -1)
SUSPENDS = dis.opmap["YIELD_VALUE"]


def install(hooks: CodeHooks, patches: Patches) -> None:
    """Begin to watch, in this thread and in those that are started later."""
    hooks.let_go = letting_go()
    tracer = Tracer(hooks)
    threading.settrace(tracer)
    sys.settrace(tracer)
    hooks.scene.log.look = tracer.go_on  # there are no `closings` to be told of before 3.13
    hooks.scene.tracer = tracer
    patches.set(signal, "siginterrupt", still_interrupting(signal.siginterrupt))
    patches.on_undo(functools.partial(stop, hooks))


def still_interrupting(siginterrupt: Callable[[int, bool], None]) -> Callable[..., None]:
    """That function, which ``loop.add_signal_handler`` calls to have a signal interrupt nothing.

    With any trace function, a thread of CPython 3.11 that calls something while a signal waits to
    be handled spins in ``eval_frame_handle_pending``, until another thread asks for the GIL. The
    main thread does so when its wait for a lock is interrupted: that goes on being so.
    """

    @functools.wraps(siginterrupt)
    def interrupts(*given: Any) -> None:
        siginterrupt(*given)  # what is wrong with them it says itself
        siginterrupt(given[0], True)

    return interrupts


def stop(hooks: CodeHooks) -> None:
    """Watch no more."""
    hooks.scene.tracer = None
    sys.settrace(None)
    threading.settrace(None)


def letting_go() -> Callable[[types.FrameType], bool]:
    """How a frame is kept from writing the dict of its locals back after it was traced, so that
    the dict can be emptied: only C can say that. Without ctypes the dict stays."""
    if (c := native.ctypes()) is None or not hasattr(c.pythonapi, "PyFrame_LocalsToFast"):
        return never
    write_back = c.pythonapi.PyFrame_LocalsToFast

    def written_back(frame: types.FrameType) -> bool:
        write_back(c.py_object(frame), 0)
        return True

    return written_back


class Tracer:
    """The trace function."""

    def __init__(self, hooks: CodeHooks) -> None:
        self.hooks = hooks
        self.scene = hooks.scene
        self.thrown_into = 0  # id of the frame
        # What is on its way through a frame, and the instruction that it came up at, by the id of
        # the frame.
        self.unwinding: dict[int, tuple[BaseException, int]] = {}
        # In words, for nothing is held: what was caught, and may be raised again, of which nobody
        # tells.
        self.caught: dict[int, str | None] = {}
        self.below: dict[int, int] = {}  # ids of frames: which one was called last by which
        self.threads = {get_ident()}  # in which the interpreter calls us
        self.away: set[int] = set()  # those of them in which it does not
        self.unawaited = warnings._warn_unawaited_coroutine.__code__  # type: ignore[attr-defined]

    def __call__(self, frame: types.FrameType, event: str, arg: Any) -> Any:
        try:
            return self.trace(frame, event, arg)
        except RecursionError:  # else the interpreter would call us no more
            self.scene.log.lost += 1
            return self
        except Exception as error:
            self.scene.log.lost += 1
            if scene.is_of_a_signal(error):
                raise
            return self

    def go_on(self) -> None:
        """Where a recursion came one call deeper still, the handler of a signal raised, or the
        program had a trace function of its own, the interpreter calls us no more: what it had to
        tell meanwhile is lost. Have it do so again, if the program has none any more."""
        here, tracer = get_ident(), sys.gettrace()
        if tracer is self or self.scene.untraced or here not in self.threads:
            return
        if not self.scene.log.open or (tracer is None and in_a_hook()):
            return
        if here not in self.away:
            self.away.add(here)
            self.scene.log.lost += 1
        if tracer is not None:
            return
        sys.settrace(self)
        self.away.discard(here)
        frame: types.FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_trace is None and self.scene.files.of(frame.f_code) is not None:
                frame.f_trace = self
            frame = frame.f_back

    def trace(self, frame: types.FrameType, event: str, arg: Any) -> Any:
        """What the interpreter tells."""
        code = frame.f_code
        if not self.scene.log.open:  # other threads than the one that has ended the recording
            sys.settrace(None)
            return None
        self.threads.add(get_ident())
        if not self.scene.files.main and code.co_name == "<module>":
            self.hooks.look_for_main(frame)
        if self.scene.files.of(code) is None:
            if id(code) in self.hooks.shared.inits:
                self.hooks.shared.made(frame)
            elif id(code) in WATCHES:
                self.hooks.watches(frame)
            elif code is self.unawaited:
                self.hooks.never_awaited(frame)
            elif tells_raised(code):
                self.call_below(frame)
            return None
        if event == "line":
            self.go_past(frame)
            self.hooks.line(frame, frame.f_lineno)
        elif event == "call":
            self.call(frame)
        elif event == "exception":
            self.exception(frame, *arg[1:])
        elif event == "return":
            self.leave(frame, arg)
        return self

    def call(self, frame: types.FrameType) -> None:
        at = max(frame.f_lasti, 0)
        operation, argument = frame.f_code.co_code[at : at + 2]
        if operation == NOT_BEGUN:  # it is closed or collected before it ever ran
            self.scene.frames.pop(id(frame), None)  # of another, whose end was lost
            return
        if operation != RESUME:
            self.thrown_into = id(frame)
        elif argument & 3 == 0:
            self.hooks.start(frame)
        else:
            self.hooks.resume(frame)

    def call_below(self, frame: types.FrameType) -> None:
        """Code that is not the program's is called, maybe by that: if an exception comes out of it
        into that, its frame is in the traceback, where those of an earlier one may stand too."""
        behind = frame.f_back
        if behind is not None and self.scene.files.of(behind.f_code) is not None:
            self.below[id(behind)] = id(frame)

    def exception(
        self, frame: types.FrameType, error: BaseException, tb: types.TracebackType | None
    ) -> None:
        thrown, self.thrown_into = self.thrown_into == id(frame), 0
        below, inner = self.below.pop(id(frame), 0), tb and tb.tb_next
        if inner is not None and id(inner.tb_frame) == below:
            self.hooks.raised(frame, inner.tb_frame.f_code, error)
        if thrown:
            self.hooks.throw(frame, error)
        elif bare.one_of(StopIteration, bare.mro(type(error))) and operation_of(frame) == SEND:
            return
        self.unwinding[id(frame)] = error, frame.f_lasti

    def go_past(self, frame: types.FrameType) -> None:
        """What was on its way through this frame, if anything, was caught there."""
        if known := self.unwinding.pop(id(frame), None):
            self.caught[id(frame)] = self.hooks.in_words(known[0])

    def leave(self, frame: types.FrameType, value: Any) -> None:
        self.below.pop(id(frame), None)
        operation = operation_of(frame)
        if operation == SUSPENDS and self.suspends(frame, value):
            self.go_past(frame)
            self.hooks.leave(frame, events.Yield, value)
            return
        error, _ = self.unwinding.pop(id(frame), (None, 0))
        caught = self.caught.pop(id(frame), None)
        if operation == RETURN:
            self.hooks.leave(frame, events.Return, value)
        else:
            self.hooks.leave(frame, events.Unwind, error, caught if error is None else None)

    def suspends(self, frame: types.FrameType, value: Any) -> bool:
        """Whether a frame that stands at a ``yield`` suspends there: else an exception leaves it,
        and there is no value."""
        key = id(frame)
        if value is not None or not (key in self.unwinding or key in self.caught):
            return True
        generator = native.generator_of(frame)
        if generator is None or type(generator) is types.AsyncGeneratorType:  # which does not say
            return key not in self.unwinding or self.unwinding[key][1] != frame.f_lasti
        return words.is_suspended(generator)


def in_a_hook() -> bool:
    """Whether a hook is under way in this thread, which has us not called. (`Scene.untraced` is for
    all threads, and another may have left its hook meanwhile.)"""
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None:
        ours = (frame.f_code.co_filename, frame.f_code.co_name) == (scene.__file__, "untraced")
        if ours and frame.f_locals.get("ours"):
            return True
        frame = frame.f_back
    return False


def operation_of(frame: types.FrameType) -> int:
    """The instruction at hand."""
    return frame.f_code.co_code[max(frame.f_lasti, 0)]
