"""The files of the reader's Python: made once, kept beside Pyodide, and put into each site.

What is made is named by all that it is made of, so a build that changes none of it makes nothing:
the first takes some seven seconds of a processor, most of it for the standard library, one that
follows a change of the recorder or of what tells three.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import parts

HERE = Path(__file__).resolve().parent
COMPILE = HERE / "compile.mjs"
# Names that a host of static files knows, or leaves alone: it may take .mjs for no script, and
# unpack what is called .gz, which is not said to the script that asked for it.
WASM, SCRIPTS = "pyodide.wasm.packed", {"pyodide.mjs": "pyodide.js", "pyodide.asm.mjs": "asm.js"}
STDLIB, PROGRAM, TELLING = "stdlib.zip", "program.zip", "telling.zip"
EDITOR, EDITOR_SOURCE = "editor.js", HERE / "editor.js"
OF_EDITOR = ("@codemirror/", "@lezer/", "@marijn/", "crelt", "style-mod", "w3c-keyname", "esbuild")
SEAL = "done"  # the file that tells of a folder that it is whole
FIRST = (WASM, *SCRIPTS.values(), STDLIB, PROGRAM)  # what comes before the first output


class Unmade(Exception):
    """The files cannot be made; the message says what is missing."""


@dataclass(frozen=True)
class Bundle:
    """``folder`` with the files; ``python``: version."""

    folder: Path
    python: str

    @property
    def name(self) -> str:
        """A name that no other bundle has."""
        return self.folder.name

    @property
    def sizes(self) -> dict[str, int]:
        """Bytes by file, as they are sent by a host that packs nothing."""
        return {name: (self.folder / name).stat().st_size for name in (*FIRST, TELLING)}

    @property
    def has_editor(self) -> bool:
        """Whether there is one with colours: it can lack where the rest can be made."""
        return (self.folder / EDITOR).exists()


class Maker:
    """``root``: of the project; ``locales``: of all languages. ``lacks``: why the editor could not
    be made, if so."""

    lacks = ""

    def __init__(self, root: Path, locales: Iterable[str]) -> None:
        self.modules = root / "node_modules"
        self.package = root / "node_modules/pyodide"
        self.cache = root / "node_modules/.cache/python"  # goes when the packages go
        self.lock = root / "package-lock.json"
        self.locales = sorted(locales)

    def known(self) -> Bundle | None:
        """What has been made of what there is now; None where nothing has, or can be."""
        if not self.lock.exists():
            return None
        found = self.cache / self._name()
        python = sealed(found)
        return None if python is None else Bundle(found, python)

    def made(self, node: str) -> Bundle:
        """The bundle, made if it is not there by the command ``node``, with the packages of the
        lock in place. Raises `Unmade`."""
        return self.known() or self._make(node)

    def _name(self) -> str:
        program, telling = self._files()
        made_of = [self._library(), self._editor()]
        return digest(*made_of, *program.items(), *telling.items())[:12]

    def _library(self) -> str:
        said = [*self._locked("pyodide"), parts.LEFT_OUT, parts.SOURCES]
        return digest(*said, ("compile", COMPILE), ("bundle", Path(__file__)))

    def _editor(self) -> str:
        return digest(*self._locked(*OF_EDITOR), ("editor", EDITOR_SOURCE))

    def _locked(self, *names: str) -> list[str]:
        """What the lock has for the packages whose names begin so."""
        packages = json.loads(self.lock.read_text(encoding="utf-8"))["packages"]
        starts = tuple(f"node_modules/{name}" for name in names)
        found = {k: v for k, v in sorted(packages.items()) if k.startswith(starts)}
        return [f"{name} {package.get('integrity')}" for name, package in found.items()]

    def _files(self) -> tuple[dict[str, Path], dict[str, Path]]:
        return parts.of_program(), parts.of_telling(self.locales)

    def _make(self, node: str) -> Bundle:
        package, target = self.package, self.cache / self._name()
        library = self.cache / f"library-{self._library()[:12]}"
        jobs: list[Mapping[str, object]] = []
        for folder in (target, library):
            if sealed(folder) is None:
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)
        begun = sealed(library) is None
        if begun:
            minor = _minor(package)
            jobs.append(
                {"to": str(library / STDLIB), "at": f"/lib/python3{minor}.zip",
                 "from": str(package / "python_stdlib.zip"), "without": parts.LEFT_OUT,
                 "sources": parts.SOURCES}
            )  # fmt: skip
        for name, files in zip((PROGRAM, TELLING), self._files(), strict=True):
            texts = {there: str(file) for there, file in files.items()}
            at = f"/lib/{name.removesuffix('.zip')}"
            jobs.append({"to": str(target / name), "at": at, "files": texts, "sources": "^$"})
        self._compile(node, jobs, target / "jobs.json")
        if begun:
            _pack(package / "pyodide.asm.wasm", library / WASM)
            for name, called in SCRIPTS.items():
                shutil.copyfile(package / name, library / called)
            shutil.copyfile(package / "pyodide-lock.json", library / "lock.json")
            seal(library)
        for file in library.iterdir():
            if file.name not in (SEAL, "lock.json"):
                (target / file.name).hardlink_to(file)
        self._bundle_editor(node, target / EDITOR)
        info = json.loads((library / "lock.json").read_text(encoding="utf-8"))["info"]
        (target / "info.json").write_text(json.dumps(info), encoding="utf-8")
        seal(target, str(info["python"]))
        self._tidy({target.name, library.name})
        return Bundle(target, str(info["python"]))

    def _compile(self, node: str, jobs: list[Mapping[str, object]], file: Path) -> None:
        file.write_text(json.dumps(jobs), encoding="utf-8")
        command = [node, str(COMPILE), str(self.package), str(file)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=HERE)
        file.unlink()
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            raise Unmade("Node could not compile Python for it:\n" + "\n".join(said[-8:]))

    def _bundle_editor(self, node: str, file: Path) -> None:
        """One file of the editor and all that it imports, with the licences of these."""
        files = self.modules.glob("@codemirror/*/LICENSE")
        licences = sorted({each.read_text(encoding="utf-8").strip() for each in files})
        banner = "".join(f"/*!\n{each}\n*/\n" for each in licences)
        command = [node, str(self.modules / "esbuild/bin/esbuild"), str(EDITOR_SOURCE)]
        command += ["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=error"]
        command += [f"--outfile={file}", f"--banner:js={banner}"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=HERE)
        if done.returncode:
            file.unlink(missing_ok=True)
            said = (done.stderr or done.stdout).strip().splitlines()
            self.lacks = "\n".join(said[:8])

    def _tidy(self, kept: set[str]) -> None:
        for folder in self.cache.iterdir():
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def seal(folder: Path, said: str = "") -> None:
    """Note that a folder is whole, what of, and what is said of it."""
    sizes = {file.name: file.stat().st_size for file in folder.iterdir()}
    (folder / SEAL).write_text(json.dumps({"said": said, "sizes": sizes}), encoding="utf-8")


def sealed(folder: Path) -> str | None:
    """What was said of a folder that is as it was when it was whole; None of one that is not: what
    is kept for long may be damaged, by a disk that was full or a machine that fell."""
    try:
        noted = json.loads((folder / SEAL).read_text(encoding="utf-8"))
        sizes = {name: (folder / name).stat().st_size for name in noted["sizes"]}
    except (OSError, ValueError):
        return None
    return str(noted["said"]) if sizes == noted["sizes"] else None


def _minor(package: Path) -> str:
    lock = json.loads((package / "pyodide-lock.json").read_text(encoding="utf-8"))
    return str(lock["info"]["python"]).split(".")[1]


def _pack(source: Path, target: Path) -> None:
    with target.open("wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as packed:
        packed.write(source.read_bytes())


def digest(*items: str | tuple[str, Path]) -> str:
    """Of texts, and of names with what is in their files."""
    whole = hashlib.sha256()
    for item in items:
        if isinstance(item, str):
            whole.update(item.encode())
        else:
            whole.update(item[0].encode() + hashlib.sha256(item[1].read_bytes()).digest())
    return whole.hexdigest()


def locales(root: Path) -> list[str]:
    """Of all languages of the interface. A catalogue that cannot be read is passed over: a build
    tells that with its line, and makes nothing."""
    files = (root / "scripts/languages/interface").glob("*.toml")
    return sorted(filter(None, map(_locale, files)))


def _locale(file: Path) -> str | None:
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8")).get("locale")
    except ValueError:  # no UTF-8, or no TOML
        return None
    return found if isinstance(found, str) else None
