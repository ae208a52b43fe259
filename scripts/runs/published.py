"""How a finished site takes the place of the last good one."""

from __future__ import annotations

import shutil
from pathlib import Path


def replace(site: Path, finished: Path) -> None:
    """Put the ``finished`` site in the place of the last good one, ``site``, if there is one.

    Raises OSError, and leaves the last good one where it is, when that cannot be done: it is a
    mount point, or in a folder that may not be written.
    """
    last = site.with_name(f"{site.name}.last")
    shutil.rmtree(last, ignore_errors=True)
    try:
        if site.exists():
            site.rename(last)
        finished.rename(site)
    except OSError:
        if last.exists() and not site.exists():
            last.rename(site)
        raise
    shutil.rmtree(last, ignore_errors=True)
