"""The last look at a finished site, and how it takes the place of the last good one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

FETCHED = {
    ("script", "src"),
    ("img", "src"),
    ("link", "href"),
    ("iframe", "src"),
    ("source", "src"),
}
NOT_FETCHED = {"canonical", "alternate", "prev", "next", "license", "author", "me"}
# More than half of the tags say how a word of code looks, and nothing else.
LOOKS = re.compile(r'</span>|<span(?: class="[^"<>]*")?>')
TEXT = {".html", ".xml", ".json", ".ipynb", ".py", ".txt", ".js", ".css"}


class _Page(HTMLParser):
    """The ids of a page, the addresses it links to and those that a browser would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[tuple[int, str]] = []
        self.fetched: list[tuple[int, str]] = []
        self.feed(LOOKS.sub("", text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.update(filter(None, (given.get("id"), given.get("name"))))
        line = self.getpos()[0]
        for name in ("href", "src"):
            address = given.get(name)
            if address is None or (
                tag == "link" and NOT_FETCHED & set(given.get("rel", "").split())
            ):
                continue
            self.links.append((line, address))
            if (tag, name) in FETCHED:
                self.fetched.append((line, address))


def check(site: Path, base: str, hidden: Iterable[str]) -> list[str]:
    """What is wrong with the site in the folder ``site`` that will live at ``base`` (its path, as
    ``/`` or ``/project/``): each a sentence with file and line. ``hidden`` are texts (paths of the
    builder's machine) that no file may contain."""
    html = {file: file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.html"))}
    pages = {file: _Page(text) for file, text in html.items()}
    found = []
    for file, text in html.items():
        name = file.relative_to(site).as_posix()
        if not text.lstrip()[:15].lower().startswith("<!doctype html"):
            found.append(
                f"{name}: expected a page, which starts with <!doctype html, came {text[:40]!r}"
            )
        for line, address in pages[file].fetched:
            if urlsplit(address).netloc:
                found.append(f"{name}:{line}: would fetch {address} from another host")
        found += [f"{name}:{line}: {what}" for line, what in _dead(file, site, base, pages)]
    return found + list(_leaks(site, [h for h in hidden if len(h) > 4]))


def replace(site: Path, finished: Path) -> None:
    """Put the ``finished`` site in the place of the last good one, ``site``, if there is one.

    Raises OSError, and leaves the last good one where it is, when that cannot be done: it is a
    mount point, or in a folder that may not be written.
    """
    last = site.with_name(f"{site.name}.last")
    shutil.rmtree(last, ignore_errors=True)
    try:
        if site.exists():
            site.rename(last)
        finished.rename(site)
    except OSError:
        if last.exists() and not site.exists():
            last.rename(site)
        raise
    shutil.rmtree(last, ignore_errors=True)


def _dead(file: Path, site: Path, base: str, pages: dict[Path, _Page]) -> Iterator[tuple[int, str]]:
    here = base + file.relative_to(site).as_posix().removesuffix("index.html")
    for line, address in pages[file].links:
        parts = urlsplit(urljoin(here, address))
        if parts.netloc or parts.scheme not in ("", "http", "https"):
            continue
        if not parts.path.startswith(base):
            yield line, f"the link {address} leads out of the site"
            continue
        target = site / unquote(parts.path.removeprefix(base))
        if parts.path.endswith("/") or target.is_dir():
            target /= "index.html"
        if not target.exists():
            yield line, f"the link {address} leads nowhere"
        elif target in pages and not _has(pages[target], unquote(parts.fragment)):
            yield line, f"the link {address}: the page has nothing with that id"


def _has(page: _Page, fragment: str) -> bool:
    # Ids that begin with two underscores are Material's own, made by its script.
    return not fragment or fragment.startswith("__") or fragment in page.ids


def _leaks(site: Path, hidden: list[str]) -> Iterator[str]:
    pattern = re.compile("|".join(re.escape(text) for text in hidden))
    for file in sorted(site.rglob("*")):
        if hidden and file.suffix in TEXT and file.is_file():
            text = file.read_text(encoding="utf-8", errors="replace")
            if match := pattern.search(text):
                line = text.count("\n", 0, match.start()) + 1
                name = file.relative_to(site).as_posix()
                yield f"{name}:{line}: shows a path of the machine that built it: {match[0]}"
