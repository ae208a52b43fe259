"""How a file read before: its versions in the git history, newest first.

The only place that knows git. A translator need not: where there is no history, what is found with
its help is left out, and what cannot be done without says so.
"""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Iterator
from pathlib import Path

MOST = 300  # versions that are looked at


def versions(root: Path, file: Path) -> Iterator[str]:
    """The texts that ``file`` had, committed ones only, newest first; also before it was renamed.
    Nothing where there is no git, no history, or no such file in it."""
    path = file.relative_to(root).as_posix()
    told = _git(root, "log", "--follow", "--relative", "--format=:%H", "--name-only", "--", path)
    commits = ("\n" + told).split("\n:")[1:] if told else []
    for commit in itertools.islice(commits, MOST):
        name, *paths = filter(None, commit.split("\n"))
        for each in paths[:1]:
            text = _git(root, "show", f"{name}:./{each}")
            if text is not None:
                yield text


def _git(root: Path, *words: str) -> str | None:
    command = ["git", "-c", "core.quotePath=off", *words]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None
