"""Objects as they are, whatever their classes say: no code of the program is called to look.

Rule 1: a class is asked past its metaclass, and compared by what it is. (``type(x) in kinds`` would
call a metaclass's ``__eq__``, a dict of classes its ``__hash__``, ``isinstance`` the ``__class__``
of an object.)
Rule 2: an object is asked past the methods, properties and ``__getattribute__`` of its class: of
what C has put there first (`field`, `ask`).
Rule 3: what may be as large as the program likes is cut before it is copied.
"""

from __future__ import annotations

import asyncio
import os
import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .own import BUILTINS

__builtins__ = BUILTINS

LONGEST_NAME = 60  # characters

mro: Callable[[type], tuple[type, ...]] = vars(type)["__mro__"].__get__
_space: Callable[[type], Any] = vars(type)["__dict__"].__get__
_name: Callable[[type], str] = vars(type)["__name__"].__get__
_qualname: Callable[[type], str] = vars(type)["__qualname__"].__get__
_module: Callable[[type], Any] = vars(type)["__module__"].__get__
_FIELDS = (types.GetSetDescriptorType, types.MemberDescriptorType)
_ASYNCIO = os.path.dirname(asyncio.__file__) + os.sep
_METHODS = (types.MethodDescriptorType, types.WrapperDescriptorType)


def one_of(kind: type, kinds: Iterable[type]) -> bool:
    """Whether a class is one of these."""
    # Asked most of all, and any() would take three times as long.
    for each in kinds:  # noqa: SIM110
        if kind is each:
            return True
    return False


def is_a(value: object, base: type) -> bool:
    """Whether the class of a value comes from another."""
    return one_of(base, mro(type(value)))


def cut(name: str) -> str:
    """A name, as a text of no class but ``str``, and not longer than `LONGEST_NAME`."""
    short = str.__getitem__(name, slice(LONGEST_NAME + 1))
    return short if len(short) <= LONGEST_NAME else short[: LONGEST_NAME - 1] + "…"


def name(kind: type) -> str:
    """The name of a class."""
    return cut(_name(kind))


def whole_name(kind: type) -> str:
    """The name of a class with those of what it was made in."""
    return cut(_qualname(kind))


def module(kind: type) -> str:
    """The module that a class says it is of."""
    said = _module(kind)
    return said if type(said) is str else ""


def has(kind: type, attribute: str) -> bool:
    """Whether a class has an attribute."""
    return any(attribute in _space(each) for each in mro(kind))


def found(kind: type, attribute: str) -> Any:
    """What a class, or one that it comes from, has by this name, as it stands there; None if there
    is no such thing."""
    for each in mro(kind):
        space = _space(each)
        if attribute in space:
            return space[attribute]
    return None


def functions(kind: type) -> Iterator[types.FunctionType]:
    """The functions that a class has, and those of what it comes from, also where another one has
    taken their place."""
    for each in mro(kind):
        for value in [*_space(each).values()]:
            if type(value) is types.FunctionType:
                yield value


def field(item: Any, attribute: str) -> Any:
    """An attribute that C code or the object itself holds, None where there is no such thing. (Of
    an eager task that has ended, ``_coro`` may be asked, but ``get_coro`` crashes on 3.12.1.)"""
    for each in mro(type(item)):
        found = _space(each).get(attribute)
        if one_of(type(found), _FIELDS):
            return found.__get__(item)
    return attributes(item).get(attribute)


def attributes(item: Any) -> dict[str, Any]:
    """What an object holds by name."""
    for each in mro(type(item)):
        found = _space(each).get("__dict__")
        if type(found) is types.GetSetDescriptorType:
            held: dict[str, Any] = found.__get__(item)
            return held
    return {}


def ask(item: Any, method: str) -> Any:
    """What a method gives that is written in C, or in asyncio's own Python; where there is none,
    the item's own."""
    for each in mro(type(item)):
        found = _space(each).get(method)
        if one_of(type(found), _METHODS) or is_asyncios(found):
            return found(item)
    return getattr(item, method)()


def is_asyncios(method: object) -> bool:
    """Whether this is a function of asyncio itself."""
    return type(method) is types.FunctionType and method.__code__.co_filename.startswith(_ASYNCIO)
