"""Folders for a while: each is locked by the process that made it, so that the folder of one that
was killed is known by its open lock, and removed by the next that makes one.

Standard library only: what runs beside programs removes its folders with this, too.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

# Whatever is called so is removed: nobody's clone or copy of this project may be (`…-main`).
PREFIX = "inside-asyncio.scratch-"
OURS = re.compile(re.escape(PREFIX) + "[a-z0-9_]{8}")  # as tempfile makes them
TRIES = 20
MEMORY = Path("/dev/shm")  # on a disk, the dozen small files of a run cost as much as its program
ROOM = 1 << 28  # bytes that have to be free there


class Scratch:
    """A new folder in ``where`` (None: where temporary files lie), of this process alone.

    ``folder``: its path, without links. Making one removes what killed processes have left.
    """

    def __init__(self, where: Path | None = None) -> None:
        parent = _parent(where)
        tidy(parent)
        self._lock: int | None = None
        while self._lock is None:  # somebody may sweep between the making and the lock
            self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
            self._lock = lock(self.folder)

    def close(self) -> None:
        """Remove it with all that is in it."""
        remove(self.folder)
        held, self._lock = self._lock, None
        if held is not None:
            os.close(held)


def in_memory(room: int | None = None, *, executable: bool = False) -> Path | None:
    """A folder that lies in memory, or None where there is none with room, in bytes.

    ``executable``: what lies there can be executed, as it cannot in a container of Docker's.
    """
    try:
        free = shutil.disk_usage(MEMORY).free
        barred = executable and os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    except OSError:
        return None
    if barred or free < (room or ROOM) or not os.access(MEMORY, os.W_OK | os.X_OK):
        return None
    return MEMORY


def lock(folder: Path) -> int | None:
    """Lock a folder: a descriptor that holds the lock, or None when another process has it or the
    folder is gone. Ends with the process, however that ends."""
    try:
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(held), os.lstat(folder)):
            return held
    except BlockingIOError:
        pass
    except OSError:
        if folder.is_dir():  # a file system that knows no locks
            return held
    os.close(held)
    return None


def _parent(where: Path | None) -> Path:
    parent = Path(where or tempfile.gettempdir()).resolve()
    # Side by side: paths of sockets must be short.
    return parent.parent if OURS.fullmatch(parent.name) else parent


def tidy(where: Path | None = None) -> None:
    """Remove what killed processes left in ``where`` (None: as for `Scratch`) and in memory."""
    for place in {_parent(where), MEMORY}:
        sweep(place)


def sweep(place: Path) -> None:
    """Remove from ``place`` the folders of processes that live no more."""
    with contextlib.suppress(OSError):
        for folder in place.glob(f"{PREFIX}*"):
            mine = OURS.fullmatch(folder.name) and folder.lstat().st_uid == os.geteuid()
            if mine and (held := lock(folder)) is not None:
                remove(folder)
                os.close(held)


def remove(folder: Path) -> None:
    """Remove a folder, even if somebody still writes there, or has shut or nested its subfolders
    beyond what Python's own means can do."""
    for n in range(TRIES):
        with contextlib.suppress(RecursionError):
            shutil.rmtree(folder, ignore_errors=True)
        if not os.path.lexists(folder):
            return
        if n % 5 == 1:
            for command in (["chmod", "-R", "u+rwx"], ["rm", "-rf"]):
                subprocess.run([*command, "--", str(folder)], stderr=subprocess.DEVNULL)
        time.sleep(0.01)
