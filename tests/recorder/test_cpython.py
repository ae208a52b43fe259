"""CPython's own tests of asyncio pass with the recorder installed, as they do without."""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from made import ROOT
from runs.interpreters import interpreters

SUITE = Path(__file__).parent / "asyncio_suite.py"
# All of `ALL` takes two minutes for each Python; CPYTHON_SUITE=all runs it.
SHORT = "test_futures test_queues test_locks test_taskgroups test_timeouts".split()
ALL = [*SHORT, *"test_tasks test_base_events test_runners".split()]
FILES = ALL if os.environ.get("CPYTHON_SUITE") == "all" else SHORT


def here(version: tuple[int, int]) -> list[str]:
    """The files that this Python ships with."""
    code = "import os, test.test_asyncio as t; print(*os.listdir(os.path.dirname(t.__file__)))"
    done = subprocess.run([interpreters()[version], "-c", code], capture_output=True, text=True)
    return [name for name in FILES if f"{name}.py" in done.stdout.split()]


def outcomes(version: tuple[int, int], mode: str, folder: Path) -> dict[str, object]:
    """What `asyncio_suite` says."""
    results = folder / f"{version[1]}-{mode}.json"
    command = [interpreters()[version], str(SUITE), str(ROOT / "scripts"), mode, str(results)]
    subprocess.run(
        [*command, *here(version)], capture_output=True, check=True, timeout=300, cwd=folder
    )
    found: dict[str, object] = json.loads(results.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def suites(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[tuple[tuple[int, int], str], dict[str, object]]:
    folder = tmp_path_factory.mktemp("suites")
    asked = [(v, mode) for v in interpreters() if here(v) for mode in ("plain", "record")]
    with ThreadPoolExecutor() as threads:  # most of these tests sleep
        done = list(threads.map(lambda one: outcomes(*one, folder), asked))
    return dict(zip(asked, done, strict=True))


def test_the_same_tests_pass(version, suites):
    if (version, "plain") not in suites:
        pytest.skip(f"the Python {version[0]}.{version[1]} of this machine ships without its tests")
    plain, recorded = (suites[version, mode] for mode in ("plain", "record"))
    failed = {name: why for name, why in recorded["outcomes"].items() if why.startswith("failed")}
    passed = {name for name, why in plain["outcomes"].items() if why == "ok"}
    assert {name: why for name, why in failed.items() if name in passed} == {}
    assert recorded["outcomes"].keys() == plain["outcomes"].keys()
    assert recorded["told"]["future"] > 300  # it really was watching
