"""One search index for each language: what is written in it, found with and without accents, the
section that teaches a name before those that use it, and pages that are not translated yet."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import material
from markupsafe import Markup

from . import interface, terms

Index = Mapping[str, Any]
Entry = dict[str, Any]
WORD = re.compile(r"\w+")
TAG = re.compile(r"<[^<>]*>")
_HIDDEN = Markup("<p hidden>{}</p>")
BLOCK = re.compile(r"<pre>.*?</pre>", re.DOTALL)
CODE = re.compile(r"<code>([^<]*)</code>")
NAME = re.compile(r"\b(?:[A-Za-z]\w*_\w+|[A-Z][a-z]+[A-Z]\w+)\b")  # create_task, TaskGroup
# A word ends here, so that `create_task` is found in `asyncio.create_task(…)`, part by part.
SEPARATOR = r"""[\s\-_,:;!?=\[\]()"'`/<>@*+|{}…·“”]+|\.(?!\d)"""
GLOSSARY = (terms.PAGE.removesuffix(".md") + "/", 0.1)  # it has every word, and is no answer
STEMMERS = Path(material.__file__).parent / "templates/assets/javascripts/lunr/min"


def split(
    index: Index,
    roots: Mapping[str, str],
    elsewhere: Mapping[str, str] | None = None,
    order: Sequence[str] = (),
) -> dict[str, Index]:
    """The index of all pages as one for each language.

    ``index``: as Material writes it, with ``config`` and ``docs`` (each with a ``location`` below
    the site). ``roots``: by language the folder of its pages, ``""`` for the default language and
    ``"en/"`` for another. ``elsewhere``: by location the language of pages, and of sections, that
    are shown in the words of another one: they are found, and say so. ``order``: the pages, by
    location below the root of a language, in the order in which they are read. In the result
    locations are below the root of their language, and only its own stop words are left out.
    """
    found: dict[str, Index] = {}
    for language, root in roots.items():
        entries = [
            {**_said(entry, elsewhere or {}, language), "location": _below(entry, root)}
            for entry in index["docs"]
            if _root(entry["location"], roots) == root
        ]
        config = {**index["config"], "lang": [_known(language)], "separator": SEPARATOR}
        docs = [with_folded(_weighed(entry)) for entry in with_names(entries, order)]
        found[language] = {**index, "config": config, "docs": docs}
    return found


def _weighed(entry: Entry) -> Entry:
    page, weight = GLOSSARY
    return {**entry, "boost": weight} if entry["location"] == page else entry


def _below(entry: Entry, root: str) -> str:
    return str(entry["location"]).removeprefix(root)


def _known(language: str) -> str:
    """The language by whose rules the theme searches: English where it knows none of its own."""
    return language if (STEMMERS / f"lunr.{language}.min.js").exists() else "en"


def _said(entry: Entry, elsewhere: Mapping[str, str], language: str) -> Entry:
    """An entry in the words of another language, with its name in the title."""
    page = entry["location"].partition("#")[0]
    other = elsewhere.get(entry["location"]) or elsewhere.get(page)
    if not other or other == language:
        return entry
    return {**entry, "title": f"{entry['title']} ({interface.name_of(other, language)})"}


def with_names(entries: Iterable[Entry], order: Sequence[str] = ()) -> list[Entry]:
    """The entries, with tags for the names that they teach: a name is taught on the page that uses
    it in its sentences most often (the first of these to be read), where it comes first there."""
    entries = list(entries)
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[tuple[str, str], int] = {}
    for number, entry in enumerate(entries):
        page = entry["location"].partition("#")[0]
        if page == GLOSSARY[0]:
            continue
        for name in _names(entry["text"]):
            uses[name][page] += 1
            first.setdefault((name, page), number)
    places = {page: number for number, page in enumerate(order)}
    for name, pages in uses.items():
        taught = min(pages, key=lambda page: (-pages[page], places.get(page, len(places))))
        number = first[name, taught]
        entries[number] = {**entries[number], "tags": [*entries[number].get("tags", []), name]}
    return entries


def _names(text: str) -> list[str]:
    return [name for code in CODE.findall(BLOCK.sub("", text)) for name in NAME.findall(code)]


def folded(text: str) -> str:
    """``text`` without accents, as many type it: ``laco`` for ``laço``."""
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def with_folded(entry: Entry) -> Entry:
    """An entry with its accented words once more without accents, out of sight: those of the text
    in a hidden paragraph, those of the title as tags, which no page shows."""
    text = " ".join(_bare(entry["text"]))
    tags = [*entry.get("tags", []), *_bare(entry["title"])]
    more = {"text": entry["text"] + str(_HIDDEN.format(text))} if text else {}
    return {**entry, **more, **({"tags": tags} if tags else {})}


def _bare(text: str) -> list[str]:
    words = dict.fromkeys(WORD.findall(TAG.sub(" ", text).lower()))
    accented = (word for word in words if not word.isascii() and folded(word) != word)
    return list(dict.fromkeys(map(folded, accented)))


def _root(location: str, roots: Mapping[str, str]) -> str:
    return max((root for root in roots.values() if location.startswith(root)), key=len)
