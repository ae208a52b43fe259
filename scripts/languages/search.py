"""One search index for each language: what is written in it, found with and without accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from markupsafe import Markup

Index = Mapping[str, Any]
WORD = re.compile(r"\w+")
TAG = re.compile(r"<[^<>]*>")
_HIDDEN = Markup("<p hidden>{}</p>")
# A word ends here, so that `create_task` is found in `asyncio.create_task(…)`, part by part.
SEPARATOR = r"""[\s\-_,:;!?=\[\]()"'`/<>@*+|{}…·“”]+|\.(?!\d)"""


def split(
    index: Index, roots: Mapping[str, str], elsewhere: Collection[str] = ()
) -> dict[str, Index]:
    """The index of all pages as one for each language.

    ``index``: as Material writes it, with ``config`` and ``docs`` (each with a ``location`` below
    the site). ``roots``: by language the folder of its pages, ``""`` for the default language and
    ``"en/"`` for another. ``elsewhere``: the pages, by location, that are shown in the words of
    another language: they are found there. In the result locations are below the root of their
    language, and only its own stemmer is asked for.
    """
    return {
        language: {
            **index,
            "config": {**index["config"], "lang": [language], "separator": SEPARATOR},
            "docs": [
                with_folded({**entry, "location": entry["location"].removeprefix(root)})
                for entry in index["docs"]
                if _root(entry["location"], roots) == root
                and entry["location"].partition("#")[0] not in elsewhere
            ],
        }
        for language, root in roots.items()
    }


def folded(text: str) -> str:
    """``text`` without accents, as many type it: ``laco`` for ``laço``."""
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def with_folded(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry with its accented words once more without accents, out of sight: those of the text
    in a hidden paragraph, those of the title as tags, which no page shows."""
    text = " ".join(_bare(entry["text"]))
    tags = _bare(entry["title"])
    more = {"text": entry["text"] + str(_HIDDEN.format(text))} if text else {}
    return {**entry, **more, **({"tags": tags} if tags else {})}


def _bare(text: str) -> list[str]:
    words = dict.fromkeys(WORD.findall(TAG.sub(" ", text).lower()))
    accented = (word for word in words if not word.isascii() and folded(word) != word)
    return list(dict.fromkeys(map(folded, accented)))


def _root(location: str, roots: Mapping[str, str]) -> str:
    return max((root for root in roots.values() if location.startswith(root)), key=len)
