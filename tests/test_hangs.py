"""A test that hangs ends, with what it has started, and the others go on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import psutil
import pytest
from made import ROOT, thorough

TESTS = """
import os
import subprocess
import time
import pytest

HERE = os.path.dirname(__file__)


def starts(name):
    return subprocess.Popen("sleep 600 & echo $! >" + name + "; wait", shell=True, cwd=HERE)


@pytest.fixture(scope="module")
def shared():
    with starts("shared") as process:
        yield process
        subprocess.run("kill $(cat shared)", shell=True, cwd=HERE)


@pytest.mark.timeout(3)
def test_waits_for_what_it_started(shared):
    with starts("mine"):  # waits for its end, also when the test fails
        while True:
            time.sleep(1)


@pytest.fixture
def stuck():
    yield
    with starts("left"):
        raise KeyError


@pytest.mark.timeout(3)
def test_fails_and_its_fixture_hangs(stuck):
    assert False


def test_goes_on(shared):
    assert shared.poll() is None
"""


@pytest.mark.parametrize("options", [thorough([]), ["-n", "2"]], ids=["one", "two"])
def test_a_hang_ends_the_test_and_what_it_started_and_no_other(tmp_path, options):
    shutil.copy(ROOT / "tests/conftest.py", tmp_path)
    file = tmp_path / "test_made_up.py"
    file.write_text(TESTS)
    settings = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path)]
    paths = ["-o", f"pythonpath={ROOT / 'tests'} {ROOT / 'scripts'}"]
    command = [sys.executable, "-m", "pytest", *settings, *paths, *options, str(file)]
    temporary = tmp_path / "temporary"  # a run of its own, with temporary files of its own
    temporary.mkdir()
    environ = {**os.environ, "TMPDIR": str(temporary)}
    for name in ("SHARED_BY_TESTS", "RUN_OF_TESTS", "PYTEST_XDIST_WORKER"):
        environ.pop(name, None)
    done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True)
    assert "2 failed, 1 passed, 1 error" in done.stdout, done.stdout
    assert done.stdout.count("Failed: Timeout (") >= 2
    files = [tmp_path / name for name in ("shared", "mine", "left")]  # on a crowded machine fewer
    pids = [int(file.read_text()) for file in files if file.exists()]
    assert [pid for pid in pids if lives(pid)] == []
    assert list(temporary.iterdir()) == []


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
