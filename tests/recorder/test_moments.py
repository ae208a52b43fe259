"""A recording is told in moments: which, where they end, and that no event is left out."""

from __future__ import annotations

import html
import itertools
import re

import pytest
from languages.interface import words
from made import ROOT
from recorder import events as e
from recorder.moments import LEAVES_A_STEP, moments
from recorder.panel import line_of
from recorder.state import State
from recorder.watched import LINES
from runs.contracts import Contract, load
from runs.player import NoMoment, tell
from runs.programs import Programs
from runs.recordings import Recording
from runs.telling import sentence

pytestmark = pytest.mark.timeout(600)  # the first of them has every program recorded
PROGRAMS = Programs(ROOT / "snippets")
CONTRACTS = load(ROOT / "snippets/runs.toml", PROGRAMS.names)
A_TURN_OF_COROA = [("turn", None), ("begins", 4), ("prints", 5), ("ends", None)]
A_TURN_OF_MAIN = [("turn", None), ("goes_on", 15), ("task_made", 15), ("waits", 15)]
HANDS_OVER = [
    ("loop", None), ("task_made", 20),
    ("turn", None), ("begins", 12), ("task_made", 13), ("task_made", 15), ("waits", 15),
    ("turn", None), ("begins", 8), ("prints", 9), ("ends", None),
    ("begins", 4), ("prints", 5), ("ends", None),
    *A_TURN_OF_MAIN, *A_TURN_OF_COROA,
    *A_TURN_OF_MAIN, *A_TURN_OF_COROA,
    ("turn", None), ("goes_on", 15), ("is_done", 16), ("ends", None),
    ("turn", None), ("stop", None), ("close_after_run", 20), ("program_ends", None),
]  # fmt: skip


def told(one):
    return moments(one.told)


def said(moment):
    return html.unescape(re.sub("<[^>]*>", "", sentence(moment, words("en"))))


def test_tasks_that_hand_over_control_are_told_alike_on_every_python(recorded):
    for one in recorded.by_name["part-1/await/task_hands_over_control"]:
        assert [(moment.key, moment.line) for moment in told(one)] == HANDS_OVER, one.version


def test_an_awaited_coroutine_runs_inside_the_step(recorded):
    for one in recorded.by_name["part-1/await/coroutine_keeps_control"]:
        keys = [moment.key for moment in told(one)]
        assert keys[4:15] == ["task_made", *["awaits", "prints", "returns"] * 3, "waits"]


def test_a_call_that_wakes_the_loop_is_told_apart_from_one_that_does_not(recorded):
    for one in recorded.by_name["part-3/waiting/only_threadsafe_wakes_the_loop"]:
        found = [moment.key for moment in told(one) if moment.key.startswith("ready_thread")]
        assert found == ["ready_thread_soon", "ready_thread_threadsafe"], one.version
    for one in recorded.by_name["part-3/waiting/ctrl_c_cancels_main"]:
        assert "ready_threadsafe" in [moment.key for moment in told(one)], one.version


def test_what_is_done_when_it_is_awaited_makes_no_pause_and_that_is_told(recorded):
    for one in recorded.by_name["part-1/await/done_task_keeps_control"]:
        found = [(moment.key, moment.line) for moment in told(one) if moment.line in range(14, 22)]
        pauses = [each for each in found if each[0] in ("waits", "is_done")]
        assert pauses == [("waits", 14), *(("is_done", n) for n in (18, 19, 20)), ("waits", 21)]


ENDED = """import asyncio


async def fails():
    raise ValueError("no")


async def main():
    task = asyncio.create_task(fails())
    future = asyncio.get_running_loop().create_future()
    future.cancel()
    await asyncio.sleep(0)
    for ended in task, future:
        try:
            await ended
        except (ValueError, asyncio.CancelledError) as error:
            print(type(error))
    (await asyncio.sleep(0), await asyncio.gather(future, return_exceptions=True))
    print(future is None and await future)


asyncio.run(main())
"""


def test_what_has_failed_when_it_is_awaited_makes_no_pause_and_that_is_told(record, version):
    found = told(record(ENDED))
    failed = [moment for moment in found if moment.key == "has_failed"]
    assert [moment.line for moment in failed] == [15, 15]
    assert [said(moment) for moment in failed] == [
        "T2 fails() is already done, with the exception ValueError('no'): await raises the"
        " exception in main() at once, in the same step.",
        "F1 is already done, cancelled: await raises the exception in main() at once, in the same"
        " step.",
    ]
    # Since 3.12 a `gather` of what is done is done at once.
    done = [moment.line for moment in found if moment.key == "is_done"]
    assert done == ([18] if version >= (3, 12) else [])


