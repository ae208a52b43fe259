"""Variables of the environment that would change what our commands do, put right.

A shell may carry settings that were made for something else. What says where packages come from,
and what only concerns the looks, stays.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from pathlib import Path

from . import interrupts

KEPT = {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHON_COLORS"}
# Where packages come from, and how to get there. All else of pip's and npm's is about what is done
# with them, and that is for our commands to say.
SOURCES = re.compile(
    r"index|find_links|proxy|cert|trusted|timeout|retries|cache|config|keyring|"
    r"registry|(?<=config_)ca$|cafile|strict_ssl|auth|token|offline",
    re.I,
)


def clean() -> bool:
    """Put the variables of this process right, for it and all that it starts; whether there were
    others for Python."""
    before = _of_python()
    for name in list(os.environ):
        if _is_odd(name):
            del os.environ[name]
    os.environ["PYTHONUTF8"] = "1"  # our files are UTF-8 wherever they are read
    os.environ["PIP_USER"] = "0"  # a setting of pip that would go past the environment
    os.environ["TMPDIR"] = interrupts.temporary()  # passes over one that is not there
    return _of_python() != before


def give_zone() -> None:
    """Where TZ names something else than a time zone, which libraries refuse by a traceback, UTC is
    it. To be called in the folder in which the command works."""
    if not (zone := os.environ.get("TZ", "").removeprefix(":")):
        return
    import zoneinfo

    try:
        if os.path.exists(zone):
            with open(zone, "rb") as file:
                zoneinfo.ZoneInfo.from_file(file)
        else:
            zoneinfo.ZoneInfo(zone)
    except zoneinfo.ZoneInfoNotFoundError:
        pass  # it may be in the words of POSIX, which libraries let be
    except Exception:  # they let out what the file has them stumble over
        told = f"TZ: expected a time zone such as Europe/Berlin, came {os.environ['TZ']!r}"
        print(f"{told}: going on in UTC (mend it, or unset it)", file=sys.stderr, flush=True)
        os.environ["TZ"] = "UTC"


def _of_python() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("PYTHON")}


def _is_odd(name: str) -> bool:
    if name.startswith("PYTHON"):
        return name not in KEPT
    if prefix := re.match("pip_|npm_config_", name, re.I):
        return not SOURCES.search(name.replace("-", "_"), prefix.end())
    return name in {"__PYVENV_LAUNCHER__", "NODE_OPTIONS", "NODE_ENV", "NODE_PATH"}


def give_home(place: Path) -> None:
    """Without a home that one can write to, ``place`` is it: Jupyter, npm and browsers want one.
    Containers give ``/`` to a user without a home."""
    home = os.path.expanduser("~")
    if os.path.isabs(home) and home != "/" and os.access(home, os.W_OK | os.X_OK):
        os.environ["HOME"] = home
        return
    with contextlib.suppress(OSError):  # else it is not there, which they bear
        place.mkdir(exist_ok=True)
    os.environ["HOME"] = str(place)
