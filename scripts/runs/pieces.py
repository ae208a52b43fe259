"""Small pieces of HTML of a run: a value, how it ended, when it ran, what is wrong with it."""

from __future__ import annotations

import functools
import re
import signal
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup

from .programs import Program
from .run import Run
from .templating import said

if TYPE_CHECKING:  # it takes a quarter of a second to import, and the checks run no notebook
    from .notebooks import Executed

Words = Mapping[str, str]
_STOPPED = Markup('<p class="run-stopped">{}</p>')
_ENDED = Markup('<p class="run-ended">{}</p>')
_TIME = Markup('<time datetime="{}">{}</time>')
_VALUE = Markup('<data class="run-value" value="{}" title="{}">{}</data>')
_OPENED = Markup('<a class="opened" href="{}" data-program="{}"><code>{}</code></a>')
_SMALL = Markup("<p data-search-exclude><small>{}</small></p>")
_FAILURE = Markup(
    '<div class="admonition failure run-failed"><p class="admonition-title">{}</p>'
    "<pre>{}</pre></div>"
)


@functools.lru_cache(1000)  # many lines come at the same hundredth of a second
def hundredths(seconds: float, locale: str) -> str:
    """Seconds as a language writes them, with two places."""
    return str(format_decimal(seconds, "0.00", locale=locale))


def ended(run: Run, words: Words) -> Markup:
    """How a run ended, if it did not by itself and well."""
    if run.stopped and run.contract.stops_after:
        seconds = format_decimal(run.contract.stops_after, locale=words["locale"])
        return _STOPPED.format(said(words, "stopped", seconds=seconds))
    if run.status and run.status < 0:
        return _ENDED.format(said(words, "killed", name=signal.Signals(-run.status).name))
    if run.status:
        word = "raised" if run.contract.raises else "exited"
        return _ENDED.format(said(words, word, status=run.status))
    return Markup("")


def ran(run: Run | Executed, words: Words) -> Markup:
    """When, how long and where a program or a notebook ran."""
    wall = hundredths(run.wall, words["locale"])
    when = _when(run, words)
    return said(words, "ran", when=when, wall=wall, python=run.python, platform=run.platform)


def recorded(run: Run, words: Words) -> Markup:
    """When and where a recording was made that is shown without the run beside it."""
    return said(words, "recorded", when=_when(run, words), python=run.python)


def _when(run: Run | Executed, words: Words) -> Markup:
    day = format_date(run.began, "medium", locale=words["locale"])
    at = run.began.isoformat(timespec="seconds")
    return _TIME.format(at, f"{day}, {run.began:%H:%M:%S} UTC")


def value(run: Run, name: str, words: Words) -> Markup:
    """A value of a run for a sentence: as printed, but numbers as the language writes them."""
    came = text = run.value(name)
    if re.fullmatch(r"\d+(\.\d+)?", text):
        pattern = "#,##0" + ("." + "0" * len(text.partition(".")[2]) if "." in text else "")
        text = format_decimal(Decimal(text), pattern, locale=words["locale"])
    return _VALUE.format(came, words["from_run"].format(name=run.program.filename), text)


def opened(program: Program, link: str) -> Markup:
    """A link to the file of a program, which the workbench opens; ``link``: its address."""
    return _OPENED.format(link, program.name, program.filename)


def after_notebook(run: Executed, words: Words) -> Markup:
    """What stands below an executed notebook: where it failed, and when it ran."""
    failed = failure(words["failed"], run.faults) + "\n\n" if run.faults else Markup("")
    return failed + _SMALL.format(ran(run, words))


def failure(title: str, report: str) -> Markup:
    """What a page under ``mkdocs serve`` shows in the place of a run that failed."""
    return _FAILURE.format(title, report)
