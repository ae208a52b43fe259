"""``python -m exercises.judging PARENT``: the process in which checks look at runs, for `apart`.

Jobs come as lines of JSON on stdin, answers go as lines of JSON to what was stdout. When the time
of a job is over, Python itself says there where it stands, and ends the process.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import resource
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from languages import interface
from recorder.events import Event, from_list
from recorder.moments import moments
from runs.supervise import die_with_parent

from .seen import Seen
from .verdict import BadCheck, Check, Verdict, judge

MOST_BYTES = 1 << 30  # of memory, where the system counts it


def main(parent: int) -> None:
    """Answer each job. Ends with ``parent``."""
    die_with_parent(parent)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a check prints is for whoever builds
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, resource.RLIM_INFINITY))
    me = os.getpid()
    for line in sys.stdin:
        job = json.loads(line)
        faulthandler.dump_traceback_later(job["seconds"], exit=True, file=answers)
        answer = _answer(job)
        if os.getpid() != me:  # a fork that the check has made
            os._exit(0)
        faulthandler.cancel_dump_traceback_later()
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _answer(job: Mapping[str, Any]) -> dict[str, Any]:
    check = Check.of(job["check"])
    try:
        if "run" not in job:
            check.function()
            return {}
        run = job["run"]
        events = [from_list(each) for each in run["events"]]
        found = judged(check, run["source"], events, run["status"], job["language"])
        return {**found.as_json(), "key": found.key, "own": found.own}
    except BadCheck as error:
        why = error.why
        if isinstance(error.__cause__, MemoryError):
            why = f"expected it to take less than {MOST_BYTES >> 20} MB of memory, it took more"
        return {"bad": why, "line": error.line}


def judged(
    check: Check, source: str, events: Sequence[Event], status: int | None, language: str
) -> Verdict:
    """What a check says of the run of a program whose text is ``source``, in a language. Raises
    `BadCheck`."""
    words = interface.words(language)
    return judge(check, Seen(source, events, status), moments(events), words, language)


if __name__ == "__main__":
    main(int(sys.argv[1]))
