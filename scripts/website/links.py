"""Links that MkDocs does not know.

Markdown makes links of ``moment:part/name.first`` and ``term:task`` like of any other, and MkDocs
leaves alone what has a scheme; in a rendered page they get their address here. What is no address
at all, or has none, ends MkDocs with a traceback: that is kept from it (`NoAddress`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

LINK = re.compile(
    r"""<[aA]\s(?P<before>[^<>]*)(?i:href)\s*=\s*(?P<quote>["']?)"""
    r"""(?P<to>(?P<kind>moment|term):[^"'\s<>]*)(?P=quote)(?P<after>[^<>]*)>"""
)
CLASS = re.compile(r'class="([^"]*)"')
TITLE = re.compile(r'\btitle="')
ADDRESSED = {"a": "href", "img": "src"}  # whose addresses MkDocs looks at
MKDOCS = 0  # the priority with which it does

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


class NoAddress(Extension):  # type: ignore[misc]  # Python-Markdown has no types
    """Has MkDocs pass over links and pictures whose address cannot be read or is not there, as in
    ``http://[::1``; the last look at the site tells of them."""

    def extendMarkdown(self, md: Markdown) -> None:
        passed: list[Element] = []
        before, after = _Hidden(md, passed), _Shown(md, passed)
        md.treeprocessors.register(before, "no-address", MKDOCS + 0.5)
        md.treeprocessors.register(after, "no-address-shown", MKDOCS - 0.5)


class _Hidden(Treeprocessor):  # type: ignore[misc]
    """Gives those elements another name meanwhile."""

    def __init__(self, md: Markdown, passed: list[Element]) -> None:
        super().__init__(md)
        self.passed = passed

    def run(self, root: Element) -> None:
        self.passed[:] = [each for each in root.iter() if _passed(each)]
        for each in self.passed:
            each.tag = each.tag.upper()


class _Shown(_Hidden):
    """Gives them back their own."""

    def run(self, root: Element) -> None:
        for each in self.passed:
            each.tag = each.tag.lower()


def _passed(element: Element) -> bool:
    if element.tag not in ADDRESSED:
        return False
    try:
        urlsplit(element.attrib[ADDRESSED[element.tag]])
    except (KeyError, ValueError):
        return True
    return False
