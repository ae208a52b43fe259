"""The folder of the finished site: replaced as a whole or not at all.

Beside ``site`` lies ``site.building`` while a build is under way, and in it ``new``, the site in
the making. It is locked by the build that lives. The finished ``new`` changes places with the last
good site in one step where the system can (Linux), else in two; what is not ours in the last good
site (hidden entries, ``CNAME``: what MkDocs leaves, and what a host needs) then moves over. A build
that was killed at any point left one of three states, and the next one sets all of them right:
an unfinished ``new``; a last good site that is not in its place; things not moved over yet.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from . import scratch

NEW, SWAP, LAST = "new", "swap", "last"  # in the making; finished; the last good one
BUILDING = ".building"  # added to the name of a site: the folder beside it
OURS = {NEW, SWAP, LAST}
KEPT = "CNAME"
EXCHANGE = 2  # RENAME_EXCHANGE of Linux
HERE = -100  # AT_FDCWD


class BadSiteFolder(Exception):
    """The site cannot be put there; the message says why, and what to do."""


class SiteFolder:
    """The place of a site, claimed by this build.

    ``site``: its path, links followed, so that a link to it stays. ``new``: where to build.
    ``began``: when, in ns, by the clock of the disk.
    Raises `BadSiteFolder`, and has touched nothing, when another build has claimed it, or when no
    site can be put there or must not be, since it holds other things.
    """

    def __init__(self, target: Path) -> None:
        self.site = _resolved(target)
        _check(self.site)
        self.beside = self.site.with_name(f"{self.site.name}{BUILDING}")
        self.new = self.beside / NEW
        self._made = [p for p in self.site.parents if not p.exists()]
        self._lock: int | None = self._claim()
        self._set_right()
        self.new.mkdir()
        self.began = self.new.stat().st_mtime_ns

    def now(self) -> int:
        """The time, in ns, by the clock of the disk."""
        os.utime(self.beside)
        return self.beside.stat().st_mtime_ns

    def publish(self) -> None:
        """Put the finished site in the place of the last good one.

        Raises `BadSiteFolder`, and leaves the last good one where it is, when that cannot be done.
        """
        swap = self.beside / SWAP
        try:
            self.new.rename(swap)
            if not self.site.exists():
                swap.rename(self.site)
                return
            shutil.copymode(self.site, swap)
            if not _exchange(self.site, swap):
                self.site.rename(self.beside / LAST)
                swap.rename(self.site)
        except OSError as error:
            text = f"the finished site cannot take the place of {self.site}: {error.strerror}"
            raise BadSiteFolder(text) from None
        finally:
            self._set_right()

    def close(self) -> None:
        """Leave nothing beside the site, in whatever state this build ends. A signal may have it
        called while it is at work."""
        if self._lock is None:
            return
        self._set_right()
        with contextlib.suppress(OSError):
            self.beside.rmdir()
            for folder in self._made:  # empty, when no site has come into them
                folder.rmdir()
        held, self._lock = self._lock, None
        os.close(held)

    def _claim(self) -> int:
        for _ in range(100):  # another build may remove it between the making and the lock
            try:
                self.beside.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise BadSiteFolder(
                    f"cannot make {self.beside}: {error.strerror}; the site is built there before"
                    f" it becomes {self.site} (another place: --site-dir)"
                ) from None
            if (held := scratch.lock(self.beside)) is not None:
                if foreign := sorted(set(os.listdir(self.beside)) - OURS):
                    os.close(held)
                    raise self._not_a_builds(foreign[0])
                return held
            if self.beside.is_symlink():
                raise self._not_a_builds("a link")
            if self.beside.exists():
                break
        raise BadSiteFolder(f"another build into {self.site} is under way: wait for its end")

    def _not_a_builds(self, what: str) -> BadSiteFolder:
        return BadSiteFolder(
            f"{self.beside} holds what no build has put there ({what}): move it elsewhere, for a"
            " build needs this name"
        )

    def _set_right(self) -> None:
        """Make good what a killed build, or this one, has left in the middle."""
        last, swap = self.beside / LAST, self.beside / SWAP
        if not self.site.exists() and last.exists():
            last.rename(self.site)
        for entry in (*_not_ours(last), *_not_ours(swap)):
            if self.site.exists() and not os.path.lexists(self.site / entry.name):
                entry.rename(self.site / entry.name)
        for name in OURS:
            scratch.remove(self.beside / name)


def _resolved(target: Path) -> Path:
    try:
        site = target.resolve()
    except (OSError, RuntimeError):  # RuntimeError: a circle of links, before Python 3.13
        raise BadSiteFolder(f"{target} is a link that leads nowhere") from None
    if site.is_symlink():  # a circle of links, from Python 3.13 on
        raise BadSiteFolder(f"{target} is a link that leads nowhere")
    return site


def _check(site: Path) -> None:
    if not site.exists():
        return
    if not site.is_dir():
        raise BadSiteFolder(f"expected a folder for the site, came a file: {site}")
    if os.path.ismount(site):
        raise BadSiteFolder(
            f"{site} is a mount point, which cannot be replaced: build into a folder inside it,"
            f" --site-dir {site / 'site'}"
        )
    if not os.access(site, os.R_OK | os.W_OK | os.X_OK):
        raise BadSiteFolder(f"{site} may not be written by this user (another: --site-dir)")
    entries = {entry.name for entry in site.iterdir()}
    other = sorted(e for e in entries if not e.startswith(".") and e != KEPT)
    if other and "index.html" not in entries:
        raise BadSiteFolder(
            f"{site} holds other things than a site, such as {other[0]}, which a build would"
            " remove: expected an empty folder, or one with an index.html (--site-dir)"
        )


def _not_ours(folder: Path) -> Iterator[Path]:
    """The entries that MkDocs would have left in the folder of a site, and CNAME."""
    if folder.is_dir():
        yield from (e for e in folder.iterdir() if e.name.startswith(".") or e.name == KEPT)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at once; False where the system or its disk cannot."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(renameat2(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0)
