"""What lies on the disk, before anything of it is read as pages or programs: whether all of it can
be read, has names that every machine can have, and is one text."""

from __future__ import annotations

import codecs
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from runs.programs import unseen

MERGE = re.compile(rb"^(?:<<<<<<< |>>>>>>> )", re.MULTILINE)
WITH_WORDS = (
    "mkdocs.yml", "docs/*/**/*.md", "docs/*/lab/**/*.py", "snippets/**/*.py", "snippets/runs.toml",
    "checks/**/*.py", "checks/**/*.toml",
    "scripts/languages/*.toml", "scripts/languages/interface/*.toml",
)  # fmt: skip
BY_LANGUAGE = "docs/*/**/*.md", "docs/*/**/*.py", "snippets/*/**/*.py"
FOLDERS = ("docs", "snippets", "checks")
NEEDED = "scripts/languages/*.toml", "scripts/languages/interface/*.toml", "mkdocs.yml"
READABLE = "give yourself the right to read it (chmod u+rX)"


def put(file: Path, text: str) -> None:
    """Put ``text`` into a file, whose folder is made if need be: all of it or, where there is no
    room, or somebody ends this meanwhile, nothing. Links stay, and what may be done with it."""
    place = file.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_name(f".{place.name}.new")
    try:
        new.write_text(text, encoding="utf-8")
        if place.exists():
            shutil.copymode(place, new)
        new.replace(place)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def faults(root: Path) -> list[str]:
    """What keeps the files below ``root`` from being read, each with its file."""
    # Of what cannot be read nothing more can be said.
    return [*_needed(root), *_below(root)] or [*conflicts(root)]


def _needed(root: Path) -> Iterator[str]:
    for file in sorted(file for pattern in NEEDED for file in root.glob(pattern)):
        if file.is_file() and not os.access(file, os.R_OK):
            yield f"{file.relative_to(root)}: expected a file that can be read: {READABLE}"


def _below(root: Path) -> Iterator[str]:
    for folder in (root / name for name in FOLDERS):
        if folder.is_dir():
            yield from _entries(root, folder)


def _entries(root: Path, folder: Path, above: frozenset[Path] = frozenset()) -> Iterator[str]:
    """MkDocs follows all links but hidden ones."""
    above |= {folder.resolve()}
    if not os.access(folder, os.R_OK | os.X_OK):
        yield f"{folder.relative_to(root)}: expected a folder that can be read: {READABLE}"
        return
    names: dict[str, str] = {}
    for path in sorted(each for each in folder.iterdir() if not each.name.startswith(".")):
        where = path.relative_to(root).as_posix()
        if "\\x" in (shown := os.fsencode(where).decode(errors="backslashreplace")):
            yield f"{shown}: expected a name in UTF-8: rename it"
            continue
        first = names.setdefault(_on_any_disk(path.name), path.name)
        if first != path.name:
            yield (
                f"{where}: expected a name that differs from {first} in more than capitals and the"
                " way accents are written, for on other machines both are one file: rename it"
            )
        if path.is_symlink() and not path.exists():
            came = "a symbolic link that leads nowhere"
            yield f"{where}: expected a file, came {came}: mend or remove it"
        elif path.is_dir() and path.resolve() in above:
            came = "a symbolic link to one that it lies in"
            yield f"{where}: expected a folder, came {came}: remove it"
        elif path.is_dir():
            yield from _entries(root, path, above)
        elif not os.access(path, os.R_OK):
            yield f"{where}: expected a file that can be read: {READABLE}"


def _on_any_disk(name: str) -> str:
    """What a name is on a disk that knows no capitals (macOS, Windows)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def conflicts(root: Path) -> Iterator[str]:
    """The places where a merge has left two texts for somebody to choose from."""
    for file in sorted({file for pattern in WITH_WORDS for file in root.glob(pattern)}):
        if file.is_file() and (found := MERGE.search(data := file.read_bytes())):
            line = data.count(b"\n", 0, found.start()) + 1
            where, came = file.relative_to(root).as_posix(), found[0].decode().strip()
            yield (
                f"{where}:{line}: expected one text, came {came}, the mark of a merge: keep one of"
                " the two texts, or both, and remove the lines with <<<<<<<, ======= and >>>>>>>"
            )


def strangers(root: Path, languages: Sequence[str]) -> Iterator[str]:
    """The folders whose programs would run, and whose pages be read, of a language that the site
    does not have."""
    known = ", ".join(languages)
    for pattern in BY_LANGUAGE:
        folder = pattern.partition("/")[0]
        found = (file.relative_to(root).parts[1] for file in root.glob(pattern) if file.is_file())
        for name in sorted({*found} - {*languages}):
            yield (
                f"{folder}/{name}: expected a language of the site ({known}), came {name}: move or"
                f" remove it, or open that language (python3 scripts/translate new {name})"
            )


def not_text(root: Path, file: Path) -> Iterator[str]:
    """Where a page is no text in UTF-8, or has characters that nobody sees."""
    where, data = file.relative_to(root).as_posix(), file.read_bytes()
    if data.startswith(codecs.BOM_UTF8):
        yield f"{where}:1: expected UTF-8 without a byte order mark: save the file without one"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield f"{where}:{line}: expected UTF-8, came the byte 0x{data[error.start]:02x}"
        return
    for line, found in enumerate(map(unseen, text.replace("\r\n", "\n").split("\n")), 1):
        if found:
            expected = "expected text that can be seen"
            yield f"{where}:{line}: {expected}, came {found}: remove it, or write an escape"
