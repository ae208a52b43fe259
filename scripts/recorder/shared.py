"""What tasks share: asyncio's own queues, locks, events, conditions, semaphores, barriers, groups.

They are plain Python. That one is made is seen where its ``__init__`` begins, by those who watch
the code (`monitoring`, `tracing`), so that nothing of asyncio's classes is changed. What is inside
is read from its ``__dict__``: no code of the program is called.

Only those are told of that the program itself makes, not those inside of others or of a library.

Where loops run in several threads, each thread looks at what belongs to its own: to the loop for
which somebody has waited there, else to the one in which it was made.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import types
import weakref
from asyncio import locks, queues, taskgroups
from collections.abc import Callable
from typing import Any

from . import bare, events, words
from .own import BUILTINS, get_ident
from .scene import Scene, hook, is_here

__builtins__ = BUILTINS

LARGE = 1 << 53  # and more is said in words: JSON has no such numbers
FEW = 20  # so many are looked at again at each line of the program
KINDS: dict[type[Any], str] = {
    queues.PriorityQueue: "priority queue",
    queues.LifoQueue: "lifo queue",
    queues.Queue: "queue",
    locks.Lock: "lock",
    locks.Event: "event",
    locks.Condition: "condition",
    locks.Semaphore: "semaphore",
    locks.Barrier: "barrier",
    taskgroups.TaskGroup: "task group",
}
LABELS = {"queue": "queue", "group": "group"}  # by the last word of a kind; of all others: "key"
HELD_BY = {"_unfinished_tasks", "_waiters", "_parties", "_on_completed_fut"}  # set at last
MADE_BY = [*KINDS, locks.BoundedSemaphore]


class SharedHooks:
    """Sees what tasks share, and what becomes of it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        codes: list[types.CodeType] = [vars(each)["__init__"].__code__ for each in MADE_BY[2:]]
        self.inits = {id(code) for code in codes}
        self.living: dict[str, weakref.ref[Any]] = {}  # by label
        self.made_in: dict[str, int] = {}  # the thread, if a loop ran there, by label
        self.told: dict[str, dict[str, Any]] = {}
        self.one_loop: Callable[[], bool] = lambda: True  # whether no two run at the same time

    @hook
    def made(self, frame: types.FrameType) -> None:
        """``__init__`` of one of them begins; ``frame`` is its."""
        item = frame.f_locals["self"]
        line, via = self.scene.place()
        inside = frame.f_back and id(frame.f_back.f_code) in self.inits
        if line is None or via or inside or self.scene.name(item):
            return
        bases = bare.mro(type(item))
        kind = next(kind for each, kind in KINDS.items() if bare.one_of(each, bases))
        label = self.scene.labels.add(item, LABELS.get(kind.split()[-1], "key"))
        self.living[label] = weakref.ref(item, functools.partial(self.living.pop, label))
        if asyncio._get_running_loop() is not None:
            self.made_in[label] = get_ident()
        self.scene.log.add(events.Shared, label, kind, bare.name(type(item)), line)

    @hook
    def look(self, task: str | None = None, most: int = 10 * FEW) -> None:
        """Tell what has changed since the last look, while or after ``task`` was at work."""
        if not self.living or len(self.living) > most:
            return
        if len(self.told) > 2 * len(self.living) + FEW:  # most of them have been collected
            for by_label in (self.told, self.made_in):
                for label in [*by_label.keys() - self.living.keys()]:
                    del by_label[label]
        with self.scene.log.lock:  # else another thread may tell later what it has seen before
            for label, now in self.all():
                self.tell(label, now, task)

    def tell(self, label: str, now: dict[str, Any], task: str | None) -> None:
        before = self.told.get(label, {})
        if "locked" in now:
            new = now["locked"] and not before.get("locked")
            taker = task if self.is_known(label) else None
            now["holder"] = (taker if new else before["holder"]) if now["locked"] else None
        if now != before:
            self.told[label] = now
            self.scene.log.add(events.Contents, label, now)

    def look_soon(self, task: str | None = None) -> None:
        """The same in the midst of a job, where there are few; ``task``: which was at work, if that
        is not the one that runs now."""
        if 0 < len(self.living) <= FEW:
            self.look(task or self.scene.name(at_work()), FEW)

    def all(self) -> list[tuple[str, dict[str, Any]]]:
        """Those that are alive and for this thread to look at, and what is really in them."""
        found = []
        for label, reference in [*self.living.items()]:
            if (item := reference()) is None:
                continue
            inside = bare.attributes(item)
            # Else its ``__init__`` has not come to its end.
            if inside.keys() & HELD_BY and self.is_ours(label, inside):
                found.append((label, self.contents(item, inside)))
        return found

    def is_known(self, label: str) -> bool:
        """Whether it can be told whose a thing is: who looks may be another one's."""
        item = reference() if (reference := self.living.get(label)) else None
        bound = bare.field(item, "_loop") is not None
        return bound or label in self.made_in or self.one_loop()

    def is_ours(self, label: str, inside: dict[str, Any]) -> bool:
        """Whether a thing with these attributes is for this thread to look at."""
        if (loop := inside.get("_loop")) is not None:
            return is_here(loop)
        here = get_ident()
        return self.made_in.get(label, here) == here

    def contents(self, item: Any, inside: dict[str, Any]) -> dict[str, Any]:
        """What `events.Contents` tells of an object with these attributes, without ``holder``."""
        if "_unfinished_tasks" in inside:
            return self.of_queue(item, inside)
        if "_on_completed_fut" in inside:
            return self.of_group(inside)
        if "_parties" in inside:
            return {
                "parties": self.plain(inside["_parties"]),
                "count": self.plain(inside["_count"]),
                "state": bare.attributes(inside["_state"])["_name_"].lower(),
            } | self.waiters(bare.attributes(inside["_cond"]))
        found = self.waiters(inside)
        for name, attribute in (("value", "_value"), ("bound", "_bound_value")):
            if attribute in inside:
                found[name] = self.plain(inside[attribute])
        if type(found.get("value")) is bool:
            found["set"] = found.pop("value")
        lock = bare.attributes(inside["_lock"]) if "_lock" in inside else inside
        if "_locked" in lock:
            found["locked"] = lock["_locked"] is True
        if "_lock" in inside and (label := self.scene.name(inside["_lock"])):
            found["lock"] = label
        return found

    def of_queue(self, item: Any, inside: dict[str, Any]) -> dict[str, Any]:
        held: Any = inside.get("_queue")
        room = inside["_maxsize"]
        known = bare.one_of(type(held), words.ORDERED)
        last_first = known and bare.is_a(item, queues.LifoQueue)
        shown = (
            itertools.islice(reversed(held) if last_first else held, words.MANY) if known else ()
        )
        return {
            "items": [self.scene.short(each) for each in list(shown)],
            "count": len(held) if known else None,
            "room": room if type(room) is int and room > 0 else None,
            "unfinished": self.plain(inside["_unfinished_tasks"]),
            **self.waiters(inside, "getters"),
            **self.waiters(inside, "putters"),
            **self.joiners(inside),
        }

    def joiners(self, inside: dict[str, Any]) -> dict[str, Any]:
        """Who waits in ``join``: for an event of the queue's own."""
        event = inside.get("_finished")
        within = bare.attributes(event) if type(event) is locks.Event else {}
        return {name.replace("wait", "join"): who for name, who in self.waiters(within).items()}

    def of_group(self, inside: dict[str, Any]) -> dict[str, Any]:
        held = inside["_tasks"]
        few = list(held) if len(held) <= words.MANY else []
        labels = filter(None, map(self.scene.name, few))
        return {
            "tasks": sorted(labels, key=lambda label: int(label[1:])),
            "count": len(held),
            "parent": self.scene.name(inside["_parent_task"]),
            "leaving": inside["_exiting"],
            "aborting": inside["_aborting"],
        }

    def waiters(self, inside: dict[str, Any], name: str = "waiters") -> dict[str, Any]:
        queue: Any = inside.get(f"_{name}")
        if not bare.one_of(type(queue), words.ORDERED):  # none yet, or the program's own
            queue = ()
        first = list(itertools.islice(queue, words.MANY))
        return {name: [self.scene.name(each) for each in first], f"of_{name}": len(queue)}

    def plain(self, count: Any) -> Any:
        """A number as it is, what else the program may put there in words."""
        known = bare.one_of(type(count), (bool, int, float))
        return count if known and abs(count) < LARGE else self.scene.short(count)


def at_work() -> Any:
    """The task that runs in this thread, None where no loop does."""
    loop = asyncio._get_running_loop()
    return asyncio.current_task(loop) if loop else None
