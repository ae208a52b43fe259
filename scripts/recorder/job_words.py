"""What a job of the loop is about, and how it left the task that it went on with."""

from __future__ import annotations

from asyncio.events import Handle
from typing import Any

from . import events, words
from .scene import Scene

MANY = 20  # tasks, and futures, in a snapshot


def task_of(callback: Any, scene: Scene) -> Any:
    """The task that a callback begins or goes on with, None for any other callback."""
    found = words.owner(callback)
    base = type(found).__mro__
    if any(c.__name__ == "Task" and c.__module__ in ("_asyncio", "asyncio.tasks") for c in base):
        own = getattr(callback, "__name__", "")
        if not own or "wakeup" in own or "step" in own:
            return found
    return None


def name_task(task: Any, scene: Scene, eager: bool = False, coroutine: Any = None) -> str:
    """The label of a task; seen for the first time, it is told of."""
    if (label := scene.labels.get(task)) is not None:
        return label
    label = scene.labels.add(task, "task")
    scene.unfinished.add(label)
    coroutine = coroutine if eager else task.get_coro()
    of = getattr(coroutine, "__qualname__", None) if type(coroutine) in words.COROUTINES else None
    name = "" if eager else str(task.get_name())
    line, via = words.place(scene.file)
    scene.log.add(events.Task, label, of or type(coroutine).__name__, name, eager, line, via)
    return label


def name_future(future: Any, scene: Scene) -> str | None:
    """The label of a future or task; seen for the first time, it is told of."""
    if future is None or (label := scene.labels.get(future)) is not None:
        return None if future is None else label
    if hasattr(type(future), "get_coro"):
        return name_task(future, scene)
    label = scene.labels.add(future, "future")
    scene.log.add(events.Future, label, type(future).__name__, *words.place(scene.file))
    return label


def describe(handle: Handle, scene: Scene) -> tuple[Any, ...]:
    """The fields of `events.Handle` from ``does`` on."""
    job: Any = handle
    callback, args = words.unwrapped(job._callback, job._args or ())
    if (task := task_of(callback, scene)) is not None:
        label = name_task(task, scene)
        if words.wakes(callback):
            future = name_future(args[0], scene) if args else None
            return "wake", label, future, "", None, []
        return "step", label, None, "", None, []
    name, line = words.called(callback, scene.file)
    of = scene.name(words.owner(callback))  # a future or task whose method it is
    return "call", None, of, name, line, [scene.short(arg) for arg in args]


def tell_tasks(handle: Handle, scene: Scene) -> None:
    """Tell how a job that has returned left its task."""
    task = task_of(handle._callback, scene)  # type: ignore[attr-defined]
    if task is not None:
        tell_task(task, name_task(task, scene), scene)


def tell_task(task: Any, label: str, scene: Scene) -> None:
    """Tell how a task is, now that it has given back control."""
    if label not in scene.unfinished:
        return
    if not task.done():
        future = name_future(task._fut_waiter, scene)
        links = words.chain(task.get_coro(), scene.file, scene.frames)
        scene.log.add(events.Waits, label, future, links)
        return
    scene.unfinished.discard(label)
    scene.log.add(events.Done, label, *outcome(task, scene))


def really(loop: Any, scene: Scene) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """`MANY` tasks of a loop that live, and as many futures, as `events.Snapshot` has them: where
    there are more, each time the next ones."""
    tasks, futures = {}, {}
    for label, task in some(scene, "task"):
        if task.get_loop() is loop:
            how = outcome(task, scene)[0] if task.done() else None
            tasks[label] = [how, scene.name(task._fut_waiter), task.cancelling()]
            futures[label] = as_future(task, scene)
    for label, future in some(scene, "future"):
        if future.get_loop() is loop:
            futures[label] = as_future(future, scene)
    scene.snapshots += 1
    return tasks, futures


def some(scene: Scene, kind: str) -> list[tuple[str, Any]]:
    """The living tasks or futures whose turn it is to be looked at."""
    living = list(scene.labels.living(kind))
    if len(living) <= MANY:
        return living
    first = scene.snapshots * MANY % len(living)
    return living[first : first + MANY]


def as_future(future: Any, scene: Scene) -> list[Any]:
    """State, value and callbacks."""
    how, value = outcome(future, scene) if future.done() else (None, None)
    callbacks = sorted(callback_name(call, scene) for call, _ in future._callbacks or ())
    return [how, words.roughly(value), callbacks]


def callback_name(callback: Any, scene: Scene) -> str:
    """The label of the task that a callback wakes; the name of any other callback."""
    inner, _ = words.unwrapped(callback, ())
    task = task_of(inner, scene)
    return words.called(inner, scene.file)[0] if task is None else name_task(task, scene)


def outcome(future: Any, scene: Scene) -> tuple[str, str | None]:
    """How a done future or task ended. Its exception does not count as retrieved by this."""
    if future.cancelled():
        return "cancelled", None
    if future._exception is not None:
        return "exception", scene.short(future._exception)
    return "result", scene.short(future._result)
