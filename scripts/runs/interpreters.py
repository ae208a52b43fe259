"""The Pythons of this machine on which programs are tested."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from toolchain.versions import NEWEST, OLDEST


@functools.cache
def interpreters() -> dict[tuple[int, int], str]:
    """One interpreter for each version from the oldest to the newest tried (`toolchain.versions`)
    that is here, oldest first, and the running one.

    Looks at ``python3.N`` on the PATH, and where pyenv and uv keep theirs.
    One that does not start (a shim without a version behind it) does not count.
    """
    found = {sys.version_info[:2]: sys.executable}
    for minor in range(OLDEST[1], NEWEST[1] + 1):
        for candidate in _candidates(minor):
            if (3, minor) not in found and (python := _executable(candidate, minor)):
                found[3, minor] = python
    return dict(sorted(found.items()))


def _candidates(minor: int) -> list[str]:
    name = f"python3.{minor}"
    homes: list[str | Path | None] = [
        os.environ.get("PYENV_ROOT"),
        Path.home() / ".pyenv",
        os.environ.get("UV_PYTHON_INSTALL_DIR"),
    ]
    homes += [Path.home() / ".local/share/uv/python"]
    # A shim on the PATH tells where pyenv is, also to a process whose HOME is elsewhere.
    if (on_path := shutil.which(name)) and Path(on_path).parent.name == "shims":
        homes.append(Path(on_path).parents[1])
    places = [on_path] if on_path else []
    for home in [home for home in homes if home]:
        for base in (Path(home), Path(home) / "versions"):
            places += sorted(map(str, base.glob(f"*3.{minor}*/bin/{name}")), reverse=True)
    return places


def _executable(python: str, minor: int) -> str | None:
    """What ``python`` really runs (behind a shim or a link), if it starts and is that version."""
    code = "import sys; print(sys.version_info[1], sys.executable)"
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    version, _, path = done.stdout.strip().partition(" ")
    return path if version == str(minor) else None
