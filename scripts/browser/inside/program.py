"""Run one program, recorded, from its first line to what the interpreter does at its end."""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import json
import os
import sys
import threading
import time
from typing import Any

from recorder import bare, program, tracebacks
from recorder.recording import Recorder, Settings

from .host import Host
from .world import World

FOLDER = "/home/reader"  # where a program lies, and is
STREAMS = {1: ("stdout", "strict"), 2: ("stderr", "backslashreplace")}


OF_JAVASCRIPT = ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core", "host")


def run(host: Host, files: dict[str, str], name: str, settings: dict[str, Any]) -> None:
    """Run the file ``name`` of ``files`` (texts by name), with `recorder.recording.Settings`.

    The page is told: a "recording" (JSON), every now and then and at the end; then how it "ended":
    exit status, seconds, the line of the program on which an exception left it, and what it asked
    for that a browser has not.
    """
    world = prepare(host)
    for each, text in files.items():
        with open(each, "w", encoding="utf-8") as file:
            file.write(text)

    def kept(recorder: Recorder) -> None:
        host.post("recording", json.dumps(recorder.as_json(), separators=(",", ":")))

    began = time.monotonic()
    status, error = _run(name, Settings(**settings), kept)
    wall = time.monotonic() - began
    line = _line(error, os.path.join(FOLDER, name)) if error else None
    if error:
        world.missing.look(error)
    del error  # and with it what it holds
    _finish()
    ended = {"status": status, "wall": wall, "line": line, "missing": world.missing.asked}
    host.post("ended", json.dumps(ended))


def prepare(host: Host) -> World:
    """Have the interpreter as what a reader writes finds it."""
    os.makedirs(FOLDER, exist_ok=True)
    os.chdir(FOLDER)
    for descriptor, (stream, errors) in STREAMS.items():
        setattr(sys, stream, _stream(descriptor, stream, errors))
        setattr(sys, f"__{stream}__", getattr(sys, stream))
    sys.excepthook = sys.__excepthook__  # what wraps Python in a browser brings one of its own
    world = World(host.wait)
    world.install()
    _hide_javascript()
    return world


def _hide_javascript() -> None:
    """The program has no business with the page, or with what the worker is made of."""
    ours = [name for name in sys.modules if name.partition(".")[0] in OF_JAVASCRIPT]
    for name in (*OF_JAVASCRIPT, *ours):
        sys.modules[name] = None  # type: ignore[assignment]  # `import` then says it is not there


def _stream(descriptor: int, name: str, errors: str) -> io.TextIOWrapper:
    """As a terminal has it: line by line."""
    raw = io.FileIO(descriptor, "wb", closefd=False)
    buffer = io.BufferedWriter(raw)
    stream = io.TextIOWrapper(buffer, encoding="utf-8", errors=errors, line_buffering=True)
    with contextlib.suppress(AttributeError):
        raw.name = f"<{name}>"
    return stream


def _run(name: str, settings: Settings, kept: Any) -> tuple[int, BaseException | None]:
    """The exit status, and the exception that has left the program, if one has."""
    try:
        program.run(name, [], settings, kept)
    except SystemExit as leaving:
        return status_of(leaving), None
    except BaseException as error:
        failed = error
    else:
        return 0, None
    try:
        show(failed)  # handled by now: else it would be the context of what goes wrong in a hook
        return 130 if bare.is_a(failed, KeyboardInterrupt) else 1, failed
    finally:
        del failed  # its traceback has this frame


def show(error: BaseException) -> None:
    """Show an exception that nobody caught as the interpreter does: where a hook of the program
    fails, both."""
    try:
        sys.excepthook(type(error), error, tracebacks.traceback_of(error))
    except BaseException as another:
        for said, each in (
            ("Error in sys.excepthook:", another),
            ("\nOriginal exception was:", error),
        ):
            with contextlib.suppress(BaseException):
                print(said, file=sys.stderr)
                sys.__excepthook__(type(each), each, tracebacks.traceback_of(each))


def status_of(leaving: SystemExit) -> int:
    """What the interpreter makes of ``sys.exit(…)``."""
    code = bare.field(leaving, "code")
    if code is None:
        return 0
    if bare.is_a(code, int):
        return int.__index__(code)
    with contextlib.suppress(BaseException):
        print(code, file=sys.stderr)
    return 1


def _line(error: BaseException, file: str) -> int | None:
    """The line of the program farthest inside from which an exception came; that of a syntax error
    in it."""
    if bare.is_a(error, SyntaxError):
        named, line = bare.field(error, "filename"), bare.field(error, "lineno")
        if type(named) is str and named == file and type(line) is int:
            return line
    found, tb = None, tracebacks.traceback_of(error)
    while tb:
        if tb.tb_frame.f_code.co_filename == file:
            found = tb.tb_lineno
        tb = tb.tb_next
    return found


def _finish() -> None:
    """What the interpreter does when a program has ended: threads, ``atexit`` (the recorder ends
    there), and then what is left in ``__main__`` goes, with what it has to say."""
    for end in (getattr(threading, "_shutdown", None), atexit._run_exitfuncs):
        if end:
            with contextlib.suppress(Exception):
                end()
    sys.modules["__main__"].__dict__.clear()
    gc.collect()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
