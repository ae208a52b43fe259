"""The recorder: all hooks together, and what they have recorded.

One process per program: what a program leaves behind (loops, threads, modules it changed) would
be in the next one's recording.
"""

from __future__ import annotations

import contextlib
import functools
import platform
import sys
import threading
import types
from asyncio.events import _get_running_loop
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import code_hooks, future_hooks, loop_hooks, output, stand_ins, tracebacks
from .events import SCHEMA, Event, as_list
from .job_words import tell_early
from .log import Log
from .own import BUILTINS
from .scene import Patches, Scene

__builtins__ = BUILTINS

OTHER_LOOPS = ("trio", "uvloop", "curio", "winloop", "rloop")


@dataclass(frozen=True)
class Settings:
    """How to record. ``most``: events kept; ``seconds``: longest time; ``fold``: make one event of
    equal turns; ``last``: how many of the last events are kept besides; ``waits``: nothing is kept
    before a signal asks for it; ``check``: note snapshots of the real loop; ``lines``: watch the
    program's code; ``source``: a folder, the code of whose modules is watched as well; ``every``:
    seconds after which what there is is kept, 0 to keep it at the end only."""

    most: int = 3000
    seconds: float = 60.0
    fold: bool = True
    check: bool = False
    lines: bool = True
    every: float = 0.0
    last: int = 0
    waits: bool = False
    source: str = ""


class Recorder:
    """Records the program whose code objects name ``file``. ``saved`` is called whenever a
    recording should be kept before the program ends (it was cut, or the loop is stuck)."""

    def __init__(
        self,
        file: str,
        settings: Settings | None = None,
        saved: Callable[[], None] = lambda: None,
    ) -> None:
        self.file = file
        self.settings = settings = settings or Settings()
        self.patches = Patches()
        self.guards = Patches()  # what must not go before the recording is kept
        self.telling = Patches()  # what no program can tell from what asyncio does alone
        self.ended = False
        self.watching = Patches()  # of the program's code: what costs most
        self.saved = saved
        self.log = Log(
            settings.most, settings.seconds, settings.fold, saved=self.keep, every=settings.every,
            last=settings.last, waits=settings.waits,
        )  # fmt: skip
        self.scene = Scene(file, self.log, settings.check, settings.source)
        self.log.parts.living = self.scene.labels.all
        self.output = output.OutputHooks(self.scene)
        self.loops = loop_hooks.LoopHooks(self.scene)
        self.futures = future_hooks.FutureHooks(self.scene)
        self.code = code_hooks.CodeHooks(self.scene)
        self.scene.tell_first = functools.partial(self.futures.tell_eager, whatever=False)
        self.futures.awaits = self.code.awaits
        if sys.version_info >= (3, 12):  # there were no eager tasks before
            self.log.look = functools.partial(self.look_first, self.log.look)
        self.code.watches = self.loops.watches
        self.loops.suspended, self.loops.look_again = self.code.suspended, self.code.look_again
        self.shared = self.code.shared
        self.output.look = self.shared.look_soon
        self.loops.look, self.loops.inside = self.shared.look, self.shared.all
        self.shared.one_loop = lambda: len(self.loops.selects) < 2
        self.futures.look, self.futures.before_set = self.shared.look_soon, self.look_before_set
        self.loops.before_start += [self.code.loop_starts, self.futures.look_at_classes]
        self.loops.before_stop += [self.code.loop_stops]
        self.loops.before_end += [self.code.end_of_job, self.futures.tell_eager]

    def install(self) -> None:
        """Patch asyncio, the streams and ``traceback``."""
        self.loops.install(self.telling)
        self.futures.install(self.patches)
        self.output.install(self.telling)
        tracebacks.install(self.patches)

    def look_before_set(self) -> None:
        """Before a future is set: what came before that."""
        job = self.loops.running.get(self.loops.loops.get(id(_get_running_loop()), 0))
        if job and job.task:
            tell_early(job.task, self.scene)
        self.shared.look_soon()

    def look_first(self, look: Callable[[], None]) -> None:
        """Before an event: what came before it."""
        look()
        self.futures.tell_eager(whatever=False, seen=False)

    def begin(self, code: types.CodeType) -> None:
        """The program begins: ``code`` is that of its module."""
        if self.settings.lines:
            self.watch(code)
        self.log.begin()

    def await_main(self, found: Callable[[], None]) -> None:
        """The program begins with the first code that runs as ``__main__``; then ``found`` is
        called, and time counts from there."""

        def begins(code: types.CodeType) -> None:
            self.scene.files.begin(code)
            found()
            self.log.begin()
            if self.settings.source and sys.version_info >= (3, 12):
                sys.monitoring.restart_events()  # of what has run before, and is below the folder

        self.code.begins = begins
        self.watch(None)

    def watch(self, code: types.CodeType | None) -> None:
        """Have every line of the program's code told."""
        if sys.version_info >= (3, 12):
            from . import monitoring

            monitoring.install(self.code, self.watching)
            if code:
                monitoring.watch(code, self.code)
        else:
            from . import tracing

            tracing.install(self.code, self.watching)

    def keep(self) -> None:
        if not self.log.open:
            self.let_go()
        self.saved()

    def let_go(self) -> None:
        """The program goes on at its own pace; the classes of its futures stay what they are."""
        self.watching.undo()
        self.telling.undo()
        self.futures.let_go()
        stand_ins.let_go()
        self.scene.labels.clear()

    def abandon(self) -> None:
        """This is a fork of the program: nothing is recorded here, and nothing kept."""
        if self.log.open:
            self.log.lock = threading.RLock()  # some other thread may have had it
            self.log.open = False
            self.let_go()

    def finish(self) -> None:
        """End the recording and take every patch back."""
        with contextlib.suppress(Exception):
            self.code.end_of_job()
            self.output.tell_begun()
        self.log.open, self.ended = False, True
        self.watching.undo()
        self.telling.undo()
        self.patches.undo()

    @property
    def events(self) -> list[Event]:
        """What was recorded so far."""
        if self.log.open:
            self.output.tell_begun()
        return self.log.all()

    def as_json(self) -> dict[str, Any]:
        """The recording with what must be known of it. ``file``: whose lines it tells, and those
        of all below ``source``, if that is no empty text. ``ended``:
        whether the program has come to its end, and is told of up to there. ``lost``:
        events that faults of the recorder have cost. ``others``: what the program has loaded that
        brings an event loop which is not asyncio's own, and is not seen. ``waits``:
        no signal has asked for anything to be kept."""
        events = [as_list(event) for event in self.events]  # the keeping may begin by this
        return {
            "schema": SCHEMA,
            "python": platform.python_version(),
            "platform": f"{platform.system()} {platform.machine()}",
            "file": self.scene.files.main,
            "source": self.settings.source,
            "others": [name for name in OTHER_LOOPS if name in sys.modules],
            "ended": self.ended,
            "lost": self.log.lost + self.log.parts.lost,
            "waits": self.log.parts.waits,
            "events": events,
        }
