"""In which order, how many at once, and where programs run."""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, wait
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from made import PATIENCE, ROOT, nightly, waited
from runs import ends
from runs import pool as pools
from runs import scratch as module
from runs.contracts import Contract
from runs.engine import Engine
from runs.pool import CORES, STARTING_AT_ONCE, Pool
from runs.programs import Program, Programs
from runs.run import Run
from runs.starter import END

MANY = 3 * CORES
PROGRAM = Program("en", "part/shown", Path("shown.py"), "")


class Nobody:
    """Stands for the processes that run programs: takes note of what they are asked, and no more.
    ``asked``: the numbers of runs; ``ended``: of those that they were asked to end; ``keys``: of
    the processes; ``said``: what they were told."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.asked: list[int] = []
        self.keys: list[pools.Key] = []
        self.said: list[str] = []
        self.ended: list[int] = []

    def say(self, line: bytes) -> None:
        spec = json.loads(line)
        if END in spec:
            self.ended.append(spec[END])
        else:
            self.asked.append(spec["id"])

    def no_more(self) -> None:
        self.said.append("no more")

    def kill(self, why: str) -> None:
        self.said.append(why)

    def is_stopped(self) -> bool:
        return False

    def runs(self, many: int = 1, turn: int = 0, **contract: Any) -> list[Future[Run]]:
        """The futures of so many runs."""
        asked = (self.pool.submit(PROGRAM, Contract(**contract), turn=turn) for _ in range(many))
        return list(asked)

    def begin(self) -> int:
        """Let each run begin that is asked for; how many they are."""
        for number in self.asked:
            self.pool._answer({"id": number})
        return len(self.asked)


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> Iterator[Nobody]:
    stands = Nobody(Pool())
    monkeypatch.setattr(stands.pool, "_starter", lambda key: stands.keys.append(key) or stands)
    yield stands
    stands.pool.close()


def test_only_so_many_begin_at_once(nobody: Nobody) -> None:
    nobody.runs(MANY)
    assert len(nobody.asked) == STARTING_AT_ONCE
    assert nobody.begin() == MANY


@pytest.mark.parametrize(("turn", "spins"), [(0, None), (1, "turns")])
def test_busy_programs_wait_for_a_core_where_their_figures_are_shown_or_they_spin(
    nobody: Nobody, turn: int, spins: str | None
) -> None:
    nobody.runs(MANY, turn, busy=True, spins=spins)
    assert nobody.begin() == CORES
    nobody.runs()
    assert nobody.begin() == CORES + 1, "what is not busy does not wait"
    nobody.pool._answer({"id": nobody.asked[0], "status": 0})
    assert nobody.begin() == CORES + 2


def test_what_nobody_wants_any_more_is_ended_and_makes_room(nobody: Nobody) -> None:
    futures = nobody.runs(MANY, busy=True)
    assert nobody.begin() == CORES
    nobody.pool.abandon(futures[-1])  # it waits
    nobody.pool.abandon(futures[0])  # it is under way
    assert nobody.ended == [1]
    assert nobody.begin() == CORES + 1
    assert wait([futures[0], futures[-1]], timeout=PATIENCE).not_done == set()
    nobody.pool._answer({"id": 1, "lost": "it was ended"})
    assert nobody.begin() == CORES + 1, "it does not run again"
    nobody.pool._answer({"id": 2, "status": 0})
    nobody.pool.abandon(futures[1])  # it has ended
    assert futures[1].result(0).status == 0
    nobody.begin()
    nobody.pool._answer({"id": 3, "lost": "x"})
    assert nobody.keys[-1] == (sys.executable, 0, nobody.asked[-1]), "it runs alone"
    nobody.pool.abandon(futures[2])
    assert nobody.said == ["no more"]


# It has a child that went out of the way.
GOES_ON = """import os, subprocess
below = subprocess.Popen(["sleep", "999"], start_new_session=True)
with open({new!r}, "w") as file:
    print(os.getpid(), below.pid, file=file)
