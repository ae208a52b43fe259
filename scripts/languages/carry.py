"""``translate sync``: a program that was changed, or is new, in all languages that show it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from runs.contracts import BadContracts, load
from runs.programs import Programs

from . import at_work, fingerprint, history, on_disk, pages
from .markdown_text import markdown_of, reading
from .marks import Entry, Mark
from .naming import Refused, language, program
from .program_text import Unreadable
from .same_program import differences
from .sync import Left, sync
from .to_do import CALL
from .workshop import Workshop

Words = list[dict[str, str]]


def sync_program(shop: Workshop, asked: argparse.Namespace) -> None:
    """Carry the logic of a program over to the other languages; write it where it is missing."""
    name = program(shop, asked.program)
    texts = {code: known[name] for code, known in shop.programs.items() if name in known}
    if asked.source:
        language(shop, asked.source)
    words = _declared(shop.root, name)
    source = asked.source or _changed(shop, name, texts, words)
    if source not in texts:
        raise Refused(f"expected a language that has {name} after --from, came {source!r}")
    for code in shop.located.languages:
        if code == source:
            continue
        if old := shop.view.renamed.get((code, name)):
            print(
                f"move snippets/{code}/{old}.py to snippets/{code}/{name}.py, then call this again"
            )
        elif _is_copy(shop, code, name):
            _copy(shop, code, name, texts[source])
        elif code in texts:
            _carry(shop, name, texts, (source, code), words)
    _tell_pages(shop, name)


def _tell_pages(shop: Workshop, name: str) -> None:
    shown = [
        file.relative_to(shop.root).as_posix()
        for code in shop.located.languages
        for file in pages.pages(shop.root / "docs", code).values()
        if any(name in (a.name, a.options.get("beside")) for a in reading(markdown_of(file)).asks)
    ]
    if shown:
        print("What these pages say and ask about it may have to change as well:")
        print(*(f"  {where}" for where in shown), sep="\n")


def _is_copy(shop: Workshop, code: str, name: str) -> bool:
    """Whether a language needs a program that it lacks, or has an old copy that nobody has
    translated."""
    asking = [page for page in shop.language(code).pages if page.exists and name in page.programs]
    if name not in shop.programs[code]:
        return bool(asking)
    return any(page.source for page in asking) and (code, name) in shop.view.instead


def _copy(shop: Workshop, code: str, name: str, text: str) -> None:
    file = shop.root / f"snippets/{code}/{name}.py"
    if name in shop.programs[code] and shop.programs[code][name] == text:
        print(f"{file.relative_to(shop.root).as_posix()}: nothing to do, it is a copy")
        return
    for page in shop.language(code).pages:
        mark = shop.located.mark(code, page.path)
        if page.file and mark and name in page.programs:
            programs: dict[str, Entry] = {**(mark.programs or {}), name: at_work.of_copy(text)}
            at_work.mark_page(page.file, Mark(mark.source, mark.sections, programs))
    on_disk.put(file, text)  # last: what ends this before is made good by another call
    left = len(fingerprint.spoken(text))
    print(
        f"{file.relative_to(shop.root).as_posix()}: written, a copy"
        + (f"; {left} text{'s' * (left > 1)} to translate" if left else "")
    )


def _carry(
    shop: Workshop, name: str, texts: Mapping[str, str], pair: tuple[str, str], words: Words
) -> None:
    new, theirs = (texts[each] for each in pair)
    where = f"snippets/{pair[1]}/{name}.py"
    if not differences(new, theirs, words, pair):
        print(f"{where}: nothing to do, it is the same program")
        return
    old = _last_same(shop.root, f"snippets/{pair[0]}/{name}.py", theirs, words, pair)
    if old is None:
        raise Refused(
            f"snippets/{pair[0]}/{name}.py was never the same program as {where} is now, as far as"
            " the history of this clone tells: change that one by hand;"
            f" {CALL} check {pair[1]} names each line"
        )
    known = {each[pair[0]]: each[pair[1]] for each in words if {*pair} <= each.keys()}
    try:
        text, left = sync(old, theirs, new, known)
    except Unreadable as error:
        raise Refused(f"snippets/{pair[0]}/{name}.py:{error.line}: {error.fault}") from None
    on_disk.put(shop.root / where, text)
    print(f"{where}: {_left_in_words(left)}")
    for each in left:
        print(f"  {where}:{each.line}: {each.text}")
        if each.before:
            print(f"      before: {each.before}")


def _left_in_words(left: list[Left]) -> str:
    if not left:
        return "it has the new logic, and no words are left to translate"
    return f"it has the new logic; {len(left)} text{'s' * (len(left) > 1)} to translate:"


def _last_same(
    root: Path, where: str, translation: str, words: Words, pair: tuple[str, str]
) -> str | None:
    """The newest version of a source that is the same program as ``translation`` is now."""
    for text in history.versions(root, root / where):
        if not differences(text, translation, words, pair):
            return text
    return None


def _changed(shop: Workshop, name: str, texts: Mapping[str, str], words: Words) -> str:
    """The language in which a program was changed: the one whose earlier version is the same
    program as the others are now. A copy that nobody has translated was not changed."""
    texts = {c: t for c, t in texts.items() if (c, name) not in shop.view.instead} or texts
    found = []
    for one in texts:
        unlike = [
            o for o in texts if o != one and differences(texts[one], texts[o], words, (one, o))
        ]
        where = f"snippets/{one}/{name}.py"
        if unlike and all(
            _last_same(shop.root, where, texts[other], words, (one, other)) for other in unlike
        ):
            found.append(one)
    if len(found) == 1:
        return found[0]
    if not found and not any(
        differences(texts[one], texts[other], words, (one, other))
        for one in texts
        for other in texts
    ):
        return next(iter(texts))
    raise Refused(
        f"in which language was {name} changed? {CALL} sync {name} --from"
        f" {next(iter(texts))} (or {', '.join(list(texts)[1:])})"
    )


def _declared(root: Path, name: str) -> Words:
    try:
        contracts = load(root / "snippets/runs.toml", Programs(root / "snippets").names)
    except BadContracts as error:
        raise Refused("\n".join(error.faults)) from None
    return [dict(each) for each in contracts[name].words] if name in contracts else []
