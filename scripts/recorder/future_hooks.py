"""The futures' side: thin subclasses of asyncio's own stand in their place.

They keep the name, the module and the behaviour; what they add is that they tell. Making one is
told in ``__new__``, which is over before asyncio's ``__init__`` begins. The methods call C and have
a frame of ours only while they do; `tracebacks` hides it where an exception comes through.

asyncio has its classes twice, in C and in Python. What the program runs with, unless it asks for
the others, is C: tracebacks and the order of one message differ. Each has a subclass here.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import sys
import types
import weakref
from asyncio import futures, tasks
from collections.abc import Callable
from typing import Any

from . import bare, events, native, words
from .job_words import (
    begins_at_once,
    is_exit,
    is_followed,
    is_task,
    name_future,
    name_task,
    outcome,
    task_of,
    tell_task,
)
from .own import BUILTINS, get_ident
from .scene import Patches, Scene, hook

__builtins__ = BUILTINS


class FutureHooks:
    """Sees what is done to futures and tasks."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.classes: list[Any] = []  # of futures, of tasks, and once more of both
        # At what tasks share: it is changed before a waiter is woken.
        self.look: Callable[..., None]
        self.before_set: Callable[[], None]
        self.awaits: Callable[[Any], Any] = lambda _: None

    def install(self, patches: Patches) -> None:
        """Put the subclasses in place."""
        future = future_class(self, futures.Future)
        task = task_class(self, tasks.Task, future)
        in_python = self.in_python(futures.Future, future, task)
        gathering: Any = tasks._GatheringFuture  # type: ignore[attr-defined]
        self.classes = [future, task, *in_python]
        bases = gathering.__bases__
        gathering.__bases__ = (future,)
        patches.on_undo(lambda: setattr(gathering, "__bases__", bases))
        for module, name, copy in (
            (futures, "Future", future),
            (asyncio, "Future", future),
            (tasks, "Task", task),
            (asyncio, "Task", task),
            *(
                (module, name, copy)
                for module in in_c()
                for name, copy in (("Future", future), ("Task", task))
            ),
            (futures, "_PyFuture", in_python[0]),
            (tasks, "_PyTask", in_python[1]),
            *((futures, "_CFuture", future) for _ in in_c()),
            *((tasks, "_CTask", task) for _ in in_c()),
        ):
            patches.set(module, name, copy)
        if sys.version_info >= (3, 12):
            factory = tasks.create_eager_task_factory(task)
            patches.set(tasks, "eager_task_factory", factory)
            patches.set(asyncio, "eager_task_factory", factory)

    def in_python(self, base: Any, future: Any, task: Any) -> tuple[Any, Any]:
        """The subclasses of asyncio's classes in Python; those given, where there are no others."""
        written: Any = futures._PyFuture  # type: ignore[attr-defined]
        if written is base:
            return future, task
        copy = future_class(self, written)
        return copy, task_class(self, tasks._PyTask, copy)  # type: ignore[attr-defined]

    def let_go(self) -> None:
        """The classes stay, with the methods of those that they stand for."""
        for copy in self.classes:
            # One that has had a ``__new__`` of its own never again takes the arguments of another
            # class's ``__init__`` without: `object` complains of them.
            kept = {"__new__"} if super(copy, copy).__new__ is object.__new__ else set()
            names = [name for name, method in vars(copy).items() if is_method(method)]
            for name in {*names} - kept:
                delattr(copy, name)
        self.classes.clear()

    @hook
    def look_at_classes(self) -> None:
        """A loop starts. What the program has put in the place of our classes tells nothing."""
        for now in (futures.Future, tasks.Task):
            known = bare.is_a(now, type) and any(
                bare.one_of(c, bare.mro(now)) for c in self.classes
            )
            if not known:
                self.scene.log.lost += 1

    @hook
    def made(self, future: Any) -> None:
        self.scene.tell_first(None)
        name_future(future, self.scene)

    @hook
    def made_task(self, task: Any, arguments: tuple[Any, ...], options: dict[str, Any]) -> None:
        # A task that is not eager is told of when its first step joins the ready queue.
        self.scene.tell_first(None)
        if begins_at_once(task, options):
            self.look()  # before it changes anything
            coroutine = arguments[0] if arguments else options.get("coro")
            label = name_task(task, self.scene, eager=True, coroutine=coroutine)
            self.scene.eager[label] = weakref.ref(task), get_ident()
            if bare.one_of(type(coroutine), words.COROUTINES):
                self.scene.first_steps[id(words.frame_of(coroutine))] = label

    def tell_eager(self, but: str | None = None, whatever: bool = True, seen: bool = True) -> None:
        """Tell of the tasks, ``but`` of one, whose first step, inside another one's, is over:
        ``whatever`` is known of it, for the job ends; or only where the coroutine's frame was
        ``seen`` to give back control, or now is seen to have done so, if it is a library's, or the
        task says so. (Of its loop a task knows nothing before asyncio's ``__init__``.)"""
        eager = self.scene.eager
        for label, (reference, thread) in list(eager.items()) if eager else ():
            if thread != get_ident() or label == but:
                continue
            task = reference()
            coroutine = None if task is None else bare.field(task, "_coro")
            left = label in self.scene.first_ends or words.is_over(coroutine, self.scene.files)
            if whatever or (seen and left) or has_left(task):
                eager.pop(label, None)
                self.scene.first_ends.pop(label, None)
                self.look(label)
                if task is not None:
                    tell_task(task, label, self.scene)

    @hook
    def set(self, future: Any, how: str, *value: Any) -> None:
        """A future will be set or cancelled, unless it is done already. (A task in Python does this
        with itself when it ends, of which its job tells.)"""
        self.scene.tell_first(None)
        if not is_task(type(future)) and is_open(future):
            label = name_future(future, self.scene)
            shown = self.scene.short(value[0]) if value else None
            exits = how == "exception" and is_exit(value[0])
            self.before_set()
            self.scene.log.add(events.Set, label, how, shown, *self.scene.place(), exits)

    @hook
    def is_set(self, future: Any) -> None:
        """A future holds an exception of which nothing was told."""
        self.scene.tell_first(None)
        if is_task(type(future)):
            return
        label = name_future(future, self.scene)
        self.scene.log.add(events.Set, label, *outcome(future, self.scene), *self.scene.place())

    @hook
    def cancel(self, task: Any) -> None:
        self.scene.tell_first(None)
        if is_open(task):
            label = name_task(task, self.scene)
            self.before_set()
            self.scene.log.add(events.Cancel, label, *self.scene.place())

    @hook
    def uncancel(self, task: Any) -> None:
        self.scene.tell_first(None)
        # When done, too: `Runner.run` does so after Ctrl+C.
        if is_followed(task) and bare.ask(task, "cancelling"):
            self.scene.log.add(events.Uncancel, name_task(task, self.scene))

    @hook
    def named(self, task: Any) -> None:
        self.scene.tell_first(None)
        if not is_followed(task):
            return
        label = name_task(task, self.scene)
        self.scene.log.add(events.Named, label, words.name_of(task))

    @hook
    def may_be_set(self, future: Any, args: tuple[Any, ...], options: dict[str, Any]) -> bool:
        """Whether these are arguments of ``set_exception`` of a future that is not done."""
        return len(args) == 1 and not options and is_open(future)

    @hook
    def callback(self, kind: Any, future: Any, callback: Any) -> None:
        if not is_followed(future):
            return
        inner, _ = words.unwrapped(callback, ())
        task = task_of(inner)
        wakes = None if task is None else name_task(task, self.scene)
        self.scene.tell_first(wakes)
        name = "" if wakes else words.called(inner, self.scene.files)[0]
        by = sys._getframe(3)  # who calls our method
        line = None if wakes else self.scene.files.line(by.f_code, by.f_lineno)
        self.scene.log.add(kind, name_future(future, self.scene), wakes, name, line)


