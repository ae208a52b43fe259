"""``mkdocs serve`` that always answers: a build that cannot be made leaves the last good pages,
with what is wrong at their top.

MkDocs itself empties the served folder before it builds, and after an error lets every request wait
until a build succeeds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from markupsafe import Markup
from mkdocs.commands import serve
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from runs import pieces
from watchdog.observers import polling
from watchdog.utils.dirsnapshot import EmptyDirectorySnapshot

from . import i18n
from .build import log

# In both languages: the catalogues may be what is wrong.
TITLE = "O site não pôde ser construído · The site could not be built"
BROKEN = Markup("<!-- what is wrong -->")


class Lasting(polling.PollingEmitter):
    """Goes on watching what was gone for a while, at which watchdog's own ends: git takes a folder
    away with one branch and brings it back with another."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        take = self._take_snapshot

        def taken() -> Any:
            try:
                return take()
            except (FileNotFoundError, NotADirectoryError):
                return EmptyDirectorySnapshot()

        self._take_snapshot = taken


def guard(told: Callable[[], str | None]) -> None:
    """Have no error end the server, its builds, or its watching. ``told``: what is wrong, where
    the site could not be built and it is known; None: the error is somebody else's."""
    build = vars(serve)["build"]

    def guarded(config: MkDocsConfig, **options: Any) -> None:
        folder = Path(config.site_dir)
        try:
            with i18n.left_as_it_was():
                build(config, **options)
        except (Exception, Abort) as error:  # an Abort is a SystemExit, and told already
            if (said := told()) is None:
                raise
            show(folder, said or _told(error))

    vars(serve)["build"] = guarded
    vars(polling)["PollingEmitter"] = Lasting


def survive(server: LiveReloadServer, failed: Callable[[], None]) -> None:
    """Have the server go on when even the settings cannot be read. ``failed``: is called then."""
    builder = server.builder

    def guarded() -> None:
        errors = Errors()
        mkdocs = logging.getLogger("mkdocs")
        mkdocs.addHandler(errors)
        try:
            builder()
        except (Exception, Abort) as error:
            failed()
            said = errors.said if isinstance(error, Abort) else []
            show(Path(server.root), "\n".join(said) or _told(error))
        finally:
            mkdocs.removeHandler(errors)

    server.builder = guarded


class Errors(logging.Handler):
    """What MkDocs says is wrong, of settings above all, before it gives up."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def _told(error: BaseException) -> str:
    known = isinstance(error, MkDocsException)
    if not isinstance(error, Abort):  # that one was told
        log.error("%s", error if known else "", exc_info=None if known else error)
    return f"{type(error).__name__}: {error}"


def keep(last: Path, site: Path, faults: list[str]) -> None:
    """Have ``site`` show the pages of the ``last`` one that it lacks, with what is wrong."""
    for page in last.rglob("*.html"):
        missing = site / page.relative_to(last)
        if not missing.exists():
            missing.parent.mkdir(parents=True, exist_ok=True)
            missing.write_text(_with(_block("\n\n".join(faults)), page), encoding="utf-8")


def show(folder: Path, text: str) -> None:
    """Put ``text`` at the top of every page of the served ``folder``; with no page yet, alone."""
    folder.mkdir(exist_ok=True)
    if not (folder / "index.html").exists():
        for name in ("index.html", "404.html"):
            (folder / name).write_text("<!doctype html><body></body>", encoding="utf-8")
    for page in folder.rglob("*.html"):
        new = page.with_suffix(".new")  # somebody may ask for the page just now
        new.write_text(_with(_block(text), page), encoding="utf-8")
        new.replace(page)


def _block(text: str) -> Markup:
    return BROKEN + pieces.failure(TITLE, text) + BROKEN


def _with(block: str, page: Path) -> str:
    """The HTML of a page with ``block`` at its top, in the place of one that stands there."""
    before, body, after = page.read_text(encoding="utf-8").partition("<body")
    tag, end, rest = after.partition(">")
    rest = rest.split(BROKEN)[2] if rest.startswith(BROKEN) else rest
    return f"{before}{body}{tag}{end}{block}{rest}" if body else before
