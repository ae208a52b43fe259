"""The words of the interface (captions, notices), one TOML catalogue a language, equal keys."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

from babel import Locale

FOLDER = Path(__file__).parent / "interface"


@functools.cache
def words(language: str) -> Mapping[str, str]:
    """The catalogue of ``language``. Raises FileNotFoundError, naming the file to create."""
    file = FOLDER / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def in_language(other: str, language: str) -> str:
    """ "In Portuguese" as ``language`` says it of ``other`` ("Em inglês")."""
    catalogue = words(language)
    name = Locale.parse(catalogue["locale"]).languages[other]
    return catalogue["in_language"].format(language=name)


def check_catalogues() -> list[str]:
    """Keys that a language lacks, and placeholders that differ, each as a sentence."""
    catalogues = {file.stem: words(file.stem) for file in sorted(FOLDER.glob("*.toml"))}
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


def _placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)
