"""What ``python -m recorder`` leaves of a recording: a file of JSON, and sentences."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Iterator
from typing import Any

from . import naming
from .events import Event, Snapshot
from .files import write_whole
from .moments import moments
from .own import BUILTINS
from .recording import Recorder
from .tellable import tellable
from .text import sentences

__builtins__ = BUILTINS


class Kept:
    """Called with a recorder when its recording should be kept. ``asked``: ``out`` (a file or
    None), ``text`` (to tell it in sentences), ``moments`` (to tell how runs.toml names them)."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.asked = asked
        # The program may put something else there; it is None where it is closed.
        self.stream = sys.stdout
        self.write = sys.stdout.write if sys.stdout else str

    def __call__(self, recorder: Recorder) -> None:
        if out := self.asked["out"]:
            document = recorder.as_json()
            write_whole(out, json.dumps(document, separators=(",", ":")))
        asked = self.asked["text"] or self.asked["moments"] or not out
        if asked and recorder.ended and self.stream:
            with contextlib.suppress(ValueError, OSError):  # it is closed by now
                recorded: list[Event] = [e for e in recorder.events if not isinstance(e, Snapshot)]
                recorded = tellable(recorded) if recorder.log.lost else recorded
                for line in told(recorded, recorder.scene.files.main, self.asked["moments"]):
                    self.say(line)
                self.stream.flush()

    def say(self, line: str) -> None:
        encoding = self.stream.encoding or "utf-8"
        self.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def told(events: list[Event], file: str, alone: bool) -> Iterator[str]:
    """A recording (without snapshots) in sentences, and behind each moment the line of
    ``snippets/runs.toml`` that gives it a name; or these lines ``alone``."""
    source = ""
    if os.path.isfile(file):
        with open(file, encoding="utf-8", errors="replace") as program:
            source = program.read()
    moments_ = moments(events)
    name = re.search(r"snippets/[^/]+/(.+)\.py$", file.replace("\\", "/"))
    if alone:
        yield f'["{name[1] if name else "part/name"}".moments]'
    at = 0
    for moment, line in zip(moments_, naming.lines(events, moments_, source), strict=True):
        yield from () if alone else sentences(events[at : moment.end])
        yield line if alone else f"{'':10}  → {line.partition('  # ')[0]}"
        at = moment.end
