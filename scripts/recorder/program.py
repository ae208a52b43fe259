"""Run a program as Python itself would, and record it.

`start` puts the interpreter in the place of this one: with the same options and arguments it begins
afresh, and ``begin/sitecustomize.py`` calls `prepare`, before the program begins. So whatever the
program sees of its start is what Python gives it. `run` does the same in this process, for a file.
"""

from __future__ import annotations

import atexit
import builtins
import contextlib
import importlib.machinery
import io
import json
import os
import signal
import sys
import types
from collections.abc import Callable
from os import getpid
from typing import Any

from . import killed, signalled, tracebacks
from .own import BUILTINS
from .recording import Recorder, Settings

__builtins__ = BUILTINS

ASKED = "RECORDER_ASKED"  # the variable that says what is asked for
BEGIN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "begin")
MODULES: dict[str, types.ModuleType] = {}  # ours, where a program does not see them


def start(python: list[str], program: list[str], asked: dict[str, Any]) -> None:
    """Become ``python [options] program…``, recorded. ``python``: how it is called, and its
    options; ``asked``: for `prepare`. Raises OSError when that cannot be run."""
    undo_coercion()
    path = os.environ.get("PYTHONPATH")
    os.environ[ASKED] = json.dumps({**asked, "path": path})
    os.environ["PYTHONPATH"] = BEGIN + (os.pathsep + path if path else "")
    if sys.stdout:  # None where it is closed
        sys.stdout.flush()
    os.execv(sys.executable, [*python, *program])


def undo_coercion() -> None:
    """In the locale C the interpreter has set LC_CTYPE when it began (PEP 538), and would not see
    that locale when it begins again."""
    with contextlib.suppress(OSError), open("/proc/self/environ", "rb") as given:
        if b"LC_CTYPE" not in {each.partition(b"=")[0] for each in given.read().split(b"\0")}:
            os.environ.pop("LC_CTYPE", None)


def prepare() -> None:
    """Record the program that the interpreter is about to begin."""
    from . import keeping  # whatever is needed at the end is here before the program begins

    asked = json.loads(os.environ.pop(ASKED))
    if asked["path"] is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = asked["path"]
    kept = keeping.Kept(asked)
    recorder = prepared("", Settings(**asked["settings"]), kept)
    if sys.version_info < (3, 12):  # there is no other way to hide what futures call
        tracebacks.hide_us_at_the_end()
    recorder.install()
    killed.Killed(lambda: end(recorder, kept), lambda: kept(recorder)).install(recorder.guards)
    if number := asked.get("signal"):
        signalled.Signalled(number, recorder.log.parts.ask).install(recorder.patches)
        if asked["held"]:
            signalled.let_in(number)
    recorder.await_main(lambda: forget("sitecustomize"))
    if asked.get("early"):
        signalled.end_or_let_in(signal.SIGINT)


def forget(name: str) -> None:
    """Have a module of ours look as if it had never been loaded."""
    if (module := sys.modules.get(name)) and (module.__file__ or "").startswith(BEGIN):
        del sys.modules[name]


def prepared(file: str, settings: Settings, kept: Callable[[Recorder], None]) -> Recorder:
    """A recorder whose recording is kept when the program has ended, and before that when it is
    cut or the loop is stuck; in this process, not in a fork of the program."""
    recorder = Recorder(file, settings, lambda: kept(recorder))
    process = getpid()

    def finish() -> None:
        if getpid() == process:
            end(recorder, kept)

    atexit.register(finish)  # the first registered is called last
    os.register_at_fork(after_in_child=recorder.abandon)
    return recorder


def end(recorder: Recorder, kept: Callable[[Recorder], None]) -> None:
    """The program has come to its end: a second Ctrl+C takes nothing of the recording."""
    signalled.let_no_more_in(signal.SIGINT)
    recorder.finish()
    kept(recorder)
    recorder.guards.undo()


def run(path: str, args: list[str], settings: Settings, kept: Callable[[Recorder], None]) -> None:
    """Run the file, in this process, as ``__main__`` with these arguments. ``kept`` gets the
    recorder when the program has ended, after its own ``atexit`` functions, and before that when
    the recording is cut or the loop is stuck.

    Raises OSError when the file cannot be read, and whatever the program raises; the interpreter
    then shows the traceback that a plain run would show.
    """
    file = os.path.abspath(path)
    with io.open_code(file) as source:
        text = source.read()
    recorder = prepared(file, settings, kept)
    sys.argv = [path, *args]
    sys.path[0] = os.path.dirname(file)
    sys.modules["__main__"] = module = main_module(file)
    tracebacks.hide_us_at_the_end()
    recorder.install()
    code = compile(text, file, "exec", dont_inherit=True)
    recorder.scene.files.look_for_decorators(text)
    recorder.begin(code)
    exec(code, module.__dict__)


def main_module(file: str) -> types.ModuleType:
    """The module ``__main__`` of a file as the interpreter makes it."""
    module = types.ModuleType("__main__")
    names: dict[str, Any] = vars(module)  # filled in the order in which the interpreter does it
    names["__loader__"] = importlib.machinery.SourceFileLoader("__main__", file)
    if sys.version_info < (3, 14):
        names["__annotations__"] = {}
    names |= {"__builtins__": builtins, "__file__": file}
    if sys.version_info < (3, 15):
        names["__cached__"] = None
    return module
