"""Loaded by the interpreter of a run, before the program, which then is an ordinary ``__main__``.

An interpreter is prepared once (asyncio imported) and stops here, in `runs.starter`, to be forked
for each run. In the fork this module ends, so that the interpreter goes on with its start and
comes to the program by itself: no frame of ours is below it, nothing imitates ``__main__``.
Where that is not possible each run starts an interpreter of its own, which comes by here as well.

It gives the program line-buffered streams, as a terminal would, and tells the supervisor what
cannot be seen from outside: when the program begins, that the interpreter came to its ordinary
end (`os._exit` does not), whether ``sys.exit`` was called or stdout closed, and how many turns
its event loops made.
Standard library only; the same file on every Python from 3.11 on.
"""

import atexit
import builtins
import io
import itertools
import os
import sys
import time
import weakref
from asyncio import base_events  # all of it: the clock starts at the program, not at its import

_getpid, _clock, _fstat, _write, _Gone, _Detached = (
    os.getpid,
    time.process_time,
    os.fstat,
    os.write,
    OSError,
    ValueError,
)
_asked = {"exit": False}
_inodes = {}
_turns = itertools.count()
_recorder = {}  # its modules, out of the way of programs that are not recorded


class _Pieces(io.FileIO):
    """A stream on a datagram socket: one write must not be longer than a message may be."""

    def write(self, data, /):
        return super().write(memoryview(data).cast("B")[:65536])


class _Limit(int):
    """Above so many timers the event loop may clear out cancelled ones: it looks once a turn. So it
    counts the turns, and puts no frame of ours below the program's."""

    def __lt__(self, timers):
        next(_turns)
        return int(self) < timers


def say(kind, text=""):
    """Tell the supervisor; order against the program's own output is kept."""
    _write(_control, f"{kind} {text}".encode())  # a socket object would warn when it is freed


def _stream(fd, name, errors):
    raw = _Pieces(fd, "wb", closefd=False)
    raw.name = name
    stream = io.TextIOWrapper(
        io.BufferedWriter(raw), encoding="utf-8", errors=errors, line_buffering=True
    )
    stream.mode = "w"
    _inodes[fd] = os.fstat(fd).st_ino
    return stream


def _noting(leave):
    def exit(*args):
        _asked["exit"] = True
        return leave(*args)

    return exit


def _report(begun_in):
    """Relies on nothing that the program may have replaced by now: a clock, a stream, JSON."""
    if _getpid() != begun_in:  # a fork of the program, not the program
        return
    asked, whole = ("true" if each else "false" for each in (_asked["exit"], _has_stdout()))
    cpu, turns = _clock(), _turns.__next__()
    end = f'{{"exit": {asked}, "stdout": {whole}, "cpu": {cpu}, "turns": {turns}}}'
    _write(_control, f"end {end}".encode())


def _has_stdout():
    """Whether it is open. The program may have let go of the stream, or of what it writes to."""
    stream = _stdout()
    try:
        if stream is not None and stream.closed:
            return False
    except _Detached:
        pass
    try:
        return _fstat(1).st_ino == _inodes[1]
    except _Gone:
        return False


def _forked():
    """Wait in `runs.starter` until this is the process of a program; its control channel."""
    sys.path.insert(0, os.environ.pop("RUN_STARTER"))
    with_us = set(sys.modules)
    _load_recorder()
    from runs import starter

    control = starter.main()
    for name in set(sys.modules) - with_us:
        _recorder[name] = sys.modules.pop(name)
    del sys.path[0]
    _new_main()
    return control


def _new_main():
    """Give the program a namespace of its own. That of the prepared interpreter is frozen with all
    else that was there (`gc.freeze`): what a global of the program holds would not be freed when
    the interpreter ends, and nothing said of it, as that a coroutine was never awaited."""
    was = sys.modules["__main__"]
    sys.modules["__main__"] = type(sys)("__main__")
    vars(sys.modules["__main__"]).update(vars(was))


def _load_recorder():
    from recorder import future_hooks, program  # noqa: F401

    if sys.version_info >= (3, 12):
        from recorder import monitoring  # noqa: F401
    else:
        from recorder import tracing  # noqa: F401
    future_hooks.warm_up()


def bring_recorder():
    """Make ``recorder`` importable: in a fork it has been loaded already."""
    sys.modules.update(_recorder)
    if not _recorder:
        sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(__file__))))
        _load_recorder()
        del sys.path[0]


def take_recorder_away():
    for name in _recorder:
        sys.modules.pop(name, None)


def _fresh(out_of_the_way=63):
    """The control channel of an interpreter that was started for this run alone."""
    given = int(os.environ.pop("RUN_CONTROL"))
    control = os.dup2(given, out_of_the_way)
    os.close(given)
    return control


sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
os.environ.pop("PYTHONPATH")
_control = _forked() if "RUN_STARTER" in os.environ else _fresh()
os.set_inheritable(_control, False)
sys.stdout = sys.__stdout__ = _stream(1, "<stdout>", "strict")
_stdout = weakref.ref(sys.stdout)
sys.stderr = sys.__stderr__ = _stream(2, "<stderr>", "backslashreplace")
base_events._MIN_SCHEDULED_TIMER_HANDLES = _Limit(base_events._MIN_SCHEDULED_TIMER_HANDLES)
sys.exit = _noting(sys.exit)
for _name in ("exit", "quit"):
    setattr(builtins, _name, _noting(getattr(builtins, _name)))
atexit.register(_report, os.getpid())
say("ready", str(time.process_time()))
