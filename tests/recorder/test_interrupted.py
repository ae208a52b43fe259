"""A signal comes while the recorder is at work: what its handler raises is the program's, and comes
to it; what was lost by that is told."""

from __future__ import annotations

import pytest
from made import ROOT
from recorder.events import Line, Output, Resume
from recorder.replay import mismatches

# Nearly all of what a line costs here is the recorder's: that is where a signal comes.
RAISES = """\
import asyncio
import signal


class TooLong({base}):
    pass


class Handler:
    def __call__(self, number, frame):
        raise TooLong(number)


def spin():
    n = 0
    signal.setitimer(signal.ITIMER_REAL, 0.05)  # on a crowded machine it may come at once
    while True:
        n += 1


async def main():
    signal.signal(signal.SIGALRM, {handler})
    for _ in range(5):
        try:
            spin()
        except TooLong as error:
            tb = error.__traceback__
            while tb.tb_next and tb.tb_frame.f_code is not spin.__code__:
                tb = tb.tb_next
            print("too long", tb.tb_frame.f_code.co_name)
    await asyncio.sleep(0)
    behind = 1
    await asyncio.sleep(0)
    print("over")


def handler(*given):
    raise TooLong


asyncio.run(main())
"""


@pytest.mark.parametrize("base", ["Exception", "BaseException"])
@pytest.mark.parametrize("handler", ["handler", "lambda *_: handler()", "Handler()"])
def test_what_the_handler_of_a_signal_raises_comes_to_the_program(record, base, handler):
    one = record(RAISES.format(base=base, handler=handler))
    assert one.out == "too long spin\n" * 5 + "over\n"
    assert (one.err, one.status) == ("", 0)
    assert not list(mismatches(one.events))
    # It goes on to be watched, before 3.12 too.
    behind = [event.line for event in one.told if isinstance(event, Line)]
    assert behind[-1] > 30
    assert [event.text for event in one.told if isinstance(event, Output)][-1] == "over\n"


SHOWN = """\
import asyncio
import signal
import traceback


def spin():
    n = 0
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    while True:
        n += 1


async def main():
    spin()


def handler(number, frame):
    raise ValueError("by a signal")


signal.signal(signal.SIGALRM, handler)
try:
    asyncio.run(main())
except ValueError as error:
    frame = error.__traceback__
    while frame:
        print(frame.tb_frame.f_code.co_name)
        frame = frame.tb_next
    traceback.print_exc()
"""


def test_its_traceback_has_no_frame_of_the_recorder(record):
    one = record(SHOWN)
    names = one.out.splitlines()
    assert names[:2] == ["<module>", "run"]
    assert (names[-3], names[-2], names[-1]) == ("main", "spin", "handler") or one.version < (3, 12)
    assert str(ROOT / "scripts/recorder") not in one.err
    assert one.err.endswith("ValueError: by a signal\n")


IN_A_FINALIZER = """\
import asyncio
import signal


class Late(Exception):
    pass


def handler(number, frame):
    raise Late


async def main():
    future = asyncio.get_running_loop().create_future()
    del future
    await asyncio.sleep(0)


signal.signal(signal.SIGALRM, handler)
try:
    asyncio.run(main())
except Late:
    print("late")
"""


def test_what_cannot_be_raised_where_something_is_collected_is_raised_by_what_comes_next(record):
    one = record(IN_A_FINALIZER, breakage="signal_where_one_is_collected")
    assert (one.out, one.err, one.status) == ("late\n", "", 0)
    assert any(isinstance(event, Output) and event.text == "late\n" for event in one.told)


BY_A_THREAD = """\
import asyncio
import threading

said, heard = threading.Event(), threading.Event()


def work(loop, found):
    said.wait()
    found["value"] = 1
    loop.call_soon_threadsafe(heard_by.set_result, None)


async def main():
    global heard_by
    heard_by, found = asyncio.get_running_loop().create_future(), {"value": 0}
    other = threading.Thread(target=work, args=[asyncio.get_running_loop(), found])
    other.start()
    asyncio.get_running_loop().call_soon(said.set)
    await heard_by
    other.join()


asyncio.run(main())
"""


def test_what_another_thread_changes_while_the_loop_waits_is_told_before_the_next_job(record):
    one = record(BY_A_THREAD)
    assert one.status == 0
    assert not list(mismatches(one.events))
    changed = [n for n, event in enumerate(one.told) if "{'value': 1}" in repr(event)]
    assert changed
    goes_on = [n for n, event in enumerate(one.told) if isinstance(event, Resume)]
    assert changed[0] < goes_on[0]


CANCELS = """\
import asyncio
import signal


async def main():
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    signal.signal(signal.SIGALRM, lambda *_: loop.call_soon_threadsafe(task.cancel))
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
"""


def test_what_the_handler_of_a_signal_does_is_told_before_the_look_at_how_things_are(record):
    one = record(CANCELS, breakage="signal_in_a_snapshot")
    assert (one.out, one.status) == ("cancelled\n", 0)
    assert not list(mismatches(one.events))


WAITS = """\
import asyncio, os, signal, threading, time

def step():
    pass

def work():
    time.sleep(0.1)  # the main thread waits by now
    os.kill(os.getpid(), signal.SIGUSR1)
    for _ in range(1000):
        step()

async def main():
    handled = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, handled.set)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    await handled.wait()
    print("handled")

asyncio.run(main())
"""


def test_where_a_signal_waits_for_the_main_thread_another_goes_on(record):
    one = record(WAITS)
    assert (one.status, one.out) == (0, "handled\n")