def is_open(future: Any) -> bool:
    """Whether a future may be set, or cancelled."""
    return is_followed(future) and not bare.ask(future, "done")


def has_left(task: Any) -> bool:
    """Whether a task has ended, or waits for something that is known by now."""
    if bare.field(task, "_fut_waiter") is not None:
        return words.is_suspended(bare.field(task, "_coro"))
    return task is not None and bool(bare.ask(task, "done"))


def in_c() -> list[Any]:
    """The module of the classes written in C, by which they are pickled."""
    return [sys.modules["_asyncio"]] if "_asyncio" in sys.modules else []


def future_class(hooks: FutureHooks, base: Any) -> Any:
    """The subclass of asyncio's own class of futures."""

    class Future(base):  # type: ignore[misc]
        __slots__ = ()

        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            future = base.__new__(cls)
            hooks.made(future)
            return future

        # Arguments go on as they came: what is wrong with them C says as always.
        def set_result(self, /, *args: Any, **options: Any) -> None:
            if len(args) == 1 and not options:
                hooks.set(self, "result", *args)
            base.set_result(self, *args, **options)

        def set_exception(self, /, *args: Any, **options: Any) -> None:
            known = hooks.may_be_set(self, args, options)
            if known and is_exception_class(*args):  # C makes one of it, and we tell of that one
                args = (args[0](),)
            if told := bool(known) and may_be_set(*args):
                hooks.set(self, "exception", *args)
            base.set_exception(self, *args, **options)
            if not told:  # newer ones put another exception in the place of StopIteration
                try:
                    hooks.is_set(self)
                except RecursionError:
                    hooks.scene.log.lost += 1

        def cancel(self, /, *args: Any, **options: Any) -> bool:
            if may_be_message(args, options):
                hooks.set(self, "cancelled")
            return bool(base.cancel(self, *args, **options))

    return like(with_callbacks(Future, base, hooks), base)