os.rename({new!r}, {told!r})
below.wait()
"""


def test_of_a_run_that_nobody_wants_nothing_is_left(pool: Pool, tmp_path: Path) -> None:
    file, told = tmp_path / "shown.py", tmp_path / "told"
    source = GOES_ON.format(new=f"{told}.new", told=str(told))
    run = pool.submit(Program("en", "part/shown", file, source), Contract(time_limit=PATIENCE))
    beside = pool.submit(Program("en", "part/beside", file, "print('here')"), Contract())
    assert waited(told.exists)
    below = [psutil.Process(int(pid)) for pid in told.read_text().split()]
    pool.abandon(run)
    assert run.cancelled()
    assert waited(lambda: not any(each.is_running() for each in below))
    assert beside.result().out == ["here"]


def test_busy_programs_do_not_wait_where_no_figures_are_shown(nobody: Nobody) -> None:
    nobody.runs(MANY, 1, busy=True)
    assert nobody.begin() == MANY


def test_what_is_lost_runs_again_alone_and_its_process_ends_with_it(nobody: Nobody) -> None:
    (future,) = nobody.runs()
    nobody.begin()
    nobody.pool._answer({"id": 1, "lost": "x"})
    assert nobody.asked == [1, 2]
    assert nobody.keys == [(sys.executable, 0, 0), (sys.executable, 0, 2)]
    assert nobody.pool.slowest() == "", "it has not begun"
    nobody.pool._answer({"id": 2, "lost": "y"})
    assert future.result(0).troubles == {"lost": "y"}
    assert nobody.said == ["no more"]


def test_what_is_lost_is_asked_for_before_what_waits(nobody: Nobody) -> None:
    nobody.runs(STARTING_AT_ONCE + 2)
    nobody.pool._answer({"id": 1, "lost": "x"})
    assert nobody.asked[STARTING_AT_ONCE:] == [STARTING_AT_ONCE + 3], "the lost one, by its number"


def test_of_two_reasons_to_end_a_process_the_first_is_told() -> None:
    starter = pools._Starter(SimpleNamespace(kill=lambda: None), SimpleNamespace())  # type: ignore[arg-type]
    starter.kill("it was stopped")
    starter.kill("no report of it came in time")
    assert starter.fault == "it was stopped"


def test_a_process_that_has_ended_takes_none_away_that_came_in_its_place(nobody: Nobody) -> None:
    key = (sys.executable, 0, 0)
    gone = SimpleNamespace(process=SimpleNamespace(wait=lambda: 0), fault="", line=None)
    nobody.pool._starters[key] = nobody  # type: ignore[assignment]
    nobody.pool._hear = lambda _: None  # type: ignore[method-assign]
    nobody.pool._read(gone, key)  # type: ignore[arg-type]
    assert nobody.pool._starters == {key: nobody}


def test_when_it_is_closed_nothing_begins_any_more(nobody: Nobody) -> None:
    futures = nobody.runs(MANY)
    nobody.pool.close()
    nobody.begin()
    for number in list(nobody.asked):
        nobody.pool._answer({"id": number, "lost": "x"})
    assert len(nobody.asked) == STARTING_AT_ONCE
    assert [future.done() for future in futures].count(True) == STARTING_AT_ONCE


def test_the_slowest_is_what_began_first(nobody: Nobody) -> None:
    for name in ("one", "two"):
        nobody.pool.submit(dataclasses.replace(PROGRAM, name=name), Contract())
        nobody.begin()
    assert nobody.pool.slowest().startswith("snippets/en/one.py (")


def test_a_report_is_waited_for_as_long_as_the_run_may_take(
    nobody: Nobody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Time in which this process itself was stopped does not count."""
    nobody.runs(stops_after=1000.0)
    (open,) = nobody.pool._open.values()
    assert open.patience == pools.STARTING_LIMIT + 1000.0 + pools.SLACK
    nobody.begin()
    assert open.patience == 1000.0 + pools.SLACK
    ticks, looks = itertools.count(0, 1000), iter([False, True])
    monkeypatch.setattr(nobody.pool._closed, "wait", lambda _: next(looks))
    with monkeypatch.context() as patched:
        patched.setattr(pools, "time", SimpleNamespace(monotonic=lambda: float(next(ticks))))
        nobody.pool._watch()
    assert open.patience == 1000.0 + pools.SLACK - 2 * pools.LOOK_EVERY
    open.patience, looks = -1.0, iter([False, True])
    nobody.pool._watch()
    assert nobody.said == ["no report of it came in time"]


