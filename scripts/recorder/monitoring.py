"""The program's code told of by ``sys.monitoring`` (3.12 and newer), for its code objects alone."""

from __future__ import annotations

import sys
import types
import warnings
import weakref
from collections.abc import Callable
from typing import Any

from . import events
from .code_hooks import CodeHooks, codes_in, tells_raised
from .log import Log
from .loop_hooks import WATCHES
from .own import BUILTINS
from .scene import Patches, is_of_a_signal
from .tracebacks import RUN, ours, pruned, set_traceback, traceback_of

__builtins__ = BUILTINS

TOOL = 4


def install(hooks: CodeHooks, patches: Patches) -> None:
    """Begin to watch. Code of the program that is compiled later is found when it begins."""
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined]
    known = monitoring.events
    monitoring.use_tool_id(TOOL, "recorder")
    for event, callback in callbacks(hooks, monitoring).items():
        monitoring.register_callback(TOOL, getattr(known, event), callback)
    # Exceptions cannot be watched for single code objects.
    monitoring.set_events(TOOL, known.PY_START | known.PY_UNWIND | known.PY_THROW)
    patches.on_undo(lambda: stop(hooks))


def stop(hooks: CodeHooks) -> None:
    """Watch no more. A tool that is gone would leave its events with the code objects."""
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined]
    monitoring.set_events(TOOL, 0)
    for reference in hooks.watched:
        if (code := reference()) is not None:
            monitoring.set_local_events(TOOL, code, 0)
    hooks.watched.clear()
    for event in callbacks(hooks, monitoring):
        monitoring.register_callback(TOOL, getattr(monitoring.events, event), None)
    monitoring.free_tool_id(TOOL)


def watch(code: types.CodeType, hooks: CodeHooks) -> None:
    """Watch a code object and those inside it."""
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined]
    known = monitoring.events
    local = known.LINE | known.PY_START | known.PY_RESUME | known.PY_YIELD | known.PY_RETURN
    for one in codes_in(code):
        monitoring.set_local_events(TOOL, one, local)
        hooks.watched.append(weakref.ref(one))


def hide_a_hook(error: BaseException) -> None:
    """Where the handler of a signal raised, inside of what is called here, no frame of ours is left
    in the traceback."""
    tb = traceback_of(error)
    if tb and tb.tb_next and ours(tb.tb_next.tb_frame.f_code):
        tb.tb_next = pruned(tb.tb_next)


def missed(error: Exception, log: Log) -> None:
    """An event is lost by an exception, unless that is the program's: then it goes on."""
    log.lost += 1
    if is_of_a_signal(error):
        raise error


def callbacks(hooks: CodeHooks, monitoring: Any) -> dict[str, Callable[..., Any]]:
    """What is called for each kind of event; the frame concerned is the caller's."""
    frame, files, log = sys._getframe, hooks.scene.files, hooks.scene.log
    unawaited = warnings._warn_unawaited_coroutine.__code__  # type: ignore[attr-defined]

    # Where there is no deeper recursion, or an audit hook of the program forbids to look for the
    # frame, the event is lost: else the exception would come to the program, and with a frame of
    # ours.

    def on_start(code: types.CodeType, _offset: int) -> Any:
        try:
            if not files.main and code.co_name == "<module>":
                hooks.look_for_main(frame(1))
            if files.of(code) is not None:
                if not monitoring.get_local_events(TOOL, code):
                    watch(code, hooks)
                hooks.start(frame(1))
                return None
            if id(code) in hooks.shared.inits:
                hooks.shared.made(frame(1))
                return None
            if id(code) in WATCHES:
                hooks.watches(frame(1))
                return None
            if code is unawaited:
                hooks.never_awaited(frame(1))
                return None
        except RecursionError:
            log.lost += 1
            return None
        except Exception as error:
            missed(error, log)
            return None
        return monitoring.DISABLE

    def on_line(code: types.CodeType, line: int) -> None:
        try:
            hooks.line(frame(1), line)
        except RecursionError:
            log.lost += 1
        except Exception as error:
            missed(error, log)

    def on_resume(code: types.CodeType, _offset: int) -> None:
        try:
            hooks.resume(frame(1))
        except RecursionError:
            log.lost += 1
        except Exception as error:
            missed(error, log)

    def on_yield(code: types.CodeType, _offset: int, value: object) -> None:
        try:
            hooks.leave(frame(1), events.Yield, value)
        except RecursionError:
            log.lost += 1
        except Exception as error:
            missed(error, log)

    def on_return(code: types.CodeType, _offset: int, value: object) -> None:
        try:
            hooks.leave(frame(1), events.Return, value)
        except RecursionError:
            log.lost += 1
        except Exception as error:
            missed(error, log)

    def on_unwind(code: types.CodeType, _offset: int, error: BaseException) -> None:
        try:
            if files.of(code) is not None:
                hide_a_hook(error)
                hooks.leave(frame(1), events.Unwind, error)
            elif ours(code) and code.co_filename != RUN:
                # The exception that comes through what is ours (a method, ``write``, ``select``)
                # shall not say so. What calls the program says where that begins (`tracebacks`).
                tb = traceback_of(error)
                if tb and tb.tb_frame.f_code is code:
                    set_traceback(error, tb.tb_next)
            elif tells_raised(code):
                behind = frame(1).f_back
                if behind is not None and files.of(behind.f_code) is not None:
                    hooks.raised(behind, code, error)
        except RecursionError:
            log.lost += 1
        except Exception as error:
            missed(error, log)

    def on_throw(code: types.CodeType, _offset: int, error: BaseException) -> None:
        try:
            if files.of(code) is not None:
                hooks.throw(frame(1), error)
        except RecursionError:
            log.lost += 1
        except Exception as error:
            missed(error, log)

    return {
        "PY_START": on_start,
        "LINE": on_line,
        "PY_RESUME": on_resume,
        "PY_YIELD": on_yield,
        "PY_RETURN": on_return,
        "PY_UNWIND": on_unwind,
        "PY_THROW": on_throw,
    }
