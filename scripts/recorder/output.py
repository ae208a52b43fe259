"""What the program prints: the streams stay the same objects, only their ``write`` is ours."""

from __future__ import annotations

import functools
import sys
from typing import Any

from . import events, words
from .log import text as log_text
from .scene import Patches, Scene, hook


class OutputHooks:
    """Sees what is written to ``sys.stdout`` and ``sys.stderr``, not what goes past them to the
    file descriptors or to ``.buffer``."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def install(self, patches: Patches) -> None:
        """Watch both streams, where there are any."""
        for name, stream in (("out", sys.stdout), ("err", sys.stderr)):
            if stream is not None and hasattr(stream, "__dict__"):
                self.watch(name, stream, patches)

    def watch(self, name: str, stream: Any, patches: Patches) -> None:
        """Watch one stream."""
        write = stream.write

        @functools.wraps(write)
        def telling(text: str, /) -> Any:
            written = write(text)
            self.wrote(name, text)
            return written

        patches.set(stream, "write", telling)

    @hook
    def wrote(self, name: str, text: str) -> None:
        log, line = self.scene.log, words.place(self.scene.file, 3)[0]
        if not text:
            return
        with log.lock:  # else another thread may print between the look and the joining
            last = log.turn[-1] if log.turn else None
            # print() writes its text, its separators and the end of the line one by one.
            if type(last) is events.Output and last[1:2] + last[3:] == (name, line) and log.here():
                log.turn[-1] = last._replace(text=last.text + log_text(text))
                if log.stuck:
                    log.saved()
            else:
                log.add(events.Output, name, text, line)
