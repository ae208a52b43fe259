"""Commands of Python, each in a fork of a process that has imported the packages they need.

What a build of a few pages takes is for the most part its imports: here they are done once. Nothing
of the project is imported beforehand: a command runs the scripts of the project in which it is
called. Whole commands in interpreters of their own are run by test_ends, test_serve, test_toolchain
and tests/site.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil

# Most of what a build imports; what is missing here makes it slower, and no more.
PACKAGES = (
    "click mkdocs.commands.build mkdocs.commands.serve mkdocs_static_i18n.plugin"
    " material.plugins.search.plugin material.templates markdown_exec mkdocs_jupyter.plugin"
    " nbconvert nbclient nbformat turbohtml tinycss2 babel.dates babel.numbers pymdownx.highlight"
    " pymdownx.superfences pymdownx.tabbed pymdownx.details pymdownx.inlinehilite pymdownx.quotes"
    " markdown.extensions.extra markdown.extensions.admonition pygments.lexers.python"
)


class Server:
    """A process that forks a child for each job of its ``command``, and lives from one test to the
    next: a line goes in, and an answer comes when the child has ended."""

    def __init__(self, *command: str, env: Mapping[str, str] | None = None) -> None:
        self.command, self.env = command, env
        self.process: subprocess.Popen[str] | None = None
        atexit.register(self._leave)

    def ask(self, line: str) -> str:
        """The answer to a line. Whoever is interrupted meanwhile ends the process and its child."""
        if self.process is None or self.process.poll() is not None:
            pipe = subprocess.PIPE  # a test that hung may have ended the last one
            self.process = subprocess.Popen(
                self.command, stdin=pipe, stdout=pipe, text=True, env=self.env
            )
        served = self.process
        assert served.stdin
        assert served.stdout
        try:
            served.stdin.write(line + "\n")
            served.stdin.flush()
            return served.stdout.readline()
        except BaseException:
            _end(served.pid)  # what it would say now answers nothing that is asked
            raise

    def _leave(self) -> None:
        if self.process:
            self.process.communicate()  # it ends where there is nothing more to read


def _end(pid: int) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        server = psutil.Process(pid)
        for each in [*server.children(recursive=True), server]:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()


COMMANDS = Server(sys.executable, "-P", __file__)


def run(
    words: list[str], folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """``python`` with these words, of which the first is -m or -c, in ``folder``, to its end."""
    with tempfile.TemporaryDirectory() as place:
        job = {"words": words, "folder": str(folder), "env": environment, "into": place}
        status = int(COMMANDS.ask(json.dumps(job)))
        out, err = (Path(place, name).read_text("utf-8") for name in ("out", "err"))
    return subprocess.CompletedProcess(words, status, out, err)


# -- in the process that serves


def serve() -> list[str]:
    """Answer each job with the exit status of its command. Returns in the forks alone, with the
    words of their command."""
    for name in PACKAGES.split():
        importlib.import_module(name)
    asked, told = os.dup(0), os.dup(1)
    gc.freeze()  # no collection in a fork walks over what is here, and so copies it
    for line in os.fdopen(asked):
        if not (pid := os.fork()):
            os.close(asked)
            os.close(told)
            return begin(json.loads(line))
        os.write(told, b"%d\n" % os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    os._exit(0)


def begin(job: dict[str, Any]) -> list[str]:
    """Be the process of a command, as an interpreter is when it begins."""
    os.chdir(job["folder"])
    os.environ.clear()
    os.environ.update(job["env"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for fd, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(f"{job['into']}/{name}", os.O_WRONLY | os.O_CREAT), fd)
    path = os.environ.get("PYTHONPATH")
    sys.path[:0] = [
        os.getcwd(),
        *(os.path.abspath(each) for each in (path or "").split(":") if path),
    ]
    return job["words"]


if __name__ == "__main__":
    option, what, *others = serve()
    if option == "-m":
        sys.argv = [what, *others]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.argv = ["-c", *others]
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})
