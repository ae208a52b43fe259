"""Links of a rendered page that MkDocs does not know: ``moment:part/name.first`` and ``term:task``.

Markdown makes links of them like of any other, and MkDocs leaves alone what has a scheme; here they
get their address.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

from markupsafe import Markup

LINK = re.compile(
    r"""<[aA]\s(?P<before>[^<>]*)(?i:href)\s*=\s*(?P<quote>["']?)"""
    r"""(?P<to>(?P<kind>moment|term):[^"'\s<>]*)(?P=quote)(?P<after>[^<>]*)>"""
)
CLASS = re.compile(r'class="([^"]*)"')
TITLE = re.compile(r'\btitle="')

# What takes the target of a link and gives its attributes, or None where there is nothing to link.
Resolve = Callable[[str], Mapping[str, str] | None]


def resolved(content: str, resolve: Mapping[str, Resolve]) -> str:
    """The HTML of a page with the links of each kind as ``resolve`` says, in the class of their
    kind."""

    def link(found: re.Match[str]) -> str:
        to = html.unescape(found["to"])
        attributes = resolve[found["kind"]](to.partition(":")[2])
        rest = found["before"] + found["after"]
        named = CLASS.search(rest)
        classes = f"{found['kind']} {named[1]}" if named else found["kind"]
        given = {"class": classes, **(attributes or {"href": "#"})}
        if TITLE.search(rest):  # the author's own
            given.pop("title", None)
        written = Markup(" ").join(Markup('{}="{}"').format(*each) for each in given.items())
        kept = CLASS.sub("", rest).strip()
        return str(Markup("<a {}{}>").format(written, Markup(" ") + Markup(kept) if kept else ""))

    return LINK.sub(link, content)