def test_a_recording_is_taken_from_a_run_that_was_to_have_one() -> None:
    def came(recorded: bool, text: str) -> object:
        asked = pools._Request(1, PROGRAM, Contract(), sys.executable, 0, False, recorded)
        return pools._as_run(asked, {"recording": text}, Path("/x")).recording

    assert came(True, '{"events": [], "lost": 0}') is not None
    assert came(False, '{"events": [], "lost": 0}') is None
    for nonsense in ("[" * 100_000, "[1]", "{}", '{"events": 1, "lost": 0}'):
        assert came(True, nonsense) is None


def test_an_interpreter_that_is_not_there_is_told_to_who_waits(pool: Pool) -> None:
    future = pool.submit(PROGRAM, Contract(), python="/not/there")
    with pytest.raises(FileNotFoundError):
        future.result(0)


def test_while_the_command_ends_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    ending = Pool()
    monkeypatch.setattr(ends, "_ending", True)
    told = ending.submit(PROGRAM, Contract()).result(PATIENCE).troubles
    assert told == {"lost": "this command is ending"}
    ending.close()


@pytest.mark.parametrize("why", ["recorded", "crowded", ""])
def test_a_recorded_run_may_take_longer_and_any_on_a_crowded_machine(
    pool: Pool, tmp_path: Path, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "RECORDED", 1000)
    monkeypatch.setattr(os, "getloadavg", lambda: (1000 * CORES * (why == "crowded"), 0, 0))
    file = tmp_path / "shown.py"
    file.write_text("import time\n\ntime.sleep(0.4)\n")
    program, limit = Program("en", "part/shown", file, file.read_text()), Contract(time_limit=0.1)
    run = pool.submit(program, limit, recorded=why == "recorded").result()
    assert run.troubles == ({} if why else {"hung": "0.1 s"})


@pytest.mark.parametrize("why", ["busy", "timely"])
def test_what_measures_or_must_be_in_time_begins_when_all_else_has_begun(
    tmp_path: Path, why: str
) -> None:
    snippets = tmp_path / "snippets"
    (snippets / "en").mkdir(parents=True)
    for name in ("a_measures", "b_sleeps", "c_sleeps"):
        (snippets / f"en/{name}.py").write_text("import time\n\ntime.sleep(0.1)\nprint(1)\n")
    (snippets / "runs.toml").write_text(f"[a_measures]\n{why} = true\nrecorded = false\n")
    engine = Engine(snippets, lambda said: None)
    try:
        assert engine.refresh() == []
        assert engine.reports() == []
        began = {name: engine.outcome("en", name).run.began for name in ("a_measures", "c_sleeps")}
    finally:
        engine.close()
    assert began["a_measures"] > began["c_sleeps"]


# The first run prints another word than all after it.
FIRST_IS_ELSE = """
try:
    open({mark!r}, "x").close()
    print("a")
except FileExistsError:
    print("b")
"""


def test_runs_that_differ_are_not_tried_until_they_agree(tmp_path: Path) -> None:
    """A page says that the order of lines does not change: what once differs fails the build. Only
    of a program that says that it has to be in time is it known to be the machine's doing."""
    (tmp_path / "snippets/en").mkdir(parents=True)
    source = FIRST_IS_ELSE.format(mark=str(tmp_path / "there"))
    (tmp_path / "snippets/en/differs.py").write_text(source)
    engine = Engine(tmp_path / "snippets", lambda said: None)
    try:
        engine.refresh()
        told = engine.outcome("en", "differs").faults
    finally:
        engine.close()
    assert "expected the same output from a second run" in "".join(told)


