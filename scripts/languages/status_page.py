"""The status page of the site: how far each language is, as HTML, as JSON and as a badge."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urljoin

from babel.numbers import format_decimal
from runs.engine import Engine, TooOld
from runs.programs import UnknownProgram

from . import interface
from .freshness import State
from .same_program import differences
from .workshop import LanguageState, PageState

Words = Mapping[str, str]
DATA = "translations.json"  # beside the page
GREEN, AMBER = "#1d733a", "#94500a"


class Proof(NamedTuple):
    """What the build knows of a program: it is the same as in the default language, it ran as it
    must, and it printed as many lines there and here; None where that could not be tried."""

    same: bool
    ran: bool | None
    equal: bool | None

    @property
    def good(self) -> bool:
        return all(each is not False for each in self)


def proof(engine: Engine, name: str, language: str, default: str) -> Proof:
    """Of a program that ``language`` has; waits for its runs."""
    ours, theirs = (engine.programs.get(each, name) for each in (language, default))
    words = engine.contracts[name].words if name in engine.contracts else ()
    same = not differences(theirs.source, ours.source, words, (default, language))
    try:
        here, there = (engine.outcome(each, name) for each in (language, default))
    except (TooOld, UnknownProgram):
        return Proof(same, None, None)
    lines = [[line.stream for line in outcome.run.lines] for outcome in (here, there)]
    return Proof(same, not here.faults, lines[0] == lines[1])


def proofs(
    engine: Engine, states: Iterable[LanguageState], default: str
) -> dict[tuple[str, str], Proof]:
    """By language and name, all programs of all pages; waits for their runs."""
    return {
        (state.language, name): proof(engine, name, state.language, default)
        for state in states
        for page in state.pages
        for name, there in page.programs.items()
        if there
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

    def html(self, states: Iterable[LanguageState]) -> str:
        """All languages, translations before originals; in each, the smallest task first."""
        shown = sorted(states, key=lambda state: all(page.source is None for page in state.pages))
        data = f'<a href="{DATA}" download>JSON</a>'
        badges = "".join(
            f' · <a href="{each.language}.svg"><img src="{each.language}.svg"'
            f' alt="{html.escape(each.name)}: {each.percent} %" height="20"></a>'
            for each in shown
        )
        last = f"<p>{self.words['status_data']}: {data}{badges}</p>"
        return "".join(map(self._language, shown)) + last

    def _language(self, state: LanguageState) -> str:
        words = self.words
        told = [
            words["status_words"].format(percent=state.percent, words=self._number(state.words)),
            words["status_interface"].format(have=state.interface[0], all=state.interface[1]),
            words["status_terms"].format(have=state.terms[0], all=state.terms[1]),
        ]
        waiting = state.waiting
        pages = [*waiting, *(page for page in state.pages if page not in waiting)]
        heads = "".join(
            f'<th scope="col">{words[key]}</th>'
            for key in ("status_page", "status_to_do", "status_sections", "status_programs")
        )
        rows = "".join(map(self._row, pages))
        id = f"language-{state.language}"
        return (
            f'<h2 id="{id}" lang="{_tag(state.language)}">{html.escape(state.name)}</h2>'
            f"<p>{' · '.join(told)}</p>"
            f'<table class="translations" aria-labelledby="{id}"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )

    def _row(self, page: PageState) -> str:
        title = html.escape(page.title)
        tag = _tag(page.language if page.exists else str(page.source))
        name = f'<a href="{self.address(page.language, page.path, "")}" lang="{tag}">{title}</a>'
        link = self.file(f"docs/{page.language}/{page.path}", page.exists)
        if link:
            word = self.words["status_edit" if page.exists else "status_create"]
            name += f' <a class="edit" href="{html.escape(link)}">{word}</a>'
        to_do = self._number(page.to_do) if page.to_do else "–"
        return (
            f'<tr class="{"waiting" if page.to_do else "done"}"><th scope="row">{name}</th>'
            f"<td>{to_do}</td><td>{self._sections(page)}</td><td>{self._programs(page)}</td></tr>"
        )

    def _sections(self, page: PageState) -> str:
        if page.source is None:
            return self.words["status_original"]
        if not page.exists:
            return self.words["status_missing"]
        done, total = page.count(State.DONE), len(page.sections)
        left = [section for section in page.sections if section.state is not State.DONE]
        tag = _tag(page.language)
        items = "".join(
            f'<li><a href="{self.address(page.language, page.path, s.id)}" lang="{tag}">'
            f"{html.escape(s.title or s.id)}</a>: {self.words[f'status_{s.state}']}</li>"
            for s in left
        )
        said = f"{done} / {total}"
        return _folded(said, items) if left else said

    def _programs(self, page: PageState) -> str:
        if not page.programs:
            return "–"
        here = {name: self.proofs.get((page.language, name)) for name in page.programs}
        good = sum(bool(each and each.good) for each in here.values())
        items = "".join(self._program(name, each) for name, each in here.items())
        said = f"{good} / {len(here)}"
        return _folded(said, items)

    def _program(self, name: str, found: Proof | None) -> str:
        words, short = self.words, html.escape(name.rpartition("/")[2])
        if found is None:
            return f"<li><code>{short}</code>: {words['status_missing']}</li>"
        told = ", ".join(
            f"{words[f'status_{key}']} {'✗' if value is False else '✓' if value else '?'}"
            for key, value in found._asdict().items()
        )
        return f"<li><code>{short}</code>: {told}</li>"

    def _number(self, number: int) -> str:
        return str(format_decimal(number, locale=self.words["locale"]))


def _tag(language: str) -> str:
    """The language as a browser and a screen reader know it: ``pt-BR``."""
    return interface.words(language)["locale"].replace("_", "-")


def _folded(said: str, items: str) -> str:
    return f'<details class="plain"><summary>{said}</summary><ul>{items}</ul></details>'


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


def badge(state: LanguageState) -> str:
    """An SVG that says how many percent of the words are translated."""
    name, said = html.escape(state.name), f"{state.percent} %"
    left, right = 12 + 7 * len(state.name), 14 + 7 * len(said)
    colour = GREEN if state.percent == 100 else AMBER
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img"'
        f' aria-label="{name}: {said}"><rect width="{left + right}" height="20" rx="3"'
        f' fill="#26242b"/><path d="M{left} 0h{right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H{left}z"'
        f' fill="{colour}"/><g fill="#fff" font-family="system-ui,sans-serif" font-size="11"'
        f' text-anchor="middle"><text x="{left / 2}" y="14">{name}</text>'
        f'<text x="{left + right / 2}" y="14">{said}</text></g></svg>\n'
    )
