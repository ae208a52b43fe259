"""The mark of a translation: which page it translates, and how both read when they last matched.

It stands in the front matter of the translated page and nowhere else, so that it goes where the
page goes; ``scripts/translate start`` and ``done`` write it. A page without a mark is itself a
source. An entry is three digests: the words of the source, the words of the translation, and how
the source is built (of a program: what it does). So it is known which of the two has changed, and
in what. ``copied`` in the place of the first says that ``start`` has copied it and nobody has
called it done.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from runs.near import nearest

from . import settings

KEY = "translation"
RULE = "---"
COPIED = "copied"
KEYED = re.compile(r" {0,3}[A-Za-z0-9_-]+:(?:\s|$)")  # what MkDocs would take for front matter, too
OF_A_MARK = ("from", "sections", "programs")
ENTRY = re.compile(r"(?P<source>[0-9a-f]{8}|copied)( (?P<own>[0-9a-f]{8}) (?P<built>[0-9a-f]{8}))?")


class Entry(NamedTuple):
    """How a section or a program stood when it was last called done, or was copied: digests of the
    words of the source, of those of the translation, and of how the source is built. A mark of
    earlier times has the first alone."""

    source: str
    own: str | None = None
    built: str | None = None
    copied: bool = False

    def __str__(self) -> str:
        first = COPIED if self.copied else self.source
        return " ".join(filter(None, (first, self.own, self.built)))

    @classmethod
    def read(cls, text: str) -> Entry | None:
        """What ``str`` of it reads; None for anything else."""
        found = ENTRY.fullmatch(text)
        if not found or (found["source"] == COPIED and not found["own"]):
            return None
        copied = found["source"] == COPIED
        return cls(
            found["own"] if copied else found["source"], found["own"], found["built"], copied
        )


class Mark(NamedTuple):
    """``source``: the language that was translated. ``sections``: by id, ``programs``: by name,
    what the translation is up to; ``programs`` is None in a mark of earlier times."""

    source: str
    sections: Mapping[str, Entry]
    programs: Mapping[str, Entry] | None = None


class BadMark(ValueError):
    """The front matter of a page cannot be read; the message begins with the line."""


class Front(NamedTuple):
    """The front matter of a page: its lines without ``---`` and what makes them comments in a
    notebook, how many lines of the file it takes, and what begins each of these lines."""

    lines: tuple[str, ...]
    height: int
    comment: str


def front(text: str, suffix: str) -> Front:
    """The front matter of a page's text; ``suffix``: that of its file (``.md``, ``.py``)."""
    comment = "# " if suffix == ".py" else ""
    lines = [line.removeprefix(comment) if comment else line for line in text.split("\n")]
    if lines[0].rstrip() != RULE:
        return Front((), 0, comment)
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() == RULE:
            inside = tuple(re.sub(r"^#$", "", each) for each in lines[1 : number - 1])
            return Front(inside, number, comment)
    return Front((), 0, comment)


def data(text: str, suffix: str) -> dict[str, Any]:
    """What the front matter says. Raises `BadMark` when it cannot be read."""
    lines, height, comment = front(text, suffix)
    _refuse_other(text.split("\n"), height, comment)
    inside = "\n".join(lines)
    try:
        read = yaml.load(inside, Loader=settings.LOADER) or {}
        _refuse_odd(inside)
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, BadMark):
            raise
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else _of_no_value(lines)
        problem = getattr(error, "problem", None) or str(error)
        raise BadMark(f"{line}: the front matter is not valid YAML: {problem}: mend it") from None
    if not isinstance(read, dict):
        raise BadMark(f"2: expected keys and values in the front matter, came {read!r:.60}")
    return read


def _of_no_value(lines: tuple[str, ...]) -> int:
    """The line with what has the form of a value and is none, such as a day of no calendar."""
    for number, line in enumerate(lines, 2):
        try:
            yaml.load(line, Loader=settings.LOADER)
        except yaml.YAMLError:
            continue
        except ValueError:
            return number
    return 1


