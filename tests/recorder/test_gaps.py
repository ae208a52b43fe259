"""What is kept of a long recording: the first events and the last ones, or those from a signal on;
between them one event that carries the state, which has to be the real one."""

from __future__ import annotations

import pytest
from recorder import carried, events
from recorder.events import Gap, Snapshot
from recorder.gaps import Parts
from recorder.moments import moments
from recorder.replay import mismatches
from recorder.state import State

# Tasks that come and go, timers, a queue, callbacks, cancellations, other threads, generators; and
# between them turns that fold.
LONG = """\
import asyncio, sys, threading

async def numbers(n):
    for each in range(n):
        yield each
        await asyncio.sleep(0)

async def work(queue):
    while True:
        item = await queue.get()
        await asyncio.sleep(0.0001 * item)
        queue.task_done()

async def visit(n):
    async for each in numbers(2):
        await asyncio.sleep(0.0002)
    if n % 5 == 0:
        raise ValueError(n)
    print("visit", n, end="")
    print()

async def spin(turns):
    for _ in range(turns):
        await asyncio.sleep(0)

async def main():
    loop, queue = asyncio.get_running_loop(), asyncio.Queue(2)
    workers = [asyncio.create_task(work(queue)) for _ in range(2)]
    late, kept = loop.call_later(1000, print), []
    for n in range(int(ROUNDS)):
        task = asyncio.create_task(visit(n))
        await queue.put(n % 3)
        if n % 7 == 0:
            task.cancel()
        elif n % 3 == 0:
            kept = [task, loop.create_future()]
            loop.call_soon(kept[1].set_result, n)
            await asyncio.wait(kept)
        if n % 10 == 9:
            await spin(60)
            threading.Thread(target=loop.call_soon_threadsafe, args=[queue.empty]).start()
    await queue.join()
    late.cancel()
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)

asyncio.new_event_loop().close()
loop = asyncio.new_event_loop()
loop.set_exception_handler(lambda *_: None)
loop.run_until_complete(main())
loop.run_until_complete(loop.shutdown_asyncgens())
loop.close()
"""


def only(told, kind):
    return [event for event in told if isinstance(event, kind)]


def blocks(told):
    """The events as a log hands them on: turn by turn."""
    block = []
    for event in told:
        if isinstance(event, events.Turn | events.Fold) and block:
            yield block
            block = []
        block.append(event)
    yield block


def after(told):
    """All that is known after these events, but what was printed."""
    state = State()
    for event in told:
        state.apply(event)
    state.output.clear()
    return carried.packed(state)


def told_by(told, ends, ask_at=0):
    """What is kept of these events; it is asked for at one of the blocks."""
    for number, block in enumerate(blocks(told), 1):
        if number == ask_at:
            ends.begin()
        ends.add(block)
    return ends.all([])


def counted(told, behind):
    """How many of the events from this number on count: none from where ``run``, or the program by
    hand, begins to close the loop, until that is closed."""
    begins = next(
        n
        for n, x in enumerate(told)
        if "shutdown_asyncgens" in getattr(x, "coroutine", "")
        or (isinstance(x, events.Cancel) and x.via == "run")
    )
    ends = max(n for n, x in enumerate(told) if isinstance(x, events.Close))
    counts = [n for n, x in enumerate(told) if not isinstance(x, Snapshot)]
    return sum(n >= behind and not begins <= n <= ends for n in counts)


KEPT = [(1, 1), (5, 700), (300, 20), (250, 251), (700, 5), (100_000, 1)]


def test_behind_the_gap_is_what_a_replay_of_all_would_give(record):
    one = record(LONG.replace("ROUNDS", "12"), settings={"most": 100_000})
    assert not list(mismatches(one.events))
    for most, last in KEPT:
        kept = told_by(one.events, Parts(most, last))
        assert len(only(kept, Gap)) == (most < 100_000)
        if gaps := only(kept, Gap):
            at = kept.index(gaps[0])
            unseen = len(one.events) - len(kept) + 1
            assert kept == [*one.events[:at], *gaps, *one.events[at + unseen :]]
            assert after(gaps) == after(one.events[: at + unseen])
            assert at <= most
            assert counted(one.events, at + unseen) <= last
        assert not list(mismatches(kept))


