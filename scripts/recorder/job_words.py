"""What a job of the loop is about, and how it left the task that it went on with."""

from __future__ import annotations

import gc
import sys
import types
from asyncio import tasks
from asyncio.base_events import BaseEventLoop
from asyncio.events import Handle, _get_running_loop
from collections.abc import Iterator
from typing import Any

from . import bare, events, words
from .own import BUILTINS
from .scene import Scene

__builtins__ = BUILTINS

MANY = 20  # tasks, and futures, in a snapshot


def task_of(callback: Any) -> Any:
    """The task that a callback begins or goes on with, None for any other callback."""
    found = words.owner(callback)
    if found is not None and is_task(type(found)) and is_followed(found):
        own = words.own_name(callback)
        if not own or "wakeup" in own or "step" in own:
            return found
    return None


def is_task(kind: type) -> bool:
    """Whether a class is asyncio's own of tasks, in C or in Python, or comes from it."""
    return any(
        bare.name(each) == "Task" and bare.module(each) in ("_asyncio", "asyncio.tasks")
        for each in bare.mro(kind)
    )


def is_followed(future: Any) -> bool:
    """Whether what becomes of a future or task is seen. Before asyncio's ``__init__`` has come to
    it, C refuses all that changes one; the steps of a task are seen on asyncio's own loops alone,
    and those made of them."""
    loop = bare.field(future, "_loop")
    return loop is not None and (not is_task(type(future)) or bare.is_a(loop, BaseEventLoop))


def begins_at_once(task: Any, options: dict[str, Any]) -> bool:
    """Whether a task that is about to be made with these options is eager: where its loop, one
    that is followed, does not run, it waits its turn all the same. Without a loop it is the running
    one; asyncio's class in C has nothing but an exception then, before 3.14."""
    if not options.get("eager_start"):
        return False
    if (loop := options.get("loop")) is None:
        refused = sys.version_info < (3, 14) and bare.is_a(task, tasks._CTask)  # type: ignore[attr-defined]
        loop = None if refused else _get_running_loop()
    return bare.is_a(loop, BaseEventLoop) and bare.field(loop, "_thread_id") is not None


def name_task(task: Any, scene: Scene, eager: bool = False, coroutine: Any = None) -> str:
    """The label of a task; seen for the first time, it is told of."""
    if (label := scene.labels.get(task)) is not None:
        return label
    label = scene.labels.add(task, "task")
    if eager or is_followed(task):
        scene.unfinished.add(label)
    coroutine = coroutine if eager else bare.field(task, "_coro")
    kind = type(coroutine)
    known = bare.one_of(kind, words.COROUTINES)
    of = bare.cut(coroutine.__qualname__) if known else bare.name(kind)
    name = "" if eager else words.name_of(task)
    line, via = words.place(scene.files)
    if line is not None and via is None and not words.passes("create_task", scene.files):
        via = bare.name(type(task))  # the program calls the class itself
    midway = words.is_suspended(coroutine)
    scene.log.add(events.Task, label, of, name, eager, line, via, midway)
    return label


def name_future(future: Any, scene: Scene) -> str | None:
    """The label of a future or task; seen for the first time, it is told of."""
    if future is None or (label := scene.labels.get(future)) is not None:
        return None if future is None else label
    if bare.has(type(future), "get_coro"):
        return name_task(future, scene)
    label = scene.labels.add(future, "future")
    scene.log.add(events.Future, label, bare.name(type(future)), *words.place(scene.files))
    return label


def describe(handle: Handle, scene: Scene) -> tuple[Any, ...]:
    """The fields of `events.Handle` from ``does`` on."""
    job: Any = handle
    callback, args = words.unwrapped(job._callback, job._args or ())
    if (task := task_of(callback)) is not None:
        label = name_task(task, scene)
        if words.wakes(callback):
            future = name_future(args[0], scene) if args else None
            return "wake", label, future, "", None, []
        return "step", label, None, "", None, []
    name, line = words.called(callback, scene.files)
    of = scene.name(words.owner(callback))  # a future or task whose method it is
    more = ["…"] if len(args) > words.MANY else []
    return "call", None, of, name, line, [*map(scene.short, args[: words.MANY]), *more]


