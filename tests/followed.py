"""A program of the site, run on one of two loops, and what it does, in order: asyncio's, or the one
that the page part-3/build-the-loop builds, put in asyncio's place.

What is noted is told by the interpreter of every function, generator and coroutine of the program,
in the same way on either loop: where it begins, is suspended, goes on, ends and lets out an
exception, by name, line and object, and in which turn of the loop. What `asyncio.run` still runs
after its main coroutine has ended is left out, but for exceptions.
"""

from __future__ import annotations

import ast
import asyncio
import dataclasses
import functools
import json
import re
from pathlib import Path
from typing import Any

from runs import compare
from runs.interpreters import interpreters
from runs.programs import Neighbour, Program, imported
from runs.run import Run

LITTLE = "part-3/build-the-loop/little_asyncio"
PARTS = ("home/", "part-1/", "part-2/")
STEPS = "steps: "
NO_END = 10.0  # seconds
TRIES = 3  # on a crowded machine two timers may come due in one turn
A_TURN = "a turn"
OF_ASYNCIO = re.compile(r"<(?:Future|Task|Handle|TimerHandle)\b")
# It is the program that a run begins; the program of the site lies beside it.
FOLLOWER = """\
import dis, json, runpy, sys
import asyncio  # before it is followed

SHOWN, LITTLE, FOLDED = {shown!r}, {little!r}, {folded!r}
LONGEST = 12
steps, numbers, made, tidying = [], {{}}, 0, None

if LITTLE:
    import little_asyncio
    sys.modules["asyncio"] = little_asyncio


def note(*step):
    if not tidying or step[0] == "raises:":
        steps.append(" ".join(map(str, step)))
    if FOLDED:
        for n in range(1, LONGEST):
            if steps[-n:] == steps[-2 * n:-n]:
                del steps[-n:]
                return


def follow(frame, event, _):
    global made, tidying
    code = frame.f_code
    if code is TURN and event == "call":
        note("a turn")
    elif code is TURN and event == "return" and steps[-1] == "a turn":
        del steps[-1]  # nothing of the program was in it
    elif code is TIDY and event in ("call", "return"):
        tidying = frame if event == "call" else None
    if not code.co_filename.endswith(SHOWN) or event not in ("call", "return"):
        return
    new = id(frame) not in numbers
    if new:
        made += 1
        numbers[id(frame)] = "" if FOLDED else made
    name = f"{{code.co_qualname}} {{numbers[id(frame)]}}"
    if event == "call":
        note("begins" if new else "goes on:", name, "line", frame.f_lineno)
        return
    how = dis.opname[code.co_code[frame.f_lasti]]
    if how in ("YIELD_VALUE", "RESUME"):  # where it stands, from 3.13 on where it will go on
        note("is suspended:", name, "line", frame.f_lineno)
    else:
        del numbers[id(frame)]
        note("ends:" if how.startswith("RETURN") else "raises:", name)


TURN = asyncio.BaseEventLoop._run_once.__code__
TIDY = asyncio.Runner.close.__code__
if LITTLE:
    TURN = sys.modules["timers"].Loop.turn.__code__
sys.setprofile(follow)
try:
    runpy.run_path(SHOWN, run_name="__main__")
finally:
    sys.setprofile(None)
    print({steps!r} + json.dumps(steps), file=sys.stderr)
"""


@dataclasses.dataclass(frozen=True)
class Followed:
    """A run, without what was noted; and what was noted, or None where the run was stopped."""

    run: Run
    steps: list[str] | None


class Loops:
    """Programs of one language, to be followed on either loop. ``runs``: the session's, whose
    programs they are; ``folder``: for what is written here."""

    def __init__(self, runs: Any, language: str, version: tuple[int, int], folder: Path) -> None:
        self.runs, self.language, self.version, self.folder = runs, language, version, folder
        self.python = interpreters()[version]
        self.little = runs.programs.get(language, LITTLE)
        self.little_files = (Neighbour(self.little.file, self.little.source), *self.little.beside)
        self.has = names_of("\n".join(each.source for each in self.little_files))
        self.has_itself = names_of(self.little.source)

    def programs(self) -> list[Program]:
        """All programs of home and of parts 1 and 2 that use asyncio, as they stand."""
        found = [p for p in self.runs.programs if p.language == self.language and not p.what_if]
        mine = [p for p in found if p.name.startswith(PARTS)]
        return [p for p in mine if "asyncio" in {name for _, name in imported(p.source)}]

    def lacks(self, program: Program) -> list[str]:
        """What a program uses of asyncio by a name that the little loop has not."""
        itself, objects = names_used(program.source)
        return sorted((itself - self.has_itself) | (objects - self.has))

    def start(self, program: Program, little: bool) -> Any:
        """The future of a run that is followed. Without what it lacks, it may find no end."""
        contract = self.runs.contract(program)
        if little and self.lacks(program):
            contract = dataclasses.replace(contract, time_limit=NO_END)
        folder = self.folder / program.name / ("little" if little else "asyncio")
        folder.mkdir(parents=True, exist_ok=True)
        shown, begins = folder / "shown.py", folder / "follower.py"
        shown.write_text(program.source, encoding="utf-8")
        folded = bool(contract.varies) or contract.background
        source = FOLLOWER.format(shown=shown.name, little=little, folded=folded, steps=STEPS)
        begins.write_text(source, encoding="utf-8")
        beside = (Neighbour(shown, program.source), *self.little_files)
        follower = dataclasses.replace(program, file=begins, source=source, beside=beside)
        return self.runs.pool.submit(follower, contract, self.python)