@pytest.mark.nightly
def test_from_a_signal_on_is_what_a_replay_of_all_would_give(record):
    one = record(LONG.replace("ROUNDS", "12"), settings={"most": 100_000})
    number = len(list(blocks(one.events)))
    for ask_at in (1, 2, number // 3, number - 1):
        kept = told_by(one.events, Parts(100_000, waits=True), ask_at)
        assert [gap.why for gap in only(kept, Gap)] == ["signal"] * (ask_at > 1)
        assert not list(mismatches(kept))
        if gaps := only(kept, Gap):
            assert kept[1:] == one.events[-len(kept) + 1 :]
            assert after(gaps) == after(one.events[: -len(kept) + 1])
    assert told_by(one.events, Parts(100, waits=True)) == []
    both = told_by(one.events, Parts(100, 100, waits=True), number // 3)
    assert [gap.why for gap in only(both, Gap)] == ["signal", "last"]
    assert not list(mismatches(both))


def test_a_long_program_is_kept_to_its_end_in_bounded_memory(record):
    settings = {"most": 200, "last": 400}
    few = record(LONG.replace("ROUNDS", "15"), settings=settings)
    many = record(LONG.replace("ROUNDS", "45"), settings=settings)
    assert not list(mismatches(few.events))
    (gap,) = only(few.events, Gap)
    assert only(few.events[few.events.index(gap) :], Snapshot)
    for one in (few, many):
        assert (one.err, one.status, one.document["lost"]) == ("", 0, 0)
        assert type(one.events[-1]) in (events.Close, events.Return)
        assert not only(one.events, events.Cut)
        (gap,) = only(one.events, Gap)
        begin = one.told.index(gap) + 1
        assert 200 <= counted(one.told, begin) <= 400
        printed = sum(x.text.count("\n") for x in only(one.told, events.Output))
        assert gap.lines + printed == len(one.out.splitlines())
    carries = [State.carried(only(one.told, Gap)[0].state) for one in (few, many)]
    for name in ("jobs", "tasks", "futures"):
        sizes = [len(getattr(state, name)) for state in carries]
        assert sizes[1] < sizes[0] + 100, name  # of many more


CLOSES = """\
import asyncio

async def numbers():
    yield 1
    yield 2

async def main():
    for n in range(100):
        await asyncio.sleep(0)
        print(n)
    await anext(left := numbers())
    await asyncio.to_thread(print, "in a thread")
    print("over")

asyncio.run(main())
"""


@pytest.mark.parametrize("last", [6, 60])
def test_what_closes_the_loop_does_not_take_the_place_of_the_programs_last_events(record, last):
    one = record(CLOSES, settings={"most": 20, "last": last})
    assert not list(mismatches(one.events))
    (gap,) = only(one.told, Gap)
    begin = one.told.index(gap) + 1
    assert last // 2 <= counted(one.told, begin) <= last < len(one.told) - begin - last
    printed = [event.text for event in only(one.told[begin:], events.Output)]
    assert ("over\n" in printed) == (last == 60)
    assert "close_after_run" in [moment.key for moment in moments(one.told)]


TORN = """\
import sys

say = sys.stdout.write
say("be")
for n in range(30):
    say("gan ")
    say(f"{n}\\n")
    say("half a li")
say("ne\\n")
"""


def test_lines_that_a_gap_tears_are_told_as_parts(record):
    one = record(TORN)
    torn = set()
    for most in range(5, 17):
        kept = told_by(one.told, Parts(most, 12))
        (gap,) = only(kept, Gap)
        state = State()
        for event in kept:
            state.apply(event)
        before, behind = "".join(text for _, text in state.output).split(f"{gap.lines}\n", 1)
        first, last = before.removesuffix("…\n"), behind.removeprefix("…")
        assert one.out.startswith(first)
        assert one.out.endswith(last)
        middle = one.out[len(first) : -len(last)]
        assert gap.lines == middle.count("\n")
        assert (before != first) == (first[-1:] not in ("", "\n"))
        assert (behind != last) == (not middle.endswith("\n"))
        torn.add((before != first, behind != last))
    assert torn == {(True, True), (False, True)}
    live = record(TORN, settings={"most": 5, "last": 12})
    assert [type(event) for event in live.told] == [
        type(event) for event in told_by(one.told, Parts(5, 12))
    ]


@pytest.mark.nightly
def test_a_gap_is_one_moment_and_what_comes_behind_it_is_told_as_ever(record):
    source = LONG.replace("ROUNDS", "12").replace("spin(60)", "spin(1)")  # that is told as one
    one = record(source, settings={"most": 100_000, "fold": False})
    every = [moment.parts for moment in moments(one.told)]
    for last in range(150, len(one.told) // 2, 29):  # with the whole of the end
        kept = told_by(one.told, Parts(50, last))
        told = [moment.parts for moment in moments(kept)]
        (at,) = [n for n, parts in enumerate(told) if parts[0][0] == "gap"]
        whole = isinstance(kept[kept.index(only(kept, Gap)[0]) + 1], events.Turn)
        behind = told[at + 1 if whole else at + 2 :]  # else the first may be half told
        assert behind == every[len(every) - len(behind) :]
