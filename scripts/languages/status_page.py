"""The status page of the site: how far each language is, as HTML, as JSON and as a badge."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

from babel.numbers import format_decimal
from markupsafe import Markup
from runs.engine import Engine
from runs.outcome import TooOld
from runs.programs import UnknownProgram
from runs.templating import filled

from . import interface
from .freshness import Section, State
from .same_program import differences
from .workshop import LanguageState, PageState

Words = Mapping[str, str]
TEMPLATES = Path(__file__).parent / "templates"
DATA = "translations.json"  # beside the page
GREEN, AMBER = "#1d733a", "#94500a"


class Proof(NamedTuple):
    """What the build knows of a program: it is the same as in its source's language, it ran as it
    must, and it printed as many lines there and here; None where that could not be tried."""

    same: bool
    ran: bool | None
    equal: bool | None

    @property
    def good(self) -> bool:
        return all(each is not False for each in self)


def proof(engine: Engine, name: str, language: str, source: str) -> Proof:
    """Of a program that ``language`` has, beside that of ``source``; waits for its runs."""
    ours, theirs = (engine.programs.get(each, name) for each in (language, source))
    words = engine.contracts[name].words if name in engine.contracts else ()
    same = not differences(theirs.source, ours.source, words, (source, language))
    try:
        here, there = (engine.outcome(each, name) for each in (language, source))
    except (TooOld, UnknownProgram):
        return Proof(same, None, None)
    lines = [[line.stream for line in outcome.run.lines] for outcome in (here, there)]
    return Proof(same, not here.faults, lines[0] == lines[1])


def proofs(engine: Engine, states: Iterable[LanguageState]) -> dict[tuple[str, str], Proof]:
    """By language and name, all programs of all pages that their language has; waits for their
    runs."""
    return {
        (state.language, name): proof(engine, name, state.language, page.source or state.language)
        for state in states
        for page in state.pages
        for name, there in page.programs.items()
        if there is not State.MISSING
    }


@dataclass(frozen=True)
class Page:
    """What the page needs of the site. ``words``: of its reader's language. ``proofs``: by language
    and name of a program. ``address``: of a page in a language, with a section if one is given.
    ``file``: where the host of the repository edits or creates a file, or ``""``."""

    words: Words
    proofs: Mapping[tuple[str, str], Proof]
    address: Callable[[str, str, str], str]
    file: Callable[[str, bool], str]

    def html(self, states: Iterable[LanguageState]) -> Markup:
        """All languages, translations before originals; in each, the smallest task first."""
        shown = sorted(states, key=lambda state: all(page.source is None for page in state.pages))
        template = TEMPLATES / "status.html"
        return filled(
            template, here=self, states=shown, words=self.words, tag=interface.tag, data=DATA
        )

    # what the template asks

    def told(self, state: LanguageState) -> list[str]:
        """How far a language is."""
        words = self.words
        return [
            words["status_words"].format(percent=state.percent, words=self.number(state.words)),
            words["status_interface"].format(have=state.interface[0], all=state.interface[1]),
            words["status_terms"].format(have=state.terms[0], all=state.terms[1]),
        ]

    def in_order(self, state: LanguageState) -> list[PageState]:
        """Its pages, those first that wait for someone."""
        waiting = state.waiting
        return [*waiting, *(page for page in state.pages if page not in waiting)]

    def edit(self, page: PageState) -> str:
        """Where a page can be edited or created, if the site has a repository."""
        return self.file(f"docs/{page.language}/{page.path}", page.exists)

    def left(self, page: PageState) -> list[Section]:
        """The sections of a translation that are not up to date."""
        return [section for section in page.sections if section.state is not State.DONE]

    def done(self, page: PageState) -> str:
        """How many of its sections are."""
        return f"{page.count(State.DONE)} / {len(page.sections)}"

    def proofs_of(self, page: PageState) -> dict[str, Proof | None]:
        """By name, the programs of a page; None for one that its language lacks."""
        return {name: self.proofs.get((page.language, name)) for name in page.programs}

    def good(self, page: PageState) -> str:
        """How many of them have a good proof."""
        found = self.proofs_of(page).values()
        return f"{sum(bool(each and each.good) for each in found)} / {len(found)}"

    def told_of(self, found: Proof | None) -> str:
        """What is known of a program, in words."""
        if found is None:
            return self.words["status_missing"]
        return ", ".join(
            f"{self.words[f'status_{key}']} {'✗' if value is False else '✓' if value else '?'}"
            for key, value in found._asdict().items()
        )

    def number(self, number: int) -> str:
        """A number as the language of the page writes it."""
        return str(format_decimal(number, locale=self.words["locale"]))


def as_json(
    states: Iterable[LanguageState], proofs: Mapping[tuple[str, str], Proof]
) -> dict[str, Any]:
    """The same as data, by language, then by page, section and program."""
    return {state.language: _language(state, proofs) for state in states}


def _language(state: LanguageState, proofs: Mapping[tuple[str, str], Proof]) -> dict[str, Any]:
    return {
        "name": state.name,
        "percent": state.percent,
        "words": state.words,
        "to_do": state.to_do,
        "interface": dict(zip(("have", "all"), state.interface, strict=True)),
        "terms": dict(zip(("have", "all"), state.terms, strict=True)),
        "pages": {page.name: _page(page, proofs) for page in state.pages},
    }


def _page(page: PageState, proofs: Mapping[tuple[str, str], Proof]) -> dict[str, Any]:
    programs = {name: proofs.get((page.language, name)) for name in page.programs}
    return {
        "source": page.source,
        "exists": page.exists,
        "words": page.words,
        "to_do": page.to_do,
        "sections": {s.id: {"state": str(s.state), "words": s.words} for s in page.sections},
        "programs": {name: each and each._asdict() for name, each in programs.items()},
    }


def write(
    folder: Path, states: Iterable[LanguageState], proofs: Mapping[tuple[str, str], Proof]
) -> None:
    """The data and a badge for each language, as files beside the page."""
    text = json.dumps(as_json(states, proofs), ensure_ascii=False, indent=1) + "\n"
    (folder / DATA).write_text(text, encoding="utf-8")
    for state in states:
        (folder / f"{state.language}.svg").write_text(badge(state), encoding="utf-8")


def edit_address(repository: str, edit: str, path: str, exists: bool) -> str:
    """Where the host of the repository lets one edit a file of the project, or create it; ``""``
    without a repository. ``edit``: MkDocs's ``edit_uri``, which leads to ``docs/``."""
    if not (repository and edit):
        return ""
    docs = urljoin(repository.rstrip("/") + "/", edit.rstrip("/") + "/")
    address = docs.removesuffix("docs/") + path
    new, _, name = address.replace("/edit/", "/new/").rpartition("/")
    return address if exists else f"{new}?filename={name}"


def badge(state: LanguageState) -> Markup:
    """An SVG that says how many percent of the words are translated."""
    told = f"{state.percent} %"
    return filled(
        TEMPLATES / "badge.svg",
        name=state.name,
        told=told,
        left=12 + 7 * len(state.name),
        right=14 + 7 * len(told),
        colour=GREEN if state.percent == 100 else AMBER,
    )
