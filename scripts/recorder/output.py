"""What the program prints: the streams stay the same objects, only their ``write`` is ours."""

from __future__ import annotations

import functools
import sys
from typing import Any

from . import events, words
from .log import text as log_text
from .scene import Patches, Scene, hook

LONG = 4000  # characters of one event, and what is written with the last of them
MOST = 1_000_000  # characters that are told; then the recording is cut


class OutputHooks:
    """Sees what is written to ``sys.stdout`` and ``sys.stderr``, not what goes past them to the
    file descriptors or to ``.buffer``."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.left = MOST

    def install(self, patches: Patches) -> None:
        """Watch both streams, where there are any."""
        for name, stream in (("out", sys.stdout), ("err", sys.stderr)):
            if stream is not None and hasattr(stream, "__dict__"):
                self.watch(name, stream, patches)

    def watch(self, name: str, stream: Any, patches: Patches) -> None:
        """Watch one stream."""
        write = stream.write

        @functools.wraps(write)
        def telling(*given: Any, **options: Any) -> Any:
            written = write(*given, **options)  # what is wrong with them C says as always
            self.wrote(name, *given)
            return written

        patches.set(stream, "write", telling)

    @hook
    def wrote(self, name: str, text: str) -> None:
        log, line = self.scene.log, words.place(self.scene.files, 3)[0]
        text = str.__getitem__(text, slice(self.left + 1))  # no other class than str, and no more
        if not text:
            return
        self.left -= len(text)
        with log.lock:  # else another thread may print between the look and the joining
            last = log.turn[-1] if log.turn else None
            if self.left < 0 and log.parts.endless and len(text) <= MOST:
                log.end_turn(None)  # so that what was printed before may go
                self.left, last = MOST, None
            if self.left < 0:
                log.cut("output")
            elif type(last) is events.Output and self.goes_on(last, name, line):
                log.turn[-1] = last._replace(text=last.text + log_text(text))
                if log.stuck:
                    log.saved()
            else:
                log.add(events.Output, name, text, line)

    def goes_on(self, last: events.Output, name: str, line: int | None) -> bool:
        """Whether what is written belongs to the last event: print() writes its text, its
        separators and the end of the line one by one."""
        same = (last.stream, last.line) == (name, line)
        return same and len(last.text) < LONG and self.scene.log.here()
