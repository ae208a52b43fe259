"""How what is wrong in ``runs.toml`` is told, and what may be wrong with a value of any key."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .near import nearest
from .toml_lines import Path

BARE = re.compile(r"[\w-]+")  # a key that TOML writes without quotes


@dataclass(frozen=True)
class Fault:
    """``path``: the keys that lead to what is wrong. ``text``: what was expected, what came."""

    path: Path
    text: str

    def __str__(self) -> str:
        keys = "".join(f"[{k + 1}]" if isinstance(k, int) else f".{key(k)}" for k in self.path[1:])
        at = f" {keys.removeprefix('.')}:" if keys else ""
        return f"[{quoted(self.path[0])}]{at} {self.text}"


Faults = Iterator[Fault]


def quoted(text: Any) -> str:
    """A text as TOML writes it."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def key(text: str) -> str:
    """A key as TOML writes it."""
    return text if BARE.fullmatch(text) else quoted(text)


def shown(value: Any) -> str:
    """A value as TOML writes it, cut where it is long."""
    if isinstance(value, dict):
        inside = ", ".join(f"{key} = {shown(each)}" for key, each in value.items())
        text = f"{{ {inside} }}" if inside else "{}"
    elif isinstance(value, list):
        text = f"[{', '.join(map(shown, value))}]"
    elif isinstance(value, bool):
        text = str(value).lower()
    elif value is None:  # as YAML has it
        text = "nothing"
    else:
        text = quoted(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 80 else f"{text[:80]}…"


def nearby(word: str, known: Iterable[str]) -> str:
    """The end of a message: the known words nearest to ``word``, or else all of them."""
    known = list(known)
    return nearest(word, known) or (f"; known are {', '.join(known)}" if known else "")


def lacking(table: Collection[str], required: Iterable[str], known: Collection[str]) -> list[str]:
    """The keys that a table has to have and has not; one that is only misspelt is told as that."""
    odd = [each for each in table if each not in known]
    gone = [key for key in required if key not in table]
    return [key for key in gone if not any(nearest(each, [key]) for each in odd)]


def is_whole(value: Any) -> bool:
    """Whether it is a whole number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_text(value: Any) -> bool:
    """Whether it is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())


def wants(what: str, fits: Callable[[Any], bool]) -> Callable[[Path, Any], Faults]:
    """What checks that a value fits; ``what``: what was expected, in words."""

    def check(path: Path, value: Any) -> Faults:
        if not fits(value):
            yield Fault(path, f"expected {what}, came {shown(value)}")

    return check


def texts(what: str) -> Callable[[Path, Any], Faults]:
    """What checks that a value is a list of texts; ``what``: what they are, in words."""

    def check(path: Path, value: Any) -> Faults:
        if not isinstance(value, list) or not value:
            yield Fault(path, f"expected a list of {what}, came {shown(value)}")
            return
        for number, each in enumerate(value):
            if not is_text(each):
                yield Fault((*path, number), f"expected one of the {what}, came {shown(each)}")

    return check


def a_table(path: Path, value: Any, what: str) -> Faults:
    """Whether a value is a table; ``what``: of what, in words."""
    if not isinstance(value, dict):
        yield Fault(path, f"expected {what}, came {shown(value)}")


def by_language(path: Path, value: Any, languages: Sequence[str]) -> Faults:
    """Whether a value is a text for some of the ``languages``."""
    if not isinstance(value, dict) or not value:
        what = 'a text for each language such as { pt = "chá", en = "tea" }'
        yield Fault(path, f"expected {what}, came {shown(value)}")
        return
    for language, text in value.items():
        if languages and language not in languages:
            yield Fault((*path, language), f"unknown language{nearby(language, languages)}")
        elif not is_text(text):
            yield Fault((*path, language), f"expected a text, came {shown(text)}")
