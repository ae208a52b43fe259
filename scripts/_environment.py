"""What a fresh machine lacks: an environment with the packages, Node with what checks the
browser's part, and a browser for the tests.

Standard library only; every command begins with ``enter()``. It makes ``.venv`` from
``requirements.txt`` when that is missing or has changed, and starts the command again inside it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements.txt"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "made-from"
OLDEST = (3, 11)


def enter() -> None:
    """Return inside the environment, making it first if need be; does not return outside it."""
    if sys.version_info[:2] < OLDEST:
        sys.exit(f"This needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    if os.name != "posix":
        sys.exit("The programs are run with POSIX means: on Windows, please work inside WSL.")
    if not _is_ours():
        if not _is_current():
            _make()
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    os.chdir(ROOT)
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    os.environ["NO_MKDOCS_2_WARNING"] = "1"  # Material's notice; the README's road ahead has it


def _is_ours() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve() and _is_current()


def _made_from() -> str:
    version = subprocess.run([_outer(), "-V"], capture_output=True, text=True).stdout.strip()
    return f"{version} {hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()}"


def _outer() -> str:
    """The interpreter that the environment is made with: the one that was called."""
    return getattr(sys, "_base_executable", sys.executable)


def _is_current() -> bool:
    try:
        return STAMP.read_text() == _made_from()
    except OSError:
        return False


def _make() -> None:
    python = _outer()
    print(
        f"Setting up {VENV.name} with Python {sys.version.split()[0]} (once, about half a minute)",
        flush=True,
    )
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        subprocess.run([python, "-m", "venv", str(VENV)], check=True)
    except subprocess.CalledProcessError:
        sys.exit(
            f"{python} could not make an environment. On Debian and Ubuntu its parts come with"
            " 'apt install python3-venv'; install them and call this again."
        )
    install = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    install += ["--require-hashes", "--only-binary", ":all:", "--progress-bar", "off"]
    if subprocess.run([*install, "-r", str(REQUIREMENTS)]).returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("The packages could not be installed (see pip's words above); nothing was kept.")
    STAMP.write_text(_made_from())


NODE_PINNED = ROOT / "scripts/node.txt"
OLDEST_NODE = 20
MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"


def node() -> str:
    """The path of a Node that is new enough: the machine's own, else one that pip brings into the
    environment; what it needs from ``package.json`` is there too."""
    found = _node_here() or _node_from_pip()
    _node_modules(found)
    return found


def _node_here() -> str | None:
    for path in filter(None, (shutil.which("node"), str(VENV / "bin/node"))):
        try:
            out = subprocess.run([path, "--version"], capture_output=True, text=True).stdout
        except OSError:
            continue
        if out.startswith("v") and int(out[1:].split(".")[0]) >= OLDEST_NODE:
            return path if shutil.which("npm", path=str(Path(path).parent)) else None
    return None


def _node_from_pip() -> str:
    print(f"No Node {OLDEST_NODE} or newer here: bringing one into {VENV.name} (once)", flush=True)
    install = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    install += ["--require-hashes", "--only-binary", ":all:", "--progress-bar", "off"]
    if subprocess.run([*install, "-r", str(NODE_PINNED)]).returncode or not (found := _node_here()):
        sys.exit(
            f"The checks need Node {OLDEST_NODE} or newer with npm, and pip could not bring one"
            " (see its words above). Install Node and call this again."
        )
    return found


def _node_modules(node: str) -> None:
    stamp, made_from = MODULES / ".made-from", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == made_from:
        return
    npm = shutil.which("npm", path=str(Path(node).parent))
    command = [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
    path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    quiet = {"cwd": ROOT, "env": {**os.environ, "PATH": path}, "stdout": subprocess.DEVNULL}
    if subprocess.run(command, **quiet).returncode:
        sys.exit("npm could not install what package-lock.json lists (see its words above).")
    stamp.write_text(made_from)


BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def browser() -> str:
    """The path of a Chromium or Chrome; gets one where there is none, or says what to do."""
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
    out = subprocess.run([str(PYTHON), "-c", code], capture_output=True, text=True).stdout.strip()
    return out if out and Path(out).exists() else None


def _installed() -> str | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("No Chromium here: installing Debian's for the browser tests (once)", flush=True)
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    }
    subprocess.run(["apt-get", "update"], **quiet)
    subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], **quiet)
    return shutil.which("chromium")


def _downloaded() -> str | None:
    print("No Chromium here: asking Playwright to download its own (once)", flush=True)
    subprocess.run([str(PYTHON), "-m", "playwright", "install", "chromium"])
    return _playwrights_own()


def _no_browser() -> str:
    sys.exit(
        "The tests need a Chromium or Chrome and none could be had. Install one of"
        f" {', '.join(BROWSERS)} (Debian: 'sudo apt install chromium'), or give the path of one"
        " in BROWSER_PATH, and call this again."
    )
