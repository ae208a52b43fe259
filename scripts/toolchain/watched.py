"""A command that takes a while: run quietly, with a line every few seconds of what it is doing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

EVERY = 4.0  # seconds between two lines
WORDS = 15  # lines of its output that are shown when it failed


def watched(
    command: list[str],
    doing: Callable[[list[str]], str],
    env: dict[str, str] | None = None,
    held: tuple[int, ...] = (),
) -> bool:
    """Run a command and say whether it ended well; if not, the end of its output has been shown.

    ``doing`` makes of the lines that came so far what is said to be under way. The descriptors
    ``held`` stay open as long as the command lives, even when this process was killed before.
    Raises OSError when it cannot be started.
    """
    began, lines = time.monotonic(), list[str]()
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=env,
        pass_fds=held,
        process_group=0,
    ) as process:
        try:
            reader = threading.Thread(target=lines.extend, args=(process.stdout or (),))
            reader.start()
            while not _ended(process):
                print(f"  {doing(lines)} ({time.monotonic() - began:.0f} s)", flush=True)
            reader.join()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)  # we are asked to end: so does what it started
            raise
    if process.returncode:
        sys.stderr.write("".join(lines[-WORDS:]))
    return process.returncode == 0


def _ended(process: subprocess.Popen[str]) -> bool:
    try:
        process.wait(EVERY)
    except subprocess.TimeoutExpired:
        return False
    return True
