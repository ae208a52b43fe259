"""HTML of the changes of a program: the row in which its page offers them, and one of them, with
what was there before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from . import player
from .templating import filled
from .what_if import Changed, Line, difference

Words = Mapping[str, str]
TEMPLATES = Path(__file__).parent / "templates"
_CODE = Markup("<code>{}</code>")


class Said(NamedTuple):
    """A text of a change, and its language where that is another one than the program's."""

    text: Markup
    lang: str


class Offer(NamedTuple):
    """What the row holds of a change: the id of its place, the address of its page, its label."""

    id: str
    url: str
    label: Said


def said(texts: Mapping[str, str], language: str) -> Said:
    """What is said in a language or, where nobody has translated it yet, in the first that says it.
    What stands between backticks is code."""
    other = "" if language in texts else next(iter(texts))
    pieces = texts[other or language].split("`")
    code = [_CODE.format(each) if n % 2 else Markup.escape(each) for n, each in enumerate(pieces)]
    return Said(Markup("").join(code), other)


def row(offered: Iterable[tuple[Changed, str]], as_is: str, words: Words) -> Markup:
    """The changes of a program, each with the address of its page; ``as_is``: that of the player of
    the program as it stands."""
    offers = [
        Offer(player.slug(each.program), url, said(each.what_if.label, each.program.language))
        for each, url in offered
    ]
    if not offers:
        return Markup("")
    return filled(TEMPLATES / "what_if.html", offers=offers, as_is=as_is, words=words)


def marked(changed: Changed) -> list[int]:
    """The numbers of the lines of a changed program that are not lines of the other one."""
    return [line.number for line in difference(changed) if line.sign == "+"]


def whole(changed: Changed, figure: Markup, words: Words) -> Markup:
    """A change: what is asked, the lines as they were and as they are, what happens and why, and
    the ``figure`` of the run."""
    lines: list[Line] = difference(changed)
    language = changed.program.language
    return filled(
        TEMPLATES / "changed.html",
        label=said(changed.what_if.label, language),
        why=said(changed.what_if.why, language),
        lines=lines,
        width=max((len(str(line.number)) for line in lines), default=1),
        figure=figure,
        words=words,
    )
