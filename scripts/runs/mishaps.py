"""What goes wrong with the machine and not with a page or a program: a sentence with what to do."""

from __future__ import annotations

import errno
from pathlib import Path

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
NO_MORE_FILES = {errno.EMFILE, errno.ENFILE}
NO_MORE_PROCESSES = {errno.EAGAIN, errno.ENOMEM}


def sentence(error: BaseException, root: Path) -> str:
    """What has happened and what to do; empty where the error can be of another kind.

    ``root``: of the project, whose files may be saved, moved and removed while they are read.
    """
    if not (root / "mkdocs.yml").exists():
        return f"{root} is no longer there as it was: was it moved, or removed?"
    if isinstance(error, MemoryError):
        return "There is not enough memory: end what takes it, or allow more (ulimit -v)"
    if isinstance(error, RuntimeError) and "start new thread" in str(error):
        return _few_processes(str(error))
    if not isinstance(error, OSError):
        return ""
    name = error.filename2 or error.filename or ""
    about = f"{error.strerror}{f' ({_text(name)})' if name else ''}"
    if error.errno in NO_ROOM:
        return f"Nothing more can be written: {about}: make room there, and call this again"
    if error.errno in NO_MORE_FILES:
        return f"No more files can be opened: {about}: allow 256 or more (ulimit -n)"
    if error.errno in NO_MORE_PROCESSES:
        return _few_processes(about)
    place = Path(_text(error.filename or ""))
    if place.is_absolute() and place.is_relative_to(root):
        just = " (was it just moved or removed?)" if error.errno == errno.ENOENT else ""
        return f"{place.relative_to(root)} cannot be read: {str(error.strerror).lower()}{just}"
    return ""


def no_room(what: str, place: Path) -> str:
    """What is told of a program for whose files there was no room in ``place``, where it ran."""
    folder = place.parent.parent
    return f"{what.lower()} in {folder}: make room there, or have TMPDIR name another folder"


def _few_processes(about: str) -> str:
    return f"no more can be started: {about}: end others, or allow more (ulimit -u, ulimit -v)"


def _text(name: object) -> str:
    return name.decode(errors="backslashreplace") if isinstance(name, bytes) else str(name)
