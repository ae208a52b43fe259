"""``translate status``: what waits for somebody, in all languages, in one, or on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from . import fingerprint, freshness, history, workshop
from .freshness import State
from .marks import Entry
from .naming import where
from .untranslated import untranslated
from .workshop import LanguageState, PageState, Workshop

AROUND = 6  # words shown on both sides of a change
CALL = "python3 scripts/translate"


def about(shop: Workshop, page: PageState, faults: Iterable[str]) -> list[str]:
    """The faults of a page and of its programs."""
    return [fault for fault in faults if fault.startswith(tuple(places(shop, page)))]


def places(shop: Workshop, page: PageState) -> Iterator[str]:
    """How the faults of a page and of its programs begin."""
    yield f"{where(shop, page)}:"
    yield from (f"snippets/{page.language}/{name}.py:" for name in page.programs)


def of_language(shop: Workshop, state: LanguageState, faults: list[str]) -> Iterator[str]:
    """A language in lines: how far it is, its pages with something to do, smallest first."""
    texts = " ".join(
        f"{what} {have} of {all_}"
        for what, (have, all_) in (("interface", state.interface), ("terms", state.terms))
    )
    own = [page for page in state.pages if page.source is None]
    line = f"{state.name} ({state.language}): {state.percent} % of {state.words:,} words; {texts}"
    yield line + (f"; {len(own)} of {len(state.pages)} pages are originals" if own else "")
    wrong = [page for page in state.pages if about(shop, page, faults)]
    waiting = [*state.waiting, *(page for page in wrong if page not in state.waiting)]
    for page in waiting:
        short = _in_short(page, about(shop, page, faults))
        yield f"  {page.to_do:6,} words  {page.name:28} {short}"
    yield from (f"  {line}" for line in _to_tidy(shop, state.language))
    yield from (f"  {line}" for line in _said_elsewhere(shop, state.language))
    if not waiting:
        yield "  no page waits for a translator"
    else:
        verb = "status" if waiting[0].exists else "start"
        yield f"  next: {CALL} {verb} {state.language} {waiting[0].name}"


def _in_short(page: PageState, faults: list[str]) -> str:
    if not page.exists:
        return "missing"
    counts = [(page.count(state), state) for state in State if state is not State.DONE]
    told = [f"{count} of {len(page.sections)} sections {state}" for count, state in counts if count]
    moved = sum(bool(s.was or s.rebuilt) for s in page.sections) + sum(page.extra.values())
    told += [f"{moved} built otherwise"] * bool(moved)
    late = sum(state is not State.DONE for state in page.programs.values())
    told += [f"{late} of {len(page.programs)} programs"] * bool(late and not faults)
    told += [f"{len(faults)} fault{'s' * (len(faults) > 1)}"] * bool(faults)
    return ", ".join(told)


def _to_tidy(shop: Workshop, language: str) -> Iterator[str]:
    """Files whose original has another name now, or is gone."""
    for (lang, old), new in shop.located.moved.items():
        if lang == language:
            yield f"move docs/{lang}/{old} to docs/{lang}/{new}: the original is there now"
    for lang, path in shop.located.gone:
        if lang == language:
            yield (
                f"docs/{lang}/{path}: its original is gone, and no page shows it: delete it, or"
                " remove 'translation' from its front matter, which makes it an original"
            )
    for (lang, new), old in shop.view.renamed.items():
        if lang == language:
            target = f"snippets/{lang}/{new}.py"
            yield f"move snippets/{lang}/{old}.py to {target}: the original is there now"
    for lang, name in sorted(shop.view.hidden):
        if lang == language:
            yield f"snippets/{lang}/{name}.py: its page's original shows it no longer: delete it"


def _said_elsewhere(shop: Workshop, language: str) -> Iterator[str]:
    """Translations that were changed while their original, in ``language``, was not."""
    for page in (page for each in shop.states for page in each.pages):
        ahead = page.count(State.AHEAD) + sum(not once for once in page.extra.values())
        if page.source == language and page.exists and ahead:
            told = f"{where(shop, page)} was changed and its original was not:"
            told += f" {ahead} section{'s' * (ahead > 1)}"
            yield f"{told} ({CALL} status {page.language} {page.name})"


def of_page(shop: Workshop, page: PageState, faults: list[str]) -> Iterator[str]:
    """A page in lines, section by section, with what changed in its source."""
    yield from faults
    if page.source is None:
        yield f"{where(shop, page)} is an original: it is translated from no other page."
        told = _said_elsewhere(shop, page.language)
        yield from (f"  {each}" for each in told if f" {page.name})" in each)
        return
    source = shop.page(page.source, page.path)
    yield f"{where(shop, page)}, translated from {where(shop, source)}"
    for section in page.sections:
        yield from _section(shop, page, section)
    for id, once in page.extra.items():
        line = shop.parts(page.language, page.path)[id].line
        yield f"  {'gone' if once else 'own':8}  #{id}  (line {line}) " + (
            "the source has it no longer, and no reader sees it: remove it"
            if once
            else "the source does not have it"
        )
    for name, state in page.programs.items():
        yield from _program(shop, page, name, state)
    call = f"{CALL} {{}} {page.language} {page.name}"
    if not page.exists:
        yield f"  next: {call.format('start')}"
    elif page.waits():
        yield f"  when it is right: {call.format('done')} [SECTION …]"


def _section(shop: Workshop, page: PageState, section: freshness.Section) -> Iterator[str]:
    place = f"line {section.line}" if page.exists else f"{section.words} words"
    yield f"  {section.state:8}  #{section.id}  ({place}) {section.title}"
    more = []
    if section.state is State.STALE:
        more += _changes(shop, page, section)
    if section.state is State.AHEAD:
        more.append(f"docs/{page.source}/{page.path} reads as it did when the two last matched")
    if section.was:
        more.append(f"the source calls it #{section.id}: here, change {{ #{section.was} }}")
    if section.rebuilt:
        more.append("the source has other links, items, values or programs since it was done")
    yield from (f"            {line}" for line in more)


def _program(shop: Workshop, page: PageState, name: str, state: State) -> Iterator[str]:
    if state is State.DONE:
        return
    source, own = f"snippets/{page.source}/{name}.py", f"snippets/{page.language}/{name}.py"
    said = {
        State.STALE: f"{source} {_otherwise(shop, page, name)}",
        State.AHEAD: f"it says something else now, and {source} does not",
        State.UNMARKED: "nobody has called it done",
        State.MISSING: f"it is there in the words of {source}, which is shown",
    }
    here = shop.programs[page.language].get(name)
    theirs = shop.programs.get(str(page.source), {}).get(name)
    if old := shop.view.renamed.get((page.language, name)):
        said[State.MISSING] = f"it is there as snippets/{page.language}/{old}.py: move it"
    elif here is None and page.exists:
        said[State.MISSING] = f"{source} is shown: {CALL} sync {name} writes it"
    yield f"  {state:8}  {own}" + (f"  {said[state]}" if page.exists else "")
    if state is State.STALE and theirs:
        yield from (f"            {line}" for line in _said_before(shop, page, name, theirs))
    if here and theirs and state is not State.AHEAD:
        for left in untranslated(theirs, here):
            yield f"            line {left.line} reads as in the source: {left.text}"


def _otherwise(shop: Workshop, page: PageState, name: str) -> str:
    entry = _entry(shop, page, name)
    if entry and entry.built == fingerprint.logic(shop.programs[str(page.source)][name]):
        return "says something else now"
    return f"does something else now: {CALL} sync {name}"


def _entry(shop: Workshop, page: PageState, name: str) -> Entry | None:
    mark = shop.located.mark(page.language, page.path)
    return (mark.programs or {}).get(name) if mark else None


def _said_before(shop: Workshop, page: PageState, name: str, now: str) -> list[str]:
    """What a program says now and did not when it was done, found in the history by its digest."""
    entry = _entry(shop, page, name)
    file = shop.root / f"snippets/{page.source}/{name}.py"
    for text in history.versions(shop.root, file):
        if entry and fingerprint.words(text) == entry.source:
            return changes(*(" ".join(fingerprint.spoken(each)) for each in (text, now)))
    return []


def _changes(shop: Workshop, page: PageState, section: freshness.Section) -> list[str]:
    before = workshop.before(shop, page, section)
    source = shop.parts(str(page.source), page.path)[section.id]
    place = f"docs/{page.source}/{page.path}:{source.line}"
    if before is None:
        return [f"the source reads otherwise now ({place})"]
    return [f"changed in the source ({place}):", *changes(before.text, source.text)]


def changes(before: str, after: str) -> list[str]:
    """What is no longer said, ``[-so-]``, and what is said now, ``{+so+}``, with words around."""
    old, new = before.split(), after.split()
    told, end = [], 0
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for group in matcher.get_grouped_opcodes(AROUND):
        pieces = []
        for step, i, j, k, m in group:
            if step == "equal":
                pieces.append(" ".join(old[i:j]))
                continue
            pieces += [f"[-{' '.join(old[i:j])}-]"] if j > i else []
            pieces += [f"{{+{' '.join(new[k:m])}+}}"] if m > k else []
        head = "… " if group[0][1] else ""
        end = group[-1][2]
        told.append(head + " ".join(filter(None, pieces)) + (" …" if end < len(old) else ""))
    return told
