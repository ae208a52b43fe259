"""All programs of a folder, run twice and compared: what is told, what runs again and what not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from runs import pool
from runs.engine import UNSURE, Engine
from runs.outcome import TooOld

SPINS = """import asyncio
import sys


async def main():
    for _ in range({turns}):
        await asyncio.sleep(0)
    print("end")


asyncio.run(main())
"""


class Folder:
    """A folder of programs with its engine."""

    def __init__(self, snippets: Path) -> None:
        self.snippets = snippets
        self.engine = Engine(snippets, lambda said: None)
        self.declare("")

    def write(self, source: str, languages: str = "pt en") -> None:
        for language in languages.split():
            file = self.snippets / language / "shown.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source, encoding="utf-8")

    def declare(self, text: str) -> None:
        self.snippets.mkdir(exist_ok=True)
        table = f"[shown]\n{text}\n" if text else ""
        (self.snippets / "runs.toml").write_text(table, encoding="utf-8")

    def told(self) -> str:
        assert self.engine.refresh() == []
        return "\n".join(self.engine.reports())


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path / "snippets")
    yield made
    made.engine.close()


def test_a_recording_that_did_not_come_is_a_fault(folder: Folder) -> None:
    source = "import os\n\nos.mkdir('../recording.json')  # where it was to be\nprint(1)\n"
    folder.write(source, "en")
    assert "  expected a recording, but none came\n" in folder.told()
    folder.declare("recorded = false")
    assert folder.told() == ""


def test_what_does_otherwise_in_another_language_is_told_unless_it_is_known(folder: Folder) -> None:
    folder.write(SPINS.format(turns=1), "pt")
    folder.write(SPINS.format(turns=2), "en")
    expected = "  expected its recorded run to do what that of snippets/"
    assert folder.told().count(expected) == 1
    assert folder.engine.reports(same=lambda one, other: False) == []


OTHER_TURNS = SPINS.format(turns="3 if 'recorder' in sys.modules else 1")


def test_a_loop_that_makes_other_turns_when_recorded_is_told(folder: Folder) -> None:
    folder.write(OTHER_TURNS, "en")
    told = folder.told()
    assert "expected as many turns of its loop when it is recorded as without, " in told
    folder.declare('varies = ["turns"]')
    assert folder.told() == ""


def test_a_loop_that_is_to_spin_and_does_not_when_recorded_is_told(folder: Folder) -> None:
    declared = 'busy = true\nspins = "n"\nvaries = ["turns"]\nvalues.n = {line = 1, number = 1}'
    folder.declare(declared)
    folder.write(
        SPINS.format(turns="2 if 'recorder' in sys.modules else 20").replace("end", "20"), "en"
    )
    assert "  expected its loop to spin when it is recorded (spins in " in folder.told()
    folder.write(SPINS.format(turns=20).replace("end", "20"), "en")
    assert folder.told() == ""


def test_a_program_without_a_loop_has_no_other_turns(folder: Folder) -> None:
    folder.write("import os\n\nprint(1, flush=True)\nos._exit(3)\n", "en")
    told = folder.told()
    assert "as os._exit and os.execv do" in told
    assert "turns" not in told


@pytest.mark.parametrize(
    ("said", "ends"),
    [("timely = true", ""), ("stops_after = 0.5", "import time\ntime.sleep(99)\n"), ("", "")],
)
def test_what_must_be_in_time_is_tried_again(
    folder: Folder, tmp_path: Path, said: str, ends: str
) -> None:
    """What is stopped has to have come far enough by then."""
    folder.declare(said)
    runs = tmp_path / "runs"
    counts = f"with open({str(runs)!r}, 'a+') as runs:\n    runs.write('.')\n    runs.seek(0)\n"
    folder.write(f"{counts}    assert len(runs.read()) > 2, 'late'\n{ends}", "en")
    told = folder.told()
    assert ("AssertionError: late" in told) is (said == "")
    assert (len(runs.read_text()) > 2) is (said != "")


def test_of_a_program_that_hangs_the_recorded_run_is_not_waited_for(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "RECORDED", 10_000)
    folder.declare("time_limit = 0.2")
    folder.write("import time\n\ntime.sleep(999)\n", "en")
    assert "expected an end within 0.2 s" in folder.told()


def test_nothing_runs_again_that_is_as_it_was(folder: Folder, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    source = f"with open({str(runs)!r}, 'a') as runs:\n    runs.write('.')\nprint(1)\n"
    folder.write(source)
    assert folder.told() == folder.told() == ""
    assert len(runs.read_text()) == 4
    folder.write(source + "print(2)\n", "pt")
    folder.write(source + "print(2)\n", "en")
    folder.told()
    assert len(runs.read_text()) == 8
    folder.declare("time_limit = 14.0")  # what it may do has changed
    folder.told()
    folder.told()
    assert len(runs.read_text()) == 12


def test_while_a_declaration_has_a_fault_the_last_one_without_serves(folder: Folder) -> None:
    folder.write("print(1)\n1 / 0\n", "en")
    folder.declare('raises = "ZeroDivisionError"')
    assert folder.told() == ""
    folder.declare("raises = 7")
    assert len(folder.engine.refresh()) == 1
    assert folder.engine.reports() == []
    assert folder.engine.outcome("en", "shown").faults == []


def test_where_a_declaration_was_never_right_the_run_is_not_judged(folder: Folder) -> None:
    folder.write("print(1)\n1 / 0\n", "en")
    folder.declare("raises = 7")
    assert len(folder.engine.refresh()) == 1
    assert folder.engine.reports() == []
    assert folder.engine.outcome("en", "shown").faults == [UNSURE]


def test_what_needs_a_newer_python_does_not_run(folder: Folder) -> None:
    folder.write("1 / 0\n", "en")
    folder.declare(f'needs = "3.{sys.version_info.minor + 1}"')
    if sys.version_info.minor == 15:
        pytest.skip("there is no newer one")
    assert folder.told() == ""
    with pytest.raises(TooOld, match=r"needs Python 3\.\d+ or newer"):
        folder.engine.outcome("en", "shown")


HANGS = "open({!r}, 'w').close()\nwhile True:\n    pass\n"


def test_a_run_of_what_has_changed_is_ended_and_who_waits_may_leave(
    folder: Folder, tmp_path: Path
) -> None:
    class Leave(BaseException):
        pass

    begun = tmp_path / "begun"
    folder.declare("time_limit = 120")
    folder.write(HANGS.format(str(begun)), "en")

    def meanwhile() -> None:
        if begun.exists():
            raise Leave

    folder.engine.meanwhile = meanwhile
    with pytest.raises(Leave):
        folder.told()
    old = folder.engine._started
    folder.write("print(1)\n", "en")
    folder.engine.meanwhile = lambda: None
    assert folder.told() == ""
    assert all(run.cancelled() for run in old)
    assert not any(run.cancelled() for run in folder.engine._started)


def test_of_what_went_wrong_no_second_run_is_waited_for(folder: Folder, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    waits = f"while not os.path.exists({str(gate)!r}):\n    pass\n"
    wrong = f"import os, sys\n\nassert 'recorder' in sys.modules\n{waits}"
    folder.declare("time_limit = 120")
    folder.write(wrong, "en")
    folder.engine.refresh()
    (outcome,) = folder.engine.as_they_end([*folder.engine.programs])
    assert outcome.faults
    assert not folder.engine._started[1].done()
    gate.touch()
