"""Which addresses a page, a drawing or a style names: what a browser asks for by itself, and what
it goes to when a reader says so. Read as a browser reads them (WHATWG HTML and URL, CSS Syntax)."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import tinycss2

from .document import Document, Element, is_code, is_rules, line_of

FOLLOWED = {"a", "area"}  # a reader goes there; every other element fetches what it names
# What a link leads to without anything being fetched; any other kind is.
NOT_FETCHED = set(
    "alternate author bookmark canonical external help license me next nofollow noopener noreferrer"
    " opener prev privacy-policy tag terms-of-service".split()
)
ONE = set("src poster data background action formaction codebase classid manifest".split())
SEVERAL = {"ping", "attributionsrc"}  # addresses between blanks
CANDIDATES = {"srcset", "imagesrcset"}
STYLED = set(
    "style fill stroke filter mask clip-path cursor marker marker-start marker-mid marker-end"
    "".split()
)
# A style sheet without any of these names no address.
MAY_NAME = re.compile(r"url|import|image-set|src\(|\\", re.I)
DATA = re.compile(r"""url\(\s*(?:"data:[^"]*"|'data:[^']*'|data:[^)"'\s]*)\s*\)""")
REFRESH = re.compile(
    r"^\s*[\d.]+\s*[;,\s]\s*(?:url\s*=\s*)?(['\"]?)(?P<address>.*?)\1\s*$", re.I | re.S
)
# An address with a host, written out in a script, and what loads it when it stands before.
WRITTEN = re.compile(r"""(?P<quote>["'`])(?P<address>(?:\w+:)?[/\\]{2}[^"'`\s]+)(?P=quote)""")
LOADS = re.compile(
    r"""(?:\bfrom|\bimport|\bimportScripts|\bfetch|\bsendBeacon|\.open\(\s*["'`]\w+["'`]\s*,"""
    r"""|\blocation(?:\.(?:href\s*=|assign|replace)|\s*=)"""
    r"""|\bnew\s+(?:Worker|SharedWorker|WebSocket|EventSource))\s*\(?\s*\Z"""
)
# Modules alone: what else looks like one may be text.
IMPORTED = re.compile(
    r"""^\s*(?:import|export)\b[^;"'`]*?(?P<quote>["'])(?P<address>\.{0,2}/[^"']+)(?P=quote)""",
    re.M,
)
AROUND = "".join(map(chr, range(33)))  # what browsers leave out around an address
INSIDE = {"data", "blob", "about"}  # schemes that ask no host
SPECIAL = re.compile(r"^(?:(?P<scheme>https?|wss?|ftp):)?/{2,}", re.I)


@dataclass(frozen=True)
class Address:
    """An address and its line, from 1. ``fetched``: unasked; else a reader has to follow it."""

    line: int
    text: str
    fetched: bool = True


def unfit(url: str) -> str:
    """Why a site cannot live at an address, in words; nothing where it can, or where none is
    given."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (raises where it is none)
    except ValueError as error:
        return str(error)[:1].lower() + str(error)[1:]
    if url and (parts.scheme not in ("http", "https") or not parts.hostname):
        return "it begins with another thing than http:// or https:// and a host"
    if parts.username is not None:
        return "it names a user, whom every page would show"
    if "?" in url or "#" in url:
        return "no page can lie below a ? or #"
    if {".", ".."} & set(parts.path.split("/")):
        return "it has a . or .. between two slashes"
    return "it has a blank or a quote" if re.search(r"[\s\x00-\x1f\"'<>\\]", url) else ""


def of_page(document: Document) -> Iterator[Address]:
    """Every address that a page or a drawing names."""
    for element in document.select("style, script"):
        yield from _inline(element)
    for element, given in document.speaking:
        for text, fetched in _of_element(element.tag, given):
            yield Address(line_of(element), text, fetched)


def _of_element(tag: str, given: dict[str, str]) -> Iterator[tuple[str, bool]]:
    for name, value in given.items():
        if name == "href" and (tag in FOLLOWED or not _fetches(tag, given)):
            yield value, False
        elif name == "href" or name in ONE:
            yield value, True
        elif name in SEVERAL:
            yield from ((each, True) for each in value.split())
        elif name in CANDIDATES:
            yield from ((each, True) for each in candidates(value))
        elif name in STYLED:
            yield from ((each, True) for each in in_style(value))
        elif name == "srcdoc":
            yield from ((each.text, each.fetched) for each in of_page(Document(value)))
    refreshes = tag == "meta" and given.get("http-equiv", "").lower() == "refresh"
    if refreshes and (found := REFRESH.match(given.get("content", ""))):
        yield found["address"], True
    if given.get("attributeName", given.get("attributename", "")).endswith("href"):
        moving = (given.get(name, "") for name in ("from", "to", "by", "values"))
        yield from ((each.strip(), True) for text in moving for each in text.split(";") if each)


def _fetches(tag: str, given: dict[str, str]) -> bool:
    return tag != "link" or bool(set(given.get("rel", "").lower().split()) - NOT_FETCHED)


def _inline(element: Element) -> Iterator[Address]:
    found: Iterable[str] = ()
    if element.tag == "style":
        found = in_style(element.text)
    elif is_code(element):
        found = in_script(element.text)
    elif is_rules(element):
        found = in_rules(element.text)
    yield from (Address(line_of(element), text) for text in found)


def candidates(srcset: str) -> Iterator[str]:
    """The addresses in a ``srcset``: each goes on to a blank, and may have commas inside."""
    while found := re.match(r"[\s,]*(\S+)", srcset):
        srcset = srcset[found.end() :]
        if not found[1].endswith(","):
            size = re.match(r"[^,(]*(?:\([^)]*\)?[^,(]*)*,?", srcset)
            srcset = srcset[size.end() :] if size else ""
        yield found[1].rstrip(",")


def in_style(css: str) -> Iterator[str]:
    """The addresses in a style sheet, or in the value of a ``style`` attribute."""
    if MAY_NAME.search(css):
        yield from _in_nodes(tinycss2.parse_component_value_list(css, skip_comments=True))


def may_name_a_host(css: str) -> bool:
    """Whether a style sheet could name another host; quickly, and rather yes than no."""
    return bool(re.search(r"//|\\", DATA.sub("", css)))


def _in_nodes(nodes: Iterable[Any], names: bool = False) -> Iterator[str]:
    """``names``: whether a string among them is an address."""
    imports = False
    for node in nodes:
        if node.type == "url" or (node.type == "string" and (names or imports)):
            yield node.value
        elif node.type == "function":
            yield from _in_nodes(node.arguments, node.lower_name in _TAKE_ADDRESSES)
        elif node.type in ("() block", "[] block", "{} block"):
            yield from _in_nodes(node.content)
        if node.type == "at-keyword":
            imports = node.lower_value == "import"
        elif node.type != "whitespace":
            imports = False


_TAKE_ADDRESSES = {"url", "src", "image", "image-set", "-webkit-image-set"}


def in_script(code: str) -> Iterator[str]:
    """The addresses with a host that JavaScript loads by name. What it puts together while it runs
    is not found: there the page's policy holds."""
    for found in WRITTEN.finditer(code):
        if LOADS.search(code, max(found.start() - 60, 0), found.start()):
            yield found["address"]


def imports(code: str) -> Iterator[str]:
    """The files that a script imports, relative to itself."""
    yield from (found["address"] for found in IMPORTED.finditer(code))


def in_rules(text: str) -> Iterator[str]:
    """The addresses with a host in an import map, in speculation rules or in a web manifest."""
    try:
        document = json.loads(text)
    except ValueError:
        return
    yield from (each for each in _strings(document) if host(each))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


@functools.lru_cache(maxsize=1 << 14)  # most stand on many pages
def host(address: str) -> str | None:
    """The host that is asked for ``address``, or its scheme where that names none ("file:"); None
    for one that stays on the page's own, or asks nobody (``data:``)."""
    text = re.sub(r"[\t\n\r]", "", address).strip(AROUND)
    if text[:5].lower() not in ("data:", "blob:"):
        text = text.replace("\\", "/")
    text = SPECIAL.sub(
        lambda start: f"{start['scheme'] or ''}{':' * bool(start['scheme'])}//", text
    )
    try:
        parts = urlsplit(text)
    except ValueError:  # no address at all, as "//[": a browser asks nobody, but means it
        return text
    if parts.scheme in INSIDE:
        return None
    return parts.netloc.lower() or (f"{parts.scheme}:" if parts.scheme else None)


def style_sheets_of(drawing: str) -> Iterator[str]:
    """The style sheets that an XML document names before its first element."""
    for found in re.finditer(r"<\?xml-stylesheet\b[^>]*?\bhref\s*=\s*([\"'])(.*?)\1", drawing):
        yield unescape(found[2])
