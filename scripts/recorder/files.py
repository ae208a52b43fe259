"""Files that are named before a program begins, and written when it has ended, whole or not."""

from __future__ import annotations

import contextlib
import os
import tempfile
from builtins import open  # noqa: UP029 (what a program puts in its place is for itself)
from os import getpid, replace

from .own import BUILTINS

__builtins__ = BUILTINS


def refusal(path: str) -> str:
    """Why nothing can be written to a file of this (absolute) path; nothing where it can. Leaves
    everything as it was."""
    try:
        if os.path.isdir(path):
            return f"{path} is a folder: expected a file"
        if _is_stream(path):
            return "" if os.access(path, os.W_OK) else f"{path} cannot be written to"
        if os.path.exists(path) and not os.access(path, os.W_OK):
            return f"{path} cannot be written to"
        with tempfile.TemporaryFile(dir=os.path.dirname(os.path.realpath(path))):
            return ""
    except OSError as error:
        return f"{path} cannot be written to: {error.strerror}"


def write_whole(path: str, text: str) -> None:
    """Write a text whole or not at all; through a link, and at the end of what is no file, such as
    ``/dev/stdout``. Raises OSError."""
    if _is_stream(path):
        with open(path, "a", encoding="utf-8") as stream:
            stream.write(text)
        return
    path = os.path.realpath(path)
    new = f"{path}.{getpid()}.new"
    try:
        with open(new, "w", encoding="utf-8") as file:
            file.write(text)
        replace(new, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(new)
        raise


def _is_stream(path: str) -> bool:
    """Whether it is no file, or is one that somebody has open and goes on with."""
    named = path.startswith(("/dev/std", "/dev/fd/", "/proc/"))
    return named or (os.path.exists(path) and not os.path.isfile(path))
