"""Folders for a while: those of the dead are removed, those of the living are not touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from made import ROOT
from runs.scratch import PREFIX, Scratch, remove, sweep

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
    mine.close()
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_only_folders_of_ours_are_swept(tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / f"{PREFIX}file0000").write_text("mine")
    (tmp_path / f"{PREFIX}link0000").symlink_to(tmp_path / "other")
    for name in ("inside-asyncio-main", "inside-asyncio", f"{PREFIX}copy", f"{PREFIX}a0000000.bak"):
        (tmp_path / name).mkdir()
    before = set(tmp_path.iterdir())
    sweep(tmp_path)
    Scratch(tmp_path / "inside-asyncio-main").close()
    assert set(tmp_path.iterdir()) == before


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
    finally:
        subprocess.run(["rm", "-rf", at])  # pytest could not
