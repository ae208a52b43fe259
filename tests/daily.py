"""What is tried every day where the whole is each program in each language on each Python.

A program is the same in every language (`languages.same_program`), so a language a Python is
enough, as long as each language comes up: by day on the oldest Python and the newest, for each push
on the others too. The whole is tried every night.
"""

from __future__ import annotations

import functools
import itertools
from typing import Any

import pytest
from runs.interpreters import interpreters

LANGUAGES = ("pt", "en")
Version = tuple[int, int]
Case = tuple[str, Version]


@functools.cache
def whole() -> list[Case]:
    """Each language on each Python, oldest first."""
    return [(language, version) for version in interpreters() for language in LANGUAGES]


@functools.cache
def daily() -> list[Case]:
    """On the oldest Python one language and on the newest the other."""
    versions = list(interpreters())
    ends = zip(LANGUAGES, (versions[0], versions[-1]), strict=True)
    return list(ends) if len(versions) > 1 else whole()


@functools.cache
def between() -> list[Case]:
    """On each Python between them one language, in turn."""
    return list(zip(itertools.cycle(LANGUAGES), [*interpreters()][1:-1], strict=False))


def once() -> list[Case]:
    """For what takes the processor for seconds."""
    return daily()[-1:]


def params(by_day: list[Case]) -> list[Any]:
    """All cases as parameters of a test, those that are not of the day marked: those on the Pythons
    between ``thorough``, where the test is no dear one, and the others ``nightly``."""
    pushed = between() if len(by_day) > 1 else []

    def marks(case: Case) -> list[Any]:
        return [] if case in by_day else THOROUGH if case in pushed else NIGHTLY

    return [
        pytest.param(case, id=f"{case[0]}-3.{case[1][1]}", marks=marks(case)) for case in whole()
    ]


THOROUGH = [pytest.mark.thorough]
NIGHTLY = [pytest.mark.nightly]
