"""``mkdocs serve`` that always answers: a build that cannot be made leaves the last good pages,
with what is wrong at their top.

MkDocs itself empties the served folder before it builds, and after an error lets every request wait
until a build succeeds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.commands import serve
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from runs import render

from .build import log

# In both languages: the catalogues may be what is wrong.
TITLE = "O site não pôde ser construído · The site could not be built"
BODY = "<body"
BROKEN = "<!-- what is wrong -->"


def guard(told: Callable[[], str]) -> None:
    """Have no error end the server or its builds. ``told``: what is wrong, where the site could not
    be built and it is known."""
    build = vars(serve)["build"]

    def guarded(config: MkDocsConfig, **options: Any) -> None:
        folder = Path(config.site_dir)
        try:
            build(config, **options)
        except (Exception, Abort) as error:  # an Abort is a SystemExit, and told already
            show(folder, told() or _told(error))

    vars(serve)["build"] = guarded


def survive(server: LiveReloadServer) -> None:
    """Have the server go on when even the settings cannot be read."""
    builder = server.builder

    def guarded() -> None:
        try:
            builder()
        except (Exception, Abort) as error:
            show(Path(server.root), _told(error))

    server.builder = guarded


def _told(error: BaseException) -> str:
    if not isinstance(error, Abort):
        log.error("The site cannot be built", exc_info=error)
    return f"{type(error).__name__}: {error}"


def show(folder: Path, text: str) -> None:
    """Put ``text`` at the top of every page of the served ``folder``; with no page yet, alone."""
    folder.mkdir(exist_ok=True)
    block = f"{BROKEN}{render.failure(TITLE, text)}{BROKEN}"
    if not (folder / "index.html").exists():
        for name in ("index.html", "404.html"):
            (folder / name).write_text("<!doctype html><body></body>", encoding="utf-8")
    for page in folder.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        before, found, after = html.partition(BODY)
        if found:
            tag, _, rest = after.partition(">")
            rest = rest.split(BROKEN)[2] if rest.startswith(BROKEN) else rest
            page.write_text(f"{before}{found}{tag}>{block}{rest}", encoding="utf-8")
