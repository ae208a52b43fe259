"""What is tried every day where the whole is each program in each language on each Python.

A program is the same in every language (`languages.same_program`), so a language a Python is
enough by day, as long as each language comes up. The whole is tried every night.
"""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from runs.contracts import Contract
from runs.interpreters import interpreters

LANGUAGES = ("pt", "en")
Version = tuple[int, int]
Case = tuple[str, Version]


def whole() -> list[Case]:
    """Each language on each Python, oldest first."""
    return [(language, version) for version in interpreters() for language in LANGUAGES]


def daily() -> list[Case]:
    """On each Python one language, in turn; where there is one Python, every language."""
    versions = list(interpreters())
    turns = zip(itertools.cycle(LANGUAGES), versions, strict=False)
    return list(turns) if len(versions) > 1 else whole()


def once() -> list[Case]:
    """For what takes the processor for seconds."""
    return daily()[-1:]


def cases_of(contract: Contract) -> list[Case]:
    """Where a program is run by day."""
    return once() if contract.background else daily()


def params(by_day: list[Case]) -> list[Any]:
    """All cases as parameters of a test, those that are not of the day marked ``nightly``."""
    return [
        pytest.param(case, id=f"{case[0]}-3.{case[1][1]}", marks=[] if case in by_day else NIGHTLY)
        for case in whole()
    ]


NIGHTLY = [pytest.mark.nightly]
