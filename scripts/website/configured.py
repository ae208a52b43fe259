"""The settings, before MkDocs reads them: what it would answer by a traceback is told, and what it
says of them gets file and line."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path

from languages import needed, settings

SAYS = "mkdocs.config"  # by this name MkDocs tells of its settings
# How it names a setting, from outside to inside.
NAMES = (
    r"Config value '([^']+)': ",
    r"Plugin '(?:[^']+/)?([^']+)' option '([^']+)': ",
    *[r"Sub-option '([^']+)': "] * 3,
)


def refuse(root: Path) -> None:
    """End the command with a line for each setting with which no site can be made."""
    try:
        found = needed.faults(root)
    except settings.BadSettings as error:
        found = [str(error)]
    if found:
        sys.exit("\n".join(found))


def with_lines(root: Path) -> None:
    """From now on what MkDocs says of a setting begins with its place."""

    def place(record: logging.LogRecord) -> bool:
        record.msg, record.args = placed(root, record.getMessage()), ()
        return True

    logging.getLogger(SAYS).addFilter(place)


def placed(root: Path, said: str) -> str:
    """What MkDocs has said, beginning with the place of the setting that it names."""
    keys, left = list[str](), said
    for pattern in NAMES:
        if found := re.match(pattern, left):
            keys += found.groups()
            left = left[found.end() :]
    if not keys:
        return said
    return f"{settings.FILE}:{settings.line(root, *keys)}: {': '.join(keys)}: {left}"
