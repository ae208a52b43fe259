"""Several languages, one site: the same programs, the same sections, one word for one thing.

Nothing here imports MkDocs. Imports run one way: programs (``reader_text ← strings, program_text ←
trees ← same_program, sync``), pages (``markdown_text ← prose ← structure ← pages``), words
(``terms ← glossary``), how far a translation is (``marks ← freshness ← located ← workshop``), what
a reader sees of it (``shown``), and on top ``check`` and the commands of ``translate``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], likeness: float = 0.5) -> str:
    """The known word that is nearest to ``word``, as the end of a message. ``likeness``: how much
    of both has to be equal, 1 for all.

    Returns ``"; the nearest is 'await'"``, or ``""`` when none is near.
    """
    near = difflib.get_close_matches(word, list(known), 1, likeness)
    return f"; the nearest is {near[0]!r}" if near else ""