def task_class(hooks: FutureHooks, base: Any, future: Any) -> Any:
    """The subclass of ``_asyncio.Task``; to ``isinstance`` a task is a future as well."""

    class Task(base, future):  # type: ignore[misc]
        __slots__ = ()

        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            task = base.__new__(cls)
            hooks.made_task(task, args, kwargs)
            return task

        def cancel(self, /, *args: Any, **options: Any) -> bool:
            if may_be_message(args, options):
                hooks.cancel(self)
            return bool(base.cancel(self, *args, **options))

        def uncancel(self, /, *args: Any) -> int:
            if not args:
                hooks.uncancel(self)
            left: int = base.uncancel(self, *args)
            return left

        def set_name(self, /, *args: Any, **options: Any) -> None:
            base.set_name(self, *args, **options)
            try:
                hooks.named(self)
            except RecursionError:
                hooks.scene.log.lost += 1

    return like(with_callbacks(Task, base, hooks), base)


def with_callbacks(copy: Any, base: Any, hooks: FutureHooks) -> Any:
    """Have a class tell of callbacks, and of who awaits. asyncio's class for tasks has these
    methods of its own, before those of futures."""

    def add_done_callback(self: Any, /, *args: Any, **options: Any) -> None:
        if len(args) == 1 and options.keys() <= {"context"}:
            hooks.callback(events.Added, self, *args)
        base.add_done_callback(self, *args, **options)

    def remove_done_callback(self: Any, /, *args: Any, **options: Any) -> int:
        removed: int = base.remove_done_callback(self, *args, **options)
        try:
            for _ in range(removed):
                hooks.callback(events.Removed, self, *args)
        except RecursionError:
            hooks.scene.log.lost += 1
        return removed

    def __await__(self: Any, /) -> Any:
        hooks.awaits(self)
        return base.__await__(self)

    copy.add_done_callback, copy.remove_done_callback = add_done_callback, remove_done_callback
    copy.__await__ = __await__
    return copy


def may_be_message(args: tuple[Any, ...], options: dict[str, Any]) -> bool:
    """Whether these are arguments of ``cancel``."""
    return len(args) + len(options) <= 1 and options.keys() <= {"msg"}


def is_exception_class(value: Any) -> bool:
    """Whether this is a class of exceptions."""
    return bare.is_a(value, type) and bare.one_of(BaseException, bare.mro(value))


def may_be_set(exception: Any) -> bool:
    """Whether a future takes this as its exception, and no other in its place."""
    bases = bare.mro(type(exception))
    return bare.one_of(BaseException, bases) and not bare.one_of(StopIteration, bases)


class Signature:
    """``__signature__`` of a class that stands for another: that of the other, and nothing for
    classes of the program that come from it."""

    def __init__(self, copy: type, base: type) -> None:
        self.copy, self.base = copy, base

    def __get__(self, _item: object, kind: type) -> inspect.Signature:
        if kind is not self.copy:
            raise AttributeError("__signature__")
        return inspect.signature(self.base)


def is_method(value: object) -> bool:
    """Whether an attribute of a class is one of its methods, ``__new__`` too."""
    return type(value) in (types.FunctionType, staticmethod)


def like(copy: Any, base: Any) -> Any:
    """Give a class the looks of the one it stands for."""
    copy.__module__, copy.__qualname__, copy.__doc__ = base.__module__, base.__name__, base.__doc__
    if base.__module__ == "_asyncio":
        native.set_name(copy, f"{base.__module__}.{base.__name__}")
    copy.__signature__ = Signature(copy, base)
    for name, method in vars(copy).items():
        if callable(method) and hasattr(base, name):
            method.__doc__ = getattr(base, name).__doc__
            method.__qualname__ = f"{base.__name__}.{name}"
            if found := signature(getattr(base, name)):
                method.__signature__ = found
    return copy


@functools.cache
def signature(method: Any) -> inspect.Signature | None:
    """Of a method in C, as its docstring tells it; None where that does not."""
    with contextlib.suppress(ValueError):
        return inspect.signature(method)
    return None


def warm_up() -> None:
    """Do what every recording needs, and what is the same in all that are forked from here."""
    for base in (asyncio.Future, asyncio.Task):
        for name in ("__new__", *dir(base)):
            if (name == "__new__" or name[0] != "_") and callable(method := getattr(base, name)):
                signature(method)
