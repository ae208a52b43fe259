"""The theme's templates and icons: listed once a process, and in which of them are its words of a
language."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import FileSystemLoader
from languages import interface


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


def words(folders: Iterable[str], language: str) -> str:
    """The name of the file with the theme's words of a language: with its region, where the theme
    tells regions apart, as for zh-TW. Our own come first."""
    names = interface.tag(language), language
    files = ((Path(folder, f"partials/languages/{n}.html"), n) for folder in folders for n in names)
    return next((name for file, name in files if file.is_file()), language)


def _files(folder: str) -> Iterator[str]:
    """The names of templates: paths below ``folder``."""
    for place, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        yield from (Path(place, file).relative_to(folder).as_posix() for file in files)
