"""A program that was recorded by ``scripts/record``, told in sentences and shown in one file.

Nobody of ours has written the program: what it is, says and prints may be anything. Templates and
Markup escape what HTML would act on; `visible` does so with what a screen would.
"""

from __future__ import annotations

import datetime
import json
import sys
import tokenize
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from languages import interface
from recorder import files
from recorder.command import Job, how_cut_off
from recorder.events import Event, Frame, Gap, Loop
from recorder.moments import SUSPENDABLE, Moment, moments
from recorder.state import State
from runs import alone, player, telling
from runs.contracts import Contract
from runs.elsewhere import Elsewhere
from runs.engine import Outcome
from runs.programs import Program
from runs.recordings import Recording
from runs.run import Line, Run

from .policy import with_policy

Words = Mapping[str, str]
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
ASSETS = Path(__file__).resolve().parents[2] / "docs/assets"
LONGEST = 1000  # characters of a line that are shown
# Characters that move the cursor, colour what follows or turn it round, and line ends but "\n".
UNSEEN = {
    n: f"\\x{n:02x}" if n < 256 else f"\\u{n:04x}"
    for n in range(0x10000)
    if unicodedata.category(chr(n)) in ("Cc", "Zl", "Zp", "Cs")
    or unicodedata.bidirectional(chr(n)) in BIDI
    if chr(n) not in "\n\t"
}


def tell(file: Path) -> int:
    """Tell of the job in a file of JSON, and return an exit status. What cannot be done is said in
    a line each on stderr."""
    job = Job(**json.loads(file.read_text(encoding="utf-8")))
    job.called = visible(job.called)
    document = json.loads(Path(job.recording).read_text(encoding="utf-8"))
    document["events"] = visible(document["events"])
    recording = Recording.of(document)
    told = moments(recording.events)
    if why := _nothing_to_tell(job, document, recording.events, told):
        print(f"record: {why}", file=sys.stderr)
        return 1
    if not document["ended"]:
        end = recording.events[-1].at / 1e6
        told_to = f"what is told ends {end:.1f} s after it began"
        print(f"record: {how_cut_off(job.status)}: {told_to}", file=sys.stderr)
    words = interface.words(job.language)
    try:
        if job.text:
            whole = sentences(recording.events, told, words, Elsewhere.of(recording.events))
            text = "".join(f"{line}\n" for line in whole)
            files.write_whole(job.out, text) if job.out else sys.stderr.write(text)
        if job.html:
            files.write_whole(job.html, page(job, document, recording, told, words))
    except OSError as error:
        print(f"record: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _nothing_to_tell(
    job: Job, document: dict[str, Any], events: Sequence[Event], told: Sequence[Moment]
) -> str:
    """Why nothing can be told of a program, or nothing. Tasks of asyncio can live in a loop of
    another make: what is seen of them there is less than the truth."""
    if document["waits"]:
        return f"the signal {job.signal} has not come, so nothing was kept"
    if any(isinstance(event, Loop) or _has_loop(event) for event in events):
        return ""
    if others := " and ".join(document["others"]):
        return f"the loop of this program is that of {others}, and only asyncio's own can be seen"
    if not any(isinstance(event, Frame) for event in events):
        return "nothing of the program was seen: it did not begin"
    if any(isinstance(event, Frame) and event.kind in SUSPENDABLE for event in events) and told:
        return ""
    return "there is nothing to tell: no event loop ran, and no coroutine"


def _has_loop(event: Event) -> bool:
    """Whether an event carries a state in which there is a loop."""
    return isinstance(event, Gap) and bool(State.carried(event.state).loops)


def sentences(
    events: Sequence[Event], told: Sequence[Moment], words: Words, files: Elsewhere
) -> Iterator[str]:
    """Each moment: the time since the program began, what happened, and the line."""
    state, read = State(), 0
    for moment in told:
        for event in events[read : moment.end]:
            state.apply(event)
        read = moment.end
        where = f" ({files.where(moment.line, words)})" if moment.line else ""
        said = telling.sentence(moment, words).striptags()
        yield f"{telling.time(state.at, words):>9}  {said}{where}"


def page(
    job: Job, document: dict[str, Any], recording: Recording, told: list[Moment], words: Words
) -> str:
    """The whole page: styles, scripts and data are in it, and it asks nobody for anything."""
    program = _program(job, document)
    run = Run(
        program=program,
        contract=Contract(),
        lines=tuple(lines(recording.events, words)),
        status=job.status,
        wall=job.wall,
        cpu=0.0,
        began=datetime.datetime.fromisoformat(job.began),
        python=document["python"],
        platform=document["platform"],
        recording=recording,
    )
    outcome = Outcome(run, [[] for _ in run.lines], [], recording)
    files = Elsewhere.of(recording.events, document["source"])
    figure = alone.figure(outcome, player.Told(recording, told, {}, files), words, "")
    made = alone.Page(
        figure=figure,
        title=words["player_title"].format(name=job.called),
        words=words,
        tongue=interface.tongue(job.language),
        assets=alone.inline(ASSETS),
    )
    return with_policy(str(made.html()))


def _program(job: Job, document: dict[str, Any]) -> Program:
    """The program as it is shown: the file whose lines were recorded, by the name that it was
    called by if that is a file."""
    file = Path(job.folder, document["file"])
    source = _source(file) if job.code is None else job.code
    return Program(job.language, job.called, Path(visible(str(file))), visible(source))


def _source(file: Path) -> str:
    """The text of a file in the encoding that it names; nothing if it is gone."""
    try:
        with tokenize.open(file) as program:
            return program.read()
    except (SyntaxError, UnicodeError):
        return file.read_text(encoding="utf-8", errors="backslashreplace")
    except OSError:
        return ""


def visible(value: Any) -> Any:
    """Texts, also inside of lists and dicts, with what cannot be seen written as Python would write
    it, and lines no longer than can be read."""
    if isinstance(value, str):
        plain = value if value.isprintable() else value.translate(UNSEEN)
        if len(plain) <= LONGEST:
            return plain
        return "\n".join(_cut(line) for line in plain.split("\n"))
    if isinstance(value, list):
        return [visible(each) for each in value]
    if isinstance(value, dict):
        return {key: visible(each) for key, each in value.items()}
    return value


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}… (+{len(line) - LONGEST})"


def lines(events: Sequence[Event], words: Words) -> Iterator[Line]:
    """What the program printed, line by line, each with the time at which it was whole; where some
    are not known, a line that says how many."""
    begun = {"out": "", "err": ""}
    state = State()
    for event in events:
        before = len(state.output)
        state.apply(event)
        at = state.at / 1e6
        for stream, text in state.output[before:]:
            if stream == "gap":
                count = telling.number(int(text), words)
                yield Line(at, stream, words["player_gap"].format(count=count))
                continue
            *whole, begun[stream] = (begun[stream] + text).split("\n")
            yield from (Line(at, stream, each) for each in whole)
    yield from (Line(state.at / 1e6, stream, text) for stream, text in begun.items() if text)
