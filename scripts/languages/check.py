"""Everything that can be checked of two languages without running or building anything."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from runs import asked
from runs.contracts import BadContracts, Contract, load
from runs.near import nearest
from runs.programs import Program, Programs

from . import (
    freshness,
    front_matter,
    glossary,
    interface,
    marks,
    moments_of_terms,
    navigation,
    needed,
    on_disk,
    pages,
    ring,
    same_program,
    settings,
    shown,
    structure,
    what_ifs,
)
from .freshness import State
from .markdown_text import markdown_of, reading
from .terms import BadGlossary
from .workshop import PageState, Workshop

Sections = Mapping[tuple[str, str], Collection[str]]  # by language and path of their page


def unusable(root: Path) -> list[str]:
    """The faults with which no page can be made: words, or marks of translations, that cannot be
    read. Each with its file."""
    if found := unreadable(root):
        return found  # what follows from them would be told as well
    try:
        glossary.load()
    except BadGlossary as error:
        found += [f"scripts/languages/{fault}" for fault in error.faults]
    except FileNotFoundError:
        found.append("scripts/languages/glossary.toml: expected it, there is none")
    needed = [interface.FOLDER / f"{language}.toml" for language in settings.languages(root)]
    found += [
        f"scripts/languages/interface/{file.name}: expected it, there is none"
        for file in needed
        if not file.exists()
    ]
    return found + interface.check_catalogues()


def unreadable(root: Path) -> list[str]:
    """The faults with which nothing can be said of the pages: files that cannot be read, what is no
    text, settings and marks of translations that cannot be read."""
    if found := on_disk.faults(root):
        return found
    try:
        languages = settings.languages(root)
    except settings.BadSettings as error:
        return [str(error)]
    if found := needed.faults(root):
        return found
    files = [page for each in languages for page in pages.pages(root / "docs", each).values()]
    return [fault for file in files for fault in on_disk.not_text(root, file)] or list(
        _marks(root, languages)
    )


@dataclass(frozen=True)
class Asked:
    """What of the translations is compared with their sources. ``at_work``: not only what claims to
    be up to date, but also what a translator is at work on. ``wanted``: sections by language and
    path of their page, whatever their state."""

    at_work: bool = False
    wanted: Sections = field(default_factory=dict)


def everything(root: Path, shop: Workshop | None = None, of: Asked = Asked()) -> list[str]:
    """Every fault of pages, programs, terms and catalogues below ``root``, as ``file:line: …``.

    Of a translation only what claims to be up to date is compared with its source, so that who
    changes the source never has to write another language; ``of`` asks for more.
    """
    shop = shop or Workshop(root)
    programs = Programs(root / "snippets", shop.view)
    names = programs.names
    wrong: list[str] = []
    try:
        contracts = load(root / "snippets/runs.toml", names)
    except BadContracts as error:
        wrong, contracts = error.faults, error.contracts
    languages = settings.languages(root)
    words = {name: list(contract.words) for name, contract in contracts.items()}
    unsure = [f"/{name}.py" for name, contract in contracts.items() if not contract.sure]
    newer = [f"/{name}.py" for name, contract in contracts.items() if not contract.runs_here]
    excused, idle = _excused(shop, of), _idle(shop)
    asked_for = list(_asked(shop, contracts, of))
    told: dict[tuple[str, str], set[str]] = {}
    for each in asked_for:
        told.setdefault((each.language, each.path), set()).add(each.section)
    terms = glossary.check_terms(root / "docs", languages)
    places = {_place(each) for each in (*(each.fault for each in asked_for), *terms)}
    pairs = same_program.check_tree(root / "snippets", languages, words, excused | idle.keys())
    unlike = pages.check_pages(root / "docs", languages, _pairs(shop, of, told))
    return [
        *wrong,
        *on_disk.strangers(root, languages),
        *_rules(root),
        *_front_matters(root, languages),
        *(each.fault for each in asked_for),
        *(
            told
            for told in pairs
            if not any(name in told for name in unsure)
            and not (same_program.no_programs([told]) and any(name in told for name in newer))
        ),
        *idle.values(),
        *what_ifs.faults(programs, contracts, excused, functools.cache(lambda: _players(shop))),
        *(each for each in unlike if _place(each) not in places),
        *terms,
        *navigation.faults(root),
        *ring.faults(root),
        *moments_of_terms.faults(root, contracts, lambda: _players(shop)),
    ]


def _place(fault: str) -> str:
    """File and line of a fault."""
    return ":".join(fault.split(":", 2)[:2])


def _players(shop: Workshop) -> dict[str, str]:
    """By program, a page that has its player, in any language."""
    files = [pair for pages in shop.located.files.values() for pair in pages.items()]
    return moments_of_terms.stepped((path, reading(markdown_of(file))) for path, file in files)


def _rules(root: Path) -> Iterator[str]:
    for program in Programs(root / "snippets"):
        for line, what in asked.rules(program):
            yield f"{program.where}:{line}: {what}"


def _front_matters(root: Path, languages: tuple[str, ...]) -> Iterator[str]:
    for language in languages:
        for file in pages.pages(root / "docs", language).values():
            where = file.relative_to(root).as_posix()
            text = file.read_text(encoding="utf-8")
            for line, what in front_matter.faults(root, text, file.suffix):
                yield f"{where}:{line}: {what}"


def ask(shop: Workshop, contracts: Mapping[str, Contract]) -> shown.Faults:
    """What is wrong with what a text in a language asks of programs, by line."""
    programs = Programs(shop.root / "snippets", shop.view)
    players = functools.cache(lambda: _players(shop))
    return lambda text, language: asked.faults(
        reading(text), language, programs, contracts, players
    )


def same(contracts: Mapping[str, Contract]) -> Callable[[Program, Program], bool]:
    """Tells of two programs with one name whether they are one program in other words."""

    def is_same(one: Program, other: Program) -> bool:
        words = contracts[one.name].words if one.name in contracts else ()
        languages = (one.language, other.language)
        return not same_program.differences(one.source, other.source, words, languages)

    return is_same


class _Told(NamedTuple):
    """A fault in a section of a page."""

    language: str
    path: str
    section: str
    fault: str


def _asked(shop: Workshop, contracts: Mapping[str, Contract], of: Asked) -> Iterator[_Told]:
    """Pages that ask for programs, values or lines that are not there."""
    faults = ask(shop, contracts)
    for language, files in shop.located.files.items():
        for path, file in files.items():
            where = file.relative_to(shop.root).as_posix()
            page = shop.page(language, path)
            markdown = shown.in_step(shop, page, markdown_of(file))
            excused = set() if of.at_work else shown.unshowable(shop, page, faults)
            named = {section.id: section.was or section.id for section in page.sections}
            waiting = {named[id] for id in excused} | {
                id for id, once in page.extra.items() if once
            }
            for line, what in (*faults(markdown, language), *_rings(shop.root, markdown)):
                section = shown.section_of(markdown, line)
                if section not in waiting:
                    yield _Told(language, path, section, f"{where}:{line}: {what}")


def _rings(root: Path, markdown: str) -> Iterator[tuple[int, str]]:
    """Where a page asks for the drawing of a page that has none."""
    known = ring.named(root)
    for each in reading(markdown).asks:
        if (each.kind, each.name) == ("block", "ring") and each.what and each.what not in known:
            told = f"expected a page with a line under extra.ring in {settings.FILE}"
            yield each.line, f"{told}, came {each.what!r}{nearest(each.what, known)}"


def _excused(shop: Workshop, of: Asked) -> set[tuple[str, str]]:
    """The programs, by language and name, that are not compared with those of the source."""
    view = shop.view
    found = {*view.hidden, *view.instead, *view.renamed}
    found |= {(language, old) for (language, _), old in view.renamed.items()}
    if of.at_work:  # a copy is compared as well
        return {key for key in found if key[1] not in shop.programs[key[0]] or key in view.hidden}
    stale = [(page, page.stale_programs) for each in shop.states for page in each.pages]
    return found | {(page.language, name) for page, names in stale for name in names}


def _idle(shop: Workshop) -> dict[tuple[str, str], str]:
    """The programs, by language and name, that no page shows and that are not there in every
    language: nobody is asked to write the others."""
    view = shop.view
    known = {*view.hidden, *((language, old) for (language, _), old in view.renamed.items())}
    used = {
        (language, name)
        for language, programs in shop.programs.items()
        for name in programs.keys() - shop.shown
        if (language, name) not in known
    }
    return {
        (language, name): f"snippets/{language}/{name}.py:1: no page shows this program: delete it,"
        " or show it on one"
        for language, name in sorted(used)
        if any((each, name) not in used for each in shop.programs)
    }


def _pairs(shop: Workshop, of: Asked, told: Sections) -> Iterator[pages.Pair]:
    """The pages that are compared, and the sections of them. ``told``: those of which a fault was
    told; that they hold other things may only follow from it."""
    for each in shop.states:
        for page in each.pages:
            source = shop.located.file(str(page.source), page.path) if page.source else None
            if page.file and source and page.source:
                languages = (page.source, page.language)
                ids = frozenset(_compared(shop, page, of)) if page.marked else None
                renamed = {section.id: section.was for section in page.sections if section.was}
                both = [told.get((each, page.path), ()) for each in languages]
                now = {was: id for id, was in renamed.items()}
                wrong = {_built_id(now.get(id, id)) for ids in both for id in ids}
                yield pages.Pair(source, page.file, languages, ids, renamed, frozenset(wrong))


def _built_id(id: str) -> str:
    return structure.TOP if id == freshness.DESCRIPTION else id


def _compared(shop: Workshop, page: PageState, of: Asked) -> Iterator[str]:
    mark = shop.located.mark(page.language, page.path)
    if mark is None or page.source is None:
        return
    parts = shop.parts(page.source, page.path)
    wanted = of.wanted.get((page.language, page.path), ())
    for section in page.sections:
        id = _built_id(section.id)
        entry = mark.sections.get(section.id)
        done = entry and not entry.copied and entry.source == parts[section.id].digest
        lost = section.state is State.MISSING and done  # it was there when it was called done
        claims = section.state is State.DONE and not page.behind(section)
        at_work = section.state in (State.DONE, State.AHEAD, State.UNMARKED) or (
            section.state is State.STALE and section.touched
        )
        if claims or lost or (of.at_work and at_work) or section.id in wanted:
            yield id


def _marks(root: Path, languages: tuple[str, ...]) -> Iterator[str]:
    """Marks of translations that cannot be read, or name a source that cannot be."""
    sources = {}
    for language in languages:
        for path, file in pages.pages(root / "docs", language).items():
            where = file.relative_to(root).as_posix()
            try:
                mark = marks.read(file)
            except marks.BadMark as error:
                yield f"{where}:{error}"
                continue
            if not mark:
                continue
            sources[language, path] = mark.source
            text = file.read_text(encoding="utf-8")
            where += f":{marks.line_of(text, file.suffix, marks.KEY, 'from')}"
            if mark.source == language:
                yield f"{where}: expected another language after 'from', came its own"
            elif mark.source not in languages:
                expected = f"the page that this one translates, docs/{mark.source}/{path}"
                yield f"{where}: expected {expected}, there is none: write it, or remove the mark"
            elif sources.get((mark.source, path)) == language:
                yield (
                    f"{where}: expected an original, but this page says it was translated from"
                    f" docs/{mark.source}/{path}, and that one from this: remove one of the marks"
                )
