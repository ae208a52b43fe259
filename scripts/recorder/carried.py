"""Data of dataclasses as JSON has it, and back: what one event carries of a whole state."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from typing import Any

from .own import BUILTINS

__builtins__ = BUILTINS


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


def unpacked(kind: Any, data: Any, names: Mapping[str, Any]) -> Any:
    """The value of this type that was `packed`. ``names``: what the types are called by, where they
    are written down: their module may be hidden."""
    if data is None or kind is Any:
        return packed(data)
    origin, inner = typing.get_origin(kind) or kind, typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return unpacked(inner[0], data, names)
    if dataclasses.is_dataclass(origin) or hasattr(origin, "_fields"):
        known = typing.get_type_hints(origin, dict(names)).values()
        return origin(*(unpacked(*each, names) for each in zip(known, data, strict=True)))
    if origin is dict:
        pairs = data.items() if isinstance(data, dict) else data
        return {key: unpacked(inner[1], each, names) for key, each in pairs}
    if origin in (list, set):
        return origin(unpacked(inner[0], each, names) for each in data)
    return data
