"""The last look at a finished site: what may not be in it is told, with file and line.

Looked for: pages that are none, addresses of other hosts that a browser would ask, links to what is
not there, ids that are there twice, pages without the policy they need, and what tells of the
machine that built it. Scripts are searched for addresses that are written out; what they put
together while they run is held back by the policy.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from runs.machine import Machine

from . import addresses, plots, policy
from .document import Document, line_of

# Half of the tags say how a word of code looks, and may stand inside a path.
LOOKS = re.compile(r'</span>|<span(?: class="[^"<>]*")?>')
TEXT = set(".css .html .ipynb .js .json .md .mjs .py .svg .txt .webmanifest .xml".split())
SHOWN_IDS = 5
KINDS = {"", "http", "https", "mailto", "tel", "data", "blob", "about", "javascript"}


class Fault(NamedTuple):
    """What is wrong in a ``file`` (its name below the site) on a ``line``, from 1. ``about``: the
    address or the id, as it may stand in the source of a page as well."""

    file: str
    line: int
    what: str
    about: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


_About = tuple[int, str, str]  # line, what, about


@dataclass(frozen=True)
class File:
    """A file of the site: ``name`` below it, ``text`` of it."""

    path: Path
    name: str
    text: str

    @cached_property
    def document(self) -> Document:
        return Document(self.text)

    @cached_property
    def ids(self) -> set[str]:
        """What a link to this page can lead to: ids, and names of ``<a>``."""
        named = self.document.select("a[name]")
        return {i for _, i in self.all_ids} | {str(e.attrs["name"]) for e in named}

    @cached_property
    def all_ids(self) -> list[tuple[int, str]]:
        """Lines and ids, in order."""
        return [(line_of(e), str(e.attrs["id"])) for e in self.document.select("[id]")]


@dataclass(frozen=True)
class Site:
    """``folder`` of the site, ``url`` where it will live (whole, or ``/``), the ``machine`` that
    builds, and the folders whose files are the theme's own (``theme``)."""

    folder: Path
    url: str
    machine: Machine
    theme: Sequence[Path] = ()

    @cached_property
    def files(self) -> dict[Path, File]:
        """Its texts, by path."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            if path.suffix in TEXT and path.is_file():
                text = path.read_text(encoding="utf-8", errors="replace")
                found[path] = File(path, path.relative_to(self.folder).as_posix(), text)
        return found

    @cached_property
    def _targets(self) -> dict[str, Path]:
        return {}

    @cached_property
    def base(self) -> str:
        """The path of its address: ``/`` or ``/project/``."""
        return urlsplit(self.url).path or "/"

    @cached_property
    def host(self) -> str:
        """The host of its address, if that is whole."""
        return urlsplit(self.url).netloc.lower()

    def is_themes(self, file: File) -> bool:
        """Whether the theme brought it; its templates of pages have the names of ours."""
        own = file.path.suffix == ".html"
        return not own and any((folder / file.name).is_file() for folder in self.theme)

    def faults(self) -> list[Fault]:
        """What is wrong with the site, each fault once."""
        told = (Fault(file.name, *each) for file in self.files.values() for each in self._of(file))
        return list(dict.fromkeys(told))

    def _of(self, file: File) -> Iterator[tuple[int, str] | tuple[int, str, str]]:
        kind, ours = file.path.suffix, not self.is_themes(file)
        if kind == ".html" and not _is_page(file.text):
            start = file.text[:40]
            yield 1, f"expected a page, which starts with <!doctype html, came {start!r}"
        elif kind in (".html", ".svg"):
            yield from self._of_document(file)
        elif kind == ".css" and (ours or addresses.may_name_a_host(file.text)):
            yield from self._of_asset(file, addresses.in_style(file.text), ours)
        elif kind in (".js", ".mjs"):
            yield from self._of_asset(file, addresses.in_script(file.text), False)
            if ours:
                yield from self._of_asset(file, addresses.imports(file.text), True)
        elif kind == ".webmanifest":
            yield from self._of_asset(file, addresses.in_rules(file.text), False)
        if ours:
            yield from self._traces(file)

    def _of_asset(self, file: File, found: Iterator[str], exist: bool) -> Iterator[_About]:
        """``exist``: whether files of the site that it names have to be there."""
        for text in found:
            line = file.text.count("\n", 0, max(file.text.find(text), 0)) + 1
            address = addresses.Address(line, text)
            yield from self._asked(file, address)
            if exist and not text.startswith("#"):  # in a style that is of the page that uses it
                yield from self._dead(file, address)

    def _of_document(self, file: File) -> Iterator[tuple[int, str] | _About]:
        for address in addresses.of_page(file.document):
            yield from self._asked(file, address)
            yield from self._dead(file, address)
        yield from _twice(file)
        if file.path.suffix == ".html":
            yield from policy.faults(file.document)
            yield from plots.faults(file.document)
        for each in addresses.style_sheets_of(file.text):
            yield from self._asked(file, addresses.Address(1, each))

    def _asked(self, file: File, address: addresses.Address) -> Iterator[_About]:
        host = addresses.host(address.text)
        if address.fetched and host and host != self.host:
            yield address.line, f"would fetch {address.text} from another host", address.text

    def _dead(self, file: File, address: addresses.Address) -> Iterator[_About]:
        """Why an address leads nowhere."""
        for why in self._why_dead(file, address):
            yield address.line, f"the link {address.text}{why}", address.text

    def _why_dead(self, file: File, address: addresses.Address) -> Iterator[str]:
        if address.text.startswith("#"):
            if not _has(file, address.text[1:]):
                yield ": the page has nothing with that id"
            return
        if address.fetched and not address.text.strip():
            yield " is empty, and would fetch this page"
            return
        here = urljoin(self.url, self.base + file.name)
        try:
            parts = urlsplit(urljoin(here, address.text.strip()))
        except ValueError:
            if not address.fetched:  # else it is told as one of another host
                yield " is no address"
            return
        if parts.scheme not in KINDS and not address.fetched:
            yield f" begins with {parts.scheme}:, which no browser knows"
        if parts.scheme not in ("", "http", "https") or parts.netloc.lower() != self.host:
            return
        if not parts.path.startswith(self.base):
            yield " leads out of the site"
            return
        target = self._target(parts.path)
        if target not in self.files and not os.path.exists(target):
            yield " leads nowhere"
        elif target.suffix in (".html", ".svg") and not _has(self.files[target], parts.fragment):
            yield ": the page has nothing with that id"

    def _target(self, path: str) -> Path:
        """The file of an address: asked once for each, since most lead to the same pages."""
        if path not in self._targets:
            target = self.folder / unquote(path.removeprefix(self.base)).lstrip("/")
            if path.endswith("/") or target.is_dir():
                target /= "index.html"
            self._targets[path] = target
        return self._targets[path]

    def _traces(self, file: File) -> Iterator[tuple[int, str]]:
        text = LOOKS.sub("", file.text)
        for position, path in self.machine.paths(text):
            if not os.path.exists(self.folder / path.removeprefix(self.base).lstrip("/")):
                line = text.count("\n", 0, position) + 1
                yield line, f"shows a path of the machine that built it: {path}"


def check(folder: Path, url: str, machine: Machine, theme: Sequence[Path] = ()) -> list[Fault]:
    """What is wrong with the site in ``folder``, each fault once; see `Site`."""
    return Site(folder, url, machine, theme).faults()


def _is_page(text: str) -> bool:
    return text.lstrip()[:15].lower().startswith("<!doctype html")


def _twice(file: File) -> Iterator[_About]:
    """Ids that more than one element of a page has, in one sentence."""
    seen: set[str] = set()
    again: dict[str, int] = {}
    for line, name in file.all_ids:
        if name in seen:
            again.setdefault(name, line)
        seen.add(name)
    if again:
        shown = [repr(name) for name in list(again)[:SHOWN_IDS]]
        more = f" and {len(again) - SHOWN_IDS} more" if len(again) > SHOWN_IDS else ""
        what = f"expected each id once on the page, came again: {', '.join(shown)}{more}"
        yield min(again.values()), what, next(iter(again))


def _has(page: File, fragment: str) -> bool:
    """Whether a page has what a fragment names: as it is or decoded; ``#`` and ``#top`` are there
    on every page, and a piece of text (``:~:text=``) is left to the browser."""
    name = fragment.partition(":~:")[0]
    return name.lower() in ("", "top") or not {name, unquote(name)}.isdisjoint(page.ids)
