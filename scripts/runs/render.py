"""HTML of a run: program, output line by line, and when, how long and where it ran."""

from __future__ import annotations

import html
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_decimal
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from . import player
from .compare import Span
from .engine import Outcome, TooOld
from .programs import Program
from .run import Line, Run

if TYPE_CHECKING:  # it takes a quarter of a second to import, and the checks run no notebook
    from .notebooks import Executed

Words = Mapping[str, str]
SHOWN = ("both", "program", "output", "player")
STAMPED_FROM = 0.1  # seconds: below that the moments of the lines say nothing


class BadOption(ValueError):
    """An option of a fence that cannot be; the message says what can."""


@dataclass(frozen=True)
class Options:
    """How a page wants a run shown. ``show``: ``both``, ``program``, ``output``, or ``player``:
    both, and the recorded run to step through. ``mark``: fragments of code, separated by ``|``,
    whose lines are highlighted."""

    show: str = "both"
    mark: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Options:
        """From the options of a fence. Raises `BadOption` for an unknown one."""
        known = {"show", "mark"}
        if unknown := set(given) - known:
            names = ", ".join(sorted(unknown))
            raise BadOption(f"unknown option {names}; known are {', '.join(sorted(known))}")
        options = cls(**given)
        if options.show not in SHOWN:
            raise BadOption(
                f"show={options.show!r}: expected {', '.join(SHOWN[:-1])} or {SHOWN[-1]}"
            )
        return options

    def marked(self, program: Program) -> list[int]:
        """The numbers of the lines to highlight. Raises `BadOption` for a fragment that no line
        contains."""
        lines: list[int] = []
        for fragment in filter(None, self.mark.split("|")):
            found = program.lines_with(fragment)
            if not found:
                raise BadOption(f"mark: no line of {program.where} contains {fragment!r}")
            lines += found
        return sorted(set(lines))


# By program, options and address: of what the last figure was made, and the figure.
_made: dict[tuple[str, Options, str], tuple[Outcome, Words, str]] = {}


def figure(outcome: Outcome, options: Options, words: Words, file_url: str) -> str:
    """The figure of a run; ``file_url`` leads to the program's file. Raises `player.NoMoment` when
    a player is wanted and the recorded run is not what its contract says.

    Remembered: under ``mkdocs serve`` nearly every run is that of a moment ago.
    """
    key = outcome.run.program.where, options, file_url
    before, in_words, made = _made.get(key, (None, words, ""))
    if before is not outcome or in_words != words:
        made = _figure(outcome, options, words, file_url)
        _made[key] = outcome, words, made
    return made


def _figure(outcome: Outcome, options: Options, words: Words, file_url: str) -> str:
    run = outcome.run
    label = html.escape(words["program"].format(name=run.program.filename))
    parts = []
    if options.show != "output" and not run.contract.transcript:
        parts.append(program_block(run.program, options, words, file_url))
    if options.show != "program":
        parts.append("\n".join([_output(outcome, words, file_url), *_end(run, words)]))
    if options.show == "player":
        told = player.tell(run.program, run.contract, outcome.recording)
        parts = [player.wrapped(outcome, told, words, *parts)]
    if options.show != "program":
        parts.append(
            _caption(outcome, words, player.note(words) if options.show == "player" else "")
        )
    inside = "\n".join(parts)
    name = html.escape(run.program.name)
    return f'<figure class="run" data-run="{name}" aria-label="{label}">\n{inside}\n</figure>'


def too_old(program: Program, error: TooOld, options: Options, words: Words, file_url: str) -> str:
    """What stands in the place of a run that needs a newer Python than the site is built with."""
    needs = words["needs"].format(
        version=".".join(map(str, error.needs)), python=platform.python_version()
    )
    block = program_block(program, options, words, file_url)
    return f'<figure class="run">{block}<p class="run-stopped">{needs}</p></figure>'


def program_block(program: Program, options: Options, words: Words, file_url: str) -> str:
    """The highlighted source with its file name and the link to the file."""
    formatter = HtmlFormatter(
        cssclass="highlight", linenos="table", wrapcode=True, hl_lines=options.marked(program)
    )
    code = highlight(program.source, PythonLexer(), formatter)
    # The block scrolls sideways on a phone, so the keyboard must be able to reach it.
    code = code.replace("<pre><span></span>", '<pre tabindex="0"><span></span>')
    bar = f'<div class="run-bar">{_name(program, words, file_url)}</div>'
    return f'<div class="run-program">{bar}{code}</div>'


