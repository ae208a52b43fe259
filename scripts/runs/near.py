"""What somebody may have meant who wrote a name that there is not."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

MOST = 3


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """The end of a message: ``"; the nearest: 'a', 'b'"``, or nothing when no known word is near.
    ``likeness``: how much of two words has to be equal, 1 for all."""
    # People err more often in the last part of a path than in its folder: compare both.
    known = list(known)
    tails = {name.rsplit("/", 1)[-1]: name for name in known}
    near = difflib.get_close_matches(word, known, MOST, likeness)
    last = difflib.get_close_matches(word.rsplit("/", 1)[-1], list(tails), 2, likeness)
    unique = list(dict.fromkeys([*near, *(tails[each] for each in last)]))[:MOST]
    return "; the nearest: " + ", ".join(map(repr, unique)) if unique else ""