BY_HAND = """import asyncio

loop = asyncio.new_event_loop()
future = loop.create_future()
future.set_result(7)


async def by_hand(given):
    return await given


try:
    by_hand(future).send(None)
except StopIteration:
    loop.close()
"""


GIVES = """\
import asyncio

def numbers():
    yield 1
    yield 2

async def later():
    yield 7
    await asyncio.sleep(0)
    yield 8

async def inner():
    await asyncio.sleep(0)

async def main():
    for number in numbers():
        pass
    async for number in later():
        pass
    await inner()

asyncio.run(main())
"""


def test_what_goes_on_inside_a_step_was_seen_to_suspend_there(record):
    """Who iterates gets a value in the same step; what climbs on to the loop suspends the task."""
    told_keys = [(m.key, m.parts[0][1].get("name")) for m in told(record(GIVES)) if m.line]
    assert told_keys == [
        ("task_made", None), ("begins", "main"),
        ("starts", "numbers"), ("gives", "numbers"), ("resumes", "numbers"), ("gives", "numbers"),
        ("resumes", "numbers"), ("generator_ends", "numbers"),
        ("asks", "later"), ("gives_next", "later"), ("resumes", "later"),
        ("waits_turn_chain", None),
        ("goes_on", "later"), ("gives_next", "later"), ("resumes", "later"),
        ("ends_async_for", "later"),
        ("awaits", "inner"), ("waits_turn_chain", None), ("goes_on", "inner"), ("returns", "inner"),
        ("close_after_run", None),
    ]  # fmt: skip


def test_where_no_step_is_under_way_nothing_is_said_of_one(record):
    assert "is_done" not in [moment.key for moment in told(record(BY_HAND))]


SERVES = """
import asyncio

async def main():
    server = await asyncio.start_server(print, "127.0.0.1", 0)
    task = asyncio.create_task(asyncio.sleep(0))
    await task
    server.close()

asyncio.run(main())
"""


def test_the_tasks_that_look_an_address_up_for_a_server_are_no_cleaning_up_of_run(record):
    keys = [moment.key for moment in told(record(SERVES))]
    assert keys.count("task_made") == 3, "main, what looks the address up, and the sleep"
    assert keys.count("close_after_run") == 1
    assert keys[-2:] == ["close_after_run", "program_ends"]


SETS_WITHOUT_A_TIMER = """
import asyncio
import socket

async def main():
    here, there = socket.socketpair()
    _, writer = await asyncio.open_connection(sock=here)
    await asyncio.sleep(0.1)
    writer.close()
    await writer.wait_closed()
    there.close()

asyncio.run(main())
"""


def test_a_future_is_said_to_be_set_by_a_timer_where_there_was_one(record):
    """A new transport has its future set by `call_soon`, with the function that `sleep` gives to
    its timer."""
    keys = [moment.key for moment in told(record(SETS_WITHOUT_A_TIMER))]
    assert (keys.count("runs_setter"), keys.count("due")) == (2, 1)


CALLED_BACK = """\
import asyncio

async def nap():
    pass

async def main():
    future = asyncio.Future()
    future.add_done_callback(print)
    future.set_result(1)
    future.add_done_callback(print)
    nap()

asyncio.run(main())
"""


def test_what_a_line_of_the_program_brings_about_says_the_line(record):
    found = [(moment.key, moment.line) for moment in told(record(CALLED_BACK))]
    assert [each for each in found if each[0].startswith(("added", "never"))] == [
        ("added", 8), ("added_to_done", 10), ("never_awaited", 11)
    ]  # fmt: skip


def test_a_spin_is_one_moment_between_a_turn_before_and_a_turn_after(recorded):
    def fault(ones):
        return next(filter(None, map(fault_of, ones)), None)

    def fault_of(one):
        found = told(one)
        at = next((n for n, moment in enumerate(found) if moment.key == "fold"), None)
        if at is None:
            return "too few turns to fold"
        turns = [moment.key for moment in found].count("turn")
        assert turns < 12, "the equal turns around the fold are in it"
        assert found[at].parts[0][1]["turns"] > 1
        assert found[at - 1].end < found[at].end < found[at + 1].end
        return None

    recorded.check(fault, "part-2/homemade-sleep/spinning")


