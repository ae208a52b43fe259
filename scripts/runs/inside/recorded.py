"""Run the program of this run as `recorder.program` does, and leave the recording beside it.

The recording lies where the supervisor looks, outside of the program's folder; it is complete at
every moment, for a program that waits without end is killed.
"""

import atexit
import contextlib
import errno
import json
import os

import sitecustomize

sitecustomize.bring_recorder()
atexit.register(sitecustomize.take_recorder_away)  # the first registered is called last

from recorder.program import run  # noqa: E402
from recorder.recording import Settings  # noqa: E402

PLACE = os.path.dirname(os.getcwd())


def keep(recorder):
    new = os.path.join(PLACE, "recording.new")
    try:
        with open(new, "w", encoding="utf-8") as file:
            file.write(json.dumps(recorder.as_json(), separators=(",", ":")))
        os.replace(new, os.path.join(PLACE, "recording.json"))
    except OSError as error:  # where a program has seen to that: none will have come
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            with contextlib.suppress(OSError):
                sitecustomize.say("full", error.strerror)


os.chdir(os.path.join(PLACE, "program"))
run("program.py", [], Settings(most=6000, check=True), keep)
