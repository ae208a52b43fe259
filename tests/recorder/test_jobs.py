"""What is told of the jobs of a loop: what they are called, why they come, how they end."""

from __future__ import annotations

import pytest
from recorder import naming, text
from recorder.events import KINDS
from recorder.moments import moments
from shown import behind, shown

ENDS = """\
import asyncio
import sys

class Hidden:
    def __call__(self):
        raise ValueError("called")
    def __repr__(self):
        raise KeyError("shown")

def leaves():
    sys.exit(3)

def fails():
    raise OSError("for the handler")

def handles(loop, context):
    sys.exit(4)

def run(call):
    loop.call_soon(call)
    loop.call_soon(loop.stop)
    try:
        loop.run_forever()
    except BaseException as error:
        print(repr(error))

loop = asyncio.new_event_loop()
run(leaves)
run(Hidden())
run(fails)
loop.set_exception_handler(handles)
run(fails)
loop.close()
"""


def ends_of(one):
    """How each job that raises is told to end, and what follows."""
    told = [said for said, _ in shown(one)]
    keys = [moment.key for moment in moments(one.told)]
    ways = {"job_fails", "job_fails_first", "job_escapes", "handler_fails"}
    return [(told[n], told[n + 1]) for n, key in enumerate(keys) if key in ways]


def test_what_comes_out_of_a_job_and_of_the_loop_is_told(record):
    out, hidden, given, first, handler = ends_of(record(ENDS))
    outside = ", which comes out of the loop as well: the exception handler does not get it."
    assert out == (f"The call leaves() ends with the exception SystemExit(3){outside}", STOPS)
    # The loop came to no words for what it called, so there was nothing to give to the handler.
    assert hidden == (
        f"The call Hidden() ends with the exception KeyError('shown'){outside}",
        STOPS,
    )
    failed = "The call fails() ends with the exception OSError('for the handler')."
    assert given[0] == f"{failed} The loop gives it to its exception handler, and then goes on."
    assert first[0] == f"{failed} The loop gives it to its exception handler."
    said = "The exception SystemExit(4) comes out of the exception handler, and out of the loop as"
    said += " well."
    assert (first[1], handler) == (said, (said, STOPS))


STOPS = "The loop stops."
CAUGHT = """\
import asyncio

loop = asyncio.new_event_loop()
try:
    raise ValueError
except ValueError:
    loop.call_soon(print, "runs")
    loop.call_soon(loop.stop)
    loop.run_forever()
loop.close()
"""


def test_what_is_handled_around_a_loop_has_not_come_out_of_it(record):
    assert not ends_of(record(CAUGHT))


SIGNAL = """\
import asyncio, os, signal

async def main():
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, told.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await told.wait()
    ours, other = os.pipe()
    loop.add_reader(ours, told.set)
    os.write(other, b"x")
    told.clear()
    await told.wait()
    loop.remove_reader(ours)

asyncio.run(main())
"""


def test_the_handler_of_a_signal_joins_for_that_and_not_for_a_descriptor(record):
    told = [said for said, _ in shown(record(SIGNAL))]
    assert told.count("A signal has come: the call K1.set() joins the ready queue.") == 1
    assert "A watched descriptor is ready: the call K1.set() joins the ready queue." in told


SLOW = """\
import asyncio, logging, time
logging.basicConfig(format="%(levelname)s")

async def slow():
    time.sleep(0.02)

async def main():
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 0.01
    await asyncio.create_task(slow())
    loop.call_soon(time.sleep, 0.02)
    loop.call_soon(print, "next")
    await asyncio.sleep(0)

asyncio.run(main(), debug=True)
"""


def test_a_job_that_took_long_has_ended_when_the_loop_says_so(record):
    one = record(SLOW)
    assert behind(one, "T2 slow() ends", 2) == [
        "T2 slow() ends, with the result None. The wake-up of T1 main() joins the ready queue.",
        "Printed on stderr: WARNING",
    ]
    call, printed, panel = (*behind(one, "The loop takes the call sleep", 2), shown(one))
    assert (call[-8:], printed) == ("runs it.", "Printed on stderr: WARNING")
    at = [said for said, _ in panel].index(call)
    (chip,) = panel[at + 1][1].groups["running"]
    assert chip.kind == "loop"


