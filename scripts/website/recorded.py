"""A program that was recorded by ``scripts/record``, told in sentences and shown in one file.

Nobody of ours has written the program: what it is, says and prints may be anything
(`runs.strangers`).
"""

from __future__ import annotations

import datetime
import json
import sys
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from languages import interface
from recorder import files
from recorder.alike import Moment
from recorder.command import Job, how_cut_off, say
from recorder.events import Event, Frame, Gap, Loop
from recorder.moments import moments
from recorder.state import State
from recorder.wording import SUSPENDABLE
from runs import alone, player, telling
from runs.elsewhere import Elsewhere
from runs.programs import Program
from runs.recordings import Recording
from runs.strangers import outcome, visible

from .policy import with_policy

Words = Mapping[str, str]
ASSETS = Path(__file__).resolve().parents[2] / "docs/assets"


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
        say(why)
        return 1
    if not document["ended"]:
        end = recording.events[-1].at / 1e6
        told_to = f"what is told ends {end:.1f} s after it began"
        say(f"{how_cut_off(job.status)}: {told_to}")
    if recording.lost:
        say(f"what is told is not whole: lost events: {recording.lost}")
    words = interface.words(job.language)
    written = True
    if job.text:
        whole = sentences(recording.events, told, words, Elsewhere.of(recording.events))
        written = _write(job.out, "".join(f"{line}\n" for line in whole))
    if job.html:
        written &= _write(job.html, page(job, document, recording, told, words))
    return 0 if written else 1


def _write(path: str | None, text: str) -> bool:
    """Write a text to a file or, for None, to stderr; whether it could be done."""
    try:
        if path:
            files.write_whole(path, text)
        elif sys.stderr:  # None where it is closed
            sys.stderr.write(text)
            sys.stderr.flush()
    except OSError as error:
        told = path or "what was to be told could not be written"
        if not isinstance(error, BrokenPipeError):  # as in `… | head`
            say(f"{told}: {error.strerror}")
        return False
    return True


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
    shown = outcome(
        _program(job, document),
        document,
        recording,
        words,
        status=job.status,
        wall=job.wall,
        began=datetime.datetime.fromisoformat(job.began),
    )
    files = Elsewhere.of(recording.events, document["source"])
    run = player.Told(recording, told, {}, files)
    figure = alone.figure(shown, run, words, "")
    made = alone.Page(
        figure=figure,
        title=words["player_title"].format(name=job.called),
        words=words,
        tongue=interface.tongue(job.language),
        assets=alone.inline(ASSETS, run.needs_more),
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
