"""What a translated page says of itself: a notice where its original has changed since."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from .freshness import State
from .markdown_text import sections
from .workshop import PageState

_NOTICE = Markup('<p class="stale" role="note">{stale} <a href="{address}">{read_original}</a></p>')


def with_notices(markdown: str, page: PageState, original: str, words: Mapping[str, str]) -> str:
    """The text of a translated page with a notice below the heading of each section whose original
    has changed. ``original``: the address of the page that it translates."""
    stale = {section.id for section in page.sections if section.state is State.STALE}
    lines = markdown.split("\n")
    for heading in reversed(sections(markdown)):
        if heading.id in stale:
            notice = _NOTICE.format(address=f"{original}#{heading.id}", **words)
            lines[heading.line : heading.line] = ["", notice, ""]
    return "\n".join(lines)
