"""Under serve a saved page shows at once, before the whole site is built again.

MkDocs knows whole builds alone, and makes browsers wait for their end. Here they never wait: what
stands is whole, and is served till something newer takes its place. A build comes before that of
the whole site in which all pages but the saved ones are left out, with the titles that the last
build gave them.
It finds no faults, tells nothing and changes nothing but these pages; what goes wrong in it is left
to the build of the whole site, which always follows. That one has browsers ask again only where a
page, or what all pages share, came out otherwise than it stood there. A save leaves either build
where it waits for programs, and that of the whole site where a page can be shown sooner.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.pages import Page

from .build import log

Stamp = tuple[int, int] | None  # when a file was saved, and its size; None where it is not known


class Again(BaseException):
    """Something was saved while the site was being built: that build is left for a new one. Not an
    error, so nothing on the way takes it for one."""


class Made(NamedTuple):
    """What was made of a page: what others say of it, and the files that it shows, as they were."""

    title: str | None
    meta: dict[str, Any]
    files: dict[Path, Stamp]


class AtOnce:
    """``pages``: the saved ones, by their file in the site, while the build of these is under way;
    else none."""

    def __init__(self) -> None:
        self.pages: frozenset[str] = frozenset()
        self._made: dict[str, Made] = {}  # by file in the site
        self._next: dict[str, Made] = {}
        self._stands: dict[str, bytes] = {}  # the digest of each page that is served
        self._coming: dict[str, bytes] = {}  # and of those that will be
        self._changed = True
        self._began = 0
        self._shown: list[str] = []  # pages that were put in their place before the whole site
        self._waits: Callable[[], bool] = lambda: False  # whether something was saved again
        self._let_see: Callable[[], None] = lambda: None  # has browsers ask for what is shown

    def begin(self, now: int) -> None:
        """A build begins, of the saved pages or of the whole site: ``now``, in ns by the clock of
        the disk."""
        self._began, self._next, self._coming = now, {}, {}

    def made(self, page: Page, files: Iterable[Path]) -> None:
        """A page has come out of a build; it shows ``files``."""
        there = {file: _stamp(file) for file in files}
        for file, stamp in there.items():
            if stamp and stamp[0] >= self._began:  # maybe it was read before
                there[file] = None
        self._next[page.file.dest_uri] = Made(page.title, dict(page.meta), there)

    def stands(self, file: str, text: str) -> None:
        """``text`` is about to be served as ``file`` of the site."""
        self._coming[file] = hashlib.sha256(text.encode()).digest()

    def published(self, shared: Path) -> None:
        """The whole site stands in its place. ``shared``: the folder of styles and scripts."""
        stamps = {file: _stamp(file) for file in shared.rglob("*")}
        self.stands("", repr(sorted(stamps.items())))
        self._changed = self._changed or self._coming != self._stands
        self._stands, self._made = self._coming, self._next

    def failed(self) -> None:
        """The whole site could not be built: what is served tells of it, and stays till it can."""
        self._made, self._stands = {}, {}
        self._changed = True

    def go_on(self) -> None:
        """Raises `Again` for the build of the whole site to be left, where a page waits that can be
        shown sooner."""
        if not self.pages and self._waits() and any(map(_saved, self._made.values())):
            raise Again

    def meanwhile(self) -> None:
        """To be called while a build waits: browsers get what there is. Raises `Again` where
        something was saved, which may be what it takes for the waiting to end."""
        self._let_see()
        if self._waits():
            raise Again

    def leave_out(self, files: Files) -> None:
        """Have MkDocs make nothing but the saved pages."""
        for file in files:
            if file.dest_uri in self.pages:
                continue
            file.inclusion = InclusionLevel.EXCLUDED
            if file.page and (made := self._made.get(file.dest_uri)):
                file.page.title, file.page.meta = made.title, made.meta

    def put(self, name: str, new: Path, served: Path) -> None:
        """Serve a page, if it is a saved one, that was made in the folder ``new``."""
        if name in self.pages:
            (new / name).replace(served / name)
            self._stands[name], self._made[name] = self._coming[name], self._next[name]
            self._shown.append(name)

    def before(self, server: LiveReloadServer) -> None:
        """Have the server show what was saved before it builds the whole site. It watches from now
        on alone: what was saved during the first build it is told."""
        if any(map(_saved, self._made.values())):
            server._want_rebuild = True
        whole, seen = server.builder, 0
        self._waits = lambda: server._want_rebuild

        def let_see() -> None:
            nonlocal seen
            if len(self._shown) > seen:
                seen = len(self._shown)
                _let_see(server, again=True)

        def builder() -> None:
            nonlocal seen
            self._changed, self._shown, seen = False, [], 0
            _let_see(server, again=False)
            again = True
            try:
                self._build(whole)
                let_see()
                whole()
                again = self._changed
            except Again:
                again = len(self._shown) > seen
            finally:
                _wants(server, again)

        self._let_see, server.builder = let_see, builder

    def _build(self, whole: Callable[[], None]) -> None:
        """Build what was saved."""
        self.pages = frozenset(name for name, made in self._made.items() if _saved(made))
        if not self.pages:
            return
        began = time.monotonic()
        try:
            with _silent():
                whole()
        except (Exception, Abort) as error:
            log.debug("not shown at once: %r", error)
        finally:
            self.pages = frozenset()
            if shown := ", ".join(sorted(self._shown)):
                log.info("Shown after %.2f seconds: %s", time.monotonic() - began, shown)


def _stamp(file: Path) -> Stamp:
    with contextlib.suppress(OSError):
        there = os.stat(file)
        return there.st_mtime_ns, there.st_size
    return None


def _saved(made: Made) -> bool:
    """Whether a file of a page is another now; one that is gone is a matter of the whole site."""
    now = {file: _stamp(file) for file in made.files}
    return now != made.files and None not in now.values()


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Nothing is said by this thread: the build of the whole site says all of it."""
    here = threading.get_ident()
    handlers = logging.getLogger("mkdocs").handlers

    def elsewhere(record: logging.LogRecord) -> bool:
        return record.thread != here

    for handler in handlers:
        handler.addFilter(elsewhere)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(elsewhere)


def _let_see(server: LiveReloadServer, again: bool) -> None:
    """Have the server answer from what stands, though a build is under way; browsers ask ``again``
    where that is new."""
    with server._epoch_cond:
        server._visible_epoch += again
        server._wanted_epoch = server._visible_epoch
        server._epoch_cond.notify_all()


def _wants(server: LiveReloadServer, again: bool) -> None:
    """Whether browsers shall ask ``again`` when the build under way has ended."""
    with server._epoch_cond:
        server._wanted_epoch = server._visible_epoch + again
