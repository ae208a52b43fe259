"""The moments of a recorded run as sentences of a language: HTML, with labels that can be found."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from babel.numbers import format_decimal
from recorder.moments import Moment

Words = Mapping[str, str]
LABEL = re.compile(r"\b([tf])(\d+)\b")
LONGEST_LIST = 6  # jobs named in one sentence


def sentence(moment: Moment, words: Words, more: str = "") -> str:
    """What happened, as HTML of one or more sentences; ``more`` is said after them."""
    said = [_say(part, words) for part in moment.parts]
    return " ".join(_capital(text) for text in [*said, more] if text)


def more_turns(count: str, words: Words) -> str:
    """What is said of a fold whose plain run was counted."""
    return words["moment_fold_plain"].format(count=_count(int(count), words))


def label(text: str) -> str:
    """A task or future by its label: "t1" is shown as T1, everywhere in the same way."""
    kind = "future" if text.startswith("f") else "task"
    return f'<b class="label {kind}" data-label="{text}">{text.upper()}</b>'


def shown(text: str) -> str:
    """A value or a call as code, its labels as labels."""
    escaped = html.escape(text, quote=False)
    return f"<code>{LABEL.sub(lambda found: found[0].upper(), escaped)}</code>"


def time(micros: int, words: Words) -> str:
    """A duration in the unit that suits it: "0.2 ms", "100 ms", "3.0 s", on one line."""
    size, unit = (1e6, "s") if micros >= 1_000_000 else (1e3, "ms")
    places = "0" if 10_000 <= micros < 1_000_000 else "0.0"
    return f"{format_decimal(micros / size, places, locale=words['locale'])}\u00a0{unit}"


def _say(part: tuple[str, Mapping[str, Any]], words: Words) -> str:
    key, fields = part
    given = {name: _field(name, value, words) for name, value in fields.items()}
    return words[f"moment_{key}"].format_map(given)


def _field(name: str, value: Any, words: Words) -> str:
    if isinstance(value, tuple):
        return _say(value, words)
    if name == "jobs":
        told = [_say(job, words) for job in value[:LONGEST_LIST]]
        return ", ".join([*told, "…"] if len(value) > LONGEST_LIST else told)
    if name == "chain":
        return " → ".join(shown(f"{link}()") for link in value)
    write = _FIELDS.get(name)
    return write(value, words) if write else html.escape(str(value))


def _code(value: str | None, _: Words) -> str:
    return shown((value or "").rstrip("\n"))


def _printed(text: str, words: Words) -> str:
    """The first of several lines says what it is, but for a traceback: there the last does."""
    lines = text.rstrip("\n").split("\n")
    if len(lines) == 1:
        return _code(text, words)
    if lines[0].startswith("Traceback"):
        return f"… {_code(lines[-1], words)}"
    return f"{_code(lines[0], words)} …"


def _function(name: str, _: Words) -> str:
    return shown(f"{name}()")


def _count(value: int, words: Words) -> str:
    return str(format_decimal(value, locale=words["locale"]))


_FIELDS: dict[str, Callable[[Any, Words], str]] = {
    **dict.fromkeys(("value", "call", "variable"), _code),
    "text": _printed,
    **dict.fromkeys(("by", "name", "caller", "coroutine"), _function),
    "label": lambda value, _: label(value),
    "time": time,
    "turns": _count,
}


def _capital(text: str) -> str:
    """A sentence may begin with a job ("the wake-up of…") or with a tag."""
    return text[:1].upper() + text[1:]
