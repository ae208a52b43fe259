"""A loop that spins: equal turns fold while recording, in constant memory; caps say they cut."""

from __future__ import annotations

import gzip
import json

import pytest
from made import ROOT
from recorder import events
from recorder.fold import Folding
from recorder.replay import before_jobs, mismatches
from runs.pool import crowd

SPIN = (ROOT / "snippets/en/part-2/homemade-sleep/async_sleep.py").read_text(encoding="utf-8")


def only(told, kind):
    return [event for event in told if isinstance(event, kind)]


@pytest.mark.timely
def test_a_spin_folds_and_its_replay_goes_on_exactly_behind(record):
    seconds = f"{0.6 * crowd():.1f}"  # it spins as often as it gets the core
    source = SPIN.replace("async_sleep(3)", f"async_sleep({seconds})")
    one = record(source)
    (fold,) = only(one.events, events.Fold)
    assert fold.turns > 5, "even where others have the core"
    assert fold.period == 1
    assert not list(mismatches(one.events))
    size = len(gzip.compress(json.dumps([[*e] for e in one.told]).encode()))
    assert size < 10_000
    *_, (_, last) = before_jobs(one.told)
    assert last.loops[1].turn == one.told_turns


@pytest.mark.nightly
def test_folding_takes_constant_memory(record):
    memory = [
        record(SPIN.replace("async_sleep(3)", f"async_sleep({s})")).document["memory"]
        for s in (0.2, 1.5)
    ]
    assert memory[1] < memory[0] + 3000  # KiB; 20,000 turns unfolded would take 50,000


SLEEPS = """\
import asyncio

async def main():
    for _ in range(60):
        await asyncio.sleep(0.001)

asyncio.run(main())
"""


@pytest.mark.timely
def test_turns_that_make_futures_and_timers_fold_as_well(record):
    one = record(SLEEPS)
    folds = only(one.events, events.Fold)
    assert folds
    assert {"future", "handle"} <= set(folds[0].renamed)
    assert not list(mismatches(one.events))


def test_turns_that_print_or_pile_up_do_not_fold(record):
    piling = """\
import asyncio

async def main():
    for _ in range(60):
        asyncio.create_task(asyncio.sleep(1))
        await asyncio.sleep(0)

asyncio.run(main())
"""
    printing = SLEEPS.replace("asyncio.sleep(0.001)", "asyncio.sleep(print('same') or 0)")
    for source in (piling, printing):
        assert not only(record(source).events, events.Fold)


def turns_of(*patterns, repeat):
    """Made-up turns of one job each, as a loop would tell them."""
    for n in range(repeat):
        loop = n % len(patterns)
        yield (
            [
                events.Turn(10 * n, 1, n + 1, 0, 0),
                events.Run(10 * n + 1, n),
                events.Handle(10 * n + 2, n + 1, 1, "call", None, None, patterns[loop], None, []),
                events.Ready(10 * n + 3, n + 1, "soon", None, None),
            ],
            [("handle", n + 1)],
        )


@pytest.mark.parametrize("period", range(1, 9))
def test_a_period_is_found(period):
    folding = Folding()
    for turn, births in turns_of(*"abcdefgh"[:period], repeat=200):
        folding.add(turn, births, (1,))
    told = folding.so_far()
    (fold,) = only(told, events.Fold)
    assert fold.period == period
    assert fold.turns % period == 0
    shown = len(only(told, events.Turn))
    assert shown + fold.turns == 200
    assert shown < 6 * period + 20
    at = told.index(fold)
    assert told[at + 1].number == fold.turns + told[at - 4].number + 1
    assert told[at + 1].at == fold.until
    assert dict(fold.renamed["handle"])[told[at - 1].handle] == told[at + 2].handle


FLOOD = """\
def twice(n):
    return 2 * n

total = 0
for n in range(1000):
    total += twice(n)
print(total)
"""


def test_a_flood_of_lines_is_counted_and_the_values_behind_it_are_right(record):
    one = record(FLOOD)
    (omitted,) = only(one.told, events.Omitted)
    assert dict(omitted.visits)[6] == 960
    assert len(one.told) < 500
    state = {}
    for event in only(one.told, events.Variables):
        if event.frame == 1:
            state.update(event.changed)
    assert state == {"total": "999000", "n": "999"}


def test_the_cap_on_events_says_that_it_cut_and_the_program_goes_on(record):
    source = """\
import asyncio

async def one(n):
    await asyncio.sleep(0)
    return n

async def main():
    print(sum(await asyncio.gather(*(one(n) for n in range(300)))))

asyncio.run(main())
"""
    one = record(source, settings={"most": 500})
    assert one.out == "44850\n"
    assert one.status == 0
    assert isinstance(one.events[-1], events.Cut)
    assert one.events[-1].why == "events"
    assert 500 <= len(one.events) <= 510
    assert not list(mismatches(one.events))


def test_the_cap_on_time_says_that_it_cut(record):
    source = "import time\ntime.sleep(0.2)\nprint(1)\nprint(2)\n"
    one = record(source, settings={"seconds": 0.1})
    assert one.out == "1\n2\n"
    assert one.events[-1].why == "seconds"


@pytest.mark.timely
def test_a_loop_that_nothing_can_wake_is_told_before_it_is_ended(record):
    source = "import asyncio\nasyncio.new_event_loop().run_forever()\n"
    one = record(source, limit=1.0)
    assert one.status is None
    assert isinstance(one.events[-1], events.Stuck)


@pytest.mark.parametrize(
    "wakes",
    [
        "loop.call_later(0.1, loop.stop)",
        "threading.Timer(0.1, loop.call_soon_threadsafe, [loop.stop]).start()",
    ],
)
def test_a_loop_that_something_can_wake_is_not_stuck(record, wakes):
    source = "import asyncio, threading\nloop = asyncio.new_event_loop()\n"
    one = record(f"{source}{wakes}\nloop.run_forever()\nloop.close()\n")
    assert one.status == 0
    assert not only(one.events, events.Stuck)
