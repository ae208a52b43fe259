"""Run a file as ``python file.py`` would, and record it."""

from __future__ import annotations

import atexit
import builtins
import importlib.machinery
import io
import os
import sys
import types
from collections.abc import Callable
from typing import Any

from . import tracebacks
from .recording import Recorder, Settings


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
    process = os.getpid()
    recorder = Recorder(file, settings, lambda: kept(recorder))

    def finish() -> None:
        if os.getpid() == process:  # not in a fork of the program
            recorder.finish()
            kept(recorder)

    sys.argv = [path, *args]
    sys.path[0] = os.path.dirname(file)
    sys.modules["__main__"] = module = main_module(file)
    hide_us_at_the_end()
    code = compile(text, file, "exec", dont_inherit=True)
    atexit.register(finish)  # the first registered is called last
    recorder.install()
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


def hide_us_at_the_end() -> None:
    """Have an exception that nobody catches shown without the frames that lie below the program.
    A program that sets ``sys.excepthook`` gets what it sets."""
    shown = sys.excepthook

    def excepthook(kind: type[BaseException], error: BaseException, tb: Any) -> None:
        tracebacks.prune(error)
        shown(kind, error, error.__traceback__)

    excepthook.__module__ = "sys"
    sys.excepthook = excepthook
