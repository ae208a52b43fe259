"""A console that goes on where a session of a page stopped, as ``python -m asyncio`` has it:
``await`` stands at the prompt, and the loop runs while an input does.

Rule 1: between two inputs the loop runs too, when it has something to do: whoever holds the console
calls `Console.go_on` when it says so.
Rule 2: an input is one statement or some. What an expression is worth is printed, and what follows
a statement that fails is not run.
"""

from __future__ import annotations

import ast
import asyncio
import codeop
import contextlib
import contextvars
import functools
import inspect
import io
import json
import linecache
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from recorder import tracebacks

from .host import Host
from .program import prepare, show, status_of

AT_ONCE = 0.02  # seconds that the loop may take between two inputs, until others get a word in
# What tracebacks call an input, since Python 3.13: in angle brackets, with a number.
NAMED = "python-input-"


class Console:
    """``host``: as `program.run` has it; ``page``: the inputs of the page, in JSON, which are
    typed in first, with nothing printed, and with no loop around them."""

    def __init__(self, host: Host, page: str) -> None:
        self.host, self.world = host, prepare(host)
        self.names: dict[str, Any] = {"__name__": "__main__", "__doc__": None, "asyncio": asyncio}
        self.compile = codeop.CommandCompiler()
        self.inputs = 0
        with _nothing_printed():
            for text in json.loads(page):
                self._type(text, self._plainly, lambda: None)
        self.compile.compiler.flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self.loop: Any = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)
        self.context = contextvars.copy_context()

    def enter(self, text: str) -> str:
        """Run an input; the host is told when it is ``whole``. Returns JSON: ``whole``, false where
        more is to come and nothing was run (a block ends with an empty line); ``status``: with
        which the reader has left, else null; ``missing``: what was asked for, so far, that a
        browser has not."""
        whole, status = True, None
        try:
            tell = functools.partial(self.host.post, "whole", "")
            whole = self._type(text, self._in_the_loop, tell)
        except SystemExit as leaving:
            status = status_of(leaving)
        said = {"whole": whole, "status": status, "missing": self.world.missing.asked}
        return json.dumps(said)

    def go_on(self) -> float | None:
        """Let the loop do what it can do now. Seconds until it has something to do again, or None
        for never."""
        end = time.monotonic() + AT_ONCE
        while (left := self._left()) == 0 and time.monotonic() < end:
            self.loop.call_soon(self.loop.stop)
            self.loop.run_forever()
        return left

    def _left(self) -> float | None:
        if self.loop._ready or self.loop._selector.ready():
            return 0
        due = [timer.when() for timer in self.loop._scheduled if not timer.cancelled()]
        return max(0.0, min(due) - self.loop.time()) if due else None

    def _type(self, text: str, run: Callable[[types.CodeType], None], tell: Any) -> bool:
        """False where there is more to come; else it is told before it is run."""
        lines = text.split("\n")
        if len(lines) > 1 and not lines[-1].strip():
            lines[-1] = ""
        name = f"<{NAMED}{self.inputs}>"
        linecache.cache[name] = len(text), None, [f"{line}\n" for line in lines], name
        try:
            if not self._is_whole("\n".join(lines), name):
                return False
            tell()
            self._run(f"{text.rstrip()}\n", name, run)
        except SystemExit:
            raise
        except BaseException as error:
            self.world.missing.look(error)
            _show(error)
        self.inputs += 1
        sys.stdout.flush()
        return True

    def _is_whole(self, text: str, name: str) -> bool:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they come when it is run
            with contextlib.suppress(SyntaxError):  # several statements are none that is "single"
                return self.compile(text, name, "single") is not None
            return self.compile(text, name, "exec") is not None

    def _run(self, text: str, name: str, run: Callable[[types.CodeType], None]) -> None:
        flags = self.compile.compiler.flags & ~INCOMPLETE
        tree = compile(text, name, "exec", flags | ast.PyCF_ONLY_AST, dont_inherit=True)
        for statement in tree.body:
            one: Any = ast.Interactive([statement])
            run(compile(one, name, "single", flags, dont_inherit=True))

    def _plainly(self, code: types.CodeType) -> None:
        exec(code, self.names)

    def _in_the_loop(self, code: types.CodeType) -> None:
        """In a callback of the loop; what has an ``await`` is a task from then on."""
        failed: list[BaseException] = []

        def end(error: BaseException | None) -> None:
            if error is not None:
                failed.append(error)
            self.loop.stop()

        def begin() -> None:
            try:
                made = types.FunctionType(code, self.names)()
            except BaseException as error:
                end(error)
                return
            if not inspect.iscoroutine(made):
                end(None)
                return
            task = self.loop.create_task(made, context=self.context)
            task.add_done_callback(lambda task: end(_error_of(task)))

        self.loop.call_soon(begin, context=self.context)
        self.loop.run_forever()
        if failed:
            raise failed[0]


# Flags by which codeop asks whether a text is whole.
INCOMPLETE = codeop.PyCF_DONT_IMPLY_DEDENT | codeop.PyCF_ALLOW_INCOMPLETE_INPUT  # type: ignore[attr-defined]


def _error_of(task: asyncio.Task[Any]) -> BaseException | None:
    try:
        return task.exception()
    except asyncio.CancelledError as cancelled:
        return cancelled


def _show(error: BaseException) -> None:
    """With the frames of what was typed, and of what that has called."""
    tb = tracebacks.traceback_of(error)
    while tb and not tb.tb_frame.f_code.co_filename[1:].startswith(NAMED):
        tb = tb.tb_next
    tracebacks.set_traceback(error, tb)
    show(error)


@contextlib.contextmanager
def _nothing_printed() -> Iterator[None]:
    nowhere = io.StringIO()
    with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        yield
