"""The futures' side: thin subclasses of asyncio's own, written in C, stand in their place.

They keep the name, the module and the behaviour; what they add is that they tell. Making one is
told in ``__new__``, which is over before asyncio's ``__init__`` begins. The methods call C and have
a frame of ours only while they do; `tracebacks` hides it where an exception comes through.

The pure-Python versions of asyncio would be easier to watch, but are not what the program runs
with: tracebacks and the order of one message differ.
"""

from __future__ import annotations

import asyncio
import sys
import weakref
from asyncio import futures, tasks
from typing import Any

from . import events, words
from .job_words import name_future, name_task, task_of, tell_task
from .scene import Patches, Scene, hook


class FutureHooks:
    """Sees what is done to futures and tasks."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.eager: dict[str, weakref.ref[Any]] = {}  # tasks inside their first step

    def install(self, patches: Patches) -> None:
        """Put the subclasses in place."""
        future = future_class(self, futures.Future)
        task = task_class(self, tasks.Task, future)
        gathering: Any = tasks._GatheringFuture  # type: ignore[attr-defined]
        bases = gathering.__bases__
        gathering.__bases__ = (future,)
        patches.on_undo(lambda: setattr(gathering, "__bases__", bases))
        for module, name, copy in (
            (futures, "Future", future),
            (asyncio, "Future", future),
            (tasks, "Task", task),
            (asyncio, "Task", task),
        ):
            patches.set(module, name, copy)
        if sys.version_info >= (3, 12):
            factory = tasks.create_eager_task_factory(task)
            patches.set(tasks, "eager_task_factory", factory)
            patches.set(asyncio, "eager_task_factory", factory)

    @hook
    def made(self, future: Any) -> None:
        name_future(future, self.scene)

    @hook
    def made_task(self, task: Any, arguments: tuple[Any, ...], options: dict[str, Any]) -> None:
        # A task that is not eager is told of when its first step joins the ready queue.
        if options.get("eager_start"):
            coroutine = arguments[0] if arguments else options.get("coro")
            label = name_task(task, self.scene, eager=True, coroutine=coroutine)
            self.eager[label] = weakref.ref(task)
            if type(coroutine) in words.COROUTINES:
                self.scene.first_steps[id(words.frame_of(coroutine))] = label

    def tell_eager(self, whatever: bool = True) -> None:
        """Tell of the tasks whose first step, inside another one's, is over: ``whatever`` is known
        of it, for the job ends; or only where the coroutine's frame was seen to give back control.
        """
        for label, reference in list(self.eager.items()) if self.eager else ():
            if whatever or label in self.scene.first_ends:
                del self.eager[label]
                self.scene.first_ends.pop(label, None)
                if (task := reference()) is not None:
                    tell_task(task, label, self.scene)

    @hook
    def set(self, future: Any, how: str, *value: Any) -> None:
        """A future will be set or cancelled, unless it is done already."""
        if not future.done():
            label = name_future(future, self.scene)
            shown = self.scene.short(value[0]) if value else None
            self.scene.log.add(events.Set, label, how, shown, *self.scene.place())

    @hook
    def cancel(self, task: Any) -> None:
        if not task.done():
            label = name_task(task, self.scene)
            self.scene.log.add(events.Cancel, label, *self.scene.place())

    @hook
    def uncancel(self, task: Any) -> None:
        if not task.done() and task.cancelling():
            self.scene.log.add(events.Uncancel, name_task(task, self.scene))

    @hook
    def named(self, task: Any) -> None:
        label = name_task(task, self.scene)
        self.scene.log.add(events.Named, label, str(task.get_name()))

    @hook
    def callback(self, kind: Any, future: Any, callback: Any) -> None:
        inner, _ = words.unwrapped(callback, ())
        task = task_of(inner, self.scene)
        wakes = None if task is None else name_task(task, self.scene)
        name = "" if wakes else words.called(inner, self.scene.file)[0]
        self.scene.log.add(kind, name_future(future, self.scene), wakes, name)


def future_class(hooks: FutureHooks, base: Any) -> Any:
    """The subclass of ``_asyncio.Future``."""

    class Future(base, metaclass=Meta):  # type: ignore[misc]
        __slots__ = ()

        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            future = base.__new__(cls)
            hooks.made(future)
            return future

        def set_result(self, result: Any, /) -> None:
            hooks.set(self, "result", result)
            base.set_result(self, result)

        def set_exception(self, exception: Any, /) -> None:
            if may_be_set(exception):
                hooks.set(self, "exception", exception)
            base.set_exception(self, exception)

        def cancel(self, msg: Any = None) -> bool:
            hooks.set(self, "cancelled")
            return bool(base.cancel(self, msg=msg))

        def add_done_callback(self, fn: Any, /, *, context: Any = None) -> None:
            hooks.callback(events.Added, self, fn)
            base.add_done_callback(self, fn, context=context)

        def remove_done_callback(self, fn: Any, /) -> int:
            removed: int = base.remove_done_callback(self, fn)
            for _ in range(removed):
                hooks.callback(events.Removed, self, fn)
            return removed

    return like(Future, base)


def task_class(hooks: FutureHooks, base: Any, future: Any) -> Any:
    """The subclass of ``_asyncio.Task``; to ``isinstance`` a task is a future as well."""

    class Task(base, future, metaclass=Meta):  # type: ignore[misc]
        __slots__ = ()

        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            task = base.__new__(cls)
            hooks.made_task(task, args, kwargs)
            return task

        def cancel(self, msg: Any = None) -> bool:
            hooks.cancel(self)
            return bool(base.cancel(self, msg=msg))

        def uncancel(self) -> int:
            hooks.uncancel(self)
            left: int = base.uncancel(self)
            return left

        def set_name(self, value: Any, /) -> None:
            base.set_name(self, value)
            hooks.named(self)

        # asyncio's class for tasks has its own of these, before those of futures.
        def add_done_callback(self, fn: Any, /, *, context: Any = None) -> None:
            hooks.callback(events.Added, self, fn)
            base.add_done_callback(self, fn, context=context)

        def remove_done_callback(self, fn: Any, /) -> int:
            removed: int = base.remove_done_callback(self, fn)
            for _ in range(removed):
                hooks.callback(events.Removed, self, fn)
            return removed

    return like(Task, base)


def may_be_set(exception: Any) -> bool:
    """Whether a future takes this as its exception."""
    kind = exception if isinstance(exception, type) else type(exception)
    return BaseException in kind.__mro__ and StopIteration not in kind.__mro__


class Meta(type):
    """The class of our classes. C code knows a class by its full name ("'_asyncio.Task' object
    has no attribute …"), which a class written in Python has only if that is all its name."""

    @property
    def __name__(cls) -> str:
        return str(_NAME.__get__(cls)).rpartition(".")[2]

    @__name__.setter
    def __name__(cls, name: str) -> None:
        _NAME.__set__(cls, name)


_NAME: Any = vars(type)["__name__"]
_NAME.__set__(Meta, "type")
Meta.__qualname__, Meta.__module__ = "type", "builtins"


def like(copy: Any, base: Any) -> Any:
    """Give a class the looks of the one it stands for."""
    copy.__module__, copy.__qualname__, copy.__doc__ = base.__module__, base.__name__, base.__doc__
    copy.__name__ = f"{base.__module__}.{base.__name__}"
    for name, method in vars(copy).items():
        if callable(method) and hasattr(base, name):
            method.__doc__ = getattr(base, name).__doc__
            method.__qualname__ = f"{base.__name__}.{name}"
    return copy
