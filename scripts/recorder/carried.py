"""Data of dataclasses as JSON has it, and back: what one event carries of a whole state."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from typing import Any


def packed(value: Any) -> Any:
    """A value as lists of plain values: fields without their names, a dict whose keys are numbers
    as pairs. What comes out shares nothing with the value that can change."""
    if dataclasses.is_dataclass(value):
        return [packed(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, dict):
        if all(type(key) is str for key in value):
            return {key: packed(each) for key, each in value.items()}
        return [[key, packed(each)] for key, each in value.items()]
    if isinstance(value, set):
        return sorted(value)
    if isinstance(value, list | tuple):
        return [packed(each) for each in value]
    return value


def unpacked(kind: Any, data: Any) -> Any:
    """The value of this type that was `packed`."""
    if data is None or kind is Any:
        return packed(data)
    origin, inner = typing.get_origin(kind) or kind, typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return unpacked(inner[0], data)
    if dataclasses.is_dataclass(origin) or hasattr(origin, "_fields"):
        return origin(*map(unpacked, _types(origin), data))
    if origin is dict:
        pairs = data.items() if isinstance(data, dict) else data
        return {key: unpacked(inner[1], each) for key, each in pairs}
    if origin is tuple:
        return tuple(map(unpacked, inner, data))
    if origin in (list, set):
        return origin(unpacked(inner[0], each) for each in data)
    return data


@functools.cache
def _types(kind: type) -> list[Any]:
    """The types of the fields, in their order."""
    known = typing.get_type_hints(kind)
    names = getattr(kind, "_fields", None) or [field.name for field in dataclasses.fields(kind)]
    return [known[name] for name in names]
