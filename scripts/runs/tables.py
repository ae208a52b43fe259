"""Is a table of ``runs.toml`` what a contract may be? Every fault, with the way to what is wrong.

What has the right form is made a contract by `runs.contracts`, which says what each key means.
"""

from __future__ import annotations

import math
import re
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from recorder.events import KINDS

from .forms import (
    Fault,
    Faults,
    a_table,
    by_language,
    is_text,
    is_whole,
    lacking,
    nearby,
    quoted,
    shown,
    texts,
    wants,
)
from .near import nearest
from .toml_lines import Path

LONGEST_RUN = 120  # seconds
KINDS_THAT_VARY = ("count", "turns", "collected")
NOT_IN_A_BROWSER = ("threads", "processes", "network", "clock")  # why a program does not run there
VERSION = re.compile(r"3\.(0|[1-9][0-9]?)")
MOMENT_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
VALUE_NAME = re.compile(r"[A-Za-z_]\w*")
OF_EVERY_RUN = ("wall", "cpu")  # values
OF_A_MOMENT = ("event", "nth", "code")
OF_A_CHANGE = ("change", "label", "why")
# What a changed program takes over from the program, or cannot be.
OF_THE_PROGRAM = ("words", "needs", "not_in_browser", "transcript", "recorded", "what_if")


def read(name: str, table: Any, names: Sequence[str], languages: Sequence[str]) -> Faults:
    """The faults of one table. ``names``: of all programs; ``languages``: those of programs."""
    if name not in names:
        yield Fault((name,), f"no language has such a program{nearest(name, list(names))}")
        return
    if not isinstance(table, dict):
        yield Fault((name,), f"expected a table, came {shown(table)}")
        return
    for key, value in table.items():
        path = (name, key)
        if key in _BY_LANGUAGE:
            yield from _BY_LANGUAGE[key](path, value, languages)
        elif key in _KEYS:
            yield from _KEYS[key](path, value)
        else:
            yield Fault(path, f"unknown key{nearby(key, [*_KEYS, *_BY_LANGUAGE])}")
    yield from _together((name,), table)
    if "what_if" in table and (table.get("recorded") is False or table.get("transcript") is True):
        yield Fault((name, "what_if"), "expected none, for its run is not recorded")


def _together(here: Path, table: Mapping[str, Any]) -> Faults:
    """What is right by itself, and wrong beside something else."""
    for key, named in (("opens", "moments"), ("spins", "values")):
        there = table.get(named, {})
        if isinstance(table.get(key), str) and isinstance(there, dict) and table[key] not in there:
            text = f"expected one of its {named} ({', '.join(there) or 'none'})"
            near = nearby(table[key], there)
            yield Fault((*here, key), f"{text}, came {shown(table[key])}{near}")
    counted = table.get("values", {})
    counted = counted.get(str(table.get("spins")), {}) if isinstance(counted, dict) else {}
    if isinstance(counted, dict) and "line" in counted and "number" not in counted:
        yield Fault((*here, "spins"), f"expected a value that is a number, came {shown(counted)}")
    ends = [key for key in table if key in ("raises", "exits", "stops_after")]
    if len(ends) > 1:
        yield Fault((*here, ends[1]), f"a run ends in one way, not by {' and '.join(ends)}")
    if "moments" in table and (table.get("recorded") is False or table.get("transcript") is True):
        yield Fault((*here, "moments"), "expected none, for its run is not recorded")


