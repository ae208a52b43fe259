"""The terms of ``glossary.toml``, read and checked.

The file has a table per term with one per language inside, and lists of words to avoid that
belong to no term; what their keys mean stands at its top.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from runs import forms, toml_lines
from runs.near import nearest
from runs.programs import unseen

from . import settings

FILE = Path(__file__).with_name("glossary.toml")
PAGE = "reference/glossary.md"
WITH_CODE = ("meaning", "why", "say")  # the texts that may hold some


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
            known = nearest(id, self.terms, 0.5)
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
    data = file.read_bytes()
    if found := toml_lines.unreadable(data):
        raise BadGlossary([f"{file.name}:{found}"])
    text = data.decode()
    tables = tomllib.loads(text)
    wrong = list(_faults(tables, known, needed)) or list(_clashes(tables, known))
    if faults := sorted(_located(text, wrong)):
        raise BadGlossary([f"{file.name}:{line}: {told}" for line, told in faults])
    avoid = tables.pop("avoid", {})
    terms = {
        id: {name: _word(table) for name, table in term.items()} for id, term in tables.items()
    }
    say = {name: {each["word"]: each["say"] for each in rows} for name, rows in avoid.items()}
    return Glossary(terms, say)


def _located(text: str, faults: Iterable[_Fault]) -> Iterator[tuple[int, str]]:
    """The lines of faults, and how they are told; a language that the site has not is told once,
    however many terms have it."""
    lines: toml_lines.Lines | None = None
    unknown: dict[str, list[_Fault]] = {}
    for fault in faults:
        unknown.setdefault(fault.unknown or str(fault), []).append(fault)
    for first, *others in unknown.values():
        lines = lines or toml_lines.Lines(text)
        more = f", and so in {len(others)} more" if others and first.unknown else ""
        yield lines.of(first.path), f"{first}{more}"


def _word(table: Mapping[str, Any]) -> Word:
    return Word(
        table["term"], table["meaning"], tuple(table.get("avoid", ())), table.get("why", "")
    )


class _Fault(NamedTuple):
    """``path``: the keys that lead to what is wrong; ``where``: these as they are written;
    ``text``: what was expected. ``unknown``: the language that the site has not, if it is that."""

    path: toml_lines.Path
    where: str
    text: str
    unknown: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


def _faults(
    tables: Mapping[str, Any], languages: Sequence[str], needed: Collection[str]
) -> Iterator[_Fault]:
    for id, term in tables.items():
        if id == "avoid":
            continue
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
            yield _Fault((id,), f"[{id}]", "expected an id of small letters and hyphens")
        if not isinstance(term, dict):
            yield _Fault((id,), f"[{id}]", f"expected a table, came {forms.shown(term)}")
            continue
        if not term:
            told = f"expected a table for a language, as in [{id}.{languages[0]}]"
            yield _Fault((id,), f"[{id}]", told)
        others = [language for language in languages if language not in needed]
        for each in _unknown_or_missing((id,), f"[{id}]", term, needed, others):
            language = str(each.path[-1])
            yield each._replace(unknown=language if language in term else "")
        for language in term.keys() & {*languages}:
            keys = {"term": str, "meaning": str}, {"avoid": list, "why": str}
            where, table = f"[{id}.{language}]", term[language]
            yield from _faults_of_table((id, language), where, table, *keys)
            if isinstance(table, dict) and "why" in table and "avoid" not in table:
                told = "expected words to avoid beside it"
                yield _Fault((id, language, "why"), f"{where} why", told)
    avoid = tables.get("avoid", {})
    if not isinstance(avoid, dict):
        yield _Fault(("avoid",), "[avoid]", f"expected a table, came {forms.shown(avoid)}")
        return
    for language, rows in avoid.items():
        if language not in languages or not isinstance(rows, list):
            told = f"expected [[avoid.…]] with one of {', '.join(languages)}"
            yield _Fault(("avoid", language), f"[[avoid.{language}]]", told)
            continue
        for number, row in enumerate(rows):
            keys = {"word": str, "say": str}, {}
            where = f"[[avoid.{language}]] number {number + 1}"
            yield from _faults_of_table(("avoid", language, number), where, row, *keys)


def _faults_of_table(
    path: toml_lines.Path,
    where: str,
    table: Any,
    required: Mapping[str, type],
    optional: Mapping[str, type],
) -> Iterator[_Fault]:
    if not isinstance(table, dict):
        yield _Fault(path, where, f"expected a table, came {forms.shown(table)}")
        return
    yield from _unknown_or_missing(path, where, table, required, optional)
    for key, kind in {**required, **optional}.items():
        values = table.get(key, kind)
        if values is kind:
            continue
        here, came = ((*path, key), f"{where} {key}"), forms.shown(values)
        texts = values if kind is list and isinstance(values, list) else [values]
        if not all(isinstance(text, str) and text.strip() for text in texts):
            wanted = "a list of texts" if kind is list else "a text"
            yield _Fault(*here, f"expected {wanted}, none of them empty, came {came}")
        elif kind is list and not isinstance(values, list):
            yield _Fault(*here, f"expected a list of texts, came {came}")
        elif odd := next((each for each in (_odd(t, key in WITH_CODE) for t in texts) if each), ""):
            yield _Fault(*here, f"expected {odd}, came {came}")


def _odd(text: str, code: bool) -> str:
    """What was expected of a text that would be shown otherwise than it was meant. ``code``:
    whether it may hold some."""
    if unseen(text) or "\n" in text:
        return "a text in one line, of characters that can be seen"
    if text.count("`") % 2:
        return "code between two backticks"
    if "{{" in text or "}}" in text:
        return "words, for no run is told in the glossary"
    if not settings.is_plain(text, code):
        return "plain text" + " with nothing but `code` in it" * code
    return ""


def _clashes(tables: Mapping[str, Any], languages: Sequence[str]) -> Iterator[_Fault]:
    """Where one word is to be said for two things, or is to be said and to be avoided. The tables
    are as they have to be."""
    for language in languages:
        there = {id: term[language] for id, term in tables.items() if language in term}
        there.pop("avoid", None)
        said: dict[str, str] = {}
        for id, word in there.items():
            for name in word["term"].casefold().split(", "):
                if other := said.get(name, ""):
                    where = f"[{id}.{language}] term"
                    told = f"expected another word than that of [{other}.{language}], came {name!r}"
                    yield _Fault((id, language, "term"), where, told)
                said.setdefault(name, id)
        avoided: list[tuple[toml_lines.Path, str, str]] = [
            ((id, language, "avoid", number), f"[{id}.{language}] avoid", each)
            for id, word in there.items()
            for number, each in enumerate(word.get("avoid", ()))
        ]
        avoided += [
            (("avoid", language, number, "word"), f"[[avoid.{language}]] word", each["word"])
            for number, each in enumerate(tables.get("avoid", {}).get(language, ()))
        ]
        before: dict[str, str] = {}
        for path, where, each in avoided:
            place = where.rpartition(" ")[0]
            if other := before.get(each.casefold(), ""):
                told = f"expected each word once, came {each!r} again, which {other} avoids"
                yield _Fault(path, where, told)
            before.setdefault(each.casefold(), place)
            if id := said.get(each.casefold(), ""):
                told = f"expected words that nobody has to say, came {each!r}, which is [{id}]"
                yield _Fault(path, where, told)


def _unknown_or_missing(
    path: toml_lines.Path,
    where: str,
    table: Mapping[str, Any],
    required: Collection[str],
    optional: Collection[str],
) -> Iterator[_Fault]:
    known = [*required, *optional]
    for key in forms.lacking(table, required, known):
        yield _Fault(path, f"{where} {key}", "expected it, it is missing")
    for key in table:
        if key not in known:
            told = f"expected one of {', '.join(known)}{nearest(key, known)}"
            yield _Fault((*path, key), f"{where} {key}", told)