@pytest.mark.parametrize("lacks", ["folder", "room"])
def test_runs_lie_on_disk_where_memory_has_no_place_for_them(
    lacks: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if lacks == "folder":
        monkeypatch.setattr(module, "MEMORY", tmp_path / "none")
    else:
        monkeypatch.setattr(module, "ROOM", 1 << 62)
    monkeypatch.setattr(module.tempfile, "tempdir", str(tmp_path))
    elsewhere = Pool()
    try:
        assert elsewhere.folder.parent == tmp_path.resolve()
        file = tmp_path / "shown.py"
        file.write_text("print('here')\n")
        program = Program("en", "part/shown", file, "print('here')\n")
        assert [line.text for line in elsewhere.submit(program, Contract()).result().lines] == [
            "here"
        ]
    finally:
        elsewhere.close()
    assert not elsewhere.folder.exists()


@pytest.mark.parametrize("how", [{}, {"fresh": True}, {"recorded": True}])
def test_a_run_finds_the_programs_that_its_own_imports(pool, tmp_path, how):
    (tmp_path / "en/part").mkdir(parents=True)
    (tmp_path / "en/part/other.py").write_text("def fail():\n    raise KeyError(1)\n")
    (tmp_path / "en/part/shown.py").write_text("import other\nprint('here')\nother.fail()\n")
    (_, program) = Programs(tmp_path)
    done = pool.submit(program, Contract(), **how).result()
    assert done.out == ["here"]
    files = [line.split('"')[1] for line in done.texts("err") if "File" in line]
    assert files == ["shown.py", "other.py"]


def one_program(snippets: Path, source: str) -> Engine:
    (snippets / "en").mkdir(parents=True)
    (snippets / "en/one.py").write_text(source)
    (snippets / "en/two.py").write_text(source)
    (snippets / "runs.toml").write_text("")
    return Engine(snippets, lambda said: None)


# No file may be longer than so many bytes.
SHORT = """
import resource, sys
from pathlib import Path
from runs.engine import Engine
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
engine = Engine(Path("snippets"), lambda said: None)
engine.refresh()
print(*engine.reports(), sep="\\n")
engine.close()
"""


@pytest.mark.parametrize("bytes", [nightly("0"), "3000"])  # for nothing; not for a recording
def test_programs_without_room_are_told_at_once_and_what_to_do(bytes: str, tmp_path: Path) -> None:
    source = "import asyncio\n\nfor _ in range(20):\n    asyncio.run(asyncio.sleep(0))\n"
    one_program(tmp_path / "snippets", source).close()
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, "-P", "-c", SHORT, bytes]
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True)
    where, told, *more = done.stdout.splitlines()
    assert (where, more) == ("snippets/en/one.py and 1 other program", []), done
    assert told.startswith("  expected the machine to have room for it, but file too large in /")
    assert told.endswith(": make room there, or have TMPDIR name another folder")


def test_where_nothing_can_be_started_that_is_told_and_tried_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, start = one_program(tmp_path / "snippets", "print('here')\n"), threading.Thread.start

    def fails(thread: threading.Thread) -> None:
        if thread.name != "progress":
            raise RuntimeError("can't start new thread")
        start(thread)

    try:
        with monkeypatch.context() as patched:
            patched.setattr(threading.Thread, "start", fails)
            engine.refresh()
            (told,) = engine.reports()
        assert "no more can be started: can't start new thread: end others, or allow" in told
        engine.refresh()
        assert engine.reports() == []
        assert engine.outcome("en", "one").run.out == ["here"]
    finally:
        engine.close()


def test_too_few_open_files_are_told_before_anything_runs() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (63, hard))
    try:
        with pytest.raises(OSError, match="Too many open files"):
            Pool()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_what_runs_is_what_is_shown_though_the_file_was_saved_meanwhile(
    pool: Pool, tmp_path: Path
) -> None:
    (tmp_path / "en").mkdir()
    for name, source in (("one", "import two\n"), ("two", "print('read')\n")):
        (tmp_path / f"en/{name}.py").write_text(source)
    programs = Programs(tmp_path)
    for name in ("one", "two"):
        (tmp_path / f"en/{name}.py").write_text("print('saved')\n")
    assert pool.submit(programs.get("en", "one"), Contract()).result().out == ["read"]


def test_what_lies_in_the_folder_of_the_command_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("1 / 0\n")
    monkeypatch.chdir(tmp_path)
    version, _, _ = pools.describe.__wrapped__(sys.executable)
    assert version == sys.version.split()[0]


def test_when_garbage_is_collected_does_not_depend_on_the_runs_before(run):
    """What a program says of collected objects would be a matter of chance."""
    counts = {run("import gc; print(gc.get_count(), gc.isenabled())").out[0] for _ in range(3)}
    assert len(counts) == 1
