"""The event loop as a ring: the one drawing of the site, grown from its logo.

Rule 1: clockwise, in the order of a turn: the selector, the timers, the ready queue, the job that
runs. In the middle is what is suspended, outside what has not begun.
Rule 2: what a drawing is about is in colour, and has its name below; all else is an outline. What
runs is solid, what is ready is plain, what waits is hatched, as everywhere on the site.
Rule 3: which parts a page is about stands in ``mkdocs.yml``, under ``extra.ring``: once for all
languages.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup
from runs.near import nearest
from runs.templating import filled

from . import pages, settings

Words = Mapping[str, str]
TEMPLATES = Path(__file__).parent / "templates"
RADIUS = 40
HEAD, TAIL = 30, 226  # degrees from the top, clockwise: where the arc begins and ends
QUEUE = (266, 308, 350)
SELECTOR, TIMERS = 98, 172
# Each part with the term of the glossary that explains it.
PARTS = {
    "ready": "ready-queue",
    "running": "job",
    "selector": "selector",
    "timers": "timer",
    "suspended": "suspend",
    "made": "coroutine-object",
    "inside": "step",
}


class Point(NamedTuple):
    """A place in a drawing, from the centre of the ring."""

    x: float
    y: float


def at(angle: float, radius: float = RADIUS) -> Point:
    """The point of the ring at so many degrees from the top, clockwise."""
    turned = math.radians(angle)
    return Point(round(radius * math.sin(turned), 1), round(-radius * math.cos(turned), 1))


PLACES = {
    "head": at(HEAD),
    "tail": at(TAIL),
    "queue": [at(angle) for angle in QUEUE],
    "selector": at(SELECTOR),
    "timers": at(TIMERS),
}


def declared(root: Path = settings.ROOT) -> Mapping[str, list[str]]:
    """By path of a page, the parts that it is about; without the lines where something is wrong."""
    return _declared(root, settings.stamp(root / settings.FILE))


@functools.lru_cache(maxsize=8)
def _declared(root: Path, _: settings.Stamp) -> Mapping[str, list[str]]:
    lines = _lines(root).items()
    return {path: parts for path, parts in lines if not list(_of_parts(path, parts))}


def named(root: Path) -> list[str]:
    """The paths that have a line there, whatever stands on it."""
    return [str(path) for path in _lines(root)]


def _lines(root: Path) -> dict[str, Any]:
    given = settings.extra(root).get("ring")
    return given if isinstance(given, dict) else {}


def faults(root: Path) -> list[str]:
    """What is wrong under ``extra.ring``, each with file, line and the nearest name."""
    return [
        f"{settings.FILE}:{settings.line(root, 'extra', 'ring', *keys)}: extra.ring: {fault}"
        for keys, fault in _faults(root)
    ]


_Told = Iterator[tuple[tuple[str, ...], str]]


def _faults(root: Path) -> _Told:
    given = settings.extra(root).get("ring") or {}
    if not isinstance(given, dict):
        yield (), f"expected a page and a list of parts on each line, came {given!r}"
        return
    languages = settings.languages(root)
    known = {path for each in languages for path in pages.pages(root / "docs", each)}
    for path, parts in given.items():
        if path not in known:
            yield (str(path),), f"expected a page, came {path!r}{nearest(str(path), known)}"
        yield from _of_parts(path, parts)


def _of_parts(path: str, parts: Any) -> _Told:
    if not isinstance(parts, list) or not parts:
        told = f"{path}: expected a list of parts ({', '.join(PARTS)}), came {parts!r}"
        yield (str(path),), told
        return
    for number, part in enumerate(parts):
        if not isinstance(part, str) or part not in PARTS:
            told = f"{path}: expected one of {', '.join(PARTS)}, came {part!r}"
            yield (str(path), str(part)), told + nearest(str(part), PARTS)
        elif part in parts[:number]:
            yield (str(path),), f"{path}: expected each part once, came {part!r} again"


def drawing(parts: Sequence[str], words: Words) -> Markup:
    """The ring with these parts in colour, as SVG; who listens hears which."""
    return filled(
        TEMPLATES / "ring.svg",
        lit=set(parts),
        told=words["ring_about"].format(parts=", ".join(words[f"ring_{part}"] for part in parts)),
        labels={},
        **PLACES,
    )


def opening(
    parts: Sequence[str], words: Words, term: Callable[[str], Mapping[str, str] | None]
) -> Markup:
    """The figure with which a page opens. ``term``: gives the attributes of a link to a term."""
    named = [(words[f"ring_{part}"], term(PARTS[part]) or {}) for part in parts]
    return filled(TEMPLATES / "opening.html", drawing=drawing(parts, words), named=named)


def whole(words: Words) -> Markup:
    """The whole ring with the names of its parts, and what happens in a turn."""
    parts = ("selector", "timers", "ready", "running")
    return filled(
        TEMPLATES / "loop.html",
        words=words,
        drawing=filled(
            TEMPLATES / "ring.svg",
            lit={*parts},
            told=words["ring_turn"],
            labels={part: words[f"ring_{part}"] for part in parts},
            **PLACES,
        ),
    )
