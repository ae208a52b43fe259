"""However a program is started, what it sees of its start is what Python itself gives it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from made import ROOT
from recorder.native import HIGH
from runs.interpreters import interpreters

SEES = """\
import asyncio, gc, json, os, signal, sys, threading, warnings

def sees():
    main = sys.modules["__main__"]
    told = {name: repr(value) for name, value in vars(main).items()}
    return {
        "names": [*told], "values": told, "argv": sys.argv, "orig_argv": sys.orig_argv,
        "path": sys.path, "flags": str(sys.flags), "modules": sorted(sys.modules),
        "cwd": os.getcwd(), "environment": dict(os.environ),
        "importers": sorted(sys.path_importer_cache),
        "threads": [thread.name for thread in threading.enumerate()],
        "signals": {s.name: str(signal.getsignal(s)) for s in signal.Signals},
        "gc": (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count(), gc.callbacks),
        "recursion": sys.getrecursionlimit(), "warnings": list(map(str, warnings.filters)),
        "finders": list(map(str, sys.meta_path)), "hooks": list(map(str, sys.path_hooks)),
        "stack": stack(sys._getframe()),
        "xoptions": sys._xoptions, "executable": sys.executable,
        "excepthook": EXCEPTHOOK, "exit": str(sys.exit), "streams": str((sys.stdout, sys.stderr)),
        "tracking": sys.get_coroutine_origin_tracking_depth(), "profile": str(sys.getprofile()),
        "umask": os.umask(0o22), "switch": sys.getswitchinterval(), "fds": os.listdir("/dev/fd"),
        "dev": sys.flags.dev_mode, "unraisable": sys.unraisablehook is sys.__unraisablehook__,
        "locale": __import__("locale").setlocale(0), "pid": os.getpid() != os.getppid(),
    }

def stack(frame):
    return [frame.f_code.co_filename, *stack(frame.f_back)] if frame else []
"""
HOOK = "sys.excepthook is sys.__excepthook__"
PRINTS = "\nprint(json.dumps(sees()))\n"
# On 3.11 that hook is ours: nothing else can hide there what lies between a program and a future.


@pytest.fixture
def folder(tmp_path):
    """Programs of all kinds, and a folder to start them from."""
    text = SEES.replace("EXCEPTHOOK", HOOK) + PRINTS
    package = tmp_path / "programs" / "package"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    for file in (package / "__main__.py", package / "module.py", package.parent / "file.py"):
        file.write_text(text)
    (package.parent / "beside.py").write_text("")
    spawns = "import multiprocessing\n\ndef child():\n    print(json.dumps(sees()))\n\n"
    spawns += "if __name__ == '__main__':\n"
    for how in ("spawn", "fork", "forkserver"):
        start = f"    process = multiprocessing.get_context({how!r}).Process(target=child)\n"
        end = "    process.start()\n    process.join()\n"
        (package.parent / f"{how}s.py").write_text(
            SEES.replace("EXCEPTHOOK", HOOK) + spawns + start + end
        )
    runs = "import runpy\nrunpy.run_path('file.py', run_name='__main__')\n"
    (package.parent / "runpys.py").write_text(runs)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "link.py").symlink_to(package.parent / "file.py")
    (tmp_path / "elsewhere" / "linked").symlink_to(package.parent)
    return tmp_path


CODE = SEES.replace("EXCEPTHOOK", HOOK) + PRINTS
WAYS = {
    "file": ("programs", [], ["file.py"]),
    "arguments": ("programs", [], ["file.py", "-o", "--text", "a b", "-m", "x"]),
    "from another folder": ("elsewhere", [], ["../programs/file.py"]),
    "whole path": ("elsewhere", [], ["{folder}/programs/file.py"]),
    "link": ("elsewhere", [], ["link.py"]),
    "linked folder": ("elsewhere", [], ["linked/file.py"]),
    "module": ("programs", [], ["-m", "package.module", "--check"]),
    "package": ("programs", [], ["-m", "package"]),
    "code": ("programs", [], ["-c", CODE, "-c", "1"]),
    "input": ("programs", [], ["-", "x"]),
    "folder": ("elsewhere", [], ["linked/package"]),
    "dev": ("programs", ["-X", "dev"], ["file.py"]),
    "options": ("programs", ["-W", "error", "-Bu", "-X", "utf8"], ["file.py"]),
    "safe path": ("programs", ["-P"], ["file.py"]),
    "spawn": ("programs", [], ["spawns.py"]),
    "fork": ("programs", [], ["forks.py"]),
    "forkserver": ("programs", [], ["forkservers.py"]),
    "runpy": ("programs", [], ["runpys.py"]),
}


@pytest.mark.turns("way", [*WAYS], half=True)
def test_a_program_sees_what_python_gives_it(folder, version, way):
    cwd, options, program = WAYS[way]
    program = [part.replace("{folder}", str(folder)) for part in program]
    python = interpreters()[version]
    env = {"PYTHONPATH": str(ROOT / "scripts"), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath}

    def seen(*recorder):
        command = [python, *options, *recorder, *program]
        done = subprocess.run(
            command, cwd=folder / cwd, env=env, input=CODE, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        found = json.loads(
            re.sub("0x[0-9a-f]+|pid=[0-9]+|parent=[0-9]+", "…", done.stdout.splitlines()[0])
        )
        return {name: normal(name, value, version) for name, value in found.items()}, done

    into = folder / "out.json"
    recorded, one = seen("-m", "recorder", "-o", str(into))
    plain, other = seen()
    assert differences(plain, recorded) == {}
    assert (one.stderr, len(one.stdout.splitlines())) == (
        other.stderr,
        len(other.stdout.splitlines()),
    )
    assert json.loads(into.read_text())["lost"] == 0
    assert [file.name for file in Path(folder).iterdir() if "json" in file.name] == ["out.json"]


def differences(plain, recorded):
    names = plain.keys() | recorded.keys()
    return {n: (plain.get(n), recorded.get(n)) for n in names if plain.get(n) != recorded.get(n)}


def normal(name, value, version):
    if name == "fds":  # the recorder may have one, out of the way
        return [number for number in value if int(number) < HIGH]
    return None if name == "excepthook" and version < (3, 12) else value