def test_the_line_that_a_moment_says_is_the_one_that_is_marked(recorded):
    """Where control leaves a step no line runs any more, and the one that is said is in the
    margin."""
    for name, ones in recorded.by_name.items():
        for one in ones:
            state, at = State(), 0
            # The last has in it all that came behind it.
            for moment in told(one)[:-1] if one.document else ():
                for event in one.told[at : moment.end]:
                    state.apply(event)
                at = moment.end
                marked = None if moment.key in LEAVES_A_STEP else moment.line
                if moment.line is not None and moment.line < LINES:
                    assert line_of(state) == marked, (name, one.version, said(moment))


def test_every_event_belongs_to_a_moment_and_every_moment_is_said(recorded):
    for name, ones in recorded.by_name.items():
        for one in ones:
            if one.document is None:  # stopped before it could be kept: another test tells
                continue
            ends = [moment.end for moment in told(one)]
            assert ends == sorted(set(ends)), name
            assert not ends or ends[-1] == len(one.told), name
            for language, moment in itertools.product(("pt", "en"), told(one)):
                said = sentence(moment, words(language))
                assert said, name
                assert not re.search(r"[{}]\w+[{}]", re.sub("<code>.*?</code>", "", said)), said


SAYS_DONE = {"set", "set_by", "set_passed", "runs_setter", "added_to_done", "is_done", "has_failed"}


def test_what_is_said_to_be_done_is_done(recorded):
    for one in itertools.chain.from_iterable(recorded.by_name.values()):
        state, at = State(), 0
        for moment in told(one) if one.document else ():
            for event in one.told[at : moment.end]:
                state.apply(event)
            at = moment.end
            for _, fields in (part for part in moment.parts if part[0] in SAYS_DONE):
                label = fields["future"][1]["label"]
                assert state.futures[label].state != "pending", (one.program.name, label)


@pytest.mark.parametrize("name", [name for name, c in CONTRACTS.items() if c.moments])
def test_named_moments_are_there_on_every_python_at_the_same_place(recorded, name):
    def fault(ones):
        try:
            kinds = {tuple(kinds_of(one)) for one in ones}
        except (NoMoment, TypeError) as error:
            return str(error)
        return None if len(kinds) == 1 else f"not the same moments: {kinds}"

    def kinds_of(one):
        found = tell(one.program, CONTRACTS[name], Recording(tuple(one.told), 0, ()))
        return (found.moments[number - 1].key for number in found.named.values())

    recorded.check(fault, name)


def test_a_timer_that_is_due_is_told_when_another_thread_tells_something_meanwhile():
    loop, call = e.Loop(0, 1, "Loop"), e.Handle(1, 2, 1, "call", None, None, "brew", None, [])
    timer, due = e.Timer(1, 2, 100, 3, None), [e.TimerOut(5, 2), e.Ready(7, 2, "timer", None, None)]
    other = e.Output(6, "out", "tea\n", None)
    begun = [loop, call, timer, e.Turn(2, 1, 1, 100, 0)]
    for events in [*begun, *due], [*begun, due[0], other, due[1]]:
        assert "due" in [moment.key for moment in moments(events)]


# `wait_for` waits in another way since 3.12, `shield` adds one more callback since 3.14, and debug
# mode logs slow steps, which load makes; what is suspended outside of any `try` is closed without
# being run since 3.13.
TOLD_OTHERWISE = {
    "part-1/await/debug_mode_logs_a_slow_step",
    "part-1/await/debug_mode_measures_steps",
    "part-2/futures/a_setter_that_asks_first",
    "part-2/futures/result_too_late",
    "part-2/futures/shield_keeps_the_future",
    "part-2/inside-coroutines/close_runs_the_finally_alone",
}


def test_the_same_moments_are_told_on_every_python(recorded):
    assert not list(filter(None, (differs(recorded, name) for name in recorded.by_name)))


def differs(recorded, name):
    """What is told otherwise of a program, and on which Pythons. Which timers are due together, and
    so the turns, may be a matter of time; what goes first of what is collected, one of chance. Of
    what the site does not record nothing is shown."""
    contract = CONTRACTS.get(name, Contract())
    if name in TOLD_OTHERWISE or {"turns", "collected"} & set(contract.varies):
        return None
    if not contract.recorded:
        return None
    ones = recorded.by_name[name]
    for _ in range(9):  # a busy machine makes timers late
        if len(told_by(ones)) < 2:
            return None
        ones = [again for one in ones for again in recorded.again([one])]
    return name, list(told_by(ones).values())


def told_by(ones):
    """The Pythons that tell the same moments of a program, by the moments."""
    found = {}
    for one in ones:
        if one.document and Recording(tuple(one.told), 0, ()).is_whole:
            keys = tuple((moment.key, moment.line) for moment in told(one))
            found.setdefault(keys, []).append(one.version)
    return found
