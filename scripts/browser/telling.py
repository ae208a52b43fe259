"""Tell of a run in the reader's browser, there: with the same words and templates as at build.

It is done in another interpreter than the one in which the program ran, so nothing that a program
does comes near it: a program is known here by its text and by the recording of what it did.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exercises.seen import Seen
from exercises.verdict import Check, Verdict, judge
from markupsafe import Markup
from recorder.moments import moments
from runs import alone, player
from runs.elsewhere import Elsewhere
from runs.programs import Program
from runs.recordings import Recording
from runs.strangers import outcome, visible
from runs.telling import sentence

Words = Mapping[str, str]


def words_for(catalogue: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """A catalogue of words as JSON has it: what is text, and what is HTML."""
    html = {key: str(text) for key, text in catalogue.items() if isinstance(text, Markup)}
    return {"text": {k: t for k, t in catalogue.items() if k not in html}, "html": html}


def words_from(document: Mapping[str, Mapping[str, str]]) -> Words:
    """The catalogue again."""
    return {**document["text"], **{k: Markup(text) for k, text in document["html"].items()}}


def tell(asked: str) -> str:
    """HTML of a run. ``asked``, JSON: ``recording`` as the recorder gives it, ``words`` as
    `words_for` gives them, ``language``, the ``name`` of the program's file and its ``source``,
    exit ``status`` (None where it was stopped), ``wall`` in seconds; ``check``: what the program is
    judged by (`exercises.verdict.Check`), if it is that of an exercise.

    Returns JSON: ``html`` of a figure with a player, empty where there is nothing to step through;
    ``more``: whether that needs the script of large runs, and asks for stretches by it;
    ``mismatches``: where the recording is not what was really so, if that was looked at;
    ``verdict`` of the check (`exercises.verdict.Verdict`). With ``last``, a number, ``count`` of
    the moments alone, and what is ``said``, as HTML, of so many of the last: for a program that is
    still running. With ``stretch``, a number, the panels of that stretch of a large run
    (`runs.player.Told.stretch`) alone, or ``unknown`` where the recording is not there and ``run``,
    its number, is not that of the one that was told last.
    """
    job = json.loads(asked)
    if "stretch" in job:
        return json.dumps(_stretch(job))
    document = job["recording"]
    document["events"] = visible(document["events"])
    recording = Recording.of(document)
    told = moments(recording.events)
    if last := job.get("last"):
        words = words_from(job["words"])
        said = [str(sentence(moment, words)) for moment in told[-last:]]
        return json.dumps({"count": len(told), "said": said})
    shown = _told(job, recording, told)
    html = _figure(job, document, shown) if told else ""
    made: dict[str, Any] = {"html": html, "more": shown.needs_more}
    made["mismatches"] = list(recording.mismatches)
    if "check" in job:
        made["verdict"] = _verdict(job, recording, told).as_json()
    return json.dumps(made)


def _verdict(job: Any, recording: Recording, told: Any) -> Verdict:
    seen = Seen(job["source"], recording.events, job["status"])
    check, words = Check.of(job["check"]), words_from(job["words"])
    return judge(check, seen, told, words, job["language"])


def _figure(job: Any, document: Any, shown: player.Told) -> str:
    words = words_from(job["words"])
    program = Program(job["language"], job["name"], Path(job["name"]), visible(job["source"]))
    made = outcome(
        program,
        document,
        shown.recording,
        words,
        status=job["status"],
        wall=job["wall"],
        began=datetime.datetime.now(datetime.UTC),
    )
    return str(alone.figure(made, shown, words, ""))


# The run that was told last, and in which words, by its number.
_last: dict[int, tuple[player.Told, Words]] = {}


def _told(job: Any, recording: Recording, told: Any) -> player.Told:
    """What can be shown of a run: it is kept, for its stretches."""
    shown = player.Told(recording, told, {}, Elsewhere.of(recording.events), asked=True)
    _last.clear()
    _last[job.get("run", 0)] = shown, words_from(job["words"])
    return shown


def _stretch(job: Any) -> dict[str, Any]:
    if job["run"] not in _last and "recording" in job:
        document = job["recording"]
        document["events"] = visible(document["events"])
        recording = Recording.of(document)
        _told(job, recording, moments(recording.events))
    if job["run"] not in _last:
        return {"unknown": True}
    told, words = _last[job["run"]]
    return told.stretch(job["stretch"], words)
