"""Names for what a recording speaks of, held by weak references only.

Rule 1: nothing here keeps an object of the program alive, or the garbage collection seen in the
recorded run would not be that of the plain one.
"""

from __future__ import annotations

import functools
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .own import BUILTINS

__builtins__ = BUILTINS

Births = list[tuple[str, Any]]


class Numbers:
    """Hands out numbers and remembers, for folding, what was born in the turn under way."""

    def __init__(self) -> None:
        self.last: dict[str, int] = {}
        self.births: Births = []
        self.lock = threading.Lock()  # no two threads get the same

    def new(self, kind: str) -> int:
        """The next number of a kind ("handle", "frame", "loop")."""
        with self.lock:
            number = self.last[kind] = self.last.get(kind, 0) + 1
            self.births.append((kind, number))
        return number

    def label(self, kind: str) -> str:
        """The next label of a kind: "t1" for a task, "f1" for a future, "q1" for a queue,
        "k1" for a lock and the like, "g1" for a task group."""
        with self.lock:
            number = self.last[kind] = self.last.get(kind, 0) + 1
            label = f"{kind[0]}{number}"
            self.births.append((kind, label))
        return label


class Labels:
    """Labels of tasks and futures, by object.

    ``gone(key, label, reference)`` is called when a labelled object ends its life, and calls
    `forget`.
    """

    def __init__(self, numbers: Numbers, gone: Callable[..., None]) -> None:
        self.numbers = numbers
        self.gone = gone
        self._known: dict[int, tuple[weakref.ref[Any], str]] = {}
        self._objects: dict[str, weakref.ref[Any]] = {}

    def get(self, item: object) -> str | None:
        """The label of an object, None if it has none."""
        known = self._known.get(id(item))
        return known[1] if known and known[0]() is item else None

    def add(self, item: object, kind: str) -> str:
        """Give an object a label."""
        label = self.numbers.label(kind)
        gone = functools.partial(self.gone, id(item), label)
        reference = self._objects[label] = weakref.ref(item, gone)
        self._known[id(item)] = reference, label
        return label

    def of(self, labels: Iterable[str]) -> Iterator[Any]:
        """The objects with these labels, of those that are alive, in their order."""
        for label in sorted(labels, key=lambda label: int(label[1:])):
            if (reference := self._objects.get(label)) and (item := reference()) is not None:
                yield item

    def all(self) -> frozenset[str]:
        """The labels of all that is alive."""
        return frozenset(self._objects)

    def living(self, kind: str) -> Iterator[tuple[str, Any]]:
        """The objects of a kind that are alive, with their labels, in the order of those."""
        for reference, label in list(self._known.values()):
            if label[0] == kind[0] and (item := reference()) is not None:
                yield label, item

    def clear(self) -> None:
        """Forget all."""
        self._known.clear()
        self._objects.clear()

    def forget(self, key: int, label: str) -> None:
        """The object with this id and label is no more."""
        known = self._known.get(key)
        if known and known[1] == label:
            del self._known[key]
        self._objects.pop(label, None)
