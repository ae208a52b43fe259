"""What recording costs: small programs run plain and recorded, in turns, on each Python here.

Each program measures itself, in seconds of CPU, from where its own work begins. What is told is the
middle of the ratios of pairs that ran one after the other, so that what else the machine does is in
both.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from . import ends
from .interpreters import interpreters

SCRIPTS = Path(__file__).resolve().parent.parent
PROGRAM = """\
import asyncio, sys, threading, time
{}
began = time.process_time()
work()
print(time.process_time() - began, file=sys.stderr)
"""
LOOPS = """\
async def nothing(): await asyncio.sleep(0)
def work(): asyncio.run(main())
"""
CUT = "after the cut"
WORK = {
    "a program as on a page": f"""{LOOPS}
async def main():
    for n in range(20):
        await asyncio.gather(nothing(), nothing(), nothing())
""",
    "10,000 tasks": f"""{LOOPS}
async def main():
    await asyncio.gather(*(nothing() for n in range(10_000)))
""",
    "a loop that turns 5,000 times": f"""{LOOPS}
async def main():
    for n in range(5_000):
        await asyncio.sleep(0)
""",
    "large values in variables": f"""{LOOPS}
async def main():
    numbers, names = set(range(10**6)), dict.fromkeys(range(10**6))
    text, deep = "x" * 10**8, []
    for n in range(10**5):
        deep = [deep]
    for n in range(100):
        await asyncio.sleep(0)
""",
    "4 threads that call call_soon_threadsafe": f"""{LOOPS}
async def main():
    loop, left = asyncio.get_running_loop(), [4]
    over = loop.create_future()
    def call():
        for n in range(1000):
            loop.call_soon_threadsafe(int)
        loop.call_soon_threadsafe(end)
    def end():
        left[0] -= 1
        if not left[0]: over.set_result(None)
    for n in range(4):
        threading.Thread(target=call).start()
    await over
""",
    CUT: f"""{LOOPS}
async def main():
    for n in range(60_000):
        await nothing()
async def until_the_cut():
    for n in range(1000):
        await nothing()
asyncio.run(until_the_cut())
""",
}


def measured(rounds: int) -> Iterator[tuple[str, tuple[int, int], float, float]]:
    """Of each program on each Python: its name, the Python, the seconds of the plain run and how
    many times as many the recorded one took, the middle of some rounds."""
    scratch = ends.scratch()
    try:
        yield from _measured(rounds, scratch.folder / "program.py")
    finally:
        scratch.close()
        ends.forget(scratch.close)


def _measured(rounds: int, file: Path) -> Iterator[tuple[str, tuple[int, int], float, float]]:
    for name, work in WORK.items():
        file.write_text(PROGRAM.format(work), encoding="utf-8")
        options = ["--no-fold"] if name == CUT else []
        for version, python in interpreters().items():
            pairs = [
                (seconds(python, file, ()), seconds(python, file, options, recorded=True))
                for _ in range(rounds)
            ]
            ratio = statistics.median(recorded / plain for plain, recorded in pairs)
            yield name, version, statistics.median(plain for plain, _ in pairs), ratio


def seconds(python: str, file: Path, options: Sequence[str], recorded: bool = False) -> float:
    """Seconds of CPU that a program says its work took, recorded with these options of the
    recorder. Raises RuntimeError when it says none."""
    recorder = ["-m", "recorder", *options, "-o", f"{file}.json"] if recorded else []
    environment = {"PATH": os.defpath, "PYTHONPATH": str(SCRIPTS), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [python, *recorder, str(file)]
    done = ends.run(command, env=environment, capture_output=True, text=True)
    try:
        return float(done.stderr)
    except ValueError:
        raise RuntimeError(done.stderr) from None


def table(rounds: int) -> Iterator[str]:
    """The same as a table of Markdown, line by line."""
    versions = [f"{major}.{minor}" for major, minor in interpreters()]
    yield f"| program | {' | '.join(f'Python {each}' for each in versions)} |"
    yield f"|---{'|---' * len(versions)}|"
    row: list[str] = []
    for name, _, plain, ratio in measured(rounds):
        row.append(f"{ratio:.1f} × {plain * 1000:.0f} ms")
        if len(row) == len(versions):
            yield f"| {name} | {' | '.join(row)} |"
            row.clear()
