"""The site for reading without a network: its service worker, and the list of all that it is.

The worker stands at the root of the site, for a worker is asked about what lies below it. The list
has the digest of each file, so that who has kept an earlier build fetches what has changed.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from languages import interface
from markupsafe import Markup

WORKER, WORKER_SOURCE = "offline.js", "assets/offline/worker.js"
LIST = "offline.json"
WORDS = ("size", "yes", "no", "keeping", "kept", "renew", "erase")
UNREAD = {".map", ".gz"}  # what no page asks for, and what is there packed besides
LEFT_OUT = {WORKER, LIST, "sitemap.xml", "CNAME"}
_PLACE = Markup(
    '<div class="keep-site" data-root="{}" data-language="{}" data-keep="{}" hidden></div>'
)


def place(language: str, root: str) -> Markup:
    """Where a page in ``language`` offers to keep the site; ``root``: its address from there."""
    return _PLACE.format(root, language, interface.words(language)["offline_keep"])


def publish(site: Path, began: datetime.datetime, languages: Iterable[str]) -> None:
    """Put worker and list into a finished site; the list has the words of its line as well, which
    few readers need."""
    (site / WORKER_SOURCE).replace(site / WORKER)
    files = [listed(site, file) for file in sorted(site.rglob("*")) if is_read(site, file)]
    words = {language: words_of(language) for language in languages}
    size = sum(size for *_, size in files)
    whole = {"built": began.isoformat(), "bytes": size, "words": words, "files": files}
    (site / LIST).write_text(json.dumps(whole, separators=(",", ":")), encoding="utf-8")


def words_of(language: str) -> dict[str, str]:
    words = interface.words(language)
    return {word: words[f"offline_{word}"] for word in WORDS}


def is_read(site: Path, file: Path) -> bool:
    """Whether a reader may come to ask for it."""
    name = file.relative_to(site).as_posix()
    hidden = any(part.startswith(".") for part in Path(name).parts)
    return file.is_file() and not hidden and name not in LEFT_OUT and file.suffix not in UNREAD


def listed(site: Path, file: Path) -> tuple[str, str, int]:
    """Address below the site, digest and bytes of a file."""
    content, address = file.read_bytes(), file.relative_to(site).as_posix()
    if file.name == "index.html":
        address = address.removesuffix("index.html")
    return address, hashlib.sha256(content).hexdigest()[:16], len(content)
