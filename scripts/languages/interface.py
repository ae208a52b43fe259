"""The words of the interface (captions, notices), one TOML catalogue a language, equal keys.

They are text, wherever they stand; only the sentences of moments may hold HTML, which is
``<code>…</code>`` and nothing else.
"""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from babel import Locale, UnknownLocaleError
from markupsafe import Markup, escape
from runs import forms, toml_lines
from runs.programs import unseen

from . import settings

FOLDER = Path(__file__).parent / "interface"
SEVERAL = 3  # keys that are missing are named one by one
MAY_BE_EMPTY = {"index_without"}
SENTENCES = "moment_"  # what their keys begin with
CODE = re.compile(r"<code>(.*?)</code>")
_IN_CODE = Markup("<code>{}</code>")
_TONGUE = Markup('lang="{}" dir="{}"')
KEY = re.compile(r"(?:# ?)?(?P<key>[a-z][a-z0-9_]*) = ")
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
    catalogues, found = {}, list[str]()
    for file in sorted(FOLDER.glob("*.toml")):
        if told := list(_unusable(file)):
            found += told
        else:
            catalogues[file.stem] = words(file.stem)
    if found:  # what the others have and lack may only follow from it
        return found
    every = {key: text for catalogue in catalogues.values() for key, text in catalogue.items()}
    slips: dict[str, str] = {}
    for language in catalogues:  # of two languages either may be wrong: that is told once
        alone = _slips(language, catalogues).items()
        slips |= {key: near for key, near in alone if slips.get(near) != key}
    for language, catalogue in catalogues.items():
        where = f"scripts/languages/interface/{language}.toml"
        for key, near in slips.items():
            if key in catalogue:
                at = _line(FOLDER / f"{language}.toml", key)
                other = next(each for each in catalogues if near in catalogues[each])
                there = f"{other}.toml:{_line(FOLDER / f'{other}.toml', near)}"
                what = f"expected one key in each language, {there} has {near!r}: make them one"
                found.append(f"{where}:{at}: {key}: {what}")
        told_of = {*slips, *slips.values()}
        lacking = [key for key in every if key not in catalogue and key not in told_of]
        others = {key: each for each in catalogues for key in catalogues[each]}
        found += _lacks(where, lacking, catalogue, others)
        for key, text in catalogue.items():
            expected, came = _placeholders(every[key]), _placeholders(text)
            if expected != came:
                line = _line(FOLDER / f"{language}.toml", key)
                there = f"{others[key]}.toml:{_line(FOLDER / f'{others[key]}.toml', key)}"
                differ = f"expected the places {expected} ({there}), came {came}"
                found.append(f"{where}:{line}: {key}: {differ}")
    return sorted(found)


def _slips(language: str, catalogues: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The keys that one language alone has, each with the one that is meant, which it lacks."""
    own = catalogues[language]
    others = {key for each, keys in catalogues.items() if each != language for key in keys}
    lacking, found = [key for key in others if key not in own], {}
    for key in own.keys() - others:
        if near := difflib.get_close_matches(key, lacking, 1, 0.75):
            found[key] = near[0]
    return found


def _lacks(
    where: str, missing: list[str], own: Collection[str], others: Mapping[str, str]
) -> Iterator[str]:
    """The keys that a catalogue with its ``own`` has not, each with the line below which it is
    expected; of many that is told once. ``others``: by key, a language that has it."""
    if len(missing) > SEVERAL:
        first = ", ".join(missing[:SEVERAL])
        yield f"{where}: expected {len(missing)} more keys, which other languages have: {first}, …"
        return
    for key in missing:
        file = FOLDER / f"{others[key]}.toml"
        line = _line(file, key)
        before = file.read_text(encoding="utf-8").split("\n")[: line - 1]
        named = [found["key"] for each in before if (found := KEY.match(each))]
        above = next((each for each in reversed(named) if each in own), "")
        at = _line(FOLDER / Path(where).name, above) if above else 1
        yield f"{where}:{at}: expected the key {key!r} below this one, as in {file.name}:{line}"


def _unusable(file: Path) -> Iterator[str]:
    """Why nothing can be said by a catalogue, each with file and line."""
    where, data = f"scripts/languages/interface/{file.name}", file.read_bytes()
    if broken := toml_lines.unreadable(data):
        yield f"{where}:{broken}"
        return
    for key, line in waiting(data.decode()).items():
        if wrong := toml_lines.broken(line):
            at = _line(file, key)
            yield f"{where}:{at}: {key}: not valid TOML behind its #: {wrong[1]}"
            return
    for key, text in words(file.stem).items():
        if expected := _expected(key, text):
            came = forms.shown(text)
            yield f"{where}:{_line(file, key)}: {key}: expected {expected}, came {came}"


def _line(file: Path, key: str) -> int:
    """The line of a key, which may wait in a comment."""
    text = file.read_text(encoding="utf-8")
    found = re.search(rf"^# ?{re.escape(key)} = ", text, re.M)
    given = toml_lines.Lines(text)
    line = given.of((key,)) if key in tomllib.loads(text) else 0
    return line or (text.count("\n", 0, found.start()) + 1 if found else 1)


def _expected(key: str, text: object) -> str:
    """What was expected in the place of what a key has, or nothing."""
    if not isinstance(text, str):
        return "a text"
    if not text.strip():
        return "" if key in MAY_BE_EMPTY else "a text with something in it"
    if unseen(text):
        return "characters that can be seen"
    sentence = key.startswith(SENTENCES)
    if not settings.is_plain(CODE.sub("x", text) if sentence else text):
        return "plain text" + " with nothing but <code>…</code> in it" * sentence
    if key == "locale":
        try:
            known = str(Locale.parse(text))
        except (ValueError, UnknownLocaleError) as error:
            return f"a language as pt, pt_BR or en ({error})"
        return "" if known == text else f"a language as pt, pt_BR or en, maybe {known}"
    try:
        fields = [field for field in Formatter().parse(text) if field[1] is not None]
    except ValueError as error:
        return f"braces in pairs, each around a name as in {{name}} ({error})"
    if any(not name or spec or conversion for _, name, spec, conversion in fields):
        return "a name alone between braces, as in {name}"
    return ""


def _placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)
