"""How far each language is: pages section by section, programs, words of the interface, terms.

The same report makes ``scripts/translate status``, the status page of the site and what a reader
sees of a page that is not wholly translated. Nothing here fails: what is stale is told, and no
author of a source is held up by it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from runs.programs import View

from . import fingerprint, freshness, history, interface, settings, terms
from .freshness import Part, Section, State
from .located import Located, located
from .program_text import Unreadable, read_program
from .same_program import programs

Texts = Mapping[str, Mapping[str, str]]  # of programs, by language and name


@dataclass(frozen=True)
class PageState:
    """A page in one language. ``path``: below the language's folder. ``source``: the language it
    is translated from, None if it is itself a source. ``sections``: those of the source, with their
    state here; empty for a source. ``words``: of the source, or of itself. ``programs``: the names
    of those that the page shows, with their state. ``file``: where it is, also when it has another
    name there. ``extra``: sections that only the translation has, True for one that the source had
    once. ``marked``: whether it says what it was translated from."""

    language: str
    path: str
    title: str
    source: str | None
    file: Path | None
    words: int
    sections: tuple[Section, ...]
    programs: dict[str, State]
    extra: Mapping[str, bool] = field(default_factory=dict)
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    marked: bool = True

    @property
    def exists(self) -> bool:
        """Whether the language has the page, translated or not."""
        return self.file is not None

    @property
    def translated(self) -> bool:
        """Whether it is of its language: an original, or a page of which a section is translated.
        A page without a mark was written by hand, and is what its author made of it."""
        if not self.exists or self.source is None or not self.marked:
            return self.exists
        return any(section.state is not State.MISSING for section in self.sections)

    @property
    def to_do(self) -> int:
        """Words that wait for a translator."""
        return sum(s.words for s in self.sections if s.state in (State.MISSING, State.STALE))

    @property
    def unmarked(self) -> int:
        """Sections that are translated and that nobody has called done."""
        return sum(s.state is State.UNMARKED for s in self.sections)

    @property
    def name(self) -> str:
        """The page as the commands call it: ``part-1/tasks``."""
        return self.path.rpartition(".")[0]

    @property
    def stale_programs(self) -> set[str]:
        """The programs that say or do something else in the source than when they were done."""
        return {name for name, state in self.programs.items() if state is State.STALE}

    def count(self, state: State) -> int:
        """How many sections are in that state."""
        return sum(section.state is state for section in self.sections)

    def waits(self) -> bool:
        """Whether somebody has something to do here, be it one look."""
        states = [*(s.state for s in self.sections), *self.programs.values()]
        moved = any(s.was or s.rebuilt for s in self.sections) or any(self.extra.values())
        return self.source is not None and (moved or any(s is not State.DONE for s in states))

    def behind(self, section: Section) -> bool:
        """Whether the source of a section has changed since it was done, in words or otherwise."""
        stale = self.stale_programs & {*self.shown.get(section.id, ())}
        return section.state is State.STALE or section.rebuilt or bool(stale)


@dataclass(frozen=True)
class LanguageState:
    """A language. ``interface``, ``terms``: how many are translated, and how many there are."""

    language: str
    name: str
    pages: tuple[PageState, ...]
    interface: tuple[int, int]
    terms: tuple[int, int]

    @property
    def words(self) -> int:
        return sum(page.words for page in self.pages)

    @property
    def to_do(self) -> int:
        return sum(page.to_do for page in self.pages)

    @property
    def percent(self) -> int:
        """Of the words, rounded down: 100 means that nothing is left."""
        return 100 * (self.words - self.to_do) // self.words if self.words else 100

    @property
    def waiting(self) -> list[PageState]:
        """The pages with something to do, those with the fewest words first."""
        return sorted(filter(PageState.waits, self.pages), key=lambda p: (p.to_do, p.path))


class Workshop:
    """The project below ``root`` as it is now: its pages, its programs, and how far each page is.

    Raises `marks.BadMark`, `settings.BadSettings` and what the interface and the glossary raise,
    for files that `check.unusable` names.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.located: Located = located(root)
        self._pages: dict[tuple[str, str], PageState] = {}
        self._parts: dict[tuple[str, str], dict[str, Part]] = {}
        self.programs: Texts = {
            language: {name: _text(file) for name, file in programs(snippets, language).items()}
            for snippets in [root / "snippets"]
            for language in self.located.languages
        }

    @functools.cached_property
    def states(self) -> list[LanguageState]:
        """`report`, made once."""
        return self.report()

    @functools.cached_property
    def view(self) -> View:
        """How programs are seen: those that a language lacks, or has copied and not yet translated,
        are shown from another; those that have another name in their source are known by it."""
        pages = [page for language in self.states for page in language.pages]
        asked = {name for page in pages for name in page.programs}
        renamed: dict[tuple[str, str], str] = {}
        hidden: set[tuple[str, str]] = set()
        for page in pages:
            for old in self._left_behind(page, asked):
                key = (page.language, old)
                new = self._same_logic(page, old, self._lacking(page, pages))
                if key in hidden:  # another page shows it too
                    continue
                hidden.add(key)
                if new and (page.language, new) not in renamed:
                    renamed[page.language, new] = old
        hidden |= set(self._of_pages_that_are_gone(asked))
        hidden -= {(language, old) for (language, _), old in renamed.items()}
        return View(frozenset(hidden), self._instead(pages, renamed), renamed)

    def _left_behind(self, page: PageState, asked: set[str]) -> list[str]:
        """The programs of a translation that no page of an original asks for any more."""
        if not (page.source and page.marked and page.file):
            return []
        parts = self.parts(page.language, page.path).values()
        here = {name for part in parts for name in part.programs}
        return [name for name in self.programs[page.language] if name in here - asked]

    def _lacking(self, page: PageState, pages: Iterable[PageState]) -> list[str]:
        """The programs that a language has yet to get from the source of a page, its own first."""
        with_it = (page.language, page.source)
        others = (each for each in pages if (each.language, each.source) == with_it)
        every = (each.programs.items() for each in (page, *others))
        return [name for each in every for name, state in each if state is State.MISSING]

    def _of_pages_that_are_gone(self, asked: set[str]) -> Iterator[tuple[str, str]]:
        for language, path in self.located.gone:
            parts = freshness.parts(self.root / "docs" / language / path).values()
            for name in {name for part in parts for name in part.programs} - asked:
                yield language, name

    def _same_logic(self, page: PageState, old: str, names: list[str]) -> str | None:
        """Which of the programs of the source, by ``names``, does what ``old`` does."""
        theirs = self.programs[str(page.source)]
        here = fingerprint.logic(self.programs[page.language][old])
        return next(
            (n for n in names if n in theirs and fingerprint.logic(theirs[n]) == here), None
        )

    @functools.cached_property
    def shown(self) -> frozenset[str]:
        """The programs that a page asks for, in whatever language."""
        pages = (page for language in self.states for page in language.pages)
        return frozenset(name for page in pages for name in page.programs)

    def _instead(
        self, pages: list[PageState], renamed: Mapping[tuple[str, str], str]
    ) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for page in pages:
            for name, state in page.programs.items():
                key = (page.language, name)
                is_copy = name in self.programs[page.language]
                if state is not State.MISSING or key in renamed or (is_copy and not page.marked):
                    continue
                others = dict.fromkeys([page.source, *self.located.languages])
                has = [each for each in others if each and name in self.programs[each]]
                if page.source is None:  # an original: what its translations have, it has lost
                    has = [each for each in has if not self._is_of(page, each)]
                if has and has[0] != page.language:
                    found[key] = has[0]
        return found

    def _is_of(self, page: PageState, language: str) -> bool:
        """Whether a language has a translation of this page."""
        return self.located.source(language, page.path) == page.language and bool(
            self.located.file(language, page.path)
        )

    def report(self) -> list[LanguageState]:
        """All languages, in the order of ``mkdocs.yml``."""
        return [self.language(language) for language in self.located.languages]

    def language(self, language: str) -> LanguageState:
        """One language, its pages in the order of the navigation."""
        every = self.located.paths
        order = [path for path in settings.navigation(self.root) if path in every]
        order += [path for path in every if path not in order]
        return LanguageState(
            language,
            settings.names(self.root)[language],
            tuple(self.page(language, path) for path in order),
            interface.counts(language),
            terms.load().counts(language),
        )

    def page(self, language: str, path: str) -> PageState:
        """One page, of this moment."""
        if (language, path) not in self._pages:
            self._pages[language, path] = self._page(language, path)
        return self._pages[language, path]

    def _page(self, language: str, path: str) -> PageState:
        """One that exists without a mark, and whose page in the default language is
        itself a source, is compared with that one: every section is unmarked."""
        file, mark = self.located.file(language, path), self.located.mark(language, path)
        source = self.located.source(language, path)
        here = self.parts(language, path)
        theirs = self.parts(source, path) if source else here
        known = here or theirs
        compared = freshness.compare(theirs, here, mark) if source else []
        return PageState(
            language,
            path,
            next((part.title for part in known.values() if part.title), path),
            source,
            file,
            sum(part.words for part in theirs.values()),
            tuple(compared),
            dict(self._programs(language, source, path, theirs)),
            freshness.gone(theirs, here, mark) if source and mark else {},
            {id: part.programs for id, part in theirs.items()},
            mark is not None,
        )

    def parts(self, language: str, path: str) -> dict[str, Part]:
        """The sections of a page (`freshness.parts`), none of one that is not there; each term of
        the glossary is one of its page."""
        if (language, path) not in self._parts:
            self._parts[language, path] = self._read(language, path)
        return self._parts[language, path]

    def _read(self, language: str, path: str) -> dict[str, Part]:
        file = self.located.file(language, path)
        found = freshness.parts(file) if file else {}
        if path == terms.PAGE and file:
            for id, words in terms.load().terms.items():
                if word := words.get(language):
                    text = " ".join(f"{word.term}: {word.meaning}".split())
                    found[id] = Part(word.term, text, 1)
        return found

    def _programs(
        self, language: str, source: str | None, path: str, parts: Mapping[str, Part]
    ) -> Iterable[tuple[str, State]]:
        mark = self.located.mark(language, path)
        entries = mark.programs if mark else None
        for name in dict.fromkeys(name for part in parts.values() for name in part.programs):
            here = self.programs[language].get(name)
            theirs = self.programs.get(source or language, {}).get(name)
            entry = (entries or {}).get(name)
            yield name, freshness.of_program(theirs, here, entry, entries is not None)


def _text(file: Path) -> str:
    try:
        return read_program(file)
    except Unreadable:  # the check of pairs names it
        return file.read_text(encoding="utf-8", errors="backslashreplace")


def report(root: Path) -> list[LanguageState]:
    """`Workshop.report` of the project below ``root``."""
    return Workshop(root).report()


def find(states: Iterable[LanguageState], language: str, path: str) -> PageState | None:
    """A page out of a `report`, None if it is not there."""
    known = (page for state in states if state.language == language for page in state.pages)
    return next((page for page in known if page.path == path), None)


def before(shop: Workshop, page: PageState, section: Section) -> Part | None:
    """How the source of a stale section read when it was translated, found in the history by its
    digest; None where there is no such version."""
    mark = shop.located.mark(page.language, page.path)
    entry = mark.sections.get(section.was or section.id) if mark else None
    file = shop.located.file(str(page.source), page.path)
    if entry is None or file is None:
        return None
    for text in history.versions(shop.root, file):
        try:
            part = freshness.parts_of(text, file.suffix).get(section.was or section.id)
        except ValueError:
            continue
        if part and part.digest == entry.source:
            return part
    return None
