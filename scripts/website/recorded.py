"""A program that was recorded by ``scripts/record``, told in sentences and shown in one file."""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from languages import interface
from recorder import files
from recorder.command import Job, how_cut_off
from recorder.events import Event, Loop, Output
from recorder.moments import Moment, moments
from recorder.state import State
from runs import alone, player, telling
from runs.contracts import Contract
from runs.engine import Outcome
from runs.programs import Program
from runs.recordings import Recording
from runs.run import Line, Run

from .policy import with_policy

Words = Mapping[str, str]
ASSETS = Path(__file__).resolve().parents[2] / "docs/assets"


def tell(file: Path) -> int:
    """Tell of the job in a file of JSON, and return an exit status. What cannot be done is said in
    a line each on stderr."""
    job = Job(**json.loads(file.read_text(encoding="utf-8")))
    document = json.loads(Path(job.recording).read_text(encoding="utf-8"))
    recording = Recording.of(document)
    told = moments(recording.events)
    if why := _nothing_to_tell(document, recording.events, told):
        print(f"record: {why}", file=sys.stderr)
        return 1
    if not document["ended"]:
        end = recording.events[-1].at / 1e6
        told_to = f"what is told ends {end:.1f} s after it began"
        print(f"record: {how_cut_off(job.status)}: {told_to}", file=sys.stderr)
    words = interface.words(job.language)
    try:
        if job.text:
            text = "".join(f"{line}\n" for line in sentences(recording.events, told, words))
            files.write_whole(job.out, text) if job.out else sys.stderr.write(text)
        if job.html:
            files.write_whole(job.html, page(job, document, recording, told, words))
    except OSError as error:
        print(f"record: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _nothing_to_tell(
    document: dict[str, Any], events: Sequence[Event], told: Sequence[Moment]
) -> str:
    """Why nothing can be told of a program, or nothing. Tasks of asyncio can live in a loop of
    another make: what is seen of them there is less than the truth."""
    if any(isinstance(event, Loop) for event in events):
        return ""
    if others := " and ".join(document["others"]):
        return f"the loop of this program is that of {others}, and only asyncio's own can be seen"
    if not events:
        return "nothing of the program was seen: it did not begin"
    return "" if told else "there is nothing to tell: no event loop ran, and no coroutine"


def sentences(events: Sequence[Event], told: Sequence[Moment], words: Words) -> Iterator[str]:
    """Each moment: the time since the program began, what happened, and the line."""
    state, read = State(), 0
    for moment in told:
        for event in events[read : moment.end]:
            state.apply(event)
        read = moment.end
        where = f" ({words['player_line'].format(line=moment.line)})" if moment.line else ""
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
        lines=tuple(lines(recording.events)),
        status=job.status,
        wall=job.wall,
        cpu=0.0,
        began=datetime.datetime.fromisoformat(job.began),
        python=document["python"],
        platform=document["platform"],
        recording=recording,
    )
    outcome = Outcome(run, [[] for _ in run.lines], [], recording)
    figure = alone.figure(outcome, player.Told(recording, told, {}), words, "")
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
    if job.code is not None:
        return Program(job.language, job.called, Path(job.called), job.code)
    source = file.read_text(encoding="utf-8", errors="backslashreplace") if file.is_file() else ""
    return Program(job.language, job.called, file, source)


def lines(events: Sequence[Event]) -> Iterator[Line]:
    """What the program printed, line by line, each with the time at which it was whole."""
    begun = {"out": "", "err": ""}
    at = 0.0
    for event in events:
        if isinstance(event, Output):
            at = event.at / 1e6
            *whole, begun[event.stream] = (begun[event.stream] + event.text).split("\n")
            yield from (Line(at, event.stream, text) for text in whole)
    yield from (Line(at, stream, text) for stream, text in begun.items() if text)
