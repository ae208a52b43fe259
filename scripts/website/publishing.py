"""How a finished site is filled, looked at for the last time, and takes the place of the last."""

from __future__ import annotations

import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from runs import machine, published

from .build import Build
from .last_look import check
from .policy import with_policy

PROGRAMS = "programs"  # where the site publishes the programs' files


def beside(site: Path) -> Path:
    """The folder in which a site is made that shall take the place of ``site``."""
    return site.with_name(f"{site.name}.building")


def build_beside(config: MkDocsConfig) -> Path:
    """Have MkDocs build beside the last good site; returns where that is. Raises `BuildError`."""
    site = Path(config.site_dir).resolve()  # a link to it stays
    if site.exists() and not site.is_dir():
        raise BuildError(f"expected a folder for the site, came a file: {site}")
    config.site_dir = str(beside(site))
    return site


def discard(site: Path) -> None:
    """Take away what was made beside ``site`` and is not finished."""
    shutil.rmtree(beside(site), ignore_errors=True)


def add_programs(site: Path, build: Build) -> None:
    """The programs' files, which pages link to."""
    for program in build.engine.programs:
        target = site / PROGRAMS / program.language / f"{program.name}.py"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(program.file, target)


def fill(site: Path, build: Build) -> None:
    """Put what the runs gave in its places: last, so that pages are made while programs run. What
    is in a page then is all that its policy allows."""
    for file in site.rglob("*.html"):
        text = build.places.fill(file.read_text(encoding="utf-8"))
        file.write_text(with_policy(text), encoding="utf-8")


def last_look(config: MkDocsConfig, build: Build) -> list[str]:
    """What is wrong with the finished site (`website.last_look`) and was not told of a page."""
    here = machine.here(build.engine.pool.folder)
    theme = [Path(folder) for folder in config.theme.dirs]
    found = check(Path(config.site_dir), config.site_url or "/", here, theme)
    return [fault for fault in found if not build.follows(fault)]


def replace(site: Path, config: MkDocsConfig) -> None:
    """Put the finished site in the place of ``site``. Raises `BuildError` when that cannot be."""
    try:
        published.replace(site, Path(config.site_dir))
    except OSError as error:
        text = f"The finished site cannot take the place of {site}: {error}"
        raise BuildError(text) from None
    config.site_dir = str(site)  # for who comes after, such as gh-deploy
