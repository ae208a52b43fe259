"""The environment of all commands, ``.venv``: made from requirements.txt, and made anew or mended
when it does not fit.

Rules that everything here keeps:

- Every command begins with `enter`, which ends inside an environment that fits, or says in a line
  why that cannot be.
- ``.venv/made-from`` tells that an environment is ours, and, once it is whole, from what it was
  made. What does not carry it is somebody else's: it is put aside and never deleted.
- Nothing relies on the scripts in ``.venv/bin``, which carry the path of the folder in which they
  were made: our commands start modules (``python -m mkdocs``). So a folder that was moved or copied
  works as it is, without the network; its scripts are made again for those who type their names.
- One command at a time makes it.
- What lies in the folder where somebody calls a command (a ``json.py``) is none of ours: ``-P``
  (pip sees to that itself).
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import interrupts, streams, variables
from .alone import alone
from .versions import EXECUTABLES, NEWEST, OLDEST
from .watched import watched

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements.txt"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "made-from"
UV_PINNED = ROOT / "scripts/uv.txt"
TEMPORARY = VENV / "tmp"  # of what fills it: where it goes with it, should that be killed
INSTALL = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-color"]
INSTALL += ["--require-hashes", "--only-binary", ":all:", "--progress-bar", "off"]
INSTALL += ["--no-compile"]  # half of the time; what is imported is compiled then


def enter() -> None:
    """Return inside the environment, making it first if need be; outside of it, or with variables
    that change what Python does, start the command again inside."""
    interrupts.let_in()  # it was held back when the command was started again
    streams.open_closed()
    _refuse_what_cannot_work()
    were_odd = variables.clean()
    inside = _is_inside()
    if not inside:
        _tell_of_a_newer_python()
    try:
        unfit = _unfit()
    except OSError as error:
        sys.exit(f"{error.filename} cannot be read: {str(error.strerror).lower()}")
    if unfit:
        _set_up()
    elif not inside and _is_elsewhere():
        _mend()
    if unfit or not inside or were_odd:  # Python has read them already
        interrupts.hold_back()
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    variables.give_home(VENV / "home")
    os.chdir(ROOT)
    variables.give_zone()
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    os.environ["NO_MKDOCS_2_WARNING"] = "1"  # Material's notice; the README's road ahead has it


def _refuse_what_cannot_work() -> None:
    if os.name != "posix":
        sys.exit("The programs are run with POSIX means: on Windows, please work inside WSL.")
    if sys.version_info[:2] >= OLDEST:
        return
    found = next(filter(shutil.which, EXECUTABLES), None)
    sys.exit(
        f"This needs Python {_dotted(OLDEST)} or newer; {sys.executable} is {_version()}."
        + (f" There is a newer one: {found} {' '.join(sys.argv)}" if found else "")
    )


def _tell_of_a_newer_python() -> None:
    if sys.version_info[:2] > NEWEST:
        text = f"Python {_version()} is newer than the newest tried, {_dotted(NEWEST)}: going on"
        print(text, file=sys.stderr, flush=True)


def _version() -> str:
    return sys.version.split()[0]


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))


def _is_inside() -> bool:
    return os.path.exists(VENV) and os.path.samefile(sys.prefix, VENV)


def _is_elsewhere() -> bool:
    """Whether the folder was moved or copied since the environment was made."""
    return bool(_stamp()["place"] != str(VENV.resolve()))


# -- does it fit?


def _unfit() -> str | None:
    """Why the environment cannot be used as it is, in words; None where it can."""
    if not os.path.exists(VENV):
        return "there is none yet"
    stamp = _stamp()
    if stamp.get("requirements") != _digest():
        return "requirements.txt has changed" if "requirements" in stamp else "it is not whole"
    if not _starts():
        return "its Python is gone or another"
    return None if set(stamp["packages"]) <= set(_packages()) else "packages are missing from it"


def _stamp() -> dict[str, Any]:
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest() -> str:
    return hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()


def _starts() -> bool:
    """Whether its Python starts, is there and not elsewhere, and is the one that was called."""
    if _is_inside():
        return True
    code = (
        "import os, sys; there = os.path.samefile(sys.prefix, sys.argv[1]);"
        "print(there, sys.version.split()[0], sys.abiflags)"
    )
    command = [str(PYTHON), "-I", "-c", code, str(VENV)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.stdout.split(" ") == ["True", _version(), f"{sys.abiflags}\n"]


def _packages() -> list[str]:
    """What lies beside each other where the packages are, but for what changes by itself."""
    found = (f.name for f in VENV.glob("lib/python*/site-packages/*"))
    return sorted(name for name in found if not name.endswith((".dist-info", "__pycache__")))


# -- making it


def _set_up() -> None:
    try:
        with interrupts.undoing(), alone(ROOT / "scripts", f"setting up {VENV.name}") as lock:
            if why := _unfit():  # another command may have made it meanwhile
                _make(why, lock)
    except OSError as error:
        sys.exit(f"{VENV} cannot be made: {error.strerror or error} ({error.filename}).")


def _make(why: str, lock: int) -> None:
    _refuse_its_place()
    print(f"Setting up {VENV.name} with Python {_version()} (once: {why})", flush=True)
    _clear()
    VENV.mkdir()
    STAMP.write_text("{}", encoding="utf-8")  # ours, and not whole
    if not _fill([outer(), "-P", "-m", "venv", str(VENV)], _making, lock):
        _clear()
        sys.exit(f"{outer()} could not make an environment (see its words above).{_advice()}")
    command = [str(PYTHON), *INSTALL, "-r", str(REQUIREMENTS)]
    if not _fill(command, _installing, lock):
        _clear()
        sys.exit(
            "The packages could not be installed (see pip's words above); nothing was kept."
            + (f" {_newer_advice()}" if sys.version_info[:2] > NEWEST else "")
        )
    _write_stamp()


def _refuse_its_place() -> None:
    if os.pathsep in str(ROOT):
        sys.exit(
            f"The path of this folder, {ROOT}, contains '{os.pathsep}', which Python allows in no"
            " environment's path: give the folder another name, and call this again."
        )
    if not os.access(ROOT, os.W_OK | os.X_OK):
        sys.exit(
            f"{VENV} is to be made, and {ROOT} cannot be written to: call this in a copy that is"
            " yours, or have the right to write given to you."
        )


def outer() -> str:
    """The interpreter that the environment is made with: the one that was called."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def _making(lines: list[str]) -> str:
    return "making the environment"