def _name(program: Program, words: Words, file_url: str) -> str:
    name, url = html.escape(program.filename), html.escape(file_url)
    return (
        f'<span class="run-name">{name}</span> <a class="run-file" href="{url}">{words["file"]}</a>'
    )


def _output(outcome: Outcome, words: Words, file_url: str) -> str:
    run = outcome.run
    transcript = run.contract.transcript
    title = words["session" if transcript else "output"]
    bar = f"{_name(run.program, words, file_url)} · {title}" if transcript else title
    stamped = not transcript and any(line.at >= STAMPED_FROM for line in run.lines)
    lines = [
        _line(line, spans, words, transcript)
        for line, spans in zip(run.lines, outcome.varies, strict=True)
    ]
    body = "\n".join(lines) or f'<span class="line none">{words["nothing_printed"]}</span>'
    kind = "run-output no-copy" + (" transcript" if transcript else "")
    pre = "<pre" + (' class="stamped"' if stamped else "") + ' tabindex="0">'
    return (
        f'<div class="{kind}" role="group" aria-label="{title}">'
        f'<div class="run-bar" data-hint="{words["choose_first"]}">{bar}</div>'
        f"{pre}<code>{body}</code></pre></div>"
    )


def _line(line: Line, spans: list[Span], words: Words, transcript: bool) -> str:
    text, done = "", 0
    for start, end, _ in spans:
        value = html.escape(line.text[start:end], quote=False)
        text += html.escape(line.text[done:start], quote=False)
        text += f'<span class="varies" title="{words["varies_here"]}">{value}</span>'
        done = end
    text += html.escape(line.text[done:], quote=False)
    if transcript and line.stream == "in":
        prompt = html.escape(line.text[:4], quote=False)
        text = f'<span class="prompt">{prompt}</span>{text.removeprefix(prompt)}'
    at = format_decimal(line.at, "0.00", locale=words["locale"])
    title = f' title="{words["stderr"]}"' if line.stream == "err" else ""
    return f'<span class="line {line.stream}" data-at="{at}"{title}>{text}</span>'


def _end(run: Run, words: Words) -> list[str]:
    if run.stopped and run.contract.stops_after:
        seconds = format_decimal(run.contract.stops_after, locale=words["locale"])
        return [f'<p class="run-stopped">{words["stopped"].format(seconds=seconds)}</p>']
    if run.status:
        word = "raised" if run.contract.raises else "exited"
        return [f'<p class="run-ended">{words[word].format(status=run.status)}</p>']
    return []


def _caption(outcome: Outcome, words: Words, more: str = "") -> str:
    text = " · ".join(filter(None, [ran(outcome.run, words), more]))
    if any(outcome.varies):
        text += f' <span class="run-note">{words["varies"]}</span>'
    return f"<figcaption data-search-exclude>{text}</figcaption>"


def ran(run: Run | Executed, words: Words) -> str:
    """When, how long and where a program or a notebook ran."""
    locale = words["locale"]
    when = f"{format_date(run.began, 'medium', locale=locale)}, {run.began:%H:%M:%S} UTC"
    return words["ran"].format(
        when=f'<time datetime="{run.began.isoformat(timespec="seconds")}">{when}</time>',
        wall=format_decimal(run.wall, "0.00", locale=locale),
        python=run.python,
        platform=run.platform,
    )


def words_of(outcome: Outcome, options: Options) -> str:
    """The text of a figure for the search index, which is HTML with no tags but these."""
    run = outcome.run
    texts = []
    if options.show != "output" and not run.contract.transcript:
        texts.append(run.program.source)
    if options.show != "program":
        texts.append("\n".join(line.text for line in run.lines))
    return "".join(f"<pre><code>{html.escape(t, quote=False)}</code></pre>" for t in texts if t)


def value(run: Run, name: str, words: Words) -> str:
    """A value of a run for a sentence: as printed, but numbers as the language writes them."""
    title = html.escape(words["from_run"].format(name=run.program.filename))
    text = run.value(name)
    if re.fullmatch(r"\d+(\.\d+)?", text):
        pattern = "#,##0" + ("." + "0" * len(text.partition(".")[2]) if "." in text else "")
        text = format_decimal(Decimal(text), pattern, locale=words["locale"])
    return f'<span class="run-value" title="{title}">{html.escape(text)}</span>'


def failure(title: str, report: str) -> str:
    """What a page under ``mkdocs serve`` shows in the place of a run that failed."""
    return (
        f'<div class="admonition failure run-failed"><p class="admonition-title">{title}</p>'
        f"<pre>{html.escape(report)}</pre></div>"
    )
