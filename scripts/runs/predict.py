"""A prediction: a question, options, and the right one computed from the run, never marked by hand.

It stands in a page as a fence of its own (``predict``), whose text stays Markdown of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString
from markupsafe import Markup, escape

from .asks import CHOICE, MORE, NOTE, Ask
from .near import nearest
from .render import TEMPLATES, Words
from .run import Run
from .templating import filled

NOTED = 4  # options which styles show the note of (docs/assets/styles/runs.css)
# What is put in, or linked, when the page is made: not what a program prints.
PUT = re.compile(r"\{\{ *[\w/-]+/[\w-]+ *[.@][^{}]*\}\}|\]\((?:moment|term):")
RULE = re.compile(r"^(?!---$)[ \t]*[-–—]{2,}[ \t]*$", re.M)  # what may be meant as the line ---
CODE = re.compile(r"`[^`]*`")
MARKDOWN = {"markdown": "block"}
_ANSWER = Markup("{} <code>{}</code>")


class BadPrediction(LookupError):
    """A prediction that cannot be asked; the message says why."""


@dataclass(frozen=True)
class Prediction:
    """What an author writes: the run and maybe the named value it is about, question, options
    and explanation; ``notes``: what is said, in Markdown, to who chose an option, by its index."""

    run: str
    value: str | None
    question: str
    options: list[str]
    explanation: str
    notes: dict[int, str]


def parse(ask: Ask, text: str | None = None) -> Prediction:
    """The parts of a block: text, ``- `` lines, ``---``, text; an option of several lines goes on
    below, indented by two blanks, and so does its note, each line of which begins with ``> ``.
    ``text``: what the block holds now, if not as it was written. Raises `BadPrediction`."""
    if unknown := ask.options.keys() - {"value"}:
        name = min(unknown)
        near = nearest(name, ["run", "value"])
        raise BadPrediction(f'unknown option {name!r}{near}: expected run="…" and maybe value="…"')
    if "value" in ask.options and not ask.options["value"]:
        raise BadPrediction('expected the name of a value, came value="": remove it')
    text = text if text is not None else ask.fence.code if ask.fence else ""
    asked, rule, explained = text.partition("\n---\n")
    if not rule and (odd := RULE.search(text)):
        line = ask.line + 1 + text.count("\n", 0, odd.start())
        raise BadPrediction(f"expected a line '---', came {odd[0]!r} on line {line}")
    question, choices, notes = _apart(asked) if explained.strip() else ("", [], {})
    if not question.strip() or len(choices) < 2:
        raise BadPrediction(
            "expected a question, two or more options as '- ' lines, a line '---', an explanation"
        )
    shown = [_printed(each) for each in choices]
    if again := next((each for n, each in enumerate(shown) if each in shown[:n]), ""):
        raise BadPrediction(f"expected each option once, came {again!r} again")
    if put := next((each for each in choices if PUT.search(CODE.sub("", each))), ""):
        raise BadPrediction(f"expected an option as the program prints it, came {put!r}")
    if late := [note for number, note in notes.items() if number >= NOTED]:
        raise BadPrediction(f"expected notes below the first {NOTED} options, came {late[0]!r}")
    # Blanks at the begin of a line may mean that it is code.
    question, explained = question.strip("\n"), explained.strip("\n")
    return Prediction(ask.name, ask.options.get("value"), question, choices, explained, notes)


def _apart(asked: str) -> tuple[str, list[str], dict[int, str]]:
    """The question, the options below it, and their notes."""
    lines, options, notes = asked.split("\n"), list[str](), dict[int, str]()
    first = next((n for n, line in enumerate(lines) if line.startswith(CHOICE)), len(lines))
    for line in filter(str.strip, lines[first:]):
        if line.startswith(CHOICE) and line[len(CHOICE) :]:
            options.append(line[len(CHOICE) :].strip())
        elif line.startswith(MORE + NOTE) and options:
            said = notes.get(len(options) - 1, "")
            notes[len(options) - 1] = f"{said} {line[len(MORE + NOTE) :].strip()}".strip()
        elif line.startswith(MORE) and options:
            options[-1] += "\n" + line[len(MORE) :].rstrip()
        else:
            raise BadPrediction(
                f"expected an option, '- …', or a further line of it, indented by two blanks,"
                f" came {line!r}"
            )
    return "\n".join(lines[:first]), options, notes


def right_option(asked: Prediction, run: Run) -> int:
    """The index of the option that says what the run printed, line by line, or its value.

    Raises `BadPrediction` unless exactly one does, and has no note: those say what is wrong.
    """
    came = _printed(run.value(asked.value) if asked.value else "\n".join(run.out))
    fits = [n for n, option in enumerate(asked.options) if _printed(option) == came]
    if not fits:  # that each is another one was seen when they were read
        raise BadPrediction(
            f"expected exactly one option to be what {run.program.where} printed ({came!r}),"
            f" but none of {asked.options} is; each further line of an option stands below,"
            " indented by two blanks"
        )
    if note := asked.notes.get(fits[0]):
        raise BadPrediction(
            f"expected a note below options that are wrong, came {note!r} below what"
            f" {run.program.where} printed"
        )
    return fits[0]


def _printed(text: str) -> str:
    """The lines of a text, their blanks folded; a line may stand in code marks."""
    lines = (re.sub(r"^`(.*)`$", r"\1", line.strip()) for line in text.strip().splitlines())
    return "\n".join(" ".join(line.split()) for line in lines)


def block(asked: Prediction, words: Words, options: str, answer: str) -> Element:
    """The element of a prediction, whose question and explanation Markdown still has to read
    (md_in_html); ``options`` and ``answer`` mark the places of what is computed from the run (see
    `options_html` and `answer_html`)."""
    attributes = {"class": "predict", "data-run": asked.run, "autocomplete": "off"}
    form = Element("form", attributes)
    SubElement(form, "button", {"disabled": "disabled", "hidden": "hidden"})
    fields = SubElement(form, "fieldset")
    legend, _, more = asked.question.partition("\n\n")
    SubElement(fields, "legend", {"markdown": "span"}).text = legend
    if more:
        SubElement(fields, "div", MARKDOWN).text = more
    SubElement(fields, "div", {"class": "predict-options"}).text = options
    for number, note in asked.notes.items():
        which = {"data-option": str(number + 1), "data-search-exclude": "", "markdown": "span"}
        SubElement(fields, "p", {"class": "predict-note", **which}).text = note
    why = SubElement(form, "details", {"class": "predict-why"})
    # Markdown takes what looks like an entity for one.
    SubElement(why, "summary").text = AtomicString(escape(words["why"]))
    SubElement(why, "p", {"class": "predict-answer"}).text = answer
    SubElement(why, "div", {"class": "predict-explanation", **MARKDOWN}).text = asked.explanation
    return form


def options_html(asked: Prediction, right: int, words: Words) -> Markup:
    """The options as native radio buttons, each with its mark, which styles show when chosen."""
    options = [(_printed(text), n == right) for n, text in enumerate(asked.options)]
    return filled(TEMPLATES / "options.html", options=options, words=words)


def answer_html(asked: Prediction, right: int, words: Words) -> Markup:
    """The right option in words, for the explanation."""
    return _ANSWER.format(words["answer"], _printed(asked.options[right]))


def score_html(words: Words) -> Markup:
    """Where the script of predictions counts those of a page; hidden where there is no script."""
    return filled(TEMPLATES / "score.html", words=words)