def _is_seconds(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and math.isfinite(value) and 0 < value <= LONGEST_RUN


_flag = wants("true or false", lambda value: isinstance(value, bool))
_seconds = wants(f"seconds, more than 0 and at most {LONGEST_RUN}", _is_seconds)
_line = wants(
    "a line of stdout: 1 is the first, -1 the last", lambda value: is_whole(value) and value
)
_count = wants("a whole number from 1 on", lambda value: is_whole(value) and value > 0)
_code = wants("a piece of a line of the program", is_text)


def _varies(path: Path, value: Any) -> Faults:
    found = list(texts("kinds of what varies")(path, value))
    yield from found
    for number, each in enumerate(value if isinstance(value, list) and not found else []):
        if each not in KINDS_THAT_VARY:
            near = nearby(each, KINDS_THAT_VARY)
            yield Fault((*path, number), f"unknown kind of what varies, {shown(each)}{near}")


def _words(path: Path, value: Any, languages: Sequence[str]) -> Faults:
    what = 'pairs such as {pt = "chá", en = "tea"}'
    if not isinstance(value, list) or not value:
        yield Fault(path, f"expected a list of {what}, came {shown(value)}")
        return
    for number, pair in enumerate(value):
        here = (*path, number)
        if not isinstance(pair, dict) or len(pair) < 2:
            yield Fault(here, f"expected one of {what}, came {shown(pair)}")
            continue
        for language, text in pair.items():
            if languages and language not in languages:
                yield Fault((*here, language), f"unknown language{nearby(language, languages)}")
            elif not is_text(text):
                yield Fault((*here, language), f"expected a text, came {shown(text)}")


def _what_if(path: Path, value: Any, languages: Sequence[str]) -> Faults:
    what = 'named changes such as ["part/name".what_if.no-await]'
    yield from a_table(path, value, what)
    for id, table in value.items() if isinstance(value, dict) else ():
        here = (*path, id)
        if not MOMENT_NAME.fullmatch(id):
            yield Fault(here, "expected a name of small letters, digits and single hyphens")
        if not isinstance(table, dict):
            yield Fault(here, f"expected a table with change, label and why, came {shown(table)}")
            continue
        if missing := lacking(table, OF_A_CHANGE, [*OF_A_CHANGE, *_KEYS]):
            lacks = " and ".join(f"no {each}" for each in missing)
            yield Fault(here, f"expected change, label and why, but there is {lacks}")
        for key, inner in table.items():
            yield from _of_a_change((*here, key), key, inner, languages)
        yield from _together(here, table)


def _of_a_change(path: Path, key: str, value: Any, languages: Sequence[str]) -> Faults:
    """What one key says of a changed program."""
    if key == "change":
        yield from _change(path, value, languages)
    elif key in OF_A_CHANGE:
        yield from by_language(path, value, languages)
    elif key in OF_THE_PROGRAM:
        yield Fault(path, "expected what is so of the changed program alone; this is not")
    elif key in _KEYS:
        yield from _KEYS[key](path, value)
        places = value.items() if key == "moments" and isinstance(value, dict) else ()
        for name, place in places:
            if isinstance(place, dict) and "shows" in place:
                yield Fault((*path, name, "shows"), "the glossary leads to no changed program")
    else:
        known = [*OF_A_CHANGE, *(each for each in _KEYS if each not in OF_THE_PROGRAM)]
        yield Fault(path, f"unknown key{nearby(key, known)}")


def _change(path: Path, value: Any, languages: Sequence[str]) -> Faults:
    if not isinstance(value, dict) or not value:
        what = 'pieces of code with what they become, such as { "await task" = "task" }'
        yield Fault(path, f"expected {what}, came {shown(value)}")
        return
    for old, new in value.items():
        here = (*path, old)
        if not old.strip():
            yield Fault(here, "expected a piece of code, came nothing but blanks")
        if isinstance(new, dict):
            yield from by_language(here, new, languages)
        elif not isinstance(new, str):
            yield Fault(here, f"expected code, came {shown(new)}")
        elif new == old:
            yield Fault(here, "expected a change, but the piece becomes what it was")


def _values(path: Path, value: Any) -> Faults:
    what = "named places such as { line = 4, number = 1 }"
    yield from a_table(path, value, what)
    for name, place in value.items() if isinstance(value, dict) else ():
        here = (*path, name)
        if name in OF_EVERY_RUN or not VALUE_NAME.fullmatch(name):
            text = f"and not {' or '.join(OF_EVERY_RUN)}, which every run has"
            yield Fault(here, f"expected a name of letters, digits and _, {text}")
        if not isinstance(place, dict):
            yield Fault(here, f"expected a place such as {{ line = 4 }}, came {shown(place)}")
            continue
        known = {"line": _line, "number": _count}
        yield from _inside(here, place, known)
        if lacking(place, ["line"], known):
            yield Fault(here, f"expected a place such as {{ line = 4 }}, came {shown(place)}")


def _inside(path: Path, table: Mapping[str, Any], known: Mapping[str, Any]) -> Faults:
    for key, value in table.items():
        if key in known:
            yield from known[key]((*path, key), value)
        else:
            yield Fault((*path, key), f"unknown key{nearby(key, known)}")


def _moments(path: Path, value: Any) -> Faults:
    yield from a_table(path, value, 'named events such as first = { event = "ready", nth = 4 }')
    for name, place in value.items() if isinstance(value, dict) else ():
        here = (*path, name)
        if not MOMENT_NAME.fullmatch(name):
            yield Fault(here, "expected a name of small letters, digits and single hyphens")
        if not isinstance(place, dict) or "event" not in place:
            yield Fault(
                here, f'expected an event such as {{ event = "turn" }}, came {shown(place)}'
            )
        elif not isinstance(place["event"], str) or place["event"] not in KINDS:
            near = nearby(str(place["event"]), KINDS)
            yield Fault((*here, "event"), f"unknown kind of event, {shown(place['event'])}{near}")
        else:
            yield from _inside(here, place, _of_event(place["event"]))


def _of_event(kind: str) -> dict[str, Callable[[Path, Any], Faults]]:
    """What may be said of an event, by key: its fields that hold one thing, with what that is."""
    hints = typing.get_type_hints(KINDS[kind])
    found = {"event": wants("a kind of event", is_text), "nth": _count, "code": _code}
    found["shows"] = texts("terms of the glossary")
    for field, hint in hints.items():
        types = set(typing.get_args(hint) or (hint,)) & {str, int, bool}
        if types and field != "at":
            found.setdefault(field, _field(tuple(types)))
    return found


def _field(types: tuple[type, ...]) -> Callable[[Path, Any], Faults]:
    words = {str: "a text", int: "a whole number", bool: "true or false"}
    return wants(" or ".join(words[each] for each in types), lambda value: type(value) in types)


_KEYS: dict[str, Callable[[Path, Any], Faults]] = {
    "warns": texts("fragments of warnings"),
    "raises": wants("a fragment of the traceback's last line", is_text),
    "exits": wants(
        "an exit status from 0 to 255", lambda value: is_whole(value) and 0 <= value <= 255
    ),
    "stops_after": _seconds,
    "transcript": _flag,
    "busy": _flag,
    "timely": _flag,
    "background": _flag,
    "needs": wants(
        'a Python version such as "3.12"',
        lambda value: isinstance(value, str) and bool(VERSION.fullmatch(value)),
    ),
    "varies": _varies,
    "time_limit": _seconds,
    "values": _values,
    "recorded": _flag,
    "moments": _moments,
    "opens": wants("the name of one of its moments", is_text),
    "spins": wants("the name of one of its values", is_text),
    "not_in_browser": wants(
        " or ".join(map(quoted, NOT_IN_A_BROWSER)), lambda value: value in NOT_IN_A_BROWSER
    ),
}
_BY_LANGUAGE: dict[str, Callable[[Path, Any, Sequence[str]], Faults]] = {
    "words": _words,
    "what_if": _what_if,
}
