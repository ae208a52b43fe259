"""Programs of which two threads tell at once."""

from __future__ import annotations

from recorder.events import Done, Task, Waits
from recorder.replay import mismatches
from shown import shown

LINE = """\
import asyncio, queue, threading

class Slow(queue.Queue):
    __str__ = queue.Queue.get  # none of the program's own lines runs in it

slow = Slow()

async def main():
    thread = threading.Thread(target=print, args=("a", slow, "line"))
    thread.start()
    while not slow.not_empty._waiters:
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    slow.put("slow")
    thread.join()
    print("main")

asyncio.run(main())
"""


def test_a_line_that_one_thread_prints_piece_by_piece_is_one_whatever_others_do(record):
    one = record(LINE)
    assert one.out == "a slow line\nmain\n"
    told = [said for said, _ in shown(one) if said.startswith("Printed")]
    assert told == ["Printed: a slow line", "Printed: main"]


MIXED = """\
import asyncio, threading

half, whole = threading.Event(), threading.Event()

class Slow:
    def __str__(self):
        half.set()
        whole.wait()
        return "slow"

def say(*things):
    print(*things)

async def main():
    thread = threading.Thread(target=say, args=("a", Slow(), "line"))
    thread.start()
    half.wait()
    say("main")
    whole.set()
    thread.join()

asyncio.run(main())
"""


def test_where_they_print_into_each_others_lines_that_is_told(record):
    one = record(MIXED)
    assert one.out == "a main\nslow line\n"
    told = [said for said, _ in shown(one) if said.startswith("Printed")]
    assert told == ["Printed: a ", "Printed: main", "Printed: slow line"]


CLEANS = """\
import asyncio, threading

inside, outside = threading.Event(), threading.Event()

async def quiet():
    try:
        yield
    finally:
        inside.set()
        outside.wait()

async def hold():
    global held
    held = quiet()
    await anext(held)

async def main():
    thread = threading.Thread(target=lambda: asyncio.run(hold()))
    thread.start()
    inside.wait()
    await asyncio.sleep(0)
    outside.set()
    thread.join()

asyncio.run(main())
"""


def test_what_one_loop_does_is_told_while_another_cleans_up(record):
    told = [said for said, _ in shown(record(CLEANS))]
    assert len([said for said in told if said.startswith("T1 main() suspends")]) == 1
    ends = [said for said in told if said.startswith("run() cleans up")]
    took = [said.rpartition(": ")[2] for said in ends]
    assert took[1] == "4."  # of the loop that was made first
    assert len(took) == 2


FROM_A_THREAD = """\
import asyncio, threading

def work(loop, done):
    loop.call_soon_threadsafe(done.set_result, 1)

async def main():
    done = asyncio.Future()
    threading.Timer(0.1, work, (asyncio.get_running_loop(), done)).start()
    await done
    await asyncio.to_thread(threading.Event().wait, 0.1)

asyncio.run(main())
"""


def test_while_another_thread_does_something_the_loop_still_sleeps_and_that_is_shown(record):
    one = record(FROM_A_THREAD)
    panels = [panel for said, panel in shown(one) if said.startswith("Another thread puts")]
    first, second = [[chip.parts for chip in panel.groups["running"]] for panel in panels]
    asleep = (("the_loop_sleeps", {}),)
    assert first == [(("calls", {"calls": [("work", None)]}), ("in_thread", {})), asleep]
    assert second == [(("other_thread", {}),), asleep]  # what it runs is not the program's


LOOP_IN_A_THREAD = """\
import asyncio, threading

loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()
print("main")
loop.call_soon_threadsafe(loop.stop)
thread.join()
loop.close()
"""


def test_where_the_loop_is_in_a_thread_the_main_one_is_said_to_run_the_module(record):
    told = shown(record(LOOP_IN_A_THREAD))
    (running,) = [panel.groups["running"] for said, panel in told if said == "Printed: main"]
    assert running[0].parts == (("the_module", {}),)


# The task is not yet asyncio's own when another loop ends a job, and has ended before the next one.
EAGER = """\
import asyncio, sys, threading

other = asyncio.new_event_loop()
thread = threading.Thread(target=other.run_forever)
thread.start()

class Task(asyncio.Task):
    def __new__(cls, *args, **options):
        reached = threading.Event()
        task = super().__new__(cls, *args, **options)
        other.call_soon_threadsafe(print, "a job of the other")
        other.call_soon_threadsafe(reached.set)
        reached.wait()
        return task

async def quick():
    return 7

async def main():
    eager = {"eager_start": True} if sys.version_info >= (3, 12) else {}
    await Task(quick(), loop=asyncio.get_running_loop(), **eager)

asyncio.run(main())
other.call_soon_threadsafe(other.stop)
thread.join()
other.close()
"""


def test_another_loop_that_ends_a_job_tells_nothing_of_a_task_that_is_being_made(record):
    one = record(EAGER)
    assert (one.out, one.document["lost"]) == ("a job of the other\n", 0)
    assert not list(mismatches(one.events))
    (quick,) = [x.task for x in one.told if isinstance(x, Task) and x.coroutine == "quick"]
    ends = [x.value for x in one.told if isinstance(x, Done) and x.task == quick]
    assert ends == ["7"]
    assert not [x for x in one.told if isinstance(x, Waits) and x.task == quick]


TWO_LOOPS = """\
import asyncio, threading

inside, over = threading.Event(), threading.Event()

async def slow():
    inside.set()
    over.wait()

async def quick():
    await asyncio.sleep(0.01)

thread = threading.Thread(target=lambda: asyncio.run(slow()))
thread.start()
inside.wait()
asyncio.run(quick())
over.set()
thread.join()
"""


def test_of_two_loops_each_has_the_steps_of_its_own_thread(record):
    told = [said for said, _ in shown(record(TWO_LOOPS))]
    assert "T2 quick() suspends. It waits for F1, and control goes to the loop." in told


BESIDE = """\
import asyncio, threading

inside, over = threading.Event(), threading.Event()

def numbers():
    yield 1

async def given():
    return 2

def work():
    inside.wait()
    found = list(numbers())
    try:
        given().send(None)
    except StopIteration:
        over.set()

async def main():
    thread = threading.Thread(target=work)
    thread.start()
    inside.set()
    over.wait()
    thread.join()

asyncio.run(main())
"""


def test_what_runs_in_a_thread_beside_the_loop_is_in_no_step_and_that_is_said(record):
    beside = "This happens in a thread other than the loop’s."
    told = [said for said, _ in shown(record(BESIDE)) if said.endswith(beside)]
    assert [said.removesuffix(beside).strip() for said in told] == [
        "work() begins.",
        "numbers() begins.",
        "numbers() suspends and gives 1 to the code that asked for its next value.",
        "numbers() goes on.",
        "numbers() ends. The code that asked for its next value gets StopIteration.",
        "given() begins.",
        "given() returns 2. The code that drives it gets it inside StopIteration.",
    ]
