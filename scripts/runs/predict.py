"""A prediction: a question, options, and the right one computed from the run, never marked by hand."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Callable, Mapping

from .render import Words
from .run import Run

_numbers = itertools.count(1)


class BadPrediction(ValueError):
    """A prediction that cannot be asked; the message says why."""


def parse(text: str) -> tuple[str, list[str], str]:
    """Question, options and explanation of a block: text, ``- `` lines, ``---``, text."""
    asked, _, explained = text.partition("\n---\n")
    lines = asked.splitlines()
    options = [line[2:].strip() for line in lines if line.startswith("- ")]
    question = "\n".join(line for line in lines if not line.startswith("- ")).strip()
    if not question or len(options) < 2 or not explained.strip():
        raise BadPrediction(
            "expected a question, two or more options as '- ' lines, a line '---' and an explanation"
        )
    return question, options, explained.strip()


def right_option(options: list[str], run: Run, value: str | None) -> int:
    """The index of the option that says what the run printed (blanks folded), or its ``value``.

    Raises `BadPrediction` unless exactly one does.
    """
    came = run.value(value) if value else " ".join(run.out)
    fits = [n for n, option in enumerate(options) if _folded(option) == _folded(came)]
    if len(fits) != 1:
        raise BadPrediction(
            f"expected exactly one option to be what {run.program.where} printed"
            f" ({_folded(came)!r}), but {len(fits)} of {options} are"
        )
    return fits[0]


def _folded(text: str) -> str:
    return " ".join(re.sub(r"^`(.*)`$", r"\1", text.strip()).split())


def block(
    text: str,
    run: Run,
    value: str | None,
    words: Words,
    convert: Callable[[str], str],
) -> str:
    """HTML of a prediction; ``convert`` makes HTML of Markdown."""
    question, options, explained = parse(text)
    right = right_option(options, run, value)
    name = f"predict-{next(_numbers)}"
    labels = "".join(_option(o, n == right, name, words) for n, o in enumerate(options))
    answer = f"<p>{words['answer']} <code>{html.escape(_folded(options[right]))}</code></p>"
    return (
        f'<form class="predict" data-run="{html.escape(run.program.name)}"><fieldset>'
        f"<legend>{convert(question)}</legend>"
        f'<div class="predict-options">{labels}</div></fieldset>'
        f'<details class="predict-why"><summary>{words["why"]}</summary>'
        f"{answer}{convert(explained)}</details></form>"
    )


def _option(text: str, right: bool, name: str, words: Mapping[str, str]) -> str:
    kind, mark = ("right", f"✓ {words['right']}") if right else ("wrong", f"✗ {words['wrong']}")
    return (
        f'<label class="predict-option" data-{kind}><input type="radio" name="{name}" value="{kind}"'
        f' autocomplete="off"> <code>{html.escape(_folded(text))}</code>'
        f' <span class="predict-mark">{mark}</span></label>'
    )
