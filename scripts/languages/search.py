"""One search index for each language, so that a reader never lands on a page in another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Index = Mapping[str, Any]


def split(index: Index, roots: Mapping[str, str]) -> dict[str, Index]:
    """The index of all pages as one for each language.

    ``index``: as Material writes it, with ``config`` and ``docs`` (each with a ``location`` below
    the site). ``roots``: by language the folder of its pages, ``""`` for the default language and
    ``"en/"`` for another. In the result locations are below the root of their language, and only
    its own stemmer is asked for.
    """
    return {
        language: {
            **index,
            "config": {**index["config"], "lang": [language]},
            "docs": [
                {**entry, "location": entry["location"].removeprefix(root)}
                for entry in index["docs"]
                if _root(entry["location"], roots) == root
            ],
        }
        for language, root in roots.items()
    }


def _root(location: str, roots: Mapping[str, str]) -> str:
    return max((root for root in roots.values() if location.startswith(root)), key=len)
