"""Everything that can be checked of two languages without running or building anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from runs import asked
from runs.contracts import BadContracts, Contract, load
from runs.programs import Programs

from . import glossary, interface, marks, pages, same_program, settings
from .markdown_text import markdown_of, reading
from .terms import BadGlossary


def unusable(root: Path) -> list[str]:
    """The faults with which no page can be made: words, or marks of translations, that cannot be
    read. Each with its file."""
    try:
        languages = settings.languages(root)
    except settings.BadSettings as error:
        return [str(error)]
    files = [page for each in languages for page in pages.pages(root / "docs", each).values()]
    found = [fault for file in files for fault in _not_text(root, file)]
    try:
        glossary.load()
    except BadGlossary as error:
        found += [f"scripts/languages/{fault}" for fault in error.faults]
    needed = [interface.FOLDER / f"{language}.toml" for language in languages]
    found += [
        f"scripts/languages/interface/{file.name}: expected it, there is none"
        for file in needed
        if not file.exists()
    ]
    if not found:  # a file that is no text has been named
        found += _marks(root, languages)
    return found + interface.check_catalogues()


def _not_text(root: Path, file: Path) -> Iterator[str]:
    data = file.read_bytes()
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        where = file.relative_to(root).as_posix()
        yield f"{where}:{line}: expected UTF-8, came the byte 0x{data[error.start]:02x}"


def everything(root: Path) -> list[str]:
    """Every fault of pages, programs, terms and catalogues below ``root``, as ``file:line: …``."""
    names = Programs(root / "snippets").names
    wrong: list[str] = []
    try:
        contracts = load(root / "snippets/runs.toml", names)
    except BadContracts as error:
        wrong, contracts = error.faults, error.contracts
    languages = settings.languages(root)
    words = {name: list(contract.words) for name, contract in contracts.items()}
    unsure = [f"/{name}.py" for name, contract in contracts.items() if not contract.sure]
    pairs = same_program.check_tree(root / "snippets", languages, words)
    return [
        *wrong,
        *_rules(root),
        *_asked(root, contracts),
        *(told for told in pairs if not any(name in told for name in unsure)),
        *pages.check_pages(root / "docs", languages),
        *glossary.check_terms(root / "docs", languages),
    ]


def _rules(root: Path) -> Iterator[str]:
    for program in Programs(root / "snippets"):
        for line, what in asked.rules(program):
            yield f"{program.where}:{line}: {what}"


def _asked(root: Path, contracts: Mapping[str, Contract]) -> Iterator[str]:
    """Pages that ask for programs, values or lines that are not there."""
    programs = Programs(root / "snippets")
    for language in settings.languages(root):
        for file in pages.pages(root / "docs", language).values():
            where = file.relative_to(root).as_posix()
            page = reading(markdown_of(file))
            for line, what in asked.faults(page, language, programs, contracts):
                yield f"{where}:{line}: {what}"


def _marks(root: Path, languages: tuple[str, ...]) -> Iterator[str]:
    """Marks of translations that cannot be read, or name a source that is not there."""
    for language in languages:
        for path, file in pages.pages(root / "docs", language).items():
            where = file.relative_to(root).as_posix()
            try:
                mark = marks.read(file)
            except marks.BadMark as error:
                yield f"{where}:{error}"
                continue
            if mark and not (root / "docs" / mark.source / path).exists():
                expected = f"the page that this one translates, docs/{mark.source}/{path}"
                yield f"{where}:1: expected {expected}, there is none: write it, or remove the mark"
            elif mark and mark.source == language:
                yield f"{where}:1: expected another language after 'from', came its own"
