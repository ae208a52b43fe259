"""The commands of ``scripts/translate``: what is to do, begin a page, check it, call it done, carry
a program's change over, open a new language."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from runs import mishaps
from runs.near import nearest

from . import at_work, carry, check, new_language, settings, to_do
from .naming import Refused, language, page
from .workshop import Workshop


def main(words: list[str], root: Path = settings.ROOT) -> int:
    """Do what the words of the command line say; the exit status: 0, or 1 if there are faults."""
    try:
        asked = _parser(words[:1]).parse_args(words)
        if asked.do is new:
            new(root, asked)
            return 0
        if faults := check.unusable(root):
            raise Refused("\n".join(faults))
        ended: int | None = asked.do(Workshop(root), asked)
        return ended or 0
    except (Refused, settings.BadSettings, new_language.CannotAdd) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        if not (told := mishaps.sentence(error, root)):
            raise
        print(f"{told}\nWhat it was about is as it was.", file=sys.stderr)
    return 1


def _parser(first: list[str]) -> argparse.ArgumentParser:
    """``first``: the first word that was given, if any. Raises `Refused` if it is no command."""
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

    begun = command("start", at_work.start, "Copy a page and its programs, ready to be edited.")
    begun.add_argument("language", help="the language to translate into")
    begun.add_argument("page")
    begun.add_argument("--from", dest="source", help="the language to translate from")

    checked = command(
        "check", at_work.check_words, "Name the lines that are not right, and what to do."
    )
    checked.add_argument("language", nargs="?")
    checked.add_argument("page", nargs="?")

    ended = command("done", at_work.done, "Note that a page, or some sections, are up to date.")
    ended.add_argument("language")
    ended.add_argument("page")
    ended.add_argument(
        "sections",
        nargs="*",
        default=[],
        metavar="SECTION",
        help="ids, as in '# Tasks { #tasks }'",
    )

    carried = command(
        "sync",
        carry.sync_program,
        "Carry a new program, or a change of one's logic, over to the other languages.",
    )
    carried.add_argument("program")
    carried.add_argument("--from", dest="source", help="the language in which it was changed")

    opened = command("new", new, "Open a new language, which begins with no page of its own.")
    opened.add_argument("language", help="its code, such as es")
    for word in first:
        if not word.startswith("-") and word not in commands.choices:
            known = ", ".join(commands.choices)
            near = nearest(word, commands.choices)
            raise Refused(f"there is no command {word!r}{near}; there are {known}")
    return parser


def status(shop: Workshop, asked: argparse.Namespace) -> None:
    """Tell how far the languages are, one of them, or one of its pages."""
    state = page(shop, asked.language, asked.page) if asked.page else None
    languages = [language(shop, asked.language)] if asked.language else shop.located.languages
    faults = check.everything(shop.root, shop, check.Asked(at_work=True))
    if state:
        print(*to_do.of_page(shop, state, to_do.about(shop, state, faults)), sep="\n")
        return
    for code in languages:
        print(*to_do.of_language(shop, shop.language(code), faults), sep="\n")


def new(root: Path, asked: argparse.Namespace) -> None:
    """Open a language."""
    print(*new_language.add(root, asked.language), sep="\n")
