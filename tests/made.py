"""What tests are made of: runs that never ran, and a small project that can be built."""

from __future__ import annotations

import compileall
import contextlib
import datetime
import fcntl
import os
import py_compile
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from commands import run
from runs.contracts import Contract
from runs.programs import Program
from runs.run import Line, Run

ROOT = Path(__file__).resolve().parents[1]
TEACHING = [  # the pages of the site that have players, below their language
    "",
    "part-1/event-loop/",
    "part-1/coroutines/",
    "part-1/tasks/",
    "part-1/await/",
    "part-2/inside-coroutines/",
    "part-2/futures/",
    "part-2/homemade-sleep/",
    "part-3/waiting/",
    "part-3/cpu/",
    "part-3/many-at-once/",
    "part-3/database/",
    "part-3/build-the-loop/",
]
# Seconds that bound a hang, on a crowded machine too, and measure nothing.
PATIENCE = 600.0
PAGE = "# {title} {{ #home }}\n\n{text}\n"


@dataclass
class Project:
    """The project in ``folder``; ``write`` puts files, ``build`` builds it."""

    folder: Path

    def write(self, name: str, text: str | bytes) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def page(self, text: str, language: str = "both") -> None:
        """The home page in one language or in both, with ``text`` below its heading."""
        for lang in ("pt", "en") if language == "both" else (language,):
            self.write(f"docs/{lang}/index.md", PAGE.format(title="Home", text=text))

    def program(self, name: str, source: str | bytes) -> None:
        """The same program in both languages."""
        for lang in ("pt", "en"):
            self.write(f"snippets/{lang}/{name}.py", source)

    def build(self, *options: str) -> subprocess.CompletedProcess[str]:
        """``mkdocs build --strict`` of it; output in ``stdout``, log in ``stderr``."""
        return run(["-m", "mkdocs", "build", "--strict", *options], self.folder, environment())

    @property
    def home(self) -> str:
        """The home page as published."""
        return (self.folder / "site/index.html").read_text(encoding="utf-8")


def shared(name: str, make: Callable[[Path], object]) -> Path:
    """The folder of this name, the same for all processes of a run of tests, made by the first that
    asks: ``make`` fills it."""
    place = Path(os.environ["SHARED_BY_TESTS"], name)
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            making = place.with_suffix(".making")
            shutil.rmtree(making, ignore_errors=True)
            make(making)
            making.rename(place)
    return place


def thorough(*values: object) -> Any:
    """A case that is tried for each push, and not in the four minutes of a day's tests."""
    return pytest.param(*values, marks=pytest.mark.thorough)


def nightly(*values: object) -> Any:
    """A case of a test that takes the same way through our code as one that is tried every day."""
    return pytest.param(*values, marks=pytest.mark.nightly)


def environment() -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def waited(until: Callable[[], object]) -> bool:
    """Whether it came to be; asks often, and gives up only where it hangs."""
    end = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def free_address() -> str:
    """An address on this machine that nobody else gets: neither another test nor a connection, to
    which the system gives a port of its own range, higher than these."""
    with Path(os.environ["SHARED_BY_TESTS"], "ports").open("a+") as given:
        fcntl.flock(given, fcntl.LOCK_EX)
        given.seek(0)
        last = max(map(int, given.read().split()), default=20_000 + os.getpid() % 8_000)
        for port in range(last + 1, last + 2_000):
            with socket.socket() as free, contextlib.suppress(OSError):
                free.bind(("127.0.0.1", port))
                given.write(f"{port}\n")
                return f"127.0.0.1:{port}"
    raise AssertionError("no port is free")


@contextlib.contextmanager
def server(folder: Path, log: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """``mkdocs serve`` of the project in ``folder``, on a free port: its address and its process.
    What it says goes to the file ``log``; it is ended at the end, and has left nothing then."""
    address = free_address()
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address, *options]
    temporary = log.with_name("temporary")
    temporary.mkdir()
    environ = {**environment(), "TMPDIR": str(temporary)}
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=folder, env=environ, stdout=out, stderr=out)
        try:
            yield f"http://{address}/", process
        finally:
            process.terminate()
            process.wait()
    assert list(temporary.iterdir()) == []


def run_of(*texts: str, **contract: Any) -> Run:
    lines = tuple(
        Line(n / 10, "err" if text.startswith("!") else "out", text) for n, text in enumerate(texts)
    )
    return Run(
        program=Program("en", "p", Path("p.py"), ""),
        contract=Contract(**contract),
        lines=lines,
        status=0,
        wall=0.1,
        cpu=0.0,
        began=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC),
        python="3.13.0",
        platform="Linux x86_64",
    )


def compiled(folder: Path) -> None:
    """The scripts, with what Python makes of them: a copy of them begins at once."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "scripts", folder, ignore=ignored)
    by_content = py_compile.PycInvalidationMode.CHECKED_HASH  # tests change files within a second
    compileall.compile_dir(folder, quiet=1, invalidation_mode=by_content)


def small_project(folder: Path) -> Project:
    """The real scripts, settings and styles with two pages of their own, in ``folder``."""
    made = Project(folder)
    shutil.copytree(shared("scripts", compiled), made.folder / "scripts")
    shutil.copytree(ROOT / "docs/assets", made.folder / "docs/assets")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav = "nav:\n  - index.md\n  - reference/glossary.md\n\nvalidation:"
    settings = re.sub(r"^nav:.*?^validation:", nav, settings, flags=re.M | re.S)
    settings = re.sub(r"^  ring:.*?\n(?!    )", "", settings, flags=re.M | re.S)  # of other pages
    made.write("mkdocs.yml", settings)
    made.write("snippets/runs.toml", "")
    (made.folder / "checks").mkdir()
    made.page("Text.")
    for lang in ("pt", "en"):
        made.write(f"docs/{lang}/reference/glossary.md", "# G { #glossary }\n\n{{ glossary }}\n")
    return made
