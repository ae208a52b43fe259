"""What stands at the foot of a page, of its making: the file it is made of, where to tell of a
mistake, and when and with which Python the site was built."""

from __future__ import annotations

import platform
from typing import NamedTuple

from babel.dates import format_date
from languages import interface, settings
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from runs.templating import said

from . import i18n
from .build import Build

MEND = "contribute/fix-a-sentence.md"
_TIME = Markup('<time datetime="{}">{}</time>')


class Colophon(NamedTuple):
    """``source``: the file, from the project's folder, and its address, ``""`` where the site has
    no repository. ``mend``: the address of the page that tells how to mend a sentence, or ``""``.
    """

    source: str
    source_url: str
    mend_url: str
    built: Markup


def of(page: Page, config: MkDocsConfig, build: Build) -> Colophon:
    """That of a page, in the words of its reader."""
    language = i18n.reader_language(config)
    mend = ""
    if MEND in settings.navigation(build.root):
        mend = get_relative_url(i18n.address(config, language, MEND), page.url)
    words = interface.words(language)
    day = format_date(build.began, "long", locale=words["locale"])
    when = _TIME.format(build.began.isoformat(timespec="seconds"), day)
    return Colophon(
        source=f"docs/{i18n.source(page, config)}",
        source_url=(page.edit_url or "").replace("/edit/", "/blob/"),
        mend_url=mend,
        built=said(words, "built", when=when, python=platform.python_version()),
    )
