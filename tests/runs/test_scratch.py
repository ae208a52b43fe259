"""Folders for a while: those of the dead are removed, those of the living are not touched."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from made import ROOT
from runs import scratch as module
from runs.scratch import PREFIX, Scratch, in_memory, lock, remove, sweep

MAKES_ONE = f"""
import sys
from pathlib import Path
sys.path[:0] = [{str(ROOT / "scripts")!r}]
from runs.scratch import Scratch
made = Scratch(Path(sys.argv[1]))
(made.folder / "shut").mkdir(mode=0)
print(made.folder, flush=True)
sys.stdin.read()
"""


def test_what_a_killed_process_left_is_removed_and_what_a_living_one_has_stays(tmp_path):
    makers = []
    for _ in range(2):
        command = [sys.executable, "-c", MAKES_ONE, str(tmp_path)]
        makers.append(subprocess.Popen(command, stdin=-1, stdout=-1, text=True))
    living, killed = (Path(maker.stdout.readline().strip()) for maker in makers)
    makers[1].kill()
    makers[1].communicate()
    assert killed.is_dir()
    mine = Scratch(tmp_path)
    assert set(tmp_path.iterdir()) == {living, mine.folder}
    makers[0].kill()
    makers[0].communicate()
    opened = len(os.listdir("/proc/self/fd"))
    mine.close()
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert len(os.listdir("/proc/self/fd")) == opened - 1, "its lock is gone, and no other stays"


def test_only_folders_of_ours_are_swept(tmp_path, monkeypatch):
    (tmp_path / "other").mkdir()
    (tmp_path / f"{PREFIX}file0000").write_text("mine")
    (tmp_path / f"{PREFIX}link0000").symlink_to(tmp_path / "other")
    for name in ("inside-asyncio-main", "inside-asyncio", f"{PREFIX}copy", f"{PREFIX}a0000000.bak"):
        (tmp_path / name).mkdir()
    before = set(tmp_path.iterdir())
    sweep(tmp_path)
    Scratch(tmp_path / "inside-asyncio-main").close()
    assert set(tmp_path.iterdir()) == before
    (tmp_path / f"{PREFIX}anothers").mkdir()
    with monkeypatch.context() as patched:
        patched.setattr(os, "geteuid", lambda: 1 << 30)
        sweep(tmp_path)
    assert (tmp_path / f"{PREFIX}anothers").exists()


def test_one_in_another_lies_beside_it(tmp_path):
    outer = Scratch(tmp_path)
    inner = Scratch(outer.folder)
    assert inner.folder.parent == tmp_path
    for each in (inner, outer):
        each.close()


def test_what_is_swept_before_it_is_locked_is_made_again(tmp_path, monkeypatch):
    takes, opened = fcntl.flock, os.listdir("/proc/self/fd")
    swept = [shutil.rmtree, lambda _: None]

    def flock(held: int, how: int) -> None:
        takes(held, how)
        swept.pop(0)(os.readlink(f"/proc/self/fd/{held}"))

    monkeypatch.setattr(module, "MEMORY", tmp_path)
    monkeypatch.setattr(fcntl, "flock", flock)
    made = Scratch(tmp_path)
    assert [made.folder] == list(tmp_path.iterdir())
    made.close()
    assert os.listdir("/proc/self/fd") == opened


def test_where_nothing_can_be_locked_a_folder_serves_and_a_link_does_not(tmp_path, monkeypatch):
    def flock(held: int, how: int) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.setattr(fcntl, "flock", flock)
    assert lock(tmp_path / "link") is None
    held = lock(tmp_path)
    assert held is not None
    os.close(held)


def test_memory_that_may_not_be_written_is_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "ROOM", 1)
    assert in_memory() == module.MEMORY
    assert in_memory(1 << 62) is None
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert in_memory() is None


def test_memory_where_nothing_can_be_executed_is_none_for_what_is(monkeypatch: pytest.MonkeyPatch):
    told = list(os.statvfs(module.MEMORY))
    told[8] |= os.ST_NOEXEC  # f_flag
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result(told))
    assert in_memory(1) == module.MEMORY
    assert in_memory(1, executable=True) is None


def test_a_folder_is_removed_however_deep_and_shut_it_is(tmp_path):
    at = deep = tmp_path / "deep"
    deep.mkdir()
    here = os.getcwd()
    try:
        os.chdir(deep)
        for _ in range(1500):
            os.mkdir("d")
            os.chdir("d")
        os.mkdir("shut", 0)
    finally:
        os.chdir(here)
    try:
        remove(at)
        assert not at.exists()
        at.symlink_to("nowhere")
        remove(at)
        assert not at.is_symlink()
    finally:
        subprocess.run(["rm", "-rf", at])  # pytest could not