NAMED = """\
import asyncio

loud = []

class Asked(type):
    def __getattribute__(self, name):
        if loud:
            print("asked for", name)
        return super().__getattribute__(name)

class Job:
    class Inner:
        pass
    def __init__(self, number=0):
        self.number = number

class Odd(metaclass=Asked):
    def __init__(self, *given):
        pass

class Sack(list, metaclass=Asked):
    pass

async def main():
    class Local:
        pass
    loop, future, add = asyncio.get_running_loop(), asyncio.Future(), Sack().append
    loud.append(True)
    print("here")
    loop.call_soon(Job, 1)
    loop.call_soon(Job.Inner)
    loop.call_soon(Local)
    loop.call_soon(Odd, 1)
    loop.call_later(0, int, "7")
    loop.call_soon(str.upper, "x")
    loop.call_soon(int.__add__, 1, 2)
    loop.call_soon(dict.fromkeys, "ab")
    loop.call_soon(add, 3)
    future.add_done_callback(Job)
    future.set_result(None)
    print("there")
    await asyncio.sleep(0.01)

asyncio.run(main())
"""


def test_what_is_called_has_the_name_that_the_program_gives_it(record):
    one = record(NAMED)
    told = [said for said, _ in shown(one)]
    begun, end = (told.index(f"Printed: {word}") for word in ("here", "there"))
    names = (said.partition("the call ")[2] for said in told[begun:end])
    assert [name.partition(")")[0] + ")" for name in names if name] == [
        "Job(1)", "Job.Inner()", "main.Local()", "Odd(1)", "int('7')", "str.upper('x')",
        "int.__add__(1, 2)", "dict.fromkeys('ab')", "Sack.append(3)",
    ]  # fmt: skip
    assert "F1 gets a callback: Job." in told
    assert told.index("Printed: there") == end
    asked = [line for line in one.out.splitlines() if line.startswith("asked")]
    assert not asked


FAR = """\
import asyncio, time

async def main():
    loop = asyncio.get_running_loop()
    timer = loop.call_later(1_000_000, print)
    work = loop.run_in_executor(None, time.sleep, 0.1)
    work.add_done_callback(lambda _: timer.cancel())
    await work

asyncio.run(main())
"""


def test_a_wait_that_ends_before_the_next_timer_is_due_says_so(record):
    told = [said for said, _ in shown(record(FAR))]
    (waits,) = [said for said in told if "86400.0" in said]
    assert waits.replace("\N{NO-BREAK SPACE}", " ").endswith(
        "asks to be woken in 86400.0 s, the longest that it ever asks for: the next timer is due"
        " later."
    )


UNMADE = """\
import asyncio

class Unmade(asyncio.Future):
    def __init__(self):
        pass

async def main():
    future = Unmade()
    for change in (
        lambda: future.set_result(1),
        lambda: future.set_exception(ValueError(1)),
        future.cancel,
        lambda: future.add_done_callback(print),
        lambda: asyncio.Future.set_result(5, 1),
        lambda: asyncio.Task.cancel(5),
    ):
        try:
            change()
        except (RuntimeError, TypeError):
            print("refused")

asyncio.run(main())
"""


def test_what_a_future_refuses_is_not_told_as_done(record):
    one = record(UNMADE)
    told = [said for said, _ in shown(one)]
    assert (one.document["lost"], told.count("Printed: refused\nrefused")) == (0, 0)
    assert one.out == "refused\n" * 6
    assert not [said for said in told if said.startswith("F1 ") and "is made" not in said]


@pytest.mark.parametrize("kind", sorted({*KINDS} - {"snapshot", "midway", "driven"}))
def test_each_kind_of_events_has_words_and_a_place_among_those_that_name_a_moment(kind):
    assert kind in text.TEMPLATES
    assert kind in naming.TELLING
