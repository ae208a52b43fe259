"""What belongs to one build of the whole site, all languages: its faults, its places, its pages."""

from __future__ import annotations

import datetime
import functools
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from exercises import declared
from languages import check, moments_of_terms, settings, status_page, workshop
from languages.markdown_text import markdown_of, reading
from languages.same_program import no_programs
from languages.shown import Faults, Shown, table
from mkdocs.exceptions import BuildError
from mkdocs.utils import get_build_datetime
from runs.engine import Engine
from runs.outcome import Outcome
from runs.places import Places
from runs.what_if import Changed

LATEST = 2**32 - 1  # what can be said in a packed file, as MkDocs makes one of its map of the site
log = logging.getLogger("mkdocs.website")


class Alone(NamedTuple):
    """What a player shows on a page of its own, and the address of the page that explains it; of a
    changed program the change."""

    outcome: Outcome
    explained: str
    changed: Changed | None = None


def _began() -> datetime.datetime:
    name = "SOURCE_DATE_EPOCH"
    try:
        began = get_build_datetime()
        if name not in os.environ or 0 <= began.timestamp() <= LATEST:
            return began
    except (ValueError, OverflowError, OSError):
        pass
    text = f"{name}: expected the seconds since 1970 as a whole number up to {LATEST}"
    raise BuildError(f"{text}, came {os.environ[name]!r}: mend it, or unset it")


@dataclass
class Build:
    """``root``: of the project. ``engine``: runs the programs, and outlives the build.

    ``faults``: what was told, each with its file. ``doubts``: what can only be wrong if something
    else was, and is told where nothing else is. ``elsewhere``: the language of pages and
    sections, by address, that are shown in the words of another one. ``sources``: by file of the
    site, that of its page below ``docs/``. ``alone``: by
    address, the players that stand alone. ``strict``: whether MkDocs was asked to be. ``began``:
    when, in UTC.
    """

    root: Path
    engine: Engine
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    elsewhere: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    alone: dict[str, Alone] = field(default_factory=dict)
    strict: bool = False
    began: datetime.datetime = field(default_factory=_began)

    def fault(self, file: str, line: int | None, text: str) -> None:
        """Note a fault of a page; ``file`` below ``docs/``, ``line`` from 1 or None."""
        self.faults.append(f"docs/{file}:{line}: {text}" if line else f"docs/{file}: {text}")

    def follows(self, file: str) -> bool:
        """Whether a fault of a file of the site can come from one of its page that was told, or is
        that of the page whose words it shows."""
        source = self.sources.get(file, "")
        address = file.removesuffix("index.html")
        told = any(each.startswith(f"docs/{source}:") for each in self.faults)
        return bool(source) and (told or address in self.elsewhere)

    def told(self) -> list[str]:
        """All faults, each once; the doubts where there is no fault."""
        told = tuple(f"{file}{end}" for file in no_programs(self.faults) for end in (":", "\n"))
        ran = self.engine.reports(check.same(self.engine.contracts))
        found = [*(each for each in ran if not each.startswith(told)), *self.faults]
        found += declared.reports(self.root, self.engine)
        found = found or [*self.doubts, *self._broken()]
        return list(dict.fromkeys(found))

    def _broken(self) -> list[str]:
        """What a reader would see in the place of what a page asked for."""
        return [f"a page would show {each!r}, and nothing says why" for each in self.places.broken]

    @functools.cached_property
    def shop(self) -> workshop.Workshop:
        """How far the languages are, as of the beginning of the build."""
        return workshop.Workshop(self.root)

    @functools.cached_property
    def shown(self) -> dict[str, dict[str, Shown]]:
        """What stands at each address, by language and path."""
        return table(self.shop)

    def title(self, language: str, path: str) -> str:
        """Of the page at an address, in the language in which it is shown there."""
        return self.shop.page(self.shown[language][path].language, path).title

    def contents(self, language: str) -> list[tuple[str, str, str]]:
        """The pages of a language in the order of the navigation: path, title and the language of
        the title, which is another one where a page is shown in the words of that."""
        pages = self._navigation(language)
        return [(path, self.title(language, path), there.language) for path, there in pages.items()]

    def players(self, language: str) -> dict[str, str]:
        """By program, the first page of a language that has its player."""
        pages = self._navigation(language).items()
        return moments_of_terms.stepped((p, reading(markdown_of(s.file))) for p, s in pages)

    def _navigation(self, language: str) -> dict[str, Shown]:
        there = self.shown[language]
        return {path: there[path] for path in settings.navigation(self.root) if path in there}

    @functools.cached_property
    def ask(self) -> Faults:
        """The faults of what a text asks for."""
        return check.ask(self.shop, self.engine.contracts)

    @property
    def states(self) -> list[workshop.LanguageState]:
        """How far each language is."""
        return self.shop.states

    @functools.cached_property
    def proofs(self) -> dict[tuple[str, str], status_page.Proof]:
        """What is known of each program, by language and name; waits for all runs."""
        return status_page.proofs(self.engine, self.states)


class Warnings(logging.Handler):
    """Counts what MkDocs warns of: a strict build that has some does not replace the last site."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1
