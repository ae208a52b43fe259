"""What goes wrong with a machine is told in a sentence that says what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from made import ROOT
from runs.mishaps import sentence


def error(number: int, *names: str | bytes | None) -> OSError:
    first, *second = names or (None,)
    return OSError(number, os.strerror(number), first, None, *second)


@pytest.mark.parametrize(
    ("met", "told"),
    [
        (
            error(errno.ENOSPC, "/a", "/b"),
            "Nothing more can be written: No space left on device (/b): make room there, and call"
            " this again",
        ),
        (
            error(errno.EMFILE, "/a"),
            "No more files can be opened: Too many open files (/a): allow 256 or more (ulimit -n)",
        ),
        (
            error(errno.EAGAIN),
            "no more can be started: Resource temporarily unavailable: end others, or allow more"
            " (ulimit -u, ulimit -v)",
        ),
        (
            error(errno.ENOENT, str(ROOT / "docs/pt/gone.md")),
            "docs/pt/gone.md cannot be read: no such file or directory (was it just moved or"
            " removed?)",
        ),
        (
            error(errno.EACCES, os.fsencode(ROOT / "docs") + b"/\xff.md"),
            "docs/\\xff.md cannot be read: permission denied",
        ),
        (MemoryError(), "There is not enough memory: end what takes it, or allow more (ulimit -v)"),
        (error(errno.ENOENT, "/elsewhere"), ""),
        (error(errno.ENOENT), ""),
        (RuntimeError("ours"), ""),
    ],
)
def test_what_is_met_is_told(met: BaseException, told: str) -> None:
    assert sentence(met, ROOT) == told


def test_a_project_that_is_gone_is_told_whatever_that_leads_to(tmp_path: Path) -> None:
    told = f"{tmp_path} is no longer there as it was: was it moved, or removed?"
    assert sentence(ImportError("x"), tmp_path) == told
