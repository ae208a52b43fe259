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
    ``mismatches``: where the recording is not what was really so, if that was looked at;
    ``verdict`` of the check (`exercises.verdict.Verdict`). With ``last``, a number, ``count`` of
    the moments alone, and what is ``said``, as HTML, of so many of the last: for a program that is
    still running.
    """
    job = json.loads(asked)
    document = job["recording"]
    document["events"] = visible(document["events"])
    recording = Recording.of(document)
    told = moments(recording.events)
    if last := job.get("last"):
        words = words_from(job["words"])
        said = [str(sentence(moment, words)) for moment in told[-last:]]
        return json.dumps({"count": len(told), "said": said})
    html = _figure(job, document, recording, told) if told else ""
    made: dict[str, Any] = {"html": html, "mismatches": list(recording.mismatches)}
    if "check" in job:
        made["verdict"] = _verdict(job, recording, told).as_json()
    return json.dumps(made)


def _verdict(job: Any, recording: Recording, told: Any) -> Verdict:
    seen = Seen(job["source"], recording.events, job["status"])
    check, words = Check.of(job["check"]), words_from(job["words"])
    return judge(check, seen, told, words, job["language"])


def _figure(job: Any, document: Any, recording: Recording, told: Any) -> str:
    words = words_from(job["words"])
    program = Program(job["language"], job["name"], Path(job["name"]), visible(job["source"]))
    made = outcome(
        program,
        document,
        recording,
        words,
        status=job["status"],
        wall=job["wall"],
        began=datetime.datetime.now(datetime.UTC),
    )
    shown = player.Told(recording, told, {}, Elsewhere.of(recording.events))
    return str(alone.figure(made, shown, words, ""))
