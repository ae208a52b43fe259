"""``translate start``, ``check`` and ``done``: the way of a page from a copy to a translation."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

from runs.near import nearest

from . import check, fingerprint, marks, shown, to_do
from .freshness import State
from .markdown_text import markdown_of
from .marks import Entry, Mark
from .naming import Refused, language, page, where
from .on_disk import put
from .to_do import CALL
from .untranslated import untranslated
from .workshop import PageState, Workshop


def mark_page(file: Path, mark: Mark) -> None:
    """Put ``mark`` into the front matter of a page."""
    put(file, marks.written(file.read_text(encoding="utf-8"), file.suffix, mark))


# -- begin


def start(shop: Workshop, asked: argparse.Namespace) -> None:
    """Copy a page and its programs, with a mark that says that they are copies."""
    state = page(shop, asked.language, asked.page)
    if state.exists:
        raise Refused(
            f"{where(shop, state)} is there already: edit it; what is left to do is"
            f" told by {CALL} status {state.language} {state.name}"
        )
    source = language(shop, asked.source) if asked.source else state.source
    original = shop.page(str(source), state.path) if source else None
    if original is None or not original.file or not original.translated:
        raise Refused(f"expected a language that has the page after --from, came {source!r}")
    made = [shop.root / "docs" / state.language / state.path]
    copied = {}
    try:
        for name in original.programs:
            text = shop.programs[original.language].get(name)
            if text is not None and name not in shop.programs[state.language]:
                made.append(shop.root / f"snippets/{state.language}/{name}.py")
                put(made[-1], text)
                copied[name] = of_copy(text)
        parts = shop.parts(original.language, state.path).items()
        entries = {id: Entry(p.digest, p.digest, p.built or NO_BUILD, True) for id, p in parts}
        mark = Mark(original.language, entries, copied)
        text = original.file.read_text(encoding="utf-8")
        put(made[0], marks.written(text, made[0].suffix, mark))
    except BaseException:  # a copy that does not say so would be taken for an original
        for file in made:
            file.unlink(missing_ok=True)
        raise
    print("To be translated, in any editor:")
    print(*(f"  {file.relative_to(shop.root).as_posix()}" for file in made), sep="\n")
    print(
        "In a page: words, not what is in {braces}, behind (links) or in lines with three ```."
        "\nIn a program: comments, docstrings and what is printed; nothing else, and no line moves."
        f"\nThen: {CALL} check {state.language} {state.name}"
        "\n      python3 scripts/serve, to see it"
        f"\n      {CALL} done {state.language} {state.name}"
    )


def of_copy(source: str) -> Entry:
    """The mark of a program that was copied and not yet translated."""
    words = fingerprint.words(source)
    return Entry(words, words, fingerprint.logic(source), True)


# -- check


def check_words(shop: Workshop, asked: argparse.Namespace) -> int:
    """Tell the faults of what is translated, and what is not translated yet."""
    code = language(shop, asked.language) if asked.language else None
    state = page(shop, code, asked.page) if code and asked.page else None
    faults = check.everything(shop.root, shop, check.Asked(at_work=True))
    untold: list[str] = []
    if code:
        faults = [f for f in faults if f.startswith(tuple(_places(shop, code, state)))]
        untold = list(_untold(shop, code, state))
    print(*faults, *untold, sep="\n", end="\n" if faults or untold else "")
    if faults or not untold:
        count = f"{len(faults) or 'no'} fault{'s' * (len(faults) != 1)}"
        seen = "" if faults else "; what programs do is seen by python3 scripts/serve or build"
        print(count + seen)
    return bool(faults)


def _places(shop: Workshop, code: str, state: PageState | None) -> Iterator[str]:
    if state:
        yield from to_do.places(shop, state)
    else:
        yield from (f"docs/{code}/", f"snippets/{code}/")
        yield f"scripts/languages/interface/{code}.toml"


def _untold(shop: Workshop, code: str, state: PageState | None) -> Iterator[str]:
    """What a check cannot say anything about, because nobody has translated it yet."""
    pages = [state] if state else list(shop.language(code).pages)
    waiting = [each for each in pages if each.source and (each.marked or not each.exists)]
    for each in waiting if state else []:
        missing = [section.id for section in each.sections if section.state is State.MISSING]
        if not each.exists:
            yield f"nothing is translated yet: {CALL} start {code} {each.name}"
        elif missing:
            told = f"{len(missing)} of {len(each.sections)} sections are not translated yet"
            yield f"{told}: {', '.join('#' + id for id in missing)}"
    if not state and waiting and not any(each.translated for each in pages):
        yield f"nothing is translated yet: {CALL} status {code}"


# -- done


def done(shop: Workshop, asked: argparse.Namespace) -> int:
    """Note that a page, or the sections that are named, match their source as both are now."""
    state = page(shop, asked.language, asked.page)
    if not state.exists:
        raise Refused(
            f"there is no {where(shop, state)}: {CALL} start {state.language} {state.name}"
        )
    if state.source is None:
        raise Refused(
            f"{where(shop, state)} is an original: there is nothing it has to keep up with"
        )
    wanted = list(_sections(state, asked.sections))
    _refuse_faults(shop, state, wanted, bool(asked.sections))
    if not asked.sections:
        _refuse_untranslated(shop, state, wanted)
    assert state.file
    mark = _noted(shop, state, wanted, shop.located.mark(state.language, state.path))
    mark_page(state.file, mark)
    after = Workshop(shop.root).page(state.language, state.path)
    left = len(after.sections) - after.count(State.DONE)
    count = f"{len(wanted)} section{'s' * (len(wanted) != 1)}"
    print(f"{where(shop, state)}: {count} noted as up to date; {left or 'none'} left to do")
    return 0


def _sections(state: PageState, named: Iterable[str]) -> Iterator[str]:
    known = {id: s.id for s in state.sections for id in (s.id, s.was) if id}
    for id in [each.lstrip("#") for each in named] or [s.id for s in state.sections]:
        if id not in known:
            raise Refused(
                f"docs/{state.source}/{state.path} has no section #{id}{nearest(id, known)};"
                f" it has {', '.join(known)}"
            )
        yield known[id]


def _refuse_faults(shop: Workshop, state: PageState, wanted: list[str], named: bool) -> None:
    """Of the sections that are to be noted; of others when the whole page is."""
    for section in state.sections:
        if section.was and section.id in wanted:
            raise Refused(
                f"nothing was noted: {where(shop, state)}:{section.line}: expected #{section.id},"
                f" as the source calls this section now, came #{section.was}: change it"
            )
    of = check.Asked(at_work=not named, wanted={(state.language, state.path): wanted})
    faults = to_do.about(shop, state, check.everything(shop.root, shop, of))
    if named:
        faults = [fault for fault in faults if _concerns(shop, state, fault, wanted)]
    faults += [] if named else list(_gone(shop, state))
    if faults:
        raise Refused("\n".join([*faults, "nothing was noted: mend that first"]))


def _gone(shop: Workshop, state: PageState) -> Iterator[str]:
    for id, once in state.extra.items():
        line = shop.parts(state.language, state.path)[id].line
        if once:
            yield (
                f"{where(shop, state)}:{line}: expected no section #{id}: the source has it no"
                " longer, and no reader sees it: remove it"
            )


def _concerns(shop: Workshop, state: PageState, fault: str, wanted: list[str]) -> bool:
    if not fault.startswith("docs/"):
        names = {name for id in wanted for name in state.shown.get(id, ())}
        return fault.startswith(tuple(f"snippets/{state.language}/{name}.py:" for name in names))
    assert state.file
    line = fault.split(":", 2)[1]
    return shown.section_of(markdown_of(state.file), int(line)) in wanted


def _refuse_untranslated(shop: Workshop, state: PageState, wanted: list[str]) -> None:
    kept = [s.id for s in state.sections if s.state is State.MISSING and s.id in wanted]
    texts = list(_left(shop, state))
    if not (kept or texts):
        return
    told = [f"nothing was noted: in {where(shop, state)} these still read as in the source:"]
    told += [f"  {', '.join('#' + id for id in kept)} (or are not there)"] * bool(kept)
    told += [f"  {text}" for text in texts]
    raise Refused(
        "\n".join(told) + "\nTranslate them, or name the sections that are done:"
        f" {CALL} done {state.language} {state.name} SECTION …"
        " (what needs no translation is noted when its section is named)"
    )


def _left(shop: Workshop, state: PageState) -> Iterator[str]:
    """What the programs of a page say in the words of the source, unless it was accepted before."""
    for name, now in state.programs.items():
        theirs = shop.programs.get(str(state.source), {}).get(name)
        here = shop.programs[state.language].get(name)
        if here is None and theirs is not None:
            yield f"snippets/{state.language}/{name}.py is not there: {CALL} sync {name} writes it"
        if here is None or theirs is None or (state.marked and now is State.DONE):
            continue
        for text in untranslated(theirs, here):
            yield f"snippets/{state.language}/{name}.py:{text.line}: {text.text}"


def _noted(shop: Workshop, state: PageState, wanted: list[str], before: Mark | None) -> Mark:
    """The mark with the sections that are noted, and the programs that these show."""
    theirs = shop.parts(str(state.source), state.path)
    ours = shop.parts(state.language, state.path)
    sections = dict(before.sections) if before else {}
    for id in wanted:
        if id in ours:
            sections[id] = Entry(theirs[id].digest, ours[id].digest, theirs[id].built or NO_BUILD)
    sections = {id: sections[id] for id in theirs if id in sections}
    programs = dict((before.programs if before else None) or {})
    is_new = before is None or before.programs is None  # a mark of earlier times knew of none
    shows = {name for id in wanted for name in state.shown.get(id, ())}
    for name in state.programs:
        here = shop.programs[state.language].get(name)
        source = shop.programs[str(state.source)].get(name)
        if here is not None and source is not None and (is_new or name in shows):
            logic = fingerprint.logic(source)
            programs[name] = Entry(fingerprint.words(source), fingerprint.words(here), logic)
    kept = {name: programs[name] for name in state.programs if name in programs}
    return Mark(str(state.source), sections, kept)


NO_BUILD = fingerprint.digest("")  # of a term of the glossary, which is built of nothing
