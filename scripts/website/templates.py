"""The theme's templates and icons: compiled once, and listed once a process."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from jinja2 import FileSystemBytecodeCache, FileSystemLoader
from jinja2.bccache import Bucket


class Compiled(FileSystemBytecodeCache):
    """Keeps compiled templates with the packages that they come with: Jinja takes seconds for those
    of Material. Each is known by its name and the checksum of its text, wherever the project lies.
    """

    def __init__(self) -> None:
        folder = Path(sys.prefix, "compiled-templates")
        if sys.prefix != sys.base_prefix:  # else these are not our packages
            with contextlib.suppress(OSError):
                folder.mkdir(exist_ok=True)
        super().__init__(str(folder), f"{version('jinja2')}-%s")

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return super().get_cache_key(name)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Where nothing can be written they are compiled again the next time."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def list_once() -> None:
    """Have the files of a theme listed once, without hidden folders: Material has some ten thousand
    icons in one, and MkDocs goes through them in each build and leaves them out. What is new in
    ``scripts/theme`` is seen by a new process."""
    listed: dict[tuple[str, ...], list[str]] = {}

    def list_templates(loader: FileSystemLoader) -> list[str]:
        key = tuple(loader.searchpath)
        if key not in listed:
            listed[key] = sorted({name for folder in key for name in _files(folder)})
        return listed[key]

    FileSystemLoader.list_templates = list_templates  # type: ignore[method-assign, assignment]


def _files(folder: str) -> Iterator[str]:
    """The names of templates: paths below ``folder``."""
    for place, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        yield from (Path(place, file).relative_to(folder).as_posix() for file in files)
