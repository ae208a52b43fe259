"""HTML of a run: program, output line by line, and when, how long and where it ran."""

from __future__ import annotations

import functools
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from . import pieces, places, player
from .compare import Span
from .near import nearest
from .outcome import Outcome, TooOld
from .programs import Program
from .run import Line, Run
from .templating import filled

Words = Mapping[str, str]
TEMPLATES = Path(__file__).parent / "templates"
SHOWN = ("both", "program", "output", "player", "times")
AXES = ("moments", "time")  # of a player's lanes
PROMPT = 4  # characters of a prompt, with its blank
STAMPED_FROM = 0.1  # seconds: below that the moments of the lines say nothing
_TOO_OLD = Markup('<figure class="run">{}<p class="run-stopped">{}</p></figure>')
_PRE = Markup("<pre><span></span>")
_PRE_REACHED = Markup('<pre tabindex="0">')
_CODE = Markup("<code>")
_CODE_NAMED = Markup('<code data-program="{}">')
# Where the question of a run stands: after its program. No text of a program is such a comment.
_SLOT = Markup("<!--question-->")
_INDEXED = Markup("<pre><code>{}</code></pre>")
_LEXER = PythonLexer()


class BadOption(ValueError):
    """An option of a fence that cannot be; the message says what can."""


@dataclass(frozen=True)
class Options:
    """How a page wants a run shown. ``show``: ``both``, ``program``, ``output``, or ``player``:
    both, and the recorded run to step through; or ``times``: what the coroutines of two recorded
    runs did, on one axis of time. ``mark``: fragments of code, separated by ``|``, whose lines are
    highlighted. ``beside``: the name of the other program of ``times``. ``lanes``: the axis on
    which the lanes of a player are printed, ``moments`` or ``time``."""

    show: str = "both"
    mark: str = ""
    beside: str = ""
    lanes: str = "moments"

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Options:
        """From the options of a fence. Raises `BadOption` for an unknown one."""
        known = {"show", "mark", "beside", "lanes"}
        if unknown := set(given) - known:
            names = ", ".join(sorted(unknown))
            near = nearest(min(unknown), sorted(known))
            raise BadOption(f"unknown option {names}; known are {', '.join(sorted(known))}{near}")
        if empty := [f'{name}=""' for name, value in given.items() if not value.strip("| ")]:
            raise BadOption(f"expected a value behind each option, came {empty[0]}: remove it")
        options = cls(**given)
        if "" in options.mark.split("|") and options.mark:
            raise BadOption(f'expected code on both sides of each |, came mark="{options.mark}"')
        if options.mark and options.show in ("output", "times"):
            raise BadOption(
                f'expected mark where the program is shown, came show="{options.show}" with mark'
            )
        if options.show not in SHOWN:
            raise BadOption(
                f"show={options.show!r}: expected {', '.join(SHOWN[:-1])} or {SHOWN[-1]}"
                f"{nearest(options.show, list(SHOWN))}"
            )
        if (options.show == "times") != bool(options.beside):
            raise BadOption(
                f'expected show="times" and beside="part/name" together, came show={options.show!r}'
                f" and beside={options.beside!r}"
            )
        if options.lanes not in AXES or ("lanes" in given and options.show != "player"):
            raise BadOption(
                f'expected lanes="{AXES[0]}" or lanes="{AXES[1]}" with show="player", came'
                f" lanes={options.lanes!r} and show={options.show!r}"
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


# By program, options and addresses: of what the last figure was made, and the figure in its parts.
_made: dict[tuple[str, Options, str, str], tuple[Outcome, Words, list[Markup]]] = {}


def figure(
    outcome: Outcome, options: Options, words: Words, file_url: str, alone_url: str = ""
) -> Markup:
    """The figure of a run; ``file_url`` leads to the program's file, ``alone_url`` to the page on
    which its player stands alone. Raises `player.NoMoment` when a player is wanted and the recorded
    run is not what its contract says.

    Remembered: under ``mkdocs serve`` nearly every run is that of a moment ago.
    """
    return Markup("").join(around(outcome, options, words, file_url, alone_url))


def around(
    outcome: Outcome, options: Options, words: Words, file_url: str, alone_url: str = ""
) -> list[Markup]:
    """The same in two parts, between which a question about the run stands."""
    key = outcome.run.program.where, options, file_url, alone_url
    before, in_words, made = _made.get(key, (None, words, []))
    if before is not outcome or in_words != words:
        made = _figure(outcome, options, words, file_url, alone_url).split(_SLOT)
        _made[key] = outcome, words, made
    return made


def _figure(
    outcome: Outcome, options: Options, words: Words, file_url: str, alone_url: str
) -> Markup:
    run = outcome.run
    code = output = Markup("")
    if options.show != "output" and not run.contract.transcript:
        code = program_block(run.program, options, words, file_url, alone_url)
    if options.show != "program":
        output = output_of(outcome, words, file_url)
    parts = [part for part in (code, _SLOT, output) if part]
    if options.show == "player":
        told = player.tell(run.program, run.contract, outcome.recording)
        by_time = options.lanes == "time"
        parts = [player.wrapped(outcome, told, words, code, output, _SLOT, by_time)]
    return framed(outcome, parts, words, _ran(run, options, words))


def framed(outcome: Outcome, parts: Sequence[Markup], words: Words, notes: Iterable[str]) -> Markup:
    """The figure around these parts of it, with ``notes`` in its caption. It says roughly how many
    lines it has, for the room of one that is not drawn while it is far from what is seen."""
    program = outcome.run.program
    lines = sum(part.count('<span class="normal">') + part.count('class="line ') for part in parts)
    return filled(
        TEMPLATES / "figure.html",
        name=program.name,
        label=words["program"].format(name=program.filename),
        parts=parts,
        has_player=any("<run-player" in part for part in parts),
        lines=round(lines, -1),
        ran=list(notes),
        varies=any(outcome.varies),
        words=words,
    )


def _ran(run: Run, options: Options, words: Words) -> list[str]:
    """What the caption says; nothing where only the program is shown."""
    if options.show == "program":
        return []
    of_two = options.show == "player" and not run.program.is_of_an_exercise
    return [pieces.ran(run, words), *([player.note(words)] if of_two else [])]


def too_old(
    program: Program, error: TooOld, options: Options, words: Words, file_url: str
) -> Markup:
    """What stands in the place of a run that needs a newer Python than the site is built with."""
    needed = ".".join(map(str, error.needs))
    needs = words["needs"].format(version=needed, python=platform.python_version())
    return _TOO_OLD.format(program_block(program, options, words, file_url), needs)


def program_block(
    program: Program,
    options: Options,
    words: Words,
    file_url: str,
    alone_url: str = "",
    marked: Iterable[int] = (),
) -> Markup:
    """The highlighted source with its file name and the links, where there is something to link;
    ``marked``: numbers of lines to highlight besides those that ``options`` name."""
    code = _highlighted(program.source, (*options.marked(program), *marked))
    code = code.replace(_CODE, _CODE_NAMED.format(program.name))
    template = TEMPLATES / "program.html"
    links = {"file_url": file_url, "alone_url": alone_url}
    return filled(template, program=program, code=code, words=words, **links)


@functools.lru_cache(maxsize=1024)  # a program is shown where its player stands alone, too
def _highlighted(source: str, marked: tuple[int, ...]) -> Markup:
    code = Markup(highlight(source, _LEXER, _formatter(*marked)))
    # The block scrolls sideways on a phone, so the keyboard must be able to reach it.
    return code.replace(_PRE, _PRE_REACHED)


@functools.cache
def _formatter(*marked: int) -> HtmlFormatter:
    return HtmlFormatter(cssclass="highlight", linenos="table", wrapcode=True, hl_lines=marked)


def output_of(outcome: Outcome, words: Words, file_url: str) -> Markup:
    """What a run printed, and how it ended if that was not well."""
    shown = _output(outcome, words, file_url), pieces.ended(outcome.run, words)
    return Markup("\n").join(filter(None, shown))


def _output(outcome: Outcome, words: Words, file_url: str) -> Markup:
    run = outcome.run
    transcript = run.contract.transcript
    return filled(
        TEMPLATES / "output.html",
        program=run.program,
        file_url=file_url,
        words=words,
        title=words["session" if transcript else "output"],
        transcript=transcript,
        stamped=not transcript and any(line.at >= STAMPED_FROM for line in run.lines),
        lines=[
            _line(line, spans, words, transcript)
            for line, spans in zip(run.lines, outcome.varies, strict=True)
        ],
    )


class Shown(NamedTuple):
    """A line of output: ``at`` as the language writes it; ``pieces``: kind ("varies", "prompt", or
    none) and text."""

    stream: str
    at: str
    pieces: list[tuple[str, str]]


def _line(line: Line, spans: list[Span], words: Words, transcript: bool) -> Shown:
    done = PROMPT if transcript and line.stream == "in" else 0
    parts = [("prompt", line.text[:done])]
    for start, end, _ in spans:
        parts += [("", line.text[done:start]), ("varies", line.text[start:end])]
        done = end
    parts.append(("", line.text[done:]))
    at = pieces.hundredths(round(line.at, 2), words["locale"])
    return Shown(line.stream, at, [part for part in parts if part[1]])


def words_of(outcome: Outcome, options: Options) -> Markup:
    """The text of a figure for the search index, which is HTML with no tags but these."""
    run = outcome.run
    texts = []
    if options.show not in ("output", "times") and not run.contract.transcript:
        texts.append(run.program.source)
    if options.show not in ("program", "times"):
        texts.append("\n".join(line.text for line in run.lines))
    return Markup("").join(_INDEXED.format(places.for_search(t)) for t in texts if t)