def uv() -> Path | None:
    """The path of uv, which makes the locks; None where pip could not bring it, and said why."""
    return VENV / "bin/uv" if bring(UV_PINNED, "uv") else None


def bring(pinned: Path, what: str) -> bool:
    """Have pip install into the environment what a lock lists, and say whether it could."""
    with alone(ROOT / "scripts", f"bringing {what}") as lock:
        command = [str(PYTHON), *INSTALL, "-r", str(pinned)]
        return _fill(command, lambda lines: f"fetching {what}", lock)


def _fill(command: list[str], doing: Callable[[list[str]], str], lock: int) -> bool:
    """As `watched`, for a command that puts something into the environment."""
    shutil.rmtree(TEMPORARY, ignore_errors=True)
    TEMPORARY.mkdir()
    try:
        return watched(command, doing, {**os.environ, "TMPDIR": str(TEMPORARY)}, (lock,))
    finally:
        shutil.rmtree(TEMPORARY, ignore_errors=True)


def _installing(lines: list[str]) -> str:
    """What pip is at, by what it has said."""
    so_far = list(lines)
    found = [line.split()[1] for line in so_far if line.startswith(("Collecting", "Processing"))]
    if any(line.startswith("Installing collected packages") for line in so_far):
        return f"installing {len(found)} packages"
    return f"{len(found)} packages fetched" + (f", now {Path(found[-1]).name}" if found else "")


def _advice() -> str:
    if all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        return ""
    return (
        " Parts of that Python are missing; on Debian and Ubuntu they come with"
        f" 'apt install python{_dotted(sys.version_info[:2])}-venv'."
    )


def _newer_advice() -> str:
    return f"Perhaps not all are there yet for this Python: try one up to {_dotted(NEWEST)}."


def _clear() -> None:
    """Nothing is in its place afterwards; what is not ours, or cannot be deleted, is put aside."""
    if os.path.exists(STAMP) and not VENV.is_symlink():
        shutil.rmtree(VENV, ignore_errors=True)
    if os.path.lexists(VENV):
        aside = next(p for n in range(1, 1000) if not os.path.lexists(p := ROOT / f".venv.{n}"))
        VENV.rename(aside)
        print(f"What was in the place of {VENV.name} is now {aside.name}", flush=True)


def _write_stamp() -> None:
    stamp = {"requirements": _digest(), "place": str(VENV.resolve()), "packages": _packages()}
    new = STAMP.with_suffix(".new")
    new.write_text(json.dumps(stamp), encoding="utf-8")
    new.replace(STAMP)


SCRIPTS_AGAIN = """
import sys
from importlib.metadata import entry_points
from pip._vendor.distlib.scripts import ScriptMaker

maker = ScriptMaker(None, sys.argv[1])
maker.clobber, maker.variants, maker.set_mode = True, {""}, True
maker.make_multiple(f"{e.name} = {e.value}" for e in entry_points(group="console_scripts"))
"""


def _mend() -> None:
    """The scripts of an environment whose folder was moved or copied, made as pip makes them. Who
    cannot write there can do without them."""
    venv = [outer(), "-P", "-m", "venv", "--without-pip", str(VENV)]
    scripts = [str(PYTHON), "-P", "-c", SCRIPTS_AGAIN, str(PYTHON.parent)]
    with contextlib.suppress(OSError):
        for command in (venv, scripts):
            subprocess.run(command, capture_output=True)
        _write_stamp()
