"""The Content-Security-Policy of each page, as a meta tag: the browser asks no other host, and runs
no script that was not there when the site was built.

What stands inline is allowed by its hash and by nothing else: scripts, styles, and the values of
``style`` attributes (for which the standard has the odd word 'unsafe-hashes'; here they are few, as
in the aligned columns of a table). Data in script elements (``application/json``) never runs and
needs no hash. What scripts do with ``element.style`` is allowed by any policy. A meta tag cannot
say who may frame the page: that takes a header of the host.

A page on which programs can be run in the browser may compile WebAssembly, and start a worker from
a text of its own: such a worker has the policy of the page, and so can ask no other host either.
One that came from a file would have none, for a host of static files sends no headers.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from markupsafe import Markup

from .document import Document, Element, is_code, is_rules, line_of, text

NAME = "Content-Security-Policy"
# No form is sent, nothing is framed or embedded, and no <base> moves the addresses of a page. The
# theme draws its icons as data: in styles; its search is a worker that fetches the index.
FIXED = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self' data:;"
    " media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'"
)
RUNS = "#python-here"  # what a page has on which programs can be run
NEVER = {"base", "embed", "frame", "iframe", "object"}
FILES = {"audio", "link", "script", "track", "video"}
IGNORED = re.compile(r"[\t\n\r]")  # in an address, by browsers
RUN = {"action", "formaction", "href", "src"}
_META = Markup('<meta http-equiv="{}" content="{}">\n')
META = re.compile(rf'<meta http-equiv="{NAME}" content="[^"]*">\n?')
_About = tuple[int, str, str]  # line, sentence, what of the source it is about
# A page says its encoding first, so that it stands within the first 1024 bytes.
START = re.compile(r"<head\b[^>]*>(?:\s*<meta\s+charset=[^>]*>)?[ \t]*\n?", re.I)


def with_policy(page: str) -> str:
    """The HTML of a finished page with the policy that it needs, as early as can be; one that is
    there already is replaced. What is no page (has no head) comes back as it is."""
    page = META.sub("", page)
    meta = _META.format(NAME, Markup(policy(Document(page))))  # words and hashes
    return START.sub(lambda start: f"{start[0].rstrip()}\n{meta}", page, count=1)


def policy(document: Document) -> str:
    """What a page must be allowed, by the hashes of what is in it."""
    scripts = _hashes(e.text for e in _inline_scripts(document))
    styles = _hashes(e.text for e in document.select("style"))
    attributes = _hashes(text(e.attrs["style"]) for e in document.select("[style]"))
    odd = ["'unsafe-hashes'", *attributes] if attributes else []
    runs = bool(document.select(RUNS))
    compiles = ["'wasm-unsafe-eval'"] if runs else []
    workers = "worker-src 'self' blob:" if runs else "worker-src 'self'"
    script_src = " ".join(["script-src 'self'", *compiles, *scripts])
    style_src = " ".join(["style-src 'self'", *dict.fromkeys([*styles, *odd])])
    return f"{FIXED}; {workers}; {script_src}; {style_src}"


def faults(document: Document) -> Iterator[tuple[int, str] | _About]:
    """Where the policy of a finished page is not the one it needs: lines, from 1, and sentences;
    and what of the page's source they are about, where it may stand there."""
    metas = [e for e in document.select("meta[http-equiv]") if _is_policy(e)]
    if len(metas) != 1 or not _comes_first(metas[0], document):
        yield 1, f"expected one {NAME} at the begin of its head, came {len(metas)}"
        return
    came, line = text(metas[0].attrs.get("content")), line_of(metas[0])
    wanted = policy(document)
    if came != wanted:
        yield from _not_allowed(document, came)
        yield line, f"expected the policy {wanted!r}, came {came!r}"
    yield from _never_allowed(document)


def _not_allowed(document: Document, came: str) -> Iterator[tuple[int, str]]:
    for element in _inline_scripts(document):
        if _hash(element.text) not in came:
            yield line_of(element), "the policy of the page does not allow this script"


def _never_allowed(document: Document) -> Iterator[_About]:
    """What no policy of ours lets run or be shown, so that it would do nothing but fill the
    console."""
    for element in document.select(", ".join(sorted(NEVER))):
        tag = element.tag
        yield line_of(element), f"the policy of our pages allows no <{tag}>", f"<{tag}"
    for element, given in document.speaking:
        for name, value in given.items():
            if not (handles := name.startswith("on")) and name not in RUN:
                continue
            start = IGNORED.sub("", value).strip().lower()
            if handles or start.startswith("javascript:"):
                told = f'{name}="{value}" would not run: put it into a file of docs/assets'
                yield line_of(element), told, f"{name}=" if handles else value
            elif start.startswith(("data:", "blob:")) and element.tag in FILES:
                told = f"<{element.tag}> may load files of the site alone, came {start:.40}"
                yield line_of(element), told, value


def _is_policy(meta: Element) -> bool:
    return text(meta.attrs["http-equiv"]).lower() == NAME.lower()


def _comes_first(meta: Element, document: Document) -> bool:
    before = itertools.takewhile(lambda e: e != meta, document.select("head *"))
    return meta.closest("head") is not None and all("charset" in e.attrs for e in before)


def _inline_scripts(document: Document) -> list[Element]:
    here = [e for e in document.select("script") if not {"src", "href"} & set(e.attrs)]
    return [e for e in here if is_code(e) or is_rules(e)]


def _hashes(texts: Iterable[str]) -> list[str]:
    return sorted({_hash(text) for text in texts})


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8", "replace")).digest()).decode()
    return f"'sha256-{digest}'"


def policed(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """A WSGI application that gives pages the policy they need as they leave ``app``: the server of
    ``mkdocs serve`` writes a script of its own into each, with other words each time."""

    def serve(environ: Any, start_response: Any) -> Iterable[bytes]:
        answer: list[Any] = []
        body = app(environ, lambda *started: answer.append(started))
        (status, headers, *rest) = answer[-1]
        kind = {name.lower(): value for name, value in headers}.get("content-type", "")
        if not kind.startswith("text/html"):
            start_response(status, headers, *rest)
            return body
        page = with_policy(b"".join(body).decode("utf-8", "surrogateescape"))
        data = page.encode("utf-8", "surrogateescape")
        others = [(n, v) for n, v in headers if n.lower() != "content-length"]
        start_response(status, [*others, ("Content-Length", str(len(data)))], *rest)
        return [data]

    return serve
