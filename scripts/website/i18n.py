"""The gaps of mkdocs-static-i18n, each with its cure: one function, and a test in
``tests/test_cures.py`` that fails when upstream has mended it."""

from __future__ import annotations

import contextlib
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from languages import interface, search, settings
from markupsafe import Markup
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from .build import Build

BUILD = "mkdocs.commands.build"  # by this name MkDocs tells of a build
_HTML = Markup("<html ")
_DIRECTED = Markup('<html dir="{}" ')


def _plugin(config: MkDocsConfig) -> Any:
    return config.plugins["i18n"]


def nested(config: MkDocsConfig) -> bool:
    """Whether this is the build of another language than the default one: static-i18n makes each
    inside the build of the default one, and every event comes once per language."""
    return bool(getattr(_plugin(config), "building", False))


@contextlib.contextmanager
def left_as_it_was() -> Iterator[None]:
    """A build that ends in the middle of another language leaves MkDocs as it was: static-i18n
    mends what it has changed only after the last language."""
    filters, clean = logging.getLogger(BUILD).filters, utils.clean_directory
    before = list(filters)
    try:
        yield
    finally:
        filters[:], utils.clean_directory = before, clean


def reader_language(config: MkDocsConfig) -> str:
    """The language whose site is being built."""
    return str(_plugin(config).current_language or _plugin(config).default_language)


def language(page: Page) -> str:
    """The language a page is of, which is not the reader's on a page that falls back; see
    `say_what_is_shown`."""
    return str(page.file.locale)  # type: ignore[attr-defined]


def path(page: Page) -> str:
    """The page below the folder of its language: ``part-1/tasks.md``."""
    return page.file.src_uri.split("/", 1)[1]


def source(page: Page, config: MkDocsConfig) -> str:
    """The file of a page below ``docs/``: ``en/part-1/tasks.md``."""
    assert page.file.abs_src_path
    return Path(page.file.abs_src_path).relative_to(config.docs_dir).as_posix()


def with_shown(files: Files, config: MkDocsConfig, build: Build) -> Files:
    """The files of the site with a page of the default language for each address, and with those
    that are of their language. static-i18n falls back on the default language alone, and takes a
    page that was begun for one that is translated."""
    own = {
        f"{language}/{path}"
        for language, pages in build.shown.items()
        for path, each in pages.items()
        if each.language == language
    }
    default = next(iter(build.shown))
    wanted = own | {f"{default}/{path}" for path in build.shown[default]}
    for page in list(files.documentation_pages()):
        if page.src_uri in wanted:
            wanted.remove(page.src_uri)
        elif page.src_uri.split("/", 1)[0] in build.shown:
            files.remove(page)
    for src_uri in sorted(wanted):
        files.append(File(src_uri, config.docs_dir, config.site_dir, config.use_directory_urls))
    return files


def say_what_is_shown(files: Files, config: MkDocsConfig, build: Build) -> None:
    """Tell each page, and each of its alternates, the language and the file of what is shown."""
    pages: list[Any] = list(files.documentation_pages())
    for page in pages:
        path = page.src_uri.split("/", 1)[1]
        for language, file in {**page.alternates, reader_language(config): page}.items():
            there = build.shown[language][path]
            file.locale, file.abs_src_path = there.language, str(there.file)
            file.edit_uri = there.file.relative_to(config.docs_dir).as_posix()


def roots(config: MkDocsConfig) -> dict[str, str]:
    """By language, the folder of its pages in the site; the default one first, at ``""``."""
    default = _plugin(config).default_language
    return {lang: "" if lang == default else f"{lang}/" for lang in _plugin(config).build_languages}


def address(config: MkDocsConfig, language: str, path: str) -> str:
    """Where a page is below the site: ``en/part-1/tasks/``."""
    name = path.rpartition(".")[0]
    return roots(config)[language] + ("" if name == "index" else f"{name}/")


def with_base(output: str, page: Page, config: MkDocsConfig) -> str:
    """A page that tells the theme's script where its language has its root, and so its index."""
    if (direction := interface.direction(reader_language(config))) != "ltr":
        output = output.replace(_HTML, _DIRECTED.format(direction), 1)
    base = get_relative_url(roots(config)[reader_language(config)] or ".", page.url)
    return re.sub(r'("base": ?)"[^"]*"', lambda found: f'{found[1]}"{base}"', output, count=1)


def split_search_index(config: MkDocsConfig, build: Build) -> None:
    """static-i18n makes one index of all languages: a search would find pages of another."""
    site = Path(config.site_dir)
    whole = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    for entry in whole["docs"]:
        entry["text"] = build.places.fill_index(entry["text"])
    folders = roots(config)
    order = [address(config, next(iter(folders)), path) for path in settings.navigation(build.root)]
    for language, index in search.split(whole, folders, build.elsewhere, order).items():
        file = site / folders[language] / "search/search_index.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")
