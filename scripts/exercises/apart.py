"""A check is tried, and looks at runs, in a process of its own: whatever it does, it ends, and so
does what it has started.

A check may loop, take all memory, or leave by ``os._exit``. The other side is `judging`. One
process serves one check after another, and one that a check has cost is followed by the next.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from markupsafe import Markup
from recorder.events import as_list
from runs import ends
from runs.pool import crowd
from runs.run import Run
from runs.supervise import end_tree

from .verdict import BadCheck, Check, Verdict

SCRIPTS = Path(__file__).resolve().parents[1]
LIMIT = 2.0  # seconds that a check may take, on an idle machine; it takes milliseconds
SLACK = 20.0  # seconds in which the process begins, and in which it says that the time is over
LONGEST_ANSWER = 1 << 20  # bytes
HANGS = "expected it to come to its end within {:g} s, but it was still running: have it end"


class Judge:
    """Has checks looked at, as long as the ``with`` goes on in which it stands."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Judge:
        ends.at_end(self._kill)
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        ends.forget(self._kill)

    def look(self, check: Check) -> None:
        """Run the module of a check. Raises `BadCheck` where that has no function."""
        self._ask(check, {})

    def judged(self, check: Check, run: Run, language: str) -> Verdict | None:
        """What a check says of a recorded run, in a language; None where nothing was recorded.
        Raises `BadCheck`."""
        if not run.recording:
            return None
        events = [as_list(event) for event in run.recording.events]
        of = {"source": run.program.source, "events": events, "status": run.status}
        found = self._ask(check, {"run": of, "language": language})
        return Verdict(found["key"], found["own"], Markup(found["said"]), found["moment"])

    def _ask(self, check: Check, about: dict[str, Any]) -> Any:
        seconds = LIMIT * crowd()
        job = {"check": check.as_json(), "seconds": seconds, **about}
        process = self._process = self._process or _begun()
        said = _answer(process, json.dumps(job).encode() + b"\n", seconds + SLACK)
        try:
            answer = json.loads(said)
        except ValueError:
            raise _why(said, self._end(), check.name) from None
        if "bad" in answer:
            raise BadCheck(answer["bad"], answer["line"])
        return answer

    def _end(self) -> int | None:
        """End the process with all below it; its exit status if it had ended by itself."""
        if not (process := self._process):
            return None
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(SLACK if process.stdout and _is_closed(process.stdout.fileno()) else 0)
        status = process.returncode
        self._kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        self._process = None
        return status

    def _kill(self) -> None:
        if process := self._process:
            end_tree([process.pid] if process.returncode is None else [])
            with contextlib.suppress(ProcessLookupError, PermissionError):  # whose parent has ended
                os.killpg(process.pid, signal.SIGKILL)


def _begun() -> subprocess.Popen[bytes]:
    ends.check()
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "exercises.judging", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SCRIPTS)},
        start_new_session=True,
    )


def _answer(process: subprocess.Popen[bytes], job: bytes, seconds: float) -> bytes:
    """What is said of a job: a line, or what was said instead when the process ended, or the time
    was over."""
    assert process.stdin
    assert process.stdout
    until, said = time.monotonic() + seconds, b""
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(job)
        process.stdin.flush()
    while not (said.startswith(b"{") and said.endswith(b"\n")) and len(said) < LONGEST_ANSWER:
        left = max(0.0, until - time.monotonic())
        if not select.select([process.stdout], [], [], left)[0]:
            break
        if not (data := os.read(process.stdout.fileno(), 1 << 16)):
            break
        said += data
    return said


def _is_closed(descriptor: int) -> bool:
    """Whether nobody can say anything there any more."""
    ready = select.select([descriptor], [], [], 0)[0]
    return bool(ready) and not os.read(descriptor, 1 << 16)


def _why(said: bytes, status: int | None, name: str) -> BadCheck:
    """What became of a check that said nothing. ``said``: instead of an answer, where Python stood
    when the time was over (`faulthandler`)."""
    text = said.decode(errors="replace")
    if status is None or text.startswith("Timeout"):
        stood = re.search(rf'^  File "{re.escape(name)}", line (\d+)', text, re.M)
        return BadCheck(HANGS.format(LIMIT), int(stood[1]) if stood else 0)
    how = f"by {signal.Signals(-status).name}" if status < 0 else f"with exit status {status}"
    return BadCheck(f"expected it to return, but it ended its process {how}")
