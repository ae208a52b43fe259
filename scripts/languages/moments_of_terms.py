"""Which moments of the pages show a term: said where a moment gets its name, so that the two cannot
come apart, in ``snippets/runs.toml``: ``{ event = "waits", task = "t1", shows = ["suspend"] }``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from runs import toml_lines
from runs.asks import Reading
from runs.contracts import Contract
from runs.near import nearest

from .terms import Glossary, load

FILE = "snippets/runs.toml"


class Example(NamedTuple):
    """A moment that shows a term: the program and the name of the moment."""

    program: str
    moment: str


def by_term(contracts: Mapping[str, Contract]) -> dict[str, list[Example]]:
    """The examples of each term, in the order of the file."""
    found: dict[str, list[Example]] = {}
    for term, example in _all(contracts):
        found.setdefault(term, []).append(example)
    return found


def _all(contracts: Mapping[str, Contract]) -> Iterator[tuple[str, Example]]:
    for program, contract in contracts.items():
        for moment, named in contract.moments.items():
            for term in named.shows:
                yield term, Example(program, moment)


def stepped(pages: Iterable[tuple[str, Reading]]) -> dict[str, str]:
    """By program, the first of the pages that has its player; pages by path."""
    found: dict[str, str] = {}
    for path, page in pages:
        for ask in page.asks:
            if ask.kind == "figure" and ask.options.get("show") == "player":
                found.setdefault(ask.name, path)
    return found


def faults(
    root: Path,
    contracts: Mapping[str, Contract],
    players: Callable[[], Mapping[str, str]],
    glossary: Glossary | None = None,
) -> list[str]:
    """Terms that are not there, and moments that no page shows, each with the line in the file."""
    wanted = list(_all(contracts))
    if not wanted:
        return []
    terms, there = (glossary or load()).terms, players()
    lines = toml_lines.Lines((root / FILE).read_text(encoding="utf-8"))
    found = []
    for term, (program, moment) in wanted:
        line = lines.of((program, "moments", moment, "shows"))
        if term not in terms:
            told = f"expected a term of the glossary, came {term!r}{nearest(term, terms, 0.5)}"
            found.append(f"{FILE}:{line}: {program}: {moment}: {told}")
        elif program not in there:
            told = f'shows {term!r}, but no page has the player of {program}: show="player"'
            found.append(f"{FILE}:{line}: {moment}: {told}")
    return found
