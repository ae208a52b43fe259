"""What the program prints: the streams stay the same objects, only their ``write`` is ours."""

from __future__ import annotations

import functools
import sys
import types
from collections.abc import Callable
from typing import Any, NamedTuple

from . import events, words
from .log import text as log_text
from .own import BUILTINS, count_threads, get_ident
from .scene import Patches, Scene, hook

__builtins__ = BUILTINS

LONG = 4000  # characters of one event, and what is written with the last of them
MOST = 1_000_000  # characters that are told; then the recording is cut


class Piece(NamedTuple):
    """The beginning of a line, by a thread on a line of the program."""

    stream: str
    line: int | None
    thread: int
    text: str


class OutputHooks:
    """Sees what is written to ``sys.stdout`` and ``sys.stderr``, not what goes past them to the
    file descriptors or to ``.buffer``.

    print() writes its text, its separators and the end of the line one by one. They are one event,
    also where other threads do something meanwhile, as long as these print nothing.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.left = MOST
        self.begun: Piece | None = None  # by one of several threads
        self.look: Callable[[], object] = lambda: None  # at what else is told before
        scene.log.end_line = self.end_line

    def install(self, patches: Patches) -> None:
        """Watch both streams, where there are any."""
        for name, stream in (("out", sys.stdout), ("err", sys.stderr)):
            if stream is not None and hasattr(stream, "__dict__"):
                self.watch(name, stream, patches)

    def watch(self, name: str, stream: Any, patches: Patches) -> None:
        """Watch one stream."""
        write = stream.write

        @functools.wraps(write)
        def telling(_: Any, /, *given: Any, **options: Any) -> Any:
            written = write(*given, **options)  # what is wrong with them C says as always
            try:
                self.wrote(name, *given)
            except RecursionError:
                self.scene.log.lost += 1
            return written

        patches.set(stream, "write", types.MethodType(telling, stream))  # which has ``__self__``

    @hook
    def wrote(self, name: str, text: str) -> None:
        line = words.place(self.scene.files, 3)[0]
        text = str.__getitem__(text, slice(self.left + 1))  # no other class than str, and no more
        if not text:
            return
        self.left -= len(text)
        self.scene.tell_first(None)
        self.scene.log.look()
        self.look()
        piece = Piece(name, line, get_ident(), log_text(text))
        with self.scene.log.lock:  # else another thread may print between the look and the joining
            if self.begun and self.begun[:3] == piece[:3]:
                piece, self.begun = piece._replace(text=self.begun.text + piece.text), None
            self.tell_begun()
            if self.may_go_on(piece):
                self.begun = piece
            else:
                self.tell(piece)

    def may_go_on(self, piece: Piece) -> bool:
        """Whether the rest of a line is waited for."""
        short = len(piece.text) < LONG and not piece.text.endswith("\n")
        return short and self.left >= 0 and count_threads() > 1

    def end_line(self) -> None:
        """Something else happens: in the thread that has begun a line, so that ends here."""
        if self.begun and self.begun.thread == get_ident():
            self.tell_begun()

    def tell_begun(self) -> None:
        """Tell of a line that was begun, if one was, as it is."""
        with self.scene.log.lock:
            piece, self.begun = self.begun, None
            if piece:
                self.tell(piece)

    def tell(self, piece: Piece) -> None:
        log = self.scene.log
        last = log.turn[-1] if log.turn else None
        if self.left < 0 and log.parts.endless and len(piece.text) <= MOST:
            log.end_turn(None)  # so that what was printed before may go
            self.left, last = MOST, None
        if self.left < 0:
            log.cut("output")
        elif type(last) is events.Output and self.goes_on(last, piece):
            log.turn[-1] = last._replace(text=last.text + piece.text)
            if log.stuck:
                log.saved()
        else:
            log.add_of(piece.thread, events.Output, piece.stream, piece.text, piece.line)

    def goes_on(self, last: events.Output, piece: Piece) -> bool:
        """Whether what is written belongs to the last event."""
        same = (last.stream, last.line) == (piece.stream, piece.line)
        return same and len(last.text) < LONG and self.scene.log.is_of(piece.thread)
