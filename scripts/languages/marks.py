"""The mark of a translation: which page it translates, and how that read when it was translated.

It stands in the front matter of the translated page and nowhere else, so that it goes where the
page goes; ``scripts/translate done`` writes it. A page without a mark is itself a source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from .settings import LOADER

KEY = "translation"
RULE = "---"
DIGEST = re.compile(r"[0-9a-f]{8}")


class Mark(NamedTuple):
    """``source``: the language that was translated. ``sections``: by id, the digest of the source's
    section (`freshness.digest`) that the translation is up to."""

    source: str
    sections: Mapping[str, str]


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
    lines = front(text, suffix).lines
    try:
        read = yaml.load("\n".join(lines), Loader=LOADER) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        problem = getattr(error, "problem", None) or str(error)
        raise BadMark(f"{line}: the front matter is not valid YAML: {problem}: mend it") from None
    if not isinstance(read, dict):
        raise BadMark(f"2: expected keys and values in the front matter, came {read!r:.60}")
    return read


def read(file: Path) -> Mark | None:
    """The mark of a page, None of one that is itself a source. Raises `BadMark`."""
    text = file.read_text(encoding="utf-8")
    given = data(text, file.suffix).get(KEY)
    if given is None:
        return None
    line = _line(front(text, file.suffix))
    remedy = "mend it, or remove it and call scripts/translate done again"
    if not isinstance(given, dict) or not isinstance(given.get("from"), str):
        raise BadMark(f"{line}: {KEY}: expected 'from', the language of the source: {remedy}")
    sections = given.get("sections") or {}
    if not isinstance(sections, dict):
        raise BadMark(
            f"{line}: {KEY}: expected the sections by id, came {sections!r:.60}: {remedy}"
        )
    # YAML reads a digest without letters as a number, one with an e as a large one: all are quoted.
    wrong = [key for key, value in sections.items() if not DIGEST.fullmatch(str(value))]
    if wrong:
        raise BadMark(f"{line}: {KEY}: {wrong[0]}: expected eight hexadecimal digits: {remedy}")
    return Mark(given["from"], {str(key): str(value) for key, value in sections.items()})


def written(text: str, suffix: str, mark: Mark) -> str:
    """The text of a page with ``mark`` in the place of the mark it has, or at the end of its front
    matter; every other line stays as it is."""
    whole = front(text, suffix)
    kept = _without(whole.lines)
    entry = [f"{KEY}: # written by scripts/translate done", f"  from: {mark.source}"]
    entry += ["  sections:"] if mark.sections else []
    entry += [f'    {id}: "{digest}"' for id, digest in mark.sections.items()]
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


def _line(whole: Front) -> int:
    starts = [n for n, line in enumerate(whole.lines, 2) if line.startswith(f"{KEY}:")]
    return starts[0] if starts else 1
