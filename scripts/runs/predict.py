"""A prediction: a question, options, and the right one computed from the run, never marked by hand.

It stands in a page as a fence of its own (``predict``), whose text stays Markdown of the page.
"""

from __future__ import annotations

import html
import itertools
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass

from .render import Words
from .run import Run

FENCE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})predict(?P<given>[^\n]*)\n(?P<text>.*?)^(?P=fence) *$", re.M | re.S
)
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


def replace_blocks(
    markdown: str, make: Callable[[Prediction], str], wrong: Callable[[str], str]
) -> str:
    """``markdown`` with each prediction replaced by what ``make`` gives for it, or ``wrong`` for
    one that is not written as it must be."""

    def replaced(found: re.Match[str]) -> str:
        try:
            return make(parse(found["given"], found["text"]))
        except BadPrediction as error:
            return wrong(str(error))

    return FENCE.sub(replaced, markdown)


def parse(given: str, text: str) -> Prediction:
    """The parts of a block: text, ``- `` lines, ``---``, text. Raises `BadPrediction`."""
    try:
        options = dict(word.split("=", 1) for word in shlex.split(given))
    except ValueError:
        raise BadPrediction(
            f'expected run="…" and maybe value="…", came {given.strip()!r}'
        ) from None
    if "run" not in options or options.keys() - {"run", "value"}:
        raise BadPrediction(f'expected run="…" and maybe value="…", came {given.strip()!r}')
    asked, _, explained = text.partition("\n---\n")
    lines = asked.splitlines()
    choices = [line[2:].strip() for line in lines if line.startswith("- ")]
    question = "\n".join(line for line in lines if not line.startswith("- ")).strip()
    if not question or len(choices) < 2 or not explained.strip():
        raise BadPrediction(
            "expected a question, two or more options as '- ' lines, a line '---', an explanation"
        )
    return Prediction(options["run"], options.get("value"), question, choices, explained.strip())


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


def block(asked: Prediction, words: Words, options: str, answer: str) -> str:
    """Markdown with HTML of a prediction; ``options`` and ``answer`` mark the places of what is
    computed from the run (see `options_html` and `answer_html`)."""
    return f"""
<form class="predict" data-run="{html.escape(asked.run)}" markdown="block">
<button disabled hidden></button>
<fieldset markdown="block">
<legend markdown="block">
{asked.question}
</legend>
<div class="predict-options">{options}</div>
</fieldset>
<details class="predict-why" markdown="block">
<summary>{words["why"]}</summary>
<p class="predict-answer">{answer}</p>

{asked.explanation}

</details>
</form>
"""


def options_html(asked: Prediction, right: int, words: Words) -> str:
    """The options as native radio buttons, each with its mark, which styles show when chosen."""
    name = f"predict-{next(_numbers)}"
    return "".join(_option(text, n == right, name, words) for n, text in enumerate(asked.options))


def answer_html(asked: Prediction, right: int, words: Words) -> str:
    """The right option in words, for the explanation."""
    return f"{words['answer']} <code>{html.escape(_folded(asked.options[right]))}</code>"


def _option(text: str, right: bool, name: str, words: Words) -> str:
    kind, mark = ("right", f"✓ {words['right']}") if right else ("wrong", f"✗ {words['wrong']}")
    return (
        f'<label class="predict-option" data-{kind}>'
        f'<input type="radio" name="{name}" value="{kind}" autocomplete="off">'
        f" <code>{html.escape(_folded(text))}</code>"
        f' <span class="predict-mark" data-search-exclude>{mark}</span></label>'
    )
