"""What only C can do, by way of ctypes: rarely, and with as little to be seen of it as can be."""

from __future__ import annotations

import os
import sys
import types
from typing import Any

from .own import BUILTINS

__builtins__ = BUILTINS

HIGH = 200  # descriptors that programs of readers seldom come to


def ctypes() -> Any:
    """The module, or None where there is none. Newer versions of libffi leave a file open when it
    is imported: it gets a high number, so that the program's own files have those that they have
    without us."""
    held = [] if "ctypes" in sys.modules else [os.open(os.devnull, os.O_RDONLY)]
    try:
        while held and held[-1] < HIGH:
            held.append(os.dup(held[0]))
        import ctypes
    except (OSError, ImportError):  # as many files may not be open
        return None
    finally:
        for descriptor in held:
            os.close(descriptor)
    return ctypes


def set_name(kind: type, name: str) -> None:
    """Set the name by which C code knows a class ("'_asyncio.Task' object has no attribute …"). A
    class written in Python has only its own there, without the module. It is the first field
    behind the head of the object, since Python 2.2 (PyTypeObject, object.h)."""
    if (c := ctypes()) is None:
        return
    NAMES.append(text := c.create_string_buffer(name.encode()))
    place = id(kind) + object.__basicsize__ + c.sizeof(c.c_ssize_t)
    if c.c_char_p.from_address(place).value == kind.__name__.encode():
        c.c_void_p.from_address(place).value = c.addressof(text)


NAMES: list[Any] = []  # for as long as the classes live


def generator_of(frame: types.FrameType) -> Any:
    """The generator or coroutine whose frame this is (PyFrame_GetGenerator, since 3.11)."""
    if (c := ctypes()) is None:
        return None
    ask = c.pythonapi.PyFrame_GetGenerator
    ask.argtypes, ask.restype = [c.py_object], c.py_object
    return ask(frame)
