"""Waiting for what runs, in which somebody else may have a say meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, TypeVar

T = TypeVar("T")
Meanwhile = Callable[[], None]
EVERY = 0.1  # seconds


def ended(runs: set[Future[Any]], meanwhile: Meanwhile) -> set[Future[Any]]:
    """Those of ``runs`` that have ended, at least one. Until then ``meanwhile`` is called again and
    again; what it raises ends the waiting, and not the runs."""
    while not (done := {run for run in runs if run.done()}):
        meanwhile()
        wait(runs, EVERY, FIRST_COMPLETED)
    return done


def result(run: Future[T], meanwhile: Meanwhile) -> T:
    """What comes of a run, waited for in the same way."""
    ended({run}, meanwhile)
    return run.result()
