"""One command at a time makes what all of them use; the others wait."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def alone(folder: Path, doing: str) -> Iterator[int]:
    """Hold the lock on a folder (git replaces files, and a lock would go with them), and say so
    when that has to wait for another command that is ``doing`` the same.

    Gives the descriptor that holds it. A process that inherits it holds the lock as well, so that
    nobody comes between when this one is killed. Where files cannot be locked nobody waits.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock(descriptor, doing)
        yield descriptor
    finally:
        os.close(descriptor)


def _lock(descriptor: int, doing: str) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f"Another command is {doing}: waiting for it", flush=True)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:
        pass  # a file system that has no locks