def tell_task(task: Any, label: str, scene: Scene) -> None:
    """Tell how a task is, now that it has given back control."""
    told = label in scene.early
    scene.early.discard(label)
    if label not in scene.unfinished or (told and not bare.ask(task, "done")):
        return
    if not bare.ask(task, "done"):
        future = name_future(bare.field(task, "_fut_waiter"), scene)
        links = words.chain(behind(bare.field(task, "_coro")), scene.files, scene.frames)
        scene.log.add(events.Waits, label, future, links)
        return
    scene.unfinished.discard(label)
    exits = is_exit(bare.field(task, "_exception"))
    scene.log.add(events.Done, label, *outcome(task, scene), exits)


def tell_early(label: str, scene: Scene) -> None:
    """A future is about to be set. Does a task do so that has just come to wait for it, as it was
    asked to cancel before: that it waits is told first."""
    for task in scene.labels.of([label]) if label not in scene.early else ():
        waits = bare.field(task, "_fut_waiter") is not None
        if waits and words.is_suspended(bare.field(task, "_coro")):
            tell_task(task, label, scene)
            scene.early.add(label)


def really(loop: Any, scene: Scene) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """`MANY` tasks of a loop that live, and as many futures, as `events.Snapshot` has them: where
    there are more, each time the next ones."""
    tasks, futures = {}, {}
    for label, task in some(scene, "task"):
        if bare.field(task, "_loop") is loop:
            how = outcome(task, scene)[0] if bare.ask(task, "done") else None
            waits = scene.name(bare.field(task, "_fut_waiter"))
            frames = frames_in(bare.field(task, "_coro")) if how is None else ()
            numbers = [n for frame in frames if (n := scene.frames.get(id(frame)))]
            tasks[label] = [how, waits, bare.ask(task, "cancelling"), numbers]
            futures[label] = as_future(task, scene)
    for label, future in some(scene, "future"):
        if bare.field(future, "_loop") is loop:
            futures[label] = as_future(future, scene)
    scene.snapshots += 1
    return tasks, futures


# What stands between an asynchronous generator, or a coroutine, and who awaits it. It refers to
# that first: Python says it in no other way.
BETWEEN = {
    "async_generator_asend", "async_generator_athrow", "anext_awaitable", "coroutine_wrapper",
}  # fmt: skip


def frames_in(coroutine: Any) -> Iterator[types.FrameType]:
    """The frames of a coroutine and of all that it awaits, the outermost first."""
    while coroutine is not None:
        if (frame := words.frame_of(coroutine)) is not None:
            yield frame
        coroutine = awaited(coroutine)


def awaited(item: Any) -> Any:
    """What is awaited by something that is awaited itself, None if that is not known."""
    if bare.one_of(type(item), words.MADE):
        return words.awaited(item)
    inner = behind(item)
    return None if inner is item else inner


def behind(item: Any) -> Any:
    """What such a thing stands before; anything else itself."""
    while bare.module(kind := type(item)) == "builtins" and bare.name(kind) in BETWEEN:
        item = next(iter(gc.get_referents(item)), None)
    return item


def some(scene: Scene, kind: str) -> list[tuple[str, Any]]:
    """The living tasks or futures whose turn it is to be looked at."""
    living = list(scene.labels.living(kind))
    if len(living) <= MANY:
        return living
    first = scene.snapshots * MANY % len(living)
    return living[first : first + MANY]


def as_future(future: Any, scene: Scene) -> list[Any]:
    """State, value and callbacks."""
    how, value = outcome(future, scene) if bare.ask(future, "done") else (None, None)
    waiting = bare.field(future, "_callbacks") or ()
    callbacks = sorted(callback_name(call, scene) for call, _ in waiting)
    return [how, words.roughly(value), callbacks]


def callback_name(callback: Any, scene: Scene) -> str:
    """The label of the task that a callback wakes; the name of any other callback."""
    inner, _ = words.unwrapped(callback, ())
    task = task_of(inner)
    return words.called(inner, scene.files)[0] if task is None else name_task(task, scene)


def is_exit(error: Any) -> bool:
    """Whether this is an exception for which asyncio's loops stop (see `events.Done`)."""
    return bare.is_a(error, SystemExit) or bare.is_a(error, KeyboardInterrupt)


def outcome(future: Any, scene: Scene) -> tuple[str, str | None]:
    """How a done future or task ended. Its exception does not count as retrieved by this."""
    if bare.ask(future, "cancelled"):
        return "cancelled", None
    if (error := bare.field(future, "_exception")) is not None:
        return "exception", scene.short(error)
    return "result", scene.short(bare.field(future, "_result"))
