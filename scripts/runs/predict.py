"""A prediction: a question, options, and the right one computed from the run, never marked by hand.

It stands in a page as a fence of its own (``predict``), whose text stays Markdown of the page.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString
from markupsafe import Markup, escape

from .asks import Ask
from .programs import nearest
from .render import TEMPLATES, Words
from .run import Run
from .templating import filled

# What is put in, or linked, when the page is made: not what a program prints.
PUT = re.compile(r"\{\{ *[\w/-]+/[\w-]+ *[.@][^{}]*\}\}|\]\((?:moment|term):")
CODE = re.compile(r"`[^`]*`")
MARKDOWN = {"markdown": "block"}
_ANSWER = Markup("{} <code>{}</code>")
_numbers = itertools.count(1)


class BadPrediction(LookupError):
    """A prediction that cannot be asked; the message says why."""


@dataclass(frozen=True)
class Prediction:
    """What an author writes: the run and maybe the named value it is about, question, options
    and explanation."""

    run: str
    value: str | None
    question: str
    options: list[str]
    explanation: str


def parse(ask: Ask, text: str | None = None) -> Prediction:
    """The parts of a block: text, ``- `` lines, ``---``, text. ``text``: what the block holds now,
    if not as it was written. Raises `BadPrediction`."""
    if unknown := ask.options.keys() - {"value"}:
        name = min(unknown)
        near = nearest(name, ["run", "value"])
        raise BadPrediction(f'unknown option {name!r}{near}: expected run="…" and maybe value="…"')
    text = text if text is not None else ask.fence.code if ask.fence else ""
    asked, _, explained = text.partition("\n---\n")
    lines = asked.split("\n")
    first = next((n for n, line in enumerate(lines) if line.startswith("- ")), len(lines))
    question, listed = "\n".join(lines[:first]), [each for each in lines[first:] if each.strip()]
    choices = [line[2:].strip() for line in listed]
    if not question.strip() or len(choices) < 2 or not explained.strip():
        raise BadPrediction(
            "expected a question, two or more options as '- ' lines, a line '---', an explanation"
        )
    if other := next((line for line in listed if not line.startswith("- ") or not line[2:]), ""):
        raise BadPrediction(f"expected an option in one line, '- …', came {other!r}")
    if put := next((each for each in choices if PUT.search(CODE.sub("", each))), ""):
        raise BadPrediction(f"expected an option as the program prints it, came {put!r}")
    # Blanks at the begin of a line may mean that it is code.
    question, explained = question.strip("\n"), explained.strip("\n")
    return Prediction(ask.name, ask.options.get("value"), question, choices, explained)


def right_option(asked: Prediction, run: Run) -> int:
    """The index of the option that says what the run printed (blanks folded), or its value.

    Raises `BadPrediction` unless exactly one does.
    """
    came = _folded(run.value(asked.value) if asked.value else " ".join(run.out))
    fits = [n for n, option in enumerate(asked.options) if _folded(option) == came]
    if len(fits) != 1:
        raise BadPrediction(
            f"expected exactly one option to be what {run.program.where} printed ({came!r}),"
            f" but {len(fits) or 'none'} of {asked.options} are"
        )
    return fits[0]


def _folded(text: str) -> str:
    return " ".join(re.sub(r"^`(.*)`$", r"\1", text.strip()).split())


def block(asked: Prediction, words: Words, options: str, answer: str) -> Element:
    """The element of a prediction, whose question and explanation Markdown still has to read
    (md_in_html); ``options`` and ``answer`` mark the places of what is computed from the run (see
    `options_html` and `answer_html`)."""
    form = Element("form", {"class": "predict", "data-run": asked.run})
    SubElement(form, "button", {"disabled": "disabled", "hidden": "hidden"})
    fields = SubElement(form, "fieldset")
    SubElement(fields, "legend", MARKDOWN).text = asked.question
    SubElement(fields, "div", {"class": "predict-options"}).text = options
    why = SubElement(form, "details", {"class": "predict-why"})
    # Markdown takes what looks like an entity for one.
    SubElement(why, "summary").text = AtomicString(escape(words["why"]))
    SubElement(why, "p", {"class": "predict-answer"}).text = answer
    SubElement(why, "div", {"class": "predict-explanation", **MARKDOWN}).text = asked.explanation
    return form


def options_html(asked: Prediction, right: int, words: Words) -> Markup:
    """The options as native radio buttons, each with its mark, which styles show when chosen."""
    options = [(_folded(text), n == right) for n, text in enumerate(asked.options)]
    name = f"predict-{next(_numbers)}"
    return filled(TEMPLATES / "options.html", options=options, name=name, words=words)


def answer_html(asked: Prediction, right: int, words: Words) -> Markup:
    """The right option in words, for the explanation."""
    return _ANSWER.format(words["answer"], _folded(asked.options[right]))
