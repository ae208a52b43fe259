"""A program may turn against the processes that run it: it is caught in time and named, and the
program beside it has its run."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from made import PATIENCE, nightly, waited
from runs import pool as module
from runs.contracts import Contract
from runs.judge import faults
from runs.pool import Pool
from runs.programs import Program
from runs.run import Run

STARTER = "int(open(f'/proc/{os.getppid()}/stat').read().rsplit(')', 1)[1].split()[1])"
WAIT = "\nimport time\ntime.sleep(60)\n"
LIBC = "import ctypes, os\nlibc = ctypes.CDLL(None)\n"

HARMS = {  # what a program does, and what is told of it
    "stops its supervisor": (f"import os\nos.kill(os.getppid(), 19){WAIT}", "was stopped by"),
    "stops the starter": (f"import os\nos.kill({STARTER}, 19){WAIT}", "was stopped by a signal"),
    "kills the starter": (f"import os\nos.kill({STARTER}, 9){WAIT}", "has ended"),
    "kills all supervisors": (
        "import os\n"
        f"starter = {STARTER}\n"
        "for pid in open(f'/proc/{starter}/task/{starter}/children').read().split():\n"
        "    os.kill(int(pid), 9)\n" + WAIT,
        "was killed by SIGKILL",
    ),
    "ends supervisors with a harmless signal": (
        f"import os\nos.kill(os.getppid(), 10){WAIT}",
        "was killed by SIGUSR1",
    ),
    "traces its supervisor": (
        f"{LIBC}assert libc.ptrace(16, os.getppid(), 0, 0) == 0{WAIT}",
        "no report of it came in time",
    ),
    "takes descriptors of the starter": (
        f"{LIBC}"
        f"taken = libc.syscall(438, libc.syscall(434, {STARTER}, 0), 1, 0)\n"
        f"assert os.write(taken, b'[' * 100_000 + b'\\n'){WAIT}",
        "expected a report of the run",
    ),
    "reports of itself after nonsense": (
        f"{LIBC}"
        f"taken = libc.syscall(438, libc.syscall(434, {STARTER}, 0), 1, 0)\n"
        "number = os.getcwd().split(os.sep)[-2].encode()\n"
        'well = b\'{"id": \' + number + b\', "status": 0, "ended_orderly": true}\'\n'
        f"assert os.write(taken, b'no report\\n' + well + b'\\n'){WAIT}",
        "expected a report of the run",
    ),
    "says nonsense": ("import os\nos.write(63, b'end [[[')", "channel of the supervisor"),
    "says half of the truth": ("import os\nos.write(63, b'end {}')", "channel of the supervisor"),
    "says what is no text": ("import os\nos.write(63, b'\\xff')", "channel of the supervisor"),
    "nests without end": (
        "import os\nos.write(63, b'end ' + b'[' * 60000)",
        "channel of the supervisor",
    ),
    "closes all descriptors": (f"import os\nos.closerange(0, 99){WAIT}", "still running then"),
    "multiplies": (
        "import os, time\n"
        "for _ in range(300):\n    if not os.fork():\n        time.sleep(60)\n" + WAIT,
        "expected at most 100 processes",
    ),
    "multiplies out of reach": (
        "import os, time\n"
        "for _ in range(300):\n"
        "    if not os.fork():\n        os.setsid()\n        os.fork() and os._exit(0)\n"
        "        time.sleep(60)\n" + WAIT,
        "expected at most 100 processes",
    ),
    "multiplies for ever": (
        "import os, signal\n"
        "if not os.fork():\n"
        "    os.setsid()\n"
        "    for _ in range(100_000):\n"
        "        if os.fork():\n            os._exit(0)\n",  # the pid changes all the time
        "expected no process to stay behind",
    ),
    "fills its folder": (
        "n = 0\nwhile True:\n    n += 1\n    open(f'f{n}', 'wb').write(b'x' * 1_000_000)\n",
        "expected at most 64 MB",
    ),
    "fills its folder with nothing": (
        "n = 0\nwhile True:\n    n += 1\n    open(f'f{n}', 'wb').close()\n",
        "expected at most 64 MB in 5,000 files",
    ),
    "floods the receiver": (
        "import os, socket\n"
        "s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
        "s.bind('stranger')\n"
        "while True:\n    s.sendto(b'x', '../channels/all')\n",
        "still running then",
    ),
    "stops itself": (
        "import os\nos.kill(os.getpid(), 19)",
        "it was stopped by SIGSTOP and nothing",
    ),
    "stops all of itself": (
        f"import os\nif not os.fork():\n    os.kill(os.getpid(), 19)\nos.killpg(0, 19){WAIT}",
        "it was stopped by SIGSTOP and nothing",
    ),
    "loses the trail": (
        "import os, subprocess\n"
        "subprocess.Popen(['sh', '-c', 'setsid sleep 60 & exec setsid sleep 61'],\n"
        "                 start_new_session=True)\n",
        "expected no process to stay behind",
    ),
}
UNTIL_THE_LIMIT = ["still running then", "no report of it came in time"]
NEEDS_RIGHTS = {
    "traces its supervisor",
    "takes descriptors of the starter",
    "reports of itself after nonsense",
}

# What lies where the supervisor looks for a recording, after a program that is none the worse.
PLACED = {
    "fifo": "os.mkfifo(place)",
    "socket": "socket.socket(socket.AF_UNIX).bind(place)",
    "folder": "os.mkdir(place)",
    "link to an endless device": "os.symlink('/dev/zero', place)",
    "link to a terminal": "os.symlink('/dev/tty', place)",
    "huge file": "open(place, 'w').close(); os.truncate(place, 1 << 40)",
    "another folder": "os.rename(here, here + '-gone'); os.mkdir(here)",
    "shut folder": "os.chmod('..', 0)",
    "shut folder of all": "os.chmod('../..', 0)",
}
# What is caught by the same lines as another: every night.
LIKE_ANOTHER = {
    "ends supervisors with a harmless signal",
    "says half of the truth",
    "says what is no text",
    "multiplies",
    "stops all of itself",
    "socket",
    "link to a terminal",
    "shut folder of all",
}


def by_day(names: Iterable[str]) -> list[object]:
    return [nightly(name) if name in LIKE_ANOTHER else name for name in names]


def ask(pool: Pool, tmp_path: Path, name: str, source: str, **contract: object) -> Future[Run]:
    file = tmp_path / f"{name}.py"
    file.write_text(source)
    return pool.submit(Program("en", f"part/{name}", file, source), Contract(**contract))


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch):
    """A pool of its own, which does not wait long for reports."""
    monkeypatch.setattr(module, "SLACK", 3.0)
    monkeypatch.setattr(module, "STARTING_LIMIT", 10.0)
    pool = Pool()
    yield pool
    folder = pool.folder
    pool.close()
    assert not folder.exists()
    assert waited(lambda: not [*below(folder)]), "its processes begin there"


def below(folder: Path) -> Iterator[str]:
    """Where the living processes are that are somewhere in a folder, which may be gone."""
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if (where := os.readlink(link)).startswith(str(folder)):
                yield where


@pytest.mark.parametrize("name", by_day(HARMS))
def test_a_program_that_turns_against_its_supervision_harms_only_itself(alone, tmp_path, name):
    source, told = HARMS[name]
    beside = ask(alone, tmp_path, "beside", "import time\nprint(1)\ntime.sleep(2)\nprint(2)\n")
    limit = 1.0 if any(word in told for word in UNTIL_THE_LIMIT) else PATIENCE
    harm = ask(alone, tmp_path, "harm", source, time_limit=limit)
    run, innocent = harm.result(PATIENCE), beside.result(PATIENCE)
    if name in NEEDS_RIGHTS and "AssertionError" in "".join(run.err):
        pytest.skip("this user may not do it")
    assert any(told in fault for fault in faults(run)), faults(run)
    assert faults(innocent) == []
    assert innocent.out == ["1", "2"]
    assert ask(alone, tmp_path, "after", "print(3)\n").result(PATIENCE).out == ["3"]


@pytest.mark.thorough
def test_a_program_that_is_stopped_goes_on_when_something_of_it_wakes_it(alone, tmp_path):
    source = (
        "import os, signal, time\n"
        "if not os.fork():\n"
        "    while open(f'/proc/{os.getppid()}/stat').read().rpartition(')')[2][1] != 'T':\n"
        "        time.sleep(0.01)\n"
        "    time.sleep(1)  # several looks of the supervisor\n"
        "    os.kill(os.getppid(), signal.SIGCONT)\n"
        "    os._exit(0)\n"
        "os.kill(os.getpid(), signal.SIGSTOP)\n"
        "os.wait()\n"
        "print('awake')\n"
    )
    run = ask(alone, tmp_path, "woken", source, time_limit=PATIENCE).result(PATIENCE)
    assert (faults(run), run.out) == ([], ["awake"])


@pytest.mark.parametrize("name", by_day(PLACED))
def test_nothing_that_a_program_puts_in_a_place_is_waited_for(alone, tmp_path, name):
    source = (
        "import os, socket\n"
        "here = os.path.dirname(os.getcwd())\n"
        f"place = '../recording.json'\n{PLACED[name]}\nprint(1)\n"
    )
    for recorded in (True, False):
        file = tmp_path / "puts.py"
        file.write_text(source)
        program = Program("en", "part/puts", file, source)
        run = alone.submit(program, Contract(), recorded=recorded).result(PATIENCE)
    assert run.out == ["1"]
    assert run.recording is None
    assert faults(run) == []
    assert ask(alone, tmp_path, "after", "print(3)\n").result(PATIENCE).out == ["3"]
