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
from runs.contracts import Contract
from runs.interpreters import interpreters

LANGUAGES = ("pt", "en")
Version = tuple[int, int]
Case = tuple[str, Version]


@functools.cache
def whole() -> list[Case]:
    """Each language on each Python, oldest first."""
    return [(language, version) for version in interpreters() for language in LANGUAGES]


@functools.cache
def thorough() -> list[Case]:
    """On each Python one language, in turn; where there is one Python, every language."""
    versions = list(interpreters())
    turns = zip(itertools.cycle(LANGUAGES), versions, strict=False)
    return list(turns) if len(versions) > 1 else whole()


@functools.cache
def daily() -> list[Case]:
    """On the oldest Python one language and on the newest the other."""
    versions = list(interpreters())
    ends = zip(LANGUAGES, (versions[0], versions[-1]), strict=True)
    return list(ends) if len(versions) > 1 else whole()


def once() -> list[Case]:
    """For what takes the processor for seconds."""
    return daily()[-1:]


def cases_of(contract: Contract) -> list[Case]:
    """Where a program is run by day."""
    return once() if contract.background else daily()


def params(by_day: list[Case]) -> list[Any]:
    """All cases as parameters of a test, those that are not of the day marked: those on other
    Pythons ``thorough``, where the test is one of several, and the others ``nightly``."""
    pushed = {*thorough()} if len(by_day) > 1 else set()

    def marks(case: Case) -> list[Any]:
        if case in by_day:
            return []
        versions = [version for _, version in by_day]
        return THOROUGH if case in pushed and case[1] not in versions else NIGHTLY

    return [
        pytest.param(case, id=f"{case[0]}-3.{case[1][1]}", marks=marks(case)) for case in whole()
    ]


THOROUGH = [pytest.mark.thorough]
NIGHTLY = [pytest.mark.nightly]
