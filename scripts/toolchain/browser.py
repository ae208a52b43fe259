"""A Chromium or Chrome for the tests of the built site."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .environment import PYTHON, ROOT
from .watched import watched

TESTS, SITE = ROOT / "tests", ROOT / "tests/site"
# The first is Chromium without windows: the same pages in less processor time.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)


def is_needed(arguments: list[str]) -> bool:
    """Whether tests in a browser can be among those that pytest is asked for: where no file or
    folder of tests is named, or one that has some."""
    places = [ROOT / each.partition("::")[0] for each in arguments]
    named = [place for place in places if place.is_relative_to(TESTS) and place.exists()]
    return not named or any(
        place.is_relative_to(SITE) or SITE.is_relative_to(place) for place in named
    )


def browser() -> str:
    """The path of a Chromium or Chrome; gets one where there is none, or says what to do."""
    named = os.environ.get("BROWSER_PATH")
    if named and not os.access(named, os.X_OK):
        sys.exit(
            f"BROWSER_PATH is to be the path of a Chromium or Chrome; {named} cannot be started."
        )
    return find_browser() or _installed() or _downloaded() or _no_browser()


def find_browser() -> str | None:
    """The path of a Chromium or Chrome that is here: ``BROWSER_PATH``, on the PATH, or known."""
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    named = os.environ.get("BROWSER_PATH")
    return (
        named
        or next(filter(None, map(shutil.which, BROWSERS)), None)
        or (mac if Path(mac).exists() else _playwrights_own())
    )


def _playwrights_own() -> str | None:
    code = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    out = subprocess.run(
        [str(PYTHON), "-P", "-c", code], capture_output=True, text=True
    ).stdout.strip()
    return out if out and Path(out).exists() else None


def _installed() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("No Chromium here: installing Debian's for the browser tests (once)", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    watched(["apt-get", "update"], lambda lines: "installing Chromium", env=env)
    known = [name for name in BROWSERS[:2] if _is_in_apt(name)]
    install = ["apt-get", "install", "-y", "--no-install-recommends", *known[:1]]
    watched(install, lambda lines: "installing Chromium", env=env)
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _is_in_apt(package: str) -> bool:
    return not subprocess.run(["apt-cache", "show", package], capture_output=True).returncode


def _downloaded() -> str | None:
    print("No Chromium here: asking Playwright to download its own (once)", flush=True)
    command = [str(PYTHON), "-P", "-m", "playwright", "install", "chromium"]
    watched(command, lambda lines: "downloading Chromium")
    return _playwrights_own()


def _no_browser() -> str:
    sys.exit(
        "The tests need a Chromium or Chrome and none could be had. Install one of"
        f" {', '.join(BROWSERS)} (Debian: 'sudo apt install chromium'), or give the path of one"
        " in BROWSER_PATH, and call this again. Other tests need none: python3 scripts/test"
        " tests/claims"
    )
