"""Generators that are closed, or collected, of which the interpreter does not tell.

Since 3.13 nothing is run in a generator that is suspended outside of any ``try`` (``gen_close`` in
genobject.c), for nothing in it could notice. It is told of as before 3.13, and as the language has
it: ``GeneratorExit`` ends it where it is suspended.

Rule 1: such an end is told before whatever is told next (`log.Log.add`).
"""

from __future__ import annotations

import functools
import inspect
import itertools
import sys
import types
import weakref
from collections.abc import Callable
from typing import Any

from . import events, native, words
from .own import BUILTINS, dis
from .scene import Scene, hook, last_hook

__builtins__ = BUILTINS

FEW = 20  # are looked at before an event: where there are more, each time the next ones
# In the argument of RESUME: no ``try`` but the generator's own (pycore_opcode_utils.h).
OUTSIDE = 8 if sys.version_info >= (3, 15) else 4
CLOSED = "GeneratorExit()"


class Closings:
    """Watches suspended generators that may end without a word. ``over`` is called with the number
    of a frame that is gone, and the id that it had."""

    def __init__(self, scene: Scene, over: Callable[[int, int], None]) -> None:
        self.scene, self.over = scene, over
        self.waiting: dict[int, tuple[weakref.ref[Any], int]] = {}  # by the number of the frame
        # Ids of frames that were told to end as their generators were collected. Some patch
        # releases then close those with events of their own, which are not told a second time.
        self.gone: set[int] = set()
        scene.log.look = self.look

    @hook
    def suspends(self, frame: types.FrameType, number: int) -> None:
        """A generator, or a coroutine, gives control back and may go on."""
        if sys.version_info < (3, 13) or frame.f_lasti not in outside(frame.f_code):
            return
        # One that a loop knows of is closed by a task of that, also when it is collected.
        if (
            frame.f_code.co_flags & inspect.CO_ASYNC_GENERATOR
            and sys.get_asyncgen_hooks().finalizer
        ):
            return
        if (item := generator_of(frame)) is not None:
            gone = functools.partial(self.collected, number)
            self.waiting[number] = weakref.ref(item, gone), id(frame)

    def goes_on(self, number: int) -> None:
        """Of what becomes of it now, the interpreter tells."""
        self.waiting.pop(number, None)

    def look(self) -> None:
        """Tell of those that were closed."""
        if self.waiting:
            self.look_at_some()

    @hook
    def look_at_some(self) -> None:
        with self.scene.log.lock:
            for number in list(itertools.islice(self.waiting, FEW)):
                reference, key = self.waiting.pop(number)
                self.waiting[number] = reference, key  # the last one, now
                item = reference()
                if item is not None and words.frame_of(item) is None:
                    self.tell(number)

    @last_hook
    def collected(self, number: int, reference: object) -> None:
        self.tell(number, reference)

    def tell(self, number: int, reference: object = None) -> None:
        """One is over; with its ``reference`` where it is being collected."""
        with self.scene.log.lock:
            if known := self.waiting.pop(number, None):
                if reference is not None:
                    self.gone.add(known[1])
                self.scene.log.add(events.Throw, number, CLOSED)
                self.scene.log.add(events.Unwind, number, CLOSED)
                self.over(number, known[1])


@functools.lru_cache(256)
def outside(code: types.CodeType) -> frozenset[int]:
    """Where a function may be suspended outside of any ``try``: it stands at RESUME then, and on
    its way there, in some versions, still at what is before that."""
    pairs = itertools.pairwise(dis.get_instructions(code))
    places = [pair for pair in pairs if is_outside(pair[1])]
    return frozenset(each.offset for pair in places for each in pair)


def is_outside(place: Any) -> bool:
    return place.opname == "RESUME" and bool((place.arg or 0) & OUTSIDE)


def generator_of(frame: types.FrameType) -> Any:
    """The generator or coroutine whose frame this is; None where it cannot be said."""
    if sys.version_info >= (3, 14):
        return frame.f_generator
    return native.generator_of(frame)
