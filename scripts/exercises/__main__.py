"""What is wrong with the checks of exercises; or what the check of one says of a program::

    PYTHONPATH=scripts .venv/bin/python -m exercises
    PYTHONPATH=scripts .venv/bin/python -m exercises part-1/await/three_cups mine.py

Without the program, of the start and the solution in every language. With status 1 where something
is wrong, or missing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from languages import settings
from languages.program_text import Unreadable, read_program
from runs import ends
from runs.contracts import Contract, load
from runs.exercise import FOLDER, SOLUTION, check_file
from runs.pool import Pool
from runs.programs import Program, Programs

from . import declared
from .apart import Judge
from .verdict import BadCheck

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """See above."""
    parser = argparse.ArgumentParser(
        prog="python3 -m exercises", description=__doc__.split("\n")[0]
    )
    parser.add_argument("name", nargs="?", help="of an exercise, as part-1/await/three_cups")
    parser.add_argument("program", nargs="?", type=Path, help="a file")
    try:
        languages = settings.languages(ROOT)
    except settings.BadSettings as error:
        print(error, file=sys.stderr)
        return 1
    parser.add_argument(
        "--language", choices=languages, default=languages[0], help=f"of a file ({languages[0]})"
    )
    given = parser.parse_args()
    ends.begin()
    programs = Programs(ROOT / "snippets")
    if not given.name:
        found = declared.faults(ROOT, programs)
        print(*found, sep="\n", end="\n" * bool(found), file=sys.stderr)
        return int(bool(found))
    page, _, own = given.name.replace(f"/{FOLDER}/", "/").rpartition("/")
    name = f"{page}/{FOLDER}/{own}"
    wanted = [each for each in programs if each.name in (name, name + SOLUTION)]
    if given.program:
        try:
            text = read_program(given.program)
        except OSError as error:
            parser.error(f"{given.program}: {error.strerror}")
        except Unreadable as error:
            parser.error(f"{given.program}:{error.line}: {error.fault}: {error.remedy}")
        wanted = wanted and [Program(given.language, name, given.program.resolve(), text)]
    if not wanted:
        parser.error(f"there is no exercise {given.name}")
    contracts = load(ROOT / "snippets/runs.toml", programs.names)
    said = list(_said(name, wanted, contracts))
    print(*(text for _, text in said), sep="\n")
    return int(not all(passed for passed, _ in said))


def _said(
    name: str, programs: list[Program], contracts: dict[str, Contract]
) -> Iterator[tuple[bool, str]]:
    file = check_file(ROOT, name)
    pool = Pool()
    try:
        check = declared.read(ROOT, file)
        runs = [pool.submit(p, contracts.get(p.name, Contract()), recorded=True) for p in programs]
        with Judge() as judge:
            for program, future in zip(programs, runs, strict=True):
                found = judge.judged(check, future.result(), program.language)
                if found:
                    where = f" (moment {found.moment})" if found.moment else ""
                    yield found.passed, f"{program.file.name}: {found.said.striptags()}{where}"
                else:
                    yield False, f"{program.file.name}: nothing of it was recorded"
    except BadCheck as error:
        yield False, declared.told(check, error)
    except declared.BadExercise as error:
        yield False, str(error)
    finally:
        pool.close()


if __name__ == "__main__":
    sys.exit(main())
