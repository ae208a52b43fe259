"""The status page of all languages, with what it knows of each program."""

from __future__ import annotations

import functools
from pathlib import Path

from languages import freshness, interface, status_page
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from . import i18n
from .build import Build


def html(page: Page, config: MkDocsConfig, build: Build) -> Markup:
    """The status as HTML of ``page``; as data and badges it goes beside the page."""

    def address(language: str, path: str, section: str) -> str:
        target = get_relative_url(i18n.address(config, language, path), page.url)
        return f"{target}#{section}" if section and section != freshness.DESCRIPTION else target

    repository = (config.repo_url or "", config.edit_uri or "")
    file = functools.partial(status_page.edit_address, *repository)
    status_page.write(Path(page.file.abs_dest_path).parent, build.states, build.proofs)
    words = interface.words(i18n.language(page))
    return status_page.Page(words, build.proofs, address, file).html(build.states)
