"""What the worker gives to the Python inside of it."""

from __future__ import annotations

from typing import Protocol


class Host(Protocol):
    """``wait``: sleep for so many seconds, for ever without them; nothing else happens meanwhile.
    ``post``: tell the page something of this kind, as text."""

    def wait(self, seconds: float | None) -> None: ...

    def post(self, kind: str, text: str) -> None: ...
