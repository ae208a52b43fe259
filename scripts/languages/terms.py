"""The terms of ``glossary.toml``, read and checked.

The file has a table per term with one per language inside, and lists of words to avoid that
belong to no term; what their keys mean stands at its top.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from . import nearest, settings

FILE = Path(__file__).with_name("glossary.toml")
PAGE = "reference/glossary.md"


class Word(NamedTuple):
    """A term in one language, with the renderings that its prose must not contain, and why."""

    term: str
    meaning: str
    avoid: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Glossary:
    """``terms``: by id, then by language, in the order of the file. ``avoid``: by language, what
    to say instead of a word that belongs to no term."""

    terms: Mapping[str, Mapping[str, Word]]
    avoid: Mapping[str, Mapping[str, str]]

    def word(self, id: str, language: str) -> Word | None:
        """The term ``id`` in ``language``, None where that has no word for it yet. Raises
        `UnknownTerm` with the nearest id."""
        if id not in self.terms:
            known = nearest(id, self.terms)
            raise UnknownTerm(f"there is no term {id!r} in glossary.toml{known}")
        return self.terms[id].get(language)

    def counts(self, language: str) -> tuple[int, int]:
        """How many terms the language has a word for, and how many there are."""
        return sum(language in term for term in self.terms.values()), len(self.terms)

    def instead_of(self, language: str) -> dict[str, tuple[str, str]]:
        """What to say instead of each word that ``language`` avoids, and why (may be empty)."""
        table = {word: (say, "") for word, say in self.avoid.get(language, {}).items()}
        for term in self.terms.values():
            if word := term.get(language):
                table |= dict.fromkeys(word.avoid, (word.term, word.why))
        return table


class UnknownTerm(LookupError):
    """A page links to a term that the glossary does not have."""


class BadGlossary(ValueError):
    """``glossary.toml`` has mistakes; ``faults`` lists them all, each with the term and the key."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def load(file: Path = FILE, languages: tuple[str, ...] = ()) -> Glossary:
    """The glossary of ``file``. ``languages``: those that each term must have; by itself any one
    will do, and what the others lack is to translate.

    Raises `BadGlossary` with every mistake, `FileNotFoundError` without a file.
    """
    known = languages or settings.languages()
    return _load(file, known, languages, settings.stamp(file))


@functools.lru_cache(maxsize=8)
def _load(
    file: Path, known: tuple[str, ...], needed: tuple[str, ...], _: settings.Stamp
) -> Glossary:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:  # UTF-8 is part of TOML
        raise BadGlossary([f"{file.name}: not valid TOML: {error}"]) from None
    avoid = tables.pop("avoid", {})
    faults = [f"{file.name}: {fault}" for fault in _faults(tables, avoid, known, needed)]
    if faults:
        raise BadGlossary(faults)
    terms = {
        id: {name: _word(table) for name, table in term.items()} for id, term in tables.items()
    }
    say = {name: {each["word"]: each["say"] for each in rows} for name, rows in avoid.items()}
    return Glossary(terms, say)


def _word(table: Mapping[str, Any]) -> Word:
    return Word(
        table["term"], table["meaning"], tuple(table.get("avoid", ())), table.get("why", "")
    )


def _faults(
    tables: Mapping[str, Any],
    avoid: Mapping[str, Any],
    languages: Sequence[str],
    needed: Collection[str],
) -> Iterator[str]:
    for id, term in tables.items():
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
            yield f"[{id}]: expected an id of small letters and hyphens"
        if not isinstance(term, dict):
            yield f"[{id}]: expected a table, came {term!r}"
            continue
        if not term:
            yield f"[{id}]: expected a table for a language, as in [{id}.{languages[0]}]"
        others = [language for language in languages if language not in needed]
        yield from _unknown_or_missing(f"[{id}]", term, needed, others)
        for language in term.keys() & {*languages}:
            keys = {"term": str, "meaning": str}, {"avoid": list, "why": str}
            yield from _faults_of_table(f"[{id}.{language}]", term[language], *keys)
    for language, rows in avoid.items():
        if language not in languages or not isinstance(rows, list):
            yield f"[[avoid.{language}]]: expected [[avoid.…]] with one of {', '.join(languages)}"
            continue
        for number, row in enumerate(rows, 1):
            keys = {"word": str, "say": str}, {}
            yield from _faults_of_table(f"[[avoid.{language}]] number {number}", row, *keys)


def _faults_of_table(
    where: str, table: Any, required: Mapping[str, type], optional: Mapping[str, type]
) -> Iterator[str]:
    if not isinstance(table, dict):
        yield f"{where}: expected a table, came {table!r}"
        return
    yield from _unknown_or_missing(where, table, required, optional)
    for key, kind in {**required, **optional}.items():
        values = table.get(key, kind)
        if values is kind:
            continue
        texts = values if kind is list and isinstance(values, list) else [values]
        if not all(isinstance(text, str) and text.strip() for text in texts):
            wanted = "a list of texts" if kind is list else "a text"
            yield f"{where} {key}: expected {wanted}, none of them empty, came {values!r}"
        elif kind is list and not isinstance(values, list):
            yield f"{where} {key}: expected a list of texts, came {values!r}"


def _unknown_or_missing(
    where: str, table: Mapping[str, Any], required: Collection[str], optional: Collection[str]
) -> Iterator[str]:
    for key in required:
        if key not in table:
            yield f"{where} {key}: expected it, it is missing"
    known = [*required, *optional]
    for key in table:
        if key not in known:
            yield f"{where} {key}: expected one of {', '.join(known)}{nearest(key, known)}"
