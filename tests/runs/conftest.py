from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from made import PATIENCE
from runs.contracts import Contract
from runs.pool import Pool
from runs.programs import Program
from runs.run import Run


@pytest.fixture(scope="session")
def pool() -> Iterator[Pool]:
    with_all = Pool()
    yield with_all
    with_all.close()


@pytest.fixture
def run(pool: Pool, tmp_path: Path) -> Callable[..., Run]:
    """``run(source, fresh=…, python=…, **contract)``: the run of a program written in the test."""

    def do(
        source: str,
        *,
        fresh: bool = False,
        turn: int = 0,
        python: str = sys.executable,
        **contract: Any,
    ) -> Run:
        contract.setdefault("time_limit", PATIENCE)
        file = tmp_path / "shown.py"
        file.write_text(source, encoding="utf-8")
        program = Program("en", "part/shown", file, source)
        asked = pool.submit(program, Contract(**contract), python, turn, fresh)
        return asked.result()

    return do
