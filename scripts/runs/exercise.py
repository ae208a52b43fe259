"""An exercise: what a page asks its reader to do, with a program to start from, a hint, and one way
to do it.

It stands in a page as a fence of its own (``exercise``), whose text stays Markdown of the page.
What judges a program that a reader has written is in `exercises`, and knows no page.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString
from markupsafe import Markup, escape

from .programs import EXERCISES
from .templating import filled

FOLDER = EXERCISES
CHECKS = "checks"  # the folder of what judges them
SOLUTION = "_solution"  # what the name of a solution ends with
TEMPLATE = Path(__file__).parent / "templates/exercise_kept.html"
PARTS = (
    "expected the task, a line '---', a hint, and maybe another '---' and a word on the solution"
)
MARKDOWN = {"markdown": "block"}

Words = Mapping[str, str]


class BadExerciseBlock(LookupError):
    """A block of which no exercise can be made; the message says why."""


class Asked(NamedTuple):
    """What an author writes, in Markdown."""

    task: str
    hint: str
    about: str  # the solution


def is_solution(name: str) -> bool:
    """Whether a program is the solution of an exercise."""
    return f"/{FOLDER}/" in name and name.endswith(SOLUTION)


def check_file(root: Path, name: str) -> Path:
    """The file of the check of an exercise."""
    page, _, own = name.partition(f"/{FOLDER}/")
    return root / CHECKS / page / f"{own}.py"


def parse(text: str, options: Mapping[str, str] = {}) -> Asked:
    """The parts of a block. Raises `BadExerciseBlock`."""
    if options:
        raise BadExerciseBlock(f'unknown option {min(options)!r}: expected run="…" alone')
    task, *others = (part.strip("\n") for part in f"\n{text}\n".split("\n---\n"))
    if not task.strip() or not 1 <= len(others) <= 2 or not all(map(str.strip, others)):
        raise BadExerciseBlock(PARTS)
    return Asked(task, others[0], others[1] if len(others) > 1 else "")


class Places(NamedTuple):
    """What is put into an exercise when its programs have run: where the figures of start and
    solution will be, and what stands below."""

    start: str
    solution: str
    kept: str


def block(asked: Asked, name: str, check: str, words: Words, places: Places) -> Element:
    """The element of an exercise, whose texts Markdown still has to read (md_in_html); ``check``:
    the address of what its script judges by."""
    whole = Element("div", {"class": "exercise", "data-exercise": name, "data-check": check})
    SubElement(whole, "div", {"class": "exercise-task", **MARKDOWN}).text = asked.task
    SubElement(whole, "div", {"class": "exercise-start"}).text = places.start
    kept = SubElement(whole, "div", {"class": "exercise-kept"})
    kept.text = places.kept
    _folded(whole, "exercise-hint", words["exercise_hint"], asked.hint)
    solution = _folded(whole, "exercise-solution", words["exercise_solution"], asked.about)
    SubElement(solution, "div").text = places.solution
    return whole


def _folded(whole: Element, name: str, summary: str, text: str) -> Element:
    """A part that a reader opens. A search finds the task, and not the answer."""
    part = SubElement(whole, "details", {"class": f"plain {name}", "data-search-exclude": ""})
    # Markdown takes what looks like an entity for one.
    SubElement(part, "summary").text = AtomicString(escape(summary))
    if text:
        SubElement(part, "div", MARKDOWN).text = text
    return part


def kept_html(words: Words) -> Markup:
    """Where the script says what is missing, and what is done; hidden where there is no script."""
    return filled(TEMPLATE, words=words)


def options() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """How start and solution are shown."""
    return {"show": "program"}, {"show": "player"}
