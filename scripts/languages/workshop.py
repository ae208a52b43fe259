"""How far each language is: pages section by section, programs, words of the interface, terms.

The same report makes ``scripts/translate status`` and the status page of the site. Nothing here
fails: what is stale is told, and no author of a source is held up by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import freshness, history, interface, marks, pages, settings, terms
from .freshness import Part, Section, State
from .same_program import programs


@dataclass(frozen=True)
class PageState:
    """A page in one language. ``path``: below the language's folder. ``source``: the language it
    is translated from, None if it is itself a source. ``sections``: those of the source, with their
    state here; empty for a source. ``words``: of the source, or of itself. ``programs``: the names
    of those that the page owns (``snippets/<language>/<page>/``), True where they are there."""

    language: str
    path: str
    title: str
    source: str | None
    exists: bool
    words: int
    sections: tuple[Section, ...]
    programs: dict[str, bool]

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

    def count(self, state: State) -> int:
        """How many sections are in that state."""
        return sum(section.state is state for section in self.sections)


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
        waiting = [page for page in self.pages if page.to_do or page.unmarked]
        return sorted(waiting, key=lambda page: (page.to_do, page.path))


def report(root: Path) -> list[LanguageState]:
    """All languages, in the order of ``mkdocs.yml``. Raises `marks.BadMark`, `settings.BadSettings`
    and what the interface and the glossary raise, for files that `check.everything` names."""
    return [of_language(root, language) for language in settings.languages(root)]


def find(states: Iterable[LanguageState], language: str, path: str) -> PageState | None:
    """A page out of a `report`, None if it is not there."""
    known = (page for state in states if state.language == language for page in state.pages)
    return next((page for page in known if page.path == path), None)


def of_language(root: Path, language: str) -> LanguageState:
    """One language, as `report`."""
    every = pages.pages(root / "docs", settings.languages(root)[0])
    order = [path for path in settings.navigation(root) if path in every]
    order += [path for path in every if path not in order]
    return LanguageState(
        language,
        settings.names(root)[language],
        tuple(of_page(root, language, path) for path in order),
        interface.counts(language),
        terms.load().counts(language),
    )


def of_page(root: Path, language: str, path: str) -> PageState:
    """One page, as `report`. A page that exists without a mark, and whose page in the default
    language is itself a source, is compared with that one: every section is unmarked."""
    file = root / "docs" / language / path
    mark = marks.read(file) if file.exists() else None
    source = source_of(root, language, path)
    here = parts(root, language, path) if file.exists() else {}
    if source is None:
        words, sections = sum(part.words for part in here.values()), []
    else:
        theirs = parts(root, source, path)
        words = sum(part.words for part in theirs.values())
        sections = freshness.compare(theirs, here, mark)
    known = here or (parts(root, source, path) if source else {})
    return PageState(
        language,
        path,
        next((part.title for part in known.values() if part.title), path),
        source,
        file.exists(),
        words,
        tuple(sections),
        {name: (root / f"snippets/{language}/{name}.py").exists() for name in owned(root, path)},
    )


def parts(root: Path, language: str, path: str) -> dict[str, Part]:
    """The sections of a page (`freshness.parts`); each term of the glossary is one of its page."""
    found = freshness.parts(root / "docs" / language / path)
    if path == terms.PAGE:
        for id, words in terms.load().terms.items():
            if word := words.get(language):
                text = " ".join(f"{word.term}: {word.meaning}".split())
                found[id] = Part(word.term, text, 1)
    return found


def source_of(root: Path, language: str, path: str) -> str | None:
    """The language from which a page is, or would be, translated; None for a source."""
    default = settings.languages(root)[0]
    file = root / "docs" / language / path
    mark = marks.read(file) if file.exists() else None
    if mark:
        return mark.source
    if language == default:
        return None
    original = root / "docs" / default / path
    theirs = marks.read(original) if original.exists() else None
    if not file.exists():
        return theirs.source if theirs and theirs.source != language else default
    return None if theirs and theirs.source == language else default


def owned(root: Path, path: str) -> Iterator[str]:
    """The names of the programs of a page: those in the folder of its name, ``home`` for index."""
    folder = "home" if path == "index.md" else path.rpartition(".")[0]
    for name in programs(root / "snippets", settings.languages(root)[0]):
        if name.rpartition("/")[0] == folder:
            yield name


def before(root: Path, page: PageState, section: Section) -> Part | None:
    """How the source of a stale section read when it was translated, found in the history by its
    digest; None where there is no such version."""
    mark = marks.read(root / "docs" / page.language / page.path)
    if mark is None or page.source is None:
        return None
    file = root / "docs" / page.source / page.path
    for text in history.versions(root, file):
        try:
            part = freshness.parts_of(text, file.suffix).get(section.id)
        except marks.BadMark:
            continue
        if part and part.digest == mark.sections.get(section.id):
            return part
    return None
