"""The commands of ``scripts/translate``: what is to do, begin a page, check it, call it done, carry
a program's change over, open a new language."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from runs.contracts import BadContracts, load
from runs.programs import Programs

from . import check, freshness, history, marks, nearest, new_language, pages, settings, workshop
from .freshness import State
from .markdown_text import markdown_in, reading
from .program_text import Unreadable
from .same_program import differences, programs
from .sync import Left, sync
from .workshop import PageState

AROUND = 6  # words shown on both sides of a change


class Refused(Exception):
    """What was asked for cannot be done; the message says why and what to do."""


def main(words: list[str], root: Path = settings.ROOT) -> int:
    """Do what the words of the command line say; the exit status: 0, or 1 if there are faults."""
    asked = _parser().parse_args(words)
    try:
        return int(asked.do(root, asked) or 0)
    except (Refused, settings.BadSettings, new_language.CannotAdd) as error:
        print(error, file=sys.stderr)
    except marks.BadMark:
        print(*check.unusable(root) or check.everything(root), sep="\n", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 scripts/translate",
        description="Translate pages and programs, and keep translations in step.",
        epilog="A page is called by its path: part-1/tasks. A program likewise:"
        " part-1/tasks/lost_task_is_cancelled. A language by its code: pt, en.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, do: Callable[..., int | None], about: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about)
        made.set_defaults(do=do)
        return made

    told = command("status", status, "Tell what is missing or stale, smallest first.")
    told.add_argument("language", nargs="?")
    told.add_argument(
        "page", nargs="?", help="tell of each section, and what changed in the source"
    )

    begun = command("start", start, "Copy a page and its programs, ready to be edited.")
    begun.add_argument("language", help="the language to translate into")
    begun.add_argument("page")
    begun.add_argument("--from", dest="source", help="the language to translate from")

    checked = command("check", check_words, "Name the lines that are not right, and what to do.")
    checked.add_argument("language", nargs="?")
    checked.add_argument("page", nargs="?")

    ended = command("done", done, "Note that a page, or some sections, are up to date.")
    ended.add_argument("language")
    ended.add_argument("page")
    ended.add_argument(
        "sections", nargs="*", metavar="SECTION", help="ids, as in '## Tasks { #tasks }'"
    )

    carried = command(
        "sync", sync_program, "Carry a change of a program's logic over to the other languages."
    )
    carried.add_argument("program")
    carried.add_argument("--from", dest="source", help="the language in which it was changed")

    opened = command("new", new, "Open a new language, which begins with no page of its own.")
    opened.add_argument("language", help="its code, such as es")
    return parser


# -- what is to do


def status(root: Path, asked: argparse.Namespace) -> int | None:
    faults = check.unusable(root) or check.everything(root)
    if asked.page:
        page = _page(root, asked.language, asked.page)
        _tell_page(root, page, _about(page, faults))
        return None
    languages = [_language(root, asked.language)] if asked.language else settings.languages(root)
    for language in languages:
        _tell_language(workshop.of_language(root, language), faults)
    return None


def _about(page: PageState, faults: list[str]) -> list[str]:
    """The faults of a page and of its programs."""
    return [fault for fault in faults if fault.startswith(tuple(_places(page)))]


def _tell_language(state: workshop.LanguageState, faults: list[str]) -> None:
    texts = " ".join(
        f"{what} {have} of {all_}"
        for what, (have, all_) in (("interface", state.interface), ("terms", state.terms))
    )
    own = [page for page in state.pages if page.source is None]
    about = f"{state.name} ({state.language}): {state.percent} % of {state.words:,} words; {texts}"
    print(about + (f"; {len(own)} of {len(state.pages)} pages are originals" if own else ""))
    wrong = [page for page in state.pages if _about(page, faults)]
    waiting = [*state.waiting, *(page for page in wrong if page not in state.waiting)]
    for page in waiting:
        print(f"  {page.to_do:6,} words  {page.name:28} {_in_short(page, _about(page, faults))}")
    if not waiting:
        print("  no page waits for a translator")
    else:
        first = waiting[0]
        verb = "status" if first.exists else "start"
        print(f"  next: python3 scripts/translate {verb} {state.language} {first.name}")


def _in_short(page: PageState, faults: list[str]) -> str:
    if not page.exists:
        return "missing"
    counts = [(page.count(state), state) for state in State if state is not State.DONE]
    told = [f"{count} of {len(page.sections)} sections {state}" for count, state in counts if count]
    told += [f"{len(faults)} fault{'s' * (len(faults) > 1)}"] * bool(faults)
    return ", ".join(told)


def _tell_page(root: Path, page: PageState, faults: list[str]) -> None:
    for fault in faults:
        print(fault)
    if page.source is None:
        print(
            f"docs/{page.language}/{page.path} is an original: it is translated from no other page."
        )
        return
    print(f"docs/{page.language}/{page.path}, translated from docs/{page.source}/{page.path}")
    for section in page.sections:
        where = f"line {section.line}" if page.exists else f"{section.words} words"
        print(f"  {section.state:8}  #{section.id}  ({where}) {section.title}")
        if section.state is State.STALE:
            for line in _changes(root, page, section):
                print(f"            {line}")
    for name, there in page.programs.items():
        if not there:
            print(f"  missing   snippets/{page.language}/{name}.py")
    call = f"python3 scripts/translate {{}} {page.language} {page.name}"
    if not page.exists:
        print(f"  next: {call.format('start')}")
    elif page.to_do or page.unmarked:
        print(f"  when it is right: {call.format('done')} [SECTION …]")


def _changes(root: Path, page: PageState, section: freshness.Section) -> list[str]:
    before = workshop.before(root, page, section)
    source = workshop.parts(root, str(page.source), page.path)[section.id]
    where = f"docs/{page.source}/{page.path}:{source.line}"
    if before is None:
        return [f"the source reads otherwise now ({where})"]
    return [f"changed in the source ({where}):", *changes(before.text, source.text)]


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


# -- begin, check, done


def start(root: Path, asked: argparse.Namespace) -> None:
    page = _page(root, asked.language, asked.page)
    if page.exists:
        raise Refused(
            f"docs/{page.language}/{page.path} is there already: edit it; what is left to do is"
            f" told by python3 scripts/translate status {page.language} {page.name}"
        )
    source = _language(root, asked.source) if asked.source else page.source
    original = root / "docs" / str(source) / page.path
    if source == page.language or not original.exists():
        raise Refused(f"expected a language that has the page after --from, came {source!r}")
    text = original.read_text(encoding="utf-8")
    made = [root / "docs" / page.language / page.path]
    _write(made[0], marks.written(text, made[0].suffix, marks.Mark(str(source), {})))
    for name in dict.fromkeys([*page.programs, *_shown(text, made[0].suffix)]):
        theirs, ours = (root / f"snippets/{each}/{name}.py" for each in (source, page.language))
        if theirs.exists() and not ours.exists():
            _write(ours, theirs.read_text(encoding="utf-8"))
            made.append(ours)
    print("To be translated, in any editor:")
    print(*(f"  {file.relative_to(root).as_posix()}" for file in made), sep="\n")
    print(
        "In a page: words, not what is in {braces}, behind (links) or in lines with three ```."
        "\nIn a program: comments, docstrings and what is printed; nothing else, and no line moves."
        f"\nThen: python3 scripts/translate check {page.language} {page.name}"
        "\n      python3 scripts/serve, to see it"
        f"\n      python3 scripts/translate done {page.language} {page.name}"
    )


def _shown(text: str, suffix: str) -> list[str]:
    """The programs that a page shows or asks about."""
    return [ask.name for ask in reading(markdown_in(text, suffix)).asks if ask.fence and ask.name]


def check_words(root: Path, asked: argparse.Namespace) -> int:
    faults = check.unusable(root) or check.everything(root)
    if asked.language:
        places = [f"docs/{_language(root, asked.language)}/", f"snippets/{asked.language}/"]
        places += [f"scripts/languages/interface/{asked.language}.toml"]
        if asked.page:
            places = list(_places(_page(root, asked.language, asked.page)))
        faults = [fault for fault in faults if fault.startswith(tuple(places))]
    for fault in faults:
        print(fault)
    about = f"{len(faults) or 'no'} fault{'s' * (len(faults) != 1)}"
    print(
        about + ("" if faults else "; what programs do is seen by python3 scripts/serve or build")
    )
    return bool(faults)


def done(root: Path, asked: argparse.Namespace) -> int:
    page = _page(root, asked.language, asked.page)
    where = f"docs/{page.language}/{page.path}"
    if not page.exists:
        raise Refused(
            f"there is no {where}: python3 scripts/translate start {page.language} {page.name}"
        )
    if page.source is None:
        raise Refused(f"{where} is an original: there is nothing that it has to keep up with")
    if faults := _about(page, check.unusable(root) or check.everything(root)):
        print(*faults, sep="\n", file=sys.stderr)
        raise Refused("nothing was noted: mend that first")
    wanted = list(_sections(page, asked.sections))
    kept = [s.id for s in page.sections if s.state is State.MISSING and s.id in wanted]
    if kept and not asked.sections:
        raise Refused(
            f"nothing was noted: in {where} these sections still read as in the source, or are not"
            f" there: {', '.join('#' + id for id in kept)}. Translate them, or name the others:"
            f" python3 scripts/translate done {page.language} {page.name} SECTION …"
            " (one that needs no translation is noted when it is named)"
        )
    file = root / "docs" / page.language / page.path
    theirs = workshop.parts(root, page.source, page.path)
    mark = marks.read(file) or marks.Mark(page.source, {})
    noted = {**mark.sections, **{id: theirs[id].digest for id in wanted}}
    ordered = {id: noted[id] for id in theirs if id in noted}
    text = file.read_text(encoding="utf-8")
    _write(file, marks.written(text, file.suffix, marks.Mark(page.source, ordered)))
    left = len(theirs) - len([id for id in ordered if ordered[id] == theirs[id].digest])
    count = f"{len(wanted)} section{'s' * (len(wanted) != 1)}"
    print(f"{where}: {count} noted as up to date; {left or 'none'} left to do")
    return 0


def _sections(page: PageState, named: Iterable[str]) -> Iterator[str]:
    known = [section.id for section in page.sections]
    for id in [each.lstrip("#") for each in named] or known:
        if id not in known:
            raise Refused(
                f"docs/{page.source}/{page.path} has no section #{id}{nearest(id, known)}; it has"
                f" {', '.join('#' + each for each in known)}"
            )
        yield id


def _places(page: PageState) -> Iterator[str]:
    """How the faults of a page and of its programs begin."""
    yield f"docs/{page.language}/{page.path}:"
    yield from (f"snippets/{page.language}/{name}.py:" for name in page.programs)


# -- carry a program's change over


def sync_program(root: Path, asked: argparse.Namespace) -> None:
    name = _program(root, asked.program)
    languages = settings.languages(root)
    if asked.source:
        _language(root, asked.source)
    files = {each: root / f"snippets/{each}/{name}.py" for each in languages}
    files = {each: file for each, file in files.items() if file.exists()}
    words = _declared(root, name)
    source = asked.source or _changed(root, name, files, words)
    if source not in files:
        raise Refused(f"expected a language that has {name} after --from, came {source!r}")
    for language in files.keys() - {source}:
        _carry(root, name, files, (source, language), words)
    shown = [
        file.relative_to(root).as_posix()
        for language in languages
        for file in pages.pages(root / "docs", language).values()
        if name in file.read_text(encoding="utf-8")
    ]
    if shown:
        print("What these pages say and ask about it may have to change as well:")
        print(*(f"  {where}" for where in shown), sep="\n")


Words = list[dict[str, str]]


def _carry(
    root: Path, name: str, files: dict[str, Path], pair: tuple[str, str], words: Words
) -> None:
    new, theirs = (files[each].read_text(encoding="utf-8") for each in pair)
    where = f"snippets/{pair[1]}/{name}.py"
    if not differences(new, theirs, words, pair):
        print(f"{where}: nothing to do, it is the same program")
        return
    old = _last_same(root, files[pair[0]], theirs, words, pair)
    if old is None:
        raise Refused(
            f"snippets/{pair[0]}/{name}.py was never the same program as {where} is now, as far as"
            " the history of this clone tells: change that one by hand;"
            f" python3 scripts/translate check {pair[1]} names each line"
        )
    known = {each[pair[0]]: each[pair[1]] for each in words if {*pair} <= each.keys()}
    try:
        text, left = sync(old, theirs, new, known)
    except Unreadable as error:
        raise Refused(f"snippets/{pair[0]}/{name}.py:{error.line}: {error.fault}") from None
    _write(files[pair[1]], text)
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
    root: Path, file: Path, translation: str, words: Words, pair: tuple[str, str]
) -> str | None:
    """The newest version of a source that is the same program as ``translation`` is now."""
    for text in history.versions(root, file):
        if not differences(text, translation, words, pair):
            return text
    return None


def _changed(root: Path, name: str, files: dict[str, Path], words: Words) -> str:
    """The language in which a program was changed: the one whose earlier version is the same
    program as the others are now."""
    texts = {each: file.read_text(encoding="utf-8") for each, file in files.items()}
    found = []
    for one in files:
        unlike = [
            o for o in files if o != one and differences(texts[one], texts[o], words, (one, o))
        ]
        if unlike and all(
            _last_same(root, files[one], texts[other], words, (one, other)) for other in unlike
        ):
            found.append(one)
    if len(found) == 1:
        return found[0]
    if not found and not any(
        differences(texts[one], texts[other], words, (one, other))
        for one in files
        for other in files
    ):
        return next(iter(files))
    raise Refused(
        f"in which language was {name} changed? python3 scripts/translate sync {name} --from"
        f" {next(iter(files))} (or {', '.join(list(files)[1:])})"
    )


def _declared(root: Path, name: str) -> Words:
    try:
        contracts = load(root / "snippets/runs.toml", Programs(root / "snippets").names)
    except BadContracts as error:
        raise Refused("\n".join(error.faults)) from None
    return [dict(each) for each in contracts[name].words] if name in contracts else []


# -- a new language


def new(root: Path, asked: argparse.Namespace) -> None:
    for line in new_language.add(root, asked.language):
        print(line)


# -- what people call things


def _language(root: Path, code: str) -> str:
    known = settings.languages(root)
    if code not in known:
        raise Refused(
            f"there is no language {code!r} here; there are"
            f" {', '.join(known)} (python3 scripts/translate new {code} opens it)"
        )
    return code


def _page(root: Path, language: str, name: str) -> PageState:
    _language(root, language)
    path = re.sub(rf"^docs/({'|'.join(settings.languages(root))})/", "", name.strip("/"))
    every = pages.pages(root / "docs", settings.languages(root)[0])
    known = {each.rpartition(".")[0]: each for each in every}
    bare = re.sub(r"\.(md|py)$", "", path)
    if bare not in known:
        raise Refused(
            f"there is no page {name!r}{nearest(bare, known)}; there are {', '.join(known)}"
        )
    return workshop.of_page(root, language, known[bare])


def _program(root: Path, name: str) -> str:
    languages = settings.languages(root)
    bare = re.sub(rf"^snippets/({'|'.join(languages)})/|\.py$", "", name.strip("/"))
    known = {each for language in languages for each in programs(root / "snippets", language)}
    if bare not in known:
        raise Refused(f"there is no program {name!r}{nearest(bare, known)}")
    return bare


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
