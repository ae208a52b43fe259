"""The world of a browser's program, tried in an interpreter of the machine: what it changes of the
standard library it changes for good, so each program has one of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Callable
from typing import Any

import pytest
from made import ROOT

# The program stands where a worker would have put it; what waits for ever is told, and ends.
AROUND = """
import json, sys, time
from browser.inside import program
folder, source, settings = json.loads(sys.argv[1])
program.FOLDER = folder
real = time.sleep
told = []
class Host:
    def wait(self, seconds):
        if seconds is None:
            print("waits for ever", flush=True)
            import os; os._exit(0)
        real(seconds)
    def post(self, kind, text):
        if kind == "ended":
            print("ended", text, file=sys.stderr, flush=True)
program.run(Host(), {"program.py": source}, "program.py", settings)
"""


@pytest.fixture
def here(tmp_path) -> Callable[..., Any]:
    """Run a program in the world of a browser: lines of stdout, of stderr, and how it ended."""

    def run(source: str) -> tuple[list[str], list[str], dict[str, Any]]:
        given = [str(tmp_path / "home"), textwrap.dedent(source), {"check": True}]
        done = subprocess.run(
            [sys.executable, "-c", AROUND, json.dumps(given)],
            env={"PYTHONPATH": str(ROOT / "scripts")},
            capture_output=True,
            text=True,
        )
        *err, last = done.stderr.splitlines() or [""]
        told = last.startswith("ended ")
        ended = json.loads(last.removeprefix("ended ")) if told else {}
        return done.stdout.splitlines(), err if told else [*err, last], ended

    return run


# One input of the list is typed after the other; the loop goes on between them until it has nothing
# to do.
AT_A_PROMPT = """
import json, sys, time
from browser.inside import console, program
folder, page, inputs = json.loads(sys.argv[1])
program.FOLDER = folder
real = time.sleep
class Host:
    def wait(self, seconds):
        real(seconds)
    def post(self, kind, text):
        print("typed", json.dumps(kind), file=sys.__stdout__, flush=True)
made = console.Console(Host(), json.dumps(page))
for each in inputs:
    print("typed", made.enter(each), file=sys.__stdout__, flush=True)
    while (left := made.go_on()) is not None:
        real(left)
"""


@pytest.fixture
def console(tmp_path) -> Callable[..., Any]:
    """Type into a console that goes on from a page: what it printed on both streams, and what was
    said of each input."""

    def typed(page: list[str], inputs: list[str]) -> tuple[list[str], list[dict[str, Any]]]:
        done = subprocess.run(
            [sys.executable, "-c", AT_A_PROMPT, json.dumps([str(tmp_path / "home"), page, inputs])],
            env={"PYTHONPATH": str(ROOT / "scripts")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        lines = done.stdout.splitlines()
        told = [each.removeprefix("typed ") for each in lines if each.startswith("typed ")]
        printed = [each for each in lines if not each.startswith("typed ")]
        return printed, [json.loads(each) for each in told]

    return typed
