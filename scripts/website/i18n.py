"""The gaps of mkdocs-static-i18n, each with its cure: one function, and a test in
``tests/test_cures.py`` that fails when upstream has mended it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from languages import search
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from .build import Build


def _plugin(config: MkDocsConfig) -> Any:
    return config.plugins["i18n"]


def nested(config: MkDocsConfig) -> bool:
    """Whether this is the build of another language than the default one: static-i18n makes each
    inside the build of the default one, and every event comes once per language."""
    return bool(getattr(_plugin(config), "building", False))


def reader_language(config: MkDocsConfig) -> str:
    """The language whose site is being built."""
    return str(_plugin(config).current_language or _plugin(config).default_language)


def language(page: Page) -> str:
    """The language a page is written in, which is not the reader's on a page that falls back."""
    return page.file.src_uri.split("/", 1)[0]


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
    base = get_relative_url(roots(config)[reader_language(config)] or ".", page.url)
    return re.sub(r'("base": ?)"[^"]*"', lambda found: f'{found[1]}"{base}"', output, count=1)


def split_search_index(config: MkDocsConfig, build: Build) -> None:
    """static-i18n makes one index of all languages: a search would find pages of another."""
    site = Path(config.site_dir)
    whole = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    for entry in whole["docs"]:
        entry["text"] = build.places.fill_index(entry["text"])
    folders = roots(config)
    for language, index in search.split(whole, folders, build.elsewhere).items():
        file = site / folders[language] / "search/search_index.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")
