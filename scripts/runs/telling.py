"""The moments of a recorded run as sentences of a language: HTML, with labels that can be found."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from babel.numbers import format_decimal
from markupsafe import Markup
from recorder.alike import Moment
from recorder.wording import plain

from .templating import put, said

Words = Mapping[str, str]
# A text of the program's own, in quotes, is none; nor is what stands before or behind a dot, a name
# in angle brackets, or the name of what is called.
LABEL = re.compile(
    r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|<[^<>]*)|(?<![\w.])[tfqkg]\d+\b(?![.(])"""
)
KINDS = {"t": "task", "f": "future", "q": "shared", "k": "shared", "g": "shared"}
LONGEST_LIST = 6  # jobs named in one sentence
_LABELLED = Markup('<b class="label {kind}" data-label="{label}">{shown}</b>')
_CODE = Markup("<code>{text}</code>")
NOTHING = Markup("")
_BLANK, _DOT = Markup(" "), Markup(" · ")


def sentence(moment: Moment, words: Words, more: Markup = NOTHING) -> Markup:
    """What happened, as HTML of one or more sentences; ``more`` is said after them."""
    told = [_say(part, words) for part in moment.parts]
    apart = _DOT if moment.key in ("prints", "prints_err") else _BLANK  # it has no full stop
    return apart.join(_capital(text) for text in [*told, more] if text)


def more_turns(count: str, words: Words) -> Markup:
    """What is said of a fold whose plain run was counted."""
    return said(words, "moment_fold_plain", count=number(int(count), words))


@functools.lru_cache(1000)
def label(text: str) -> Markup:
    """A task or future by its label: "t1" is shown as T1, everywhere in the same way."""
    return put(_LABELLED, kind=KINDS[text[0]], label=text, shown=text.upper())


@functools.lru_cache(10_000)
def shown(text: str) -> Markup:
    """A value or a call as code, its labels as labels."""
    return put(_CODE, text=labels(text))


def labels(text: str) -> str:
    """A value or a call with its labels as they are shown: "t1" as T1."""
    return LABEL.sub(lambda found: found[0] if found[1] else found[0].upper(), text)


def code(text: str) -> Markup:
    """A name of the program's, or a piece of it."""
    return put(_CODE, text=text)


def time(micros: int, words: Words) -> str:
    """A duration in the unit that suits it: "0.2 ms", "100 ms", "3.0 s", on one line."""
    # By what is written: 999.6 ms would be 1000 ms.
    power, unit = (-6, "s") if micros >= 999_500 else (-3, "ms")
    places = "0" if 9_950 <= micros < 999_500 else "0.0"
    rounded = Decimal(micros).scaleb(power).quantize(Decimal(places), ROUND_HALF_EVEN)
    return f"{_written(rounded, places, words['locale'])}\u00a0{unit}"


@functools.lru_cache(10_000)  # Babel takes its time, and few numbers differ once they are rounded
def _written(number: Decimal, places: str, locale: str) -> str:
    return str(format_decimal(number, places, locale=locale))


def phrase(key: str, fields: Mapping[str, Any], words: Words) -> Markup:
    """The text of a key of the catalogue, with its places filled."""
    given = {name: _field(name, value, words) for name, value in fields.items()}
    return said(words, key, **given)


def _say(part: tuple[str, Mapping[str, Any]], words: Words) -> Markup:
    return phrase(f"moment_{part[0]}", part[1], words)


def _field(name: str, value: Any, words: Words) -> str:
    """Text, or HTML where it is `Markup`."""
    if isinstance(value, tuple):
        return _say(value, words)
    if name == "jobs":
        told = [_say(job, words) for job in value[:LONGEST_LIST]]
        return Markup(", ").join([*told, "…"] if len(value) > LONGEST_LIST else told)
    if name == "chain":
        return Markup(" → ").join(_function(link, words) for link in value)
    write = _FIELDS.get(name)
    return write(value, words) if write else str(value)


def _value(value: str | None, _: Words) -> Markup:
    return shown(value or "")


def _code(text: str, _: Words) -> Markup:
    return code(text)


def _printed(text: str, _: Words) -> Markup:
    """The first of several lines says what it is, but for a traceback: there the last does."""
    lines = text.rstrip("\n").split("\n")
    if len(lines) == 1:
        return code(lines[0])
    if lines[0].startswith("Traceback"):
        return Markup("… ") + code(lines[-1])
    return code(lines[0]) + Markup(" …")


def _function(name: str, _: Words) -> Markup:
    return code(f"{plain(name)}()")


def _by(name: str, words: Words) -> Markup:
    """Who did something, or awaits it: a function, or what calls that for the program."""
    key = f"moment_by_{name.strip('_')}"
    return said(words, key) if name.startswith("__") and key in words else _function(name, words)


def number(value: int, words: Words) -> str:
    """A whole number as the language writes it."""
    return str(format_decimal(value, locale=words["locale"]))


_FIELDS: dict[str, Callable[[Any, Words], str]] = {
    **dict.fromkeys(("value", "call"), _value),
    **dict.fromkeys(("callback", "variable", "kind"), _code),
    "text": _printed,
    **dict.fromkeys(("name", "coroutine"), _function),
    **dict.fromkeys(("by", "caller"), _by),
    "label": lambda value, _: label(value),
    "labels": lambda value, _: Markup(", ").join(map(label, value)),
    "time": time,
    **dict.fromkeys(("turns", "events"), number),
}


def _capital(text: Markup) -> Markup:
    """A sentence may begin with a job ("the wake-up of…") or with a tag."""
    return text[:1].upper() + text[1:] if text[:1].islower() else text
