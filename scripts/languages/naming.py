"""What people call things on the command line: languages, pages, programs."""

from __future__ import annotations

import re

from runs.near import nearest

from . import settings
from .workshop import PageState, Workshop


class Refused(Exception):
    """What was asked for cannot be done; the message says why and what to do."""


def language(shop: Workshop, code: str) -> str:
    """A language of the site. Raises `Refused`."""
    known = settings.languages(shop.root)
    if code not in known:
        near = nearest(settings.bare(code), known, 1.0)
        raise Refused(
            f"there is no language {code!r} here{near}; there are"
            f" {', '.join(known)} (python3 scripts/translate new … opens another)"
        )
    return code


def page(shop: Workshop, code: str, name: str) -> PageState:
    """A page in a language, by its path with or without folder and suffix. Raises `Refused`."""
    language(shop, code)
    path = re.sub(rf"^docs/({'|'.join(shop.located.languages)})/", "", name.strip("/"))
    bare = re.sub(r"\.(md|py)$", "", path)
    known = {each.rpartition(".")[0]: each for each in shop.located.paths}
    for (lang, old), new in shop.located.moved.items():
        if lang == code:
            known.setdefault(old.rpartition(".")[0], new)
    if bare not in known:
        raise Refused(
            f"there is no page {name!r}{nearest(bare, known)}; there are {', '.join(known)}"
        )
    return shop.page(code, known[bare])


def program(shop: Workshop, name: str) -> str:
    """The name of a program that some language has. Raises `Refused`."""
    bare = re.sub(rf"^snippets/({'|'.join(shop.located.languages)})/|\.py$", "", name.strip("/"))
    known = {each for texts in shop.programs.values() for each in texts}
    if bare not in known:
        raise Refused(f"there is no program {name!r}{nearest(bare, known)}")
    return bare


def where(shop: Workshop, state: PageState) -> str:
    """The file of a page, or where it would be: ``docs/en/part-1/tasks.md``."""
    file = state.file or shop.root / "docs" / state.language / state.path
    return file.relative_to(shop.root).as_posix()
