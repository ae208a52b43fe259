"""The words of the interface (captions, notices), one TOML catalogue a language, equal keys.

They are text, wherever they stand; only the sentences of moments may hold HTML, which is
``<code>…</code>`` and nothing else.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from markupsafe import Markup, escape

from . import settings

FOLDER = Path(__file__).parent / "interface"
SENTENCES = "moment_"  # what their keys begin with
CODE = re.compile(r"<code>(.*?)</code>")
_IN_CODE = Markup("<code>{}</code>")
_TONGUE = Markup('lang="{}" dir="{}"')
WAITING = re.compile(r'^# ?(?P<line>(?P<key>[a-z][a-z0-9_]*) = ".*")$', re.MULTILINE)


def words(language: str) -> Mapping[str, str]:
    """The catalogue of ``language``; what it has not translated yet is in the words of the
    language it was made from. Raises FileNotFoundError, naming the file to create."""
    file = FOLDER / f"{language}.toml"
    return _words(file, settings.stamp(file))


@functools.lru_cache(maxsize=64)
def _words(file: Path, _: settings.Stamp) -> Mapping[str, str]:
    text = file.read_text(encoding="utf-8")
    given = tomllib.loads("\n".join(waiting(text).values())) | tomllib.loads(text)
    return {key: _read(key, text) for key, text in given.items()}


def _read(key: str, text: str) -> str:
    if not (key.startswith(SENTENCES) and isinstance(text, str) and CODE.search(text)):
        return text
    # Text and code by turns.
    pieces = [_IN_CODE.format(t) if n % 2 else escape(t) for n, t in enumerate(CODE.split(text))]
    return Markup("").join(pieces)


def in_html(language: str) -> Mapping[str, Markup]:
    """The catalogue for templates that do not escape what they are given."""
    file = FOLDER / f"{language}.toml"
    return _escaped(file, settings.stamp(file))


@functools.lru_cache(maxsize=64)
def _escaped(file: Path, stamp: settings.Stamp) -> Mapping[str, Markup]:
    return MappingProxyType({key: escape(text) for key, text in _words(file, stamp).items()})


def waiting(text: str) -> dict[str, str]:
    """The lines of a catalogue that wait for a translator, by key: they stand in it as comments, in
    the words of another language (``# output = "Output"``)."""
    return {found["key"]: found["line"] for found in WAITING.finditer(text)}


def counts(language: str) -> tuple[int, int]:
    """How many texts are translated, and how many there are."""
    text = (FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    return len(tomllib.loads(text)), len(words(language))


def tag(language: str) -> str:
    """The language as a browser and a screen reader know it: ``pt-BR``."""
    return words(language)["locale"].replace("_", "-")


def direction(language: str) -> str:
    """How it is written, as HTML says it: ``ltr``, or ``rtl`` from right to left."""
    order = Locale.parse(words(language)["locale"]).character_order
    return "rtl" if order == "right-to-left" else "ltr"


def tongue(language: str) -> Markup:
    """The attributes of an element in the words of ``language``."""
    return _TONGUE.format(tag(language), direction(language))


def name_of(other: str, language: str) -> str:
    """What ``language`` calls ``other``: "Portuguese", "inglês"."""
    return str(Locale.parse(words(language)["locale"]).languages[other])


def in_language(other: str, language: str) -> str:
    """ "In Portuguese" as ``language`` says it of ``other`` ("Em inglês")."""
    return words(language)["in_language"].format(language=name_of(other, language))


def check_catalogues() -> list[str]:
    """What makes a catalogue unusable, keys that a language lacks, and placeholders that differ,
    each as a sentence."""
    catalogues = {}
    for file in sorted(FOLDER.glob("*.toml")):
        where = f"scripts/languages/interface/{file.name}"
        try:
            catalogues[file.stem] = words(file.stem)
        except ValueError as error:  # UTF-8 is part of TOML
            return [f"{where}: not valid TOML: {error}"]
        if faults := [f"{where}: {fault}" for fault in _unusable(catalogues[file.stem])]:
            return faults
    every = {key: text for catalogue in catalogues.values() for key, text in catalogue.items()}
    found = []
    for language, catalogue in catalogues.items():
        where = f"scripts/languages/interface/{language}.toml"
        found += [f"{where}: the key {key!r} is missing" for key in every.keys() - catalogue.keys()]
        for key, text in catalogue.items():
            expected, came = _placeholders(every[key]), _placeholders(text)
            if expected != came:
                found.append(f"{where}: {key}: expected the places {expected}, came {came}")
    return sorted(found)


def _unusable(catalogue: Mapping[str, object]) -> Iterator[str]:
    for key, text in catalogue.items():
        try:
            if not isinstance(text, str):
                yield f"{key}: expected a text, came {text!r}"
            elif key == "locale":
                Locale.parse(text)
            else:
                _placeholders(text)
        except ValueError as error:  # a brace too many; no such locale
            yield f"{key}: {error}: {text!r}"
        except UnknownLocaleError as error:
            yield f"{key}: {error}"


def _placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)