def _refuse_other(lines: list[str], height: int, comment: str) -> None:
    """Raises `BadMark` where what is meant as front matter is none: MkDocs would show it."""
    first = lines[0].removeprefix(comment).rstrip()
    if not height and first == RULE:
        raise BadMark(f"1: expected the front matter to end with {RULE} alone on a line: add it")
    if not height and not comment and KEYED.match(first):
        raise BadMark(f"1: expected {RULE} alone on a line above and below keys, came {first}")
    for number, line in enumerate(lines[height:], height + 1):
        text = line.removeprefix(comment).rstrip()
        if height and text == RULE:
            raise BadMark(f"{number}: expected one front matter, came another: make them one")
        if text:
            return


def _refuse_odd(text: str) -> None:
    """Raises `BadMark` for keys that are there twice, and for what only refers to something."""
    for event in yaml.parse(text, settings.LOADER):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 2
            raise BadMark(f"{line}: expected a value in full, came *{event.anchor}: write it out")
    for line, told in settings.again(yaml.compose(text, settings.LOADER), 2):
        raise BadMark(f"{line}: {told}")


def read(file: Path) -> Mark | None:
    """The mark of a page, None of one that is itself a source. Raises `BadMark`."""
    text = file.read_text(encoding="utf-8")
    given = data(text, file.suffix).get(KEY)
    if given is None:
        return None
    line = line_of(text, file.suffix, KEY)
    if not isinstance(given, dict) or not isinstance(given.get("from"), str):
        raise BadMark(f"{line}: {KEY}: expected 'from', the language of the source: {REMEDY}")
    if unknown := [str(key) for key in given if key not in OF_A_MARK]:
        near = nearest(unknown[0], OF_A_MARK)
        told = f"{KEY}: expected one of {', '.join(OF_A_MARK)}, came {unknown[0]!r}{near}"
        raise BadMark(f"{line_of(text, file.suffix, KEY, unknown[0])}: {told}: {REMEDY}")
    programs = _entries(given, "programs", line) if "programs" in given else None
    return Mark(given["from"], _entries(given, "sections", line), programs)


REMEDY = "mend it, or remove it and call scripts/translate done again"


def _entries(given: Mapping[str, Any], key: str, line: int) -> dict[str, Entry]:
    listed = given.get(key) or {}
    if not isinstance(listed, dict):
        raise BadMark(f"{line}: {KEY}: expected the {key} by name, came {listed!r:.60}: {REMEDY}")
    # YAML reads a digest without letters as a number, one with an e as a large one: all are quoted.
    found = {str(name): Entry.read(str(value)) for name, value in listed.items()}
    for name, entry in found.items():
        if entry is None:
            raise BadMark(
                f"{line}: {KEY}: {name}: expected one or three times eight hexadecimal digits,"
                f" came {listed[name]!r:.40}: {REMEDY}"
            )
    return {name: entry for name, entry in found.items() if entry}


def written(text: str, suffix: str, mark: Mark) -> str:
    """The text of a page with ``mark`` in the place of the mark it has, or at the end of its front
    matter; every other line stays as it is."""
    whole = front(text, suffix)
    kept = _without(whole.lines)
    entry = [f"{KEY}: # written by scripts/translate done", f"  from: {mark.source}"]
    for key, entries in (("sections", mark.sections), ("programs", mark.programs)):
        if entries is not None:
            entry += [f"  {key}:" if entries else f"  {key}: {{}}"]
            entry += [f'    {name}: "{each}"' for name, each in entries.items()]
    lines = [RULE, *kept, *entry, RULE]
    head = [(whole.comment + line).rstrip() for line in lines]
    body = text.split("\n")[whole.height :]
    gap = [] if whole.height or not body[0] else [""]
    return "\n".join([*head, *gap, *body])


def _without(lines: tuple[str, ...]) -> list[str]:
    kept, inside = [], False
    for line in lines:
        inside = line.startswith(f"{KEY}:") or (inside and line[:1] in ("", " "))
        if not inside:
            kept.append(line)
    return kept


def line_of(text: str, suffix: str, *keys: str) -> int:
    """The line of what keys of its front matter lead to, in the text of a page."""
    node = yaml.compose("\n".join(front(text, suffix).lines), settings.LOADER)
    return settings.line_in(node, *keys) + 1
