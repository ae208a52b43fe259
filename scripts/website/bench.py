"""What can be opened on the workbench: every program that a page of the site shows, by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from languages import interface
from languages.markdown_text import markdown_of, reading
from markupsafe import Markup
from runs import pieces
from runs.contracts import Contract
from runs.programs import Program
from runs.templating import filled

from .build import Build

WORKBENCH = "workbench.md"
TEMPLATE = Path(__file__).parents[1] / "languages/templates/gallery.html"


class Shelf(NamedTuple):
    """A page: its ``title``, the ``language`` of that where it is another one, and its programs:
    links, each with what a browser lacks for it."""

    title: str
    language: str
    programs: list[tuple[Markup, str]]


def gallery(build: Build, language: str, link: Callable[[Program], str]) -> Markup:
    """The programs by page; ``link``: gives the address of a program's file from here."""
    shelves = []
    for path, title, written in build.contents(language):
        programs = [
            (pieces.opened(each, link(each)), lacks(build, each, language))
            for each in shown(build, language, path)
        ]
        if programs and path != WORKBENCH:
            shelves.append(Shelf(title, "" if written == language else written, programs))
    file, there = interface.words(language)["gallery_file"], beside(build, language, link)
    return filled(TEMPLATE, shelves=shelves, beside=there, file=file)


def shown(build: Build, language: str, path: str) -> Iterator[Program]:
    """The programs of a page, in their order, each once, without those of its exercises; what is
    not there was told of its page."""
    asks = reading(markdown_of(build.shown[language][path].file)).asks
    names = dict.fromkeys(a.name for a in asks if a.kind == "figure" and a.fence and not a.wrong)
    for name in names:
        if name in build.engine.programs.names:
            yield build.engine.programs.get(language, name)


def lacks(build: Build, program: Program, language: str) -> str:
    """What a program needs that a browser has not, in a word; nothing where it runs there."""
    lacking = build.engine.contracts.get(program.name, Contract()).not_in_browser
    return interface.words(language)[f"gallery_{lacking}"] if lacking else ""


def beside(build: Build, language: str, link: Callable[[Program], str]) -> dict[str, str]:
    """The programs that others import: their addresses by the name of their module."""
    own = [each for each in build.engine.programs if each.language == language]
    imported = {there.file for each in own for there in each.beside}
    return {each.file.stem: link(each) for each in own if each.file in imported}
