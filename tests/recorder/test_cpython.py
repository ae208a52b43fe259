"""CPython's own tests of asyncio pass with the recorder installed, as they do without.

Every day some modules; ``python3 scripts/test -m nightly`` runs them all, in two ways.
"""

from __future__ import annotations

import itertools
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from made import ROOT, thorough
from runs.interpreters import interpreters

SUITE = Path(__file__).parent / "asyncio_suite.py"
DAILY = ["test_timeouts", "test_futures"]
TRIES = 9  # these tests measure times, and a machine may be crowded
Version = tuple[int, int]
Outcomes = dict[str, str]


def shipped(version: Version) -> list[str]:
    """The modules of tests that come with this Python: none, where they are a package of theirs."""
    prefix = Path(interpreters()[version]).resolve().parents[1]
    folder = prefix / f"lib/python{version[0]}.{version[1]}/test/test_asyncio"
    return sorted(file.stem for file in folder.glob("test_*.py"))


def cases(modules: list[str], modes: list[str]) -> list[object]:
    """A case for each Python, module and mode, by day of the first module alone; one that is
    skipped for a Python without tests."""
    found: list[object] = []
    for version in interpreters():
        here = [name for name in shipped(version) if not modules or name in modules]
        for module, mode in itertools.product(here, modes):
            marks = pytest.mark.thorough if modules and module != modules[0] else ()
            case = f"3.{version[1]}-{module}-{mode}"
            found.append(pytest.param(version, module, mode, id=case, marks=marks))
        if not here:
            why = pytest.mark.skip(reason="this Python ships without its tests")
            found.append(pytest.param(version, "", "", marks=why, id=f"3.{version[1]}"))
    return found


class Suite:
    """A module of tests on one Python: ``run`` gives the outcomes, ``told`` says of what the
    recorder told in the last run."""

    def __init__(self, version: Version, module: str, folder: Path) -> None:
        self.python, self.module, self.folder = interpreters()[version], module, folder
        self.told: dict[str, int] = {}
        self.number = 0

    def run(self, mode: str, names: Sequence[str] = (), breakage: str | None = None) -> Outcomes:
        self.number += 1
        place = self.folder / f"{self.number}"
        place.mkdir()
        job = {"module": self.module, "names": [*names], "mode": mode, "breakage": breakage}
        job["into"] = str(place / "outcomes.json")
        (place / "job.json").write_text(json.dumps(job), encoding="utf-8")
        command = [self.python, str(SUITE), str(ROOT / "scripts"), str(place / "job.json")]
        with (place / "said").open("w") as said:
            subprocess.run(command, cwd=place, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        into = place / "outcomes.json"
        assert into.exists(), f"{self.module}, {mode}: {(place / 'said').read_text()[-3000:]}"
        found = json.loads(into.read_text(encoding="utf-8"))
        self.told = found["told"]
        outcomes: Outcomes = found["outcomes"]
        return outcomes

    def differences(self, mode: str) -> dict[str, tuple[str, str]]:
        """Plain and recorded outcome of the tests where these differ, and do so again whenever
        both are tried again, without the other tests."""
        plain = self.run("plain")
        found = differing(plain, self.run(mode))
        for _ in range(TRIES):
            names = [name.split(f".{self.module}.", 1)[1] for name in found if name in plain]
            if not names or len(names) < len(found):
                break
            again = differing(self.run("plain", names), self.run(mode, names))
            found = {name: why for name, why in again.items() if name in found}
        return found


def differing(plain: Outcomes, recorded: Outcomes) -> dict[str, tuple[str, str]]:
    names = sorted(plain.keys() | recorded.keys())
    both = {name: (plain.get(name, "absent"), recorded.get(name, "absent")) for name in names}
    return {name: (a, b) for name, (a, b) in both.items() if a.split(":")[0] != b.split(":")[0]}


@pytest.mark.parametrize(("python", "module", "mode"), cases(DAILY, ["hooks"])[-len(DAILY) :])
def test_the_same_tests_pass(python, module, mode, tmp_path):
    suite = Suite(python, module, tmp_path)
    assert suite.differences(mode) == {}
    assert suite.told["future"] + suite.told["handle"] > 50  # it really was watching
    assert suite.told["lost"] == 0


@pytest.mark.nightly
def test_a_python_here_ships_with_its_tests():
    """Else nothing below has said anything."""
    assert any(map(shipped, interpreters())), "Debian has them in libpython3.N-testsuite"


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("python", "module", "mode"), cases([], ["hooks", "lines"]))
def test_every_test_of_asyncio_has_the_same_outcome(python, module, mode, tmp_path):
    suite = Suite(python, module, tmp_path)
    assert suite.differences(mode) == {}


MESSAGES = ["CFutureTests.test_future_cancel_message_getter"]
CALLBACKS = ["CFutureDoneCallbackTests"]
OF_TASKS = ["CTask_CFuture_Tests.test_task_cancel_message_getter"]


@pytest.mark.parametrize(
    ("breakage", "module", "names"),
    [
        ("drop_the_message_of_cancel", "test_futures", MESSAGES),
        thorough("drop_the_message_of_cancel", "test_tasks", OF_TASKS),
        thorough("say_nothing_of_what_was_removed", "test_futures", CALLBACKS),
        thorough("add_callbacks_twice", "test_futures", CALLBACKS),
    ],
)
def test_a_recorder_that_changes_futures_or_tasks_is_found_out(breakage, module, names, tmp_path):
    version = next((version for version in interpreters() if shipped(version)), None)
    if version is None:
        pytest.skip("no Python here ships with its tests")
    suite = Suite(version, module, tmp_path)
    plain = suite.run("plain", names)
    assert set(plain.values()) == {"ok"}
    assert suite.run("hooks", names) == plain
    found = differing(plain, suite.run("hooks", names, breakage))
    assert any(now.startswith("failed") for _, now in found.values())
