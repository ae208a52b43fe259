"""A loop whose clock is not that of the computer: its timers are told as that has them."""

from __future__ import annotations

import subprocess

import pytest
from recorder.events import Clock, Fold
from recorder.moments import moments
from recorder.panel import panel
from recorder.replay import mismatches
from recorder.state import State
from runs.interpreters import interpreters
from shown import shown

NO_BREAK = "\N{NO-BREAK SPACE}"
SELECTOR = """\
import asyncio, selectors, time

class Selector(selectors.SelectSelector):
    def select(self, timeout=None):
        self.clock.now += timeout or 0
        return super().select(0)

class Clock:
    now = 0.0
    asked = 0
    def time(self):
        self.asked += 1
        return self.now
"""
MAIN = """

async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(60, print, "a minute")
    await asyncio.sleep(3600)
    async with asyncio.timeout(10):
        await asyncio.sleep(9)
    print(loop.time(), clock.asked)

with asyncio.Runner(loop_factory=make) as runner:
    runner.run(main())
"""
WAYS = {
    "class": SELECTOR
    + """
class Loop(Clock, asyncio.SelectorEventLoop):
    pass

def make():
    global clock
    selector = Selector()
    clock = selector.clock = Loop(selector)
    return clock
""",
    "loop": SELECTOR
    + """
clock = Clock()

def make():
    selector = Selector()
    selector.clock, loop = clock, asyncio.SelectorEventLoop(selector)
    loop.time = clock.time
    return loop
""",
    "module": SELECTOR
    + """
clock = Clock()

def make():
    selector = Selector()
    selector.clock, time.monotonic = clock, clock.time
    return asyncio.SelectorEventLoop(selector)
""",
}


@pytest.mark.turns("way", WAYS)
def test_timers_are_told_on_the_clock_of_their_loop(record, way):
    one = record(WAYS[way] + MAIN)
    assert (one.status, one.err, one.document["lost"]) == (0, "", 0)
    assert one.out.startswith("a minute\n3609.0 ")
    said = [told.replace(NO_BREAK, " ") for told, _ in shown(one)]
    assert [told for told in said if "timer is set" in told or "sleep() makes" in told][:2] == [
        "A timer is set: the call print('a minute'), in 60.0 s.",
        "sleep() makes F1 and sets a timer: the call that sets F1, in 3600.0 s.",
    ]
    (left,) = [told.rpartition(", in ")[2] for told in said if "async with sets a timer" in told]
    assert 9 < float(left.removesuffix(" s.")) <= 10
    assert "already due" not in str(said)


def test_a_panel_has_the_time_that_is_left_on_that_clock(record):
    one = record(WAYS["class"] + MAIN)
    state, at = State(), 0
    lefts = []
    for moment in moments(one.told):
        for event in one.told[at : moment.end]:
            state.apply(event)
        at = moment.end
        chips = panel(state).groups["timers"]
        lefts += [part for chip in chips for part in chip.parts if part[0] in ("in", "due")]
    assert {round(part[1]["time"] / 1e6) for part in lefts if part[0] == "in"} >= {60, 3540, 3600}
    assert all(part[1]["time"] < 1e5 for part in lefts if part[0] == "due")


SPIN = """

async def main():
    asyncio.get_running_loop().call_later(1500, print, "late")
    for _ in range(1000):
        await asyncio.sleep(1)
    print("spun")
    await asyncio.sleep(1)

with asyncio.Runner(loop_factory=make) as runner:
    runner.run(main())
"""


def timers(state):
    """Those of the loop, by our clock."""
    return [each for loop in state.loops.values() for each in loop.deadlines(state.jobs)]


def test_turns_fold_whatever_the_clock_says_and_it_is_known_behind_them(record):
    one = record(WAYS["class"] + SPIN)
    assert not list(mismatches(one.events))
    folds = [number for number, event in enumerate(one.told) if isinstance(event, Fold)]
    assert folds
    state, lefts = State(), []
    for event in one.told:
        state.apply(event)
        lefts.append(max((when for when, _ in timers(state)), default=0) - state.at)
    for at in folds:
        assert abs(lefts[at] - lefts[at + 10]) < 3e6 < abs(lefts[at] - lefts[at - 10])


def test_it_is_not_asked(record, version):
    source = WAYS["class"] + MAIN
    command = [interpreters()[version], "-c", source]
    plain = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert record(source).out == plain


def test_of_asyncios_own_clock_nothing_is_told(record):
    one = record("import asyncio\nasyncio.run(asyncio.sleep(0.01))\n")
    assert not [event for event in one.told if isinstance(event, Clock)]
