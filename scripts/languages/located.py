"""Which file holds which page in which language, and what each is translated from.

Any language may have a page first. Of a translation whose source is no longer there, that page is
looked for under another name: whoever renames an original has not to rename its translations, they
are known by their sections, and told to move.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import freshness, marks, pages, settings


@dataclass(frozen=True)
class Located:
    """The pages. ``files``: by language and by path below its folder, as the site has them;
    ``marked``: what each file is marked with; ``moved``: by language and path of a file, the path
    that the page has in its source; ``gone``: translations, by language and path, whose source is
    nowhere."""

    languages: tuple[str, ...]
    files: Mapping[str, dict[str, Path]]
    marked: Mapping[Path, marks.Mark | None]
    moved: dict[tuple[str, str], str] = field(default_factory=dict)
    gone: list[tuple[str, str]] = field(default_factory=list)

    def file(self, language: str, path: str) -> Path | None:
        """The file of a page, None where the language has none."""
        return self.files[language].get(path)

    def mark(self, language: str, path: str) -> marks.Mark | None:
        """The mark of a page, None of an original and of what is not there."""
        file = self.file(language, path)
        return self.marked[file] if file else None

    @property
    def paths(self) -> list[str]:
        """The paths of all pages, those of the default language first."""
        return list(dict.fromkeys(path for files in self.files.values() for path in files))

    def source(self, language: str, path: str) -> str | None:
        """The language from which a page is, or would be, translated; None of an original."""
        mark = self.mark(language, path)
        if mark:
            return mark.source
        default = self.languages[0]
        others = [default, *self.languages[1:]]
        originals = [
            other
            for other in others
            if other != language and self.file(other, path) and not self.mark(other, path)
        ]
        if self.file(language, path):
            # Two pages that nobody has marked: the one in the default language is the original.
            return default if language != default and default in originals else None
        return originals[0] if originals else None


def located(root: Path) -> Located:
    """The pages below ``root``. Raises `marks.BadMark` and `settings.BadSettings`."""
    languages = settings.languages(root)
    files = {language: pages.pages(root / "docs", language) for language in languages}
    found = {file: marks.read(file) for each in files.values() for file in each.values()}
    whole = Located(languages, files, found)
    for language in languages:
        orphans = [path for path, file in files[language].items() if _is_orphan(whole, file, path)]
        for path in orphans:
            file = files[language].pop(path)
            new = _elsewhere(whole, language, found[file])
            if new:
                whole.moved[language, path] = new
                files[language][new] = file
            else:
                whole.gone.append((language, path))
    return whole


def _is_orphan(whole: Located, file: Path, path: str) -> bool:
    mark = whole.marked[file]
    return bool(mark and mark.source in whole.files and path not in whole.files[mark.source])


def _elsewhere(whole: Located, language: str, mark: marks.Mark | None) -> str | None:
    """The page of the source's language that has most of the sections of a translation, at least
    half, and that ``language`` has not."""
    assert mark
    candidates = {
        path: _likeness(mark, freshness.parts(file))
        for path, file in whole.files[mark.source].items()
        if path not in whole.files[language]
    }
    best = max(candidates, key=lambda path: candidates[path], default=None)
    return best if best and candidates[best] >= 0.5 else None


def _likeness(mark: marks.Mark, parts: Mapping[str, freshness.Part]) -> float:
    """Which part of the sections a page has, by their ids; those that read as they did count more,
    the ids alone may be those of any page ("summary")."""
    if not mark.sections:
        return 0.0
    same = _share(id for id, e in mark.sections.items() if _reads(parts, id, e.source))
    here = _share(id for id in mark.sections if id in parts and id != freshness.DESCRIPTION)
    total = len(mark.sections)
    return max(same / total, (here + 1) / total if here * 2 > total else 0.0)


def _reads(parts: Mapping[str, freshness.Part], id: str, digest: str) -> bool:
    return id in parts and parts[id].digest == digest


def _share(ids: Iterable[str]) -> int:
    return sum(1 for _ in ids)
