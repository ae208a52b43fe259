"""What belongs to one build of the whole site, all languages: its faults, its places, its pages."""

from __future__ import annotations

import functools
import logging
from dataclasses import dataclass, field
from pathlib import Path

from languages import check, status_page, workshop
from languages.shown import Faults, Shown, table
from runs.engine import Engine
from runs.places import Places

log = logging.getLogger("mkdocs.website")


@dataclass
class Build:
    """``root``: of the project. ``engine``: runs the programs, and outlives the build.

    ``faults``: what was told, each with its file. ``doubts``: what can only be wrong if something
    else was, and is told where nothing else is. ``elsewhere``: the language of pages and
    sections, by address, that are shown in the words of another one. ``sources``: by file of the
    site, that of its page below ``docs/``. ``strict``: whether MkDocs was asked to be.
    """

    root: Path
    engine: Engine
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    elsewhere: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    strict: bool = False

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
        found = [*self.engine.reports(check.same(self.engine.contracts)), *self.faults]
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