def followed(run: Run) -> Followed:
    """What a run did; the line in which it told it is no line of the program's."""
    told = [line for line in run.lines if line.text.startswith(STEPS)]
    lines = tuple(line for line in run.lines if line not in told)
    steps = json.loads(told[-1].text.removeprefix(STEPS)) if told else None
    return Followed(dataclasses.replace(run, lines=lines), steps)


def is_slow(loops: Loops, program: Program) -> bool:
    """Whether a program spins or measures, so that it is tried at night."""
    contract = loops.runs.contract(program)
    return bool(contract.busy or contract.background)


def same(loops: Loops, programs: list[Program]) -> list[str]:
    """The names of those that do the same on both loops; the others have to need more."""
    found = []
    for program, (theirs, ours) in zip(programs, pairs(loops, programs).values(), strict=True):
        told = difference(theirs, ours)
        for _ in range(TRIES - 1):
            if bool(told) == needs_more(theirs):
                break
            theirs, ours = pairs(loops, [program])[program.name]
            told = difference(theirs, ours)
        assert bool(told) == needs_more(theirs), f"{program.where}: {told or 'expected another'}"
        if not told:
            assert theirs.steps is None or A_TURN in theirs.steps, f"{program.where}: no turn noted"
            found.append(program.name)
    return found


def pairs(loops: Loops, programs: list[Program]) -> dict[str, tuple[Followed, Followed]]:
    """Each program on asyncio's loop and on the little one, all at the same time."""
    runs = {p.name: (loops.start(p, False), loops.start(p, True)) for p in programs}
    return {name: (followed(a.result()), followed(b.result())) for name, (a, b) in runs.items()}


def needs_more(theirs: Followed) -> bool:
    """Whether an exception leaves something of the program, or an object of asyncio is printed."""
    raises = any(step.startswith("raises") for step in theirs.steps or [])
    return raises or bool(OF_ASYNCIO.search("\n".join(theirs.run.out)))


def difference(theirs: Followed, ours: Followed) -> str | None:
    """What a program does otherwise on the little loop, or None."""
    if theirs.run.status != ours.run.status:
        return f"status {theirs.run.status}, then {ours.run.status}: {ours.run.texts('err')[-1:]}"
    if told := compare.variations(theirs.run, ours.run)[1]:
        return told
    both = zip([*(theirs.steps or []), None], [*(ours.steps or []), None], strict=False)
    steps = (f"step {n}: {a!r}, then {b!r}" for n, (a, b) in enumerate(both) if a != b)
    return next(steps, None)


def names_of(source: str) -> set[str]:
    """All names that the little loop defines, and those of the parameters of its functions."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {each.id for each in node.targets if isinstance(each, ast.Name)}
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return found


def names_used(source: str) -> tuple[set[str], set[str]]:
    """The names of asyncio's that a program uses: those of the module, keywords of its functions
    too, and those of its loops, futures, tasks and handles, private ones too."""
    itself, objects = set(), set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and _is_asyncio(node.value):
            itself.add(node.attr)
        elif isinstance(node, ast.Attribute) and node.attr in _of_objects():
            objects.add(node.attr)
        elif isinstance(node, ast.Call) and _is_asyncio(getattr(node.func, "value", None)):
            itself |= {str(each.arg) for each in node.keywords}
    return itself, objects


def _is_asyncio(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Name) and node.id == "asyncio"


@functools.cache
def _of_objects() -> frozenset[str]:
    loop = asyncio.new_event_loop()
    objects = [loop, loop.create_future(), loop.call_soon(print), asyncio.Task]
    loop.close()
    names = {name for each in objects for name in dir(each)}
    return frozenset(name for name in names if not name.startswith("__"))
