"""Everything that can be checked of two languages without running or building anything."""

from __future__ import annotations

from pathlib import Path

from runs.contracts import BadContracts, load
from runs.programs import Programs

from . import glossary, interface, pages, same_program

LANGUAGES = ("pt", "en")  # the first is the default: others may lack what it has


def everything(root: Path) -> list[str]:
    """Every fault of pages, programs, terms and catalogues below ``root``, as ``file:line: …``."""
    names = Programs(root / "snippets").names
    try:
        contracts = load(root / "snippets/runs.toml", names)
    except BadContracts as error:
        return error.faults
    words = {name: list(contract.words) for name, contract in contracts.items()}
    return [
        *same_program.check_tree(root / "snippets", LANGUAGES, words),
        *pages.check_pages(root / "docs", LANGUAGES),
        *glossary.check_terms(root / "docs", LANGUAGES),
        *interface.check_catalogues(),
    ]
