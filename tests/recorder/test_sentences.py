"""What moments say of jobs, timers, futures and turns, where a first word would be a false one."""

from __future__ import annotations

import pytest
from recorder.moments import moments
from recorder.replay import mismatches
from shown import behind, shown

PAST = """\
import asyncio

loop = asyncio.new_event_loop()
loop.call_at(loop.time() - 1, print, "late")
loop.call_soon(loop.stop)
loop.run_forever()
loop.stop()
loop.run_forever()
loop.close()
print("over")
"""


def test_timers_and_turns_of_a_loop_by_hand_are_told_as_they_are(record):
    one = record(PAST)
    told = [said for said, _ in shown(one)]
    assert told[1:] == [
        "A timer is set: the call print('late'), already due.",
        "call_soon puts a job at the end of the ready queue: the call that stops the loop.",
        "Turn 1 of the loop. In the ready queue: the call that stops the loop.",
        "The timer is due: the call print('late') joins the ready queue.",
        "The loop takes the call that stops the loop from the ready queue and runs it. It will stop"
        " at the end of this turn.",
        "The loop takes the call print('late') from the ready queue and runs it.",
        "Printed: late",
        "The loop stops.",
        "stop() asks the loop to stop: once it runs, it will make one turn.",
        "Turn 2 of the loop. The ready queue is empty, but the loop was told to stop: it looks at"
        " the selector and does not wait.",
        "The loop stops.",
        "The loop is closed.",
        "Printed: over",
        "The program ends.",
    ]
    printed, ends = [panel for said, panel in shown(one)[-2:]]
    assert printed.groups["variables"]
    assert not ends.groups["running"] + ends.groups["variables"]


FUTURES = """\
import asyncio

def note(future):
    print("note")

async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(0.01, future.set_result, 42)
    await future
    future.add_done_callback(note)
    done = asyncio.create_task(asyncio.sleep(0))
    await done
    await asyncio.wait([done])

asyncio.run(main())
"""


def test_a_call_of_a_futures_method_says_of_which(record):
    one = record(FUTURES)
    # Where the machine is crowded, it is due by now.
    assert behind(one, "A timer is set", 1)[0].startswith(
        "A timer is set: the call F1.set_result(42), "
    )
    waits = next(panel for said, panel in shown(one) if said.startswith("T1 main() suspends"))
    (timer,) = waits.groups["timers"]
    called = ("job_call", {"call": "F1.set_result(42)"})
    assert timer.parts[:2] == (called, ("wakes", {"label": "t1"}))
    assert behind(one, "The loop takes the call F1.set_result(42)", 2)[1].startswith("F1 is done")


def test_a_callback_of_what_is_done_joins_at_once_and_is_held_by_nobody(record):
    one = record(FUTURES)
    assert behind(one, "F1 is done already", 1) == [
        "F1 is done already, so its new callback is scheduled at once. The call note(F1) joins"
        " the ready queue."
    ]
    # The same where asyncio adds one: `wait` does, before it suspends.
    added, waits = behind(one, "T2 sleep() is done already", 2)
    assert added.endswith("The call _wait._on_completion(T2) joins the ready queue.")
    assert waits == "T1 main() suspends. It waits for F2, and control goes to the loop."


GIVEN = """\
import asyncio
from functools import partial

async def work():
    pass

def note(*what):
    pass

async def main():
    loop = asyncio.get_running_loop()
    future, task = loop.create_future(), asyncio.create_task(work())
    future.add_done_callback(partial(note, *range(9)))
    future.add_done_callback(note)
    task.add_done_callback(note)
    loop.call_soon(note, future)
    loop.call_soon(note, task)
    loop.call_soon(note, future, 1)
    await task
    future.set_result(loop.call_soon(note, future)); loop.call_soon(note, future)

asyncio.run(main())
"""


def test_a_call_that_is_given_a_future_is_no_callback_of_it(record):
    one = record(GIVEN)
    assert behind(one, "call_soon puts", 5) == [
        "call_soon puts a job at the end of the ready queue: the call note(F1).",
        "call_soon puts a job at the end of the ready queue: the call note(T2).",
        "call_soon puts a job at the end of the ready queue: the call note(F1, 1).",
        "T1 main() suspends. It waits for T2 work(), and control goes to the loop.",
        "Turn 2 of the loop. In the ready queue: the first step of T2 work(), the call note(F1),"
        " the call note(T2), the call note(F1, 1).",
    ]
    assert behind(one, "T2 work() ends", 1)[0].endswith(
        "The call note(T2) joins the ready queue. The wake-up of T1 main() joins the ready queue."
    )
    called, done, again = behind(one, "The loop runs the next step of T1 main()", 4)[1:]
    scheduled = "call_soon puts a job at the end of the ready queue: the call note(F1)."
    assert called == again == scheduled
    numbers = ", ".join(map(str, range(8)))
    assert done.endswith(
        f"The call note({numbers}, …) joins the ready queue. The call note(F1) joins the ready"
        " queue."
    )


LEFT = """\
import asyncio

async def left():
    await asyncio.sleep(60)

async def main():
    asyncio.create_task(left())
    await asyncio.sleep(0)

asyncio.run(main())
"""


def test_what_run_does_to_the_tasks_that_are_left_is_told_as_its_doing(record):
    one = record(LEFT)
    assert behind(one, "The loop stops.", 4) == [
        "The loop stops.",
        "run() cancels T2 left(), that is, asks it to end with a CancelledError.",
        "T2 left() waits for F1, so the request is passed on: F1 is done, cancelled. The wake-up of"
        " T2 left() joins the ready queue.",
        "run() makes F2, which will be done when all that was cancelled has ended. Until then,"
        " run() runs the loop again.",
    ]
    _, left = shown(one)[-1][1].groups["tasks"]
    assert [key for key, _ in left.parts] == ["task", "state_cancelled"]


MADE = """\
import asyncio

async def nap(number):
    await asyncio.sleep(0)

async def worker(queue):
    job = queue.get_nowait()
    await job

async def main():
    queue = asyncio.Queue()
    queue.put_nowait(nap(1))
    await worker(queue)
    naps = [nap(n) for n in (2, 3)]
    for one in naps:
        await one

asyncio.run(main())
"""


def test_that_an_object_is_made_is_told_where_that_was(record):
    told = [moment for moment in shown(record(MADE)) if "object" in moment[0]]
    assert [said for said, _ in told] == [
        "2 calls of nap() make 2 coroutine objects. None of their bodies runs yet."
    ]
    begins = next(panel for said, panel in shown(record(MADE)) if "awaits nap()" in said)
    assert [chip.parts[0][1] for chip in begins.groups["variables"]][:2] == [
        {"name": "number", "value": "1"},  # its argument, before its first line
        {"name": "queue", "value": "q1"},
    ]
    assert [chip.parts[1:] for chip in begins.groups["variables"]][:2] == [
        (), (("of_function", {"name": "worker"}),),
    ]  # fmt: skip


FROM_OUTSIDE = """\
import asyncio, socket, threading

def readable(sock):
    loop.remove_reader(sock)
    print("readable")

async def main():
    loop.add_reader(one, readable, one)
    other.send(b"x")
    await asyncio.sleep(0)
    held = threading.Event()
    loop.call_later(0.05, held.set)
    await asyncio.to_thread(held.wait)

one, other = socket.socketpair()
one.setblocking(False)
loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.run_until_complete(loop.shutdown_default_executor())
loop.close()
one.close(), other.close()
"""


def test_a_turn_with_jobs_and_files_is_told_and_the_loops_own_socket_is_no_file_of_the_program(
    record,
):
    one = record(FROM_OUTSIDE)
    assert behind(one, "Turn 2", 2) == [
        "Turn 2 of the loop. In the ready queue: the next step of T1 main().",
        "A watched descriptor is ready: the call readable(<socket>) joins the ready queue.",
    ]
    told = " ".join(said for said, _ in shown(one))
    assert "_read_from_self" not in told
    # The thread ends after a job of the loop; whether the selector waits by then is up to time.
    assert "another thread or a signal has woken the loop" in told or "own socket" in told


GROUP = """\
import asyncio

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(0))

asyncio.run(main())
"""


def test_what_async_with_does_at_its_end_is_told_in_words(record):
    assert behind(record(GROUP), "The end of async with", 1) == [
        "The end of async with makes F1. It is pending."
    ]


STOPS = """\
import asyncio

def ring():
    print("ring")
    loop.stop()
    loop.stop()

loop = asyncio.new_event_loop()
loop.call_soon(ring)
loop.call_soon(loop.stop)
loop.run_forever()
loop.run_until_complete(asyncio.sleep(0))
loop.close()
"""


def test_that_the_program_stops_the_loop_is_told_and_not_what_the_loop_calls_itself(record):
    one = record(STOPS)
    assert behind(one, "Printed: ring", 4) == [
        "Printed: ring",
        "stop() asks the loop to stop: it will, at the end of this turn.",
        "The loop takes the call that stops the loop from the ready queue and runs it. It will stop"
        " at the end of this turn.",
        "The loop stops.",
    ]
    assert len([said for said, _ in shown(one) if said.startswith("stop()")]) == 1


BY_NAME = """\
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    timer = loop.call_later(10, print)
    await asyncio.sleep(0)
    timer.cancel()
    reader = asyncio.StreamReader()
    loop.call_soon(reader.feed_data, b"line")
    loop.call_soon(reader.feed_eof)
    async for line in reader:
        pass

asyncio.run(main())
"""


def test_who_does_something_is_said_by_a_name_that_stands_in_the_program(record):
    told = [said for said, _ in shown(record(BY_NAME))]
    assert "cancel() cancels the timer: the call print() will not run." in told
    assert "The async for makes F1. It is pending." in told
    assert not [said for said in told if "__" in said]


OWN_STEPS = """\
import asyncio

async def main():
    await asyncio.create_task(asyncio.sleep(0))

asyncio.run(main())
"""


def test_a_step_of_a_task_that_is_all_asyncios_own_is_told_by_its_place_too(record):
    told = [said for said, _ in shown(record(OWN_STEPS))]
    assert "The loop runs the first step of T2 sleep()." in told
    assert "The loop runs the next step of T2 sleep()." in told


MADE_TO_BE_AWAITED = """\
import types

@types.coroutine
def ask(number):
    return (yield number)

async def add():
    return await ask(1) + 1

coroutine = add()
coroutine.send(None)
try:
    coroutine.send(10)
except StopIteration:
    print("over")
"""


def test_a_generator_that_types_coroutine_made_is_awaited_not_asked_for_values(record):
    one = record(MADE_TO_BE_AWAITED)
    assert behind(one, "add() begins", 8) == [
        "add() begins.",
        "add() awaits ask(), which begins at once.",
        "ask() suspends. 1 climbs to add(), which is waiting at an await.",
        "add() suspends. 1 climbs to the code that drives it.",
        "add() goes on.",
        "ask() goes on.",
        "ask() returns 10 to add().",
        "add() returns 11. The code that drives it gets it inside StopIteration.",
    ]


MADE_FIRST = """\
async def nap():
    pass

def drive(coroutine):
    coroutine.close()

drive(nap())
"""


def test_what_a_function_is_given_was_made_before_that_function_begins(record):
    one = record(MADE_FIRST)
    ((said, panel),) = [each for each in shown(one) if "makes" in each[0]]
    assert said == "A call of nap() makes a coroutine object. None of its body runs yet."
    assert panel.line == 7  # of the call, not that of `def drive`
    assert [chip.parts for chip in panel.groups["running"]] == [(("the_module", {}),)]


CLOSED = """\
import asyncio

async def nap():
    await asyncio.sleep(0)

def count():
    yield 1

def end(thing):
    thing.close()

async def main():
    first, second, third, fourth = nap(), nap(), count(), nap()
    first.close()
    end(third)
    await second
    try:
        fourth.throw(KeyError)
    except KeyError:
        pass
    lost = nap()
    task = asyncio.create_task(lost)
    task.cancel()
    await asyncio.wait([task])
    print("over")

asyncio.run(main())
"""


def test_what_is_closed_before_it_has_begun_is_told_on_the_line_that_does_it(record):
    one = record(CLOSED)
    found = [(moment.parts[0][1]["name"], moment.line) for moment in moments(one.told)
             if moment.key == "unbegun"]  # fmt: skip
    # Not the one that was awaited, nor that of a task: the loop throws an exception into that.
    assert found == [("nap", 14), ("count", 10), ("nap", 18)]
    assert behind(one, "The object", 1) == [
        "The object that a call of nap() has made ends before it has begun, so none of its body"
        " runs."
    ]


BETWEEN = """\
import asyncio

def select(timeout=None):
    return look(timeout)

loop = asyncio.new_event_loop()
look, loop._selector.select = loop._selector.select, select
loop.call_soon(print, "here")
loop.call_later(0.05, loop.stop)
loop.run_forever()
loop.close()
"""


def test_a_function_that_the_loop_calls_between_two_jobs_is_seen_to_run(record):
    program = BETWEEN.replace("return look", 'print("asked"); return look')
    told = [panel for said, panel in shown(record(program)) if said == "Printed: asked"]
    assert {panel.line for panel in told} == {4}
    parts = {str(chip.parts) for panel in told for chip in panel.groups["running"]}
    assert parts == {str((("calls", {"calls": [("select", None)]}),))}


@pytest.mark.timely  # the timer is not yet due after the first turn
def test_the_selector_returns_only_where_it_was_to_wait_whatever_is_told_meanwhile(record):
    told = [said for said, _ in shown(record(BETWEEN))]
    turn = told.index("Turn 1 of the loop. In the ready queue: the call print('here').")
    assert told[turn + 1].startswith("The loop takes the call print('here')")
    assert [said.startswith("The selector returns") for said in told].count(True) == 1


BY_HAND = """\
import asyncio

async def inner():
    await asyncio.sleep(0)
    return 7

async def outer():
    return await inner()

async def main():
    driven = outer()
    driven.send(None)
    try:
        driven.send(None)
    except StopIteration as end:
        print(end.value)
    await inner()

asyncio.run(main())
"""


def test_who_is_sent_into_by_hand_inside_a_task_is_not_awaited(record):
    assert behind(record(BY_HAND), "outer() begins", 9) == [
        "outer() begins.",
        "outer() awaits inner(), which begins at once, inside the same step. The loop has no part"
        " in it.",
        "outer() suspends. None climbs to the code that drives it.",
        "outer() goes on.",
        "inner() goes on.",
        "inner() returns 7 to outer().",
        "outer() returns 7. The code that drives it gets it inside StopIteration.",
        "Printed: 7",
        "main() awaits inner(), which begins at once, inside the same step. The loop has no part in"
        " it.",
    ]


EAGER = """\
import asyncio

async def slow(seconds):
    await asyncio.sleep(seconds)

async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    one = asyncio.create_task(slow(0))
    other = asyncio.create_task(slow(0.01))
    print("made")
    await other

asyncio.run(main())
"""


def test_an_eager_task_that_suspends_gives_control_back_to_the_code_that_made_it(record, version):
    if version >= (3, 12):
        told = behind(record(EAGER), "create_task() makes T2", 7)
        assert [said for said in told if not said.startswith("sleep()")] == [
            "create_task() makes T2 slow(). It is eager: it runs at once, before create_task()"
            " returns.",
            "T2 slow() suspends for one turn: its next step is at the end of the ready queue."
            " Control goes back to the code that made it.",
            "create_task() makes T3 slow(). It is eager: it runs at once, before create_task()"
            " returns.",
            "T3 slow() suspends. It waits for F1, and control goes back to the code that made it.",
            "Printed: made",
            "T1 main() suspends. It waits for T3 slow(), and control goes to the loop.",
        ]


GENERATORS = """\
import types

@types.coroutine
def pause():
    return (yield 7)

async def main():
    print(next(pause()))
    print(await pause())

coroutine = main()
coroutine.send(None)
try:
    coroutine.send(42)
except StopIteration:
    print("over")
"""


def test_a_generator_that_is_awaited_is_told_of_as_a_coroutine_is(record):
    assert behind(record(GENERATORS), "pause() begins", 10) == [
        "pause() begins.",
        "pause() suspends. 7 climbs to the code that drives it.",
        "GeneratorExit() is thrown into pause().",
        "pause() ends with GeneratorExit().",
        "Printed: 7",
        "main() awaits pause(), which begins at once.",
        "pause() suspends. 7 climbs to main(), which is waiting at an await.",
        "main() suspends. 7 climbs to the code that drives it.",
        "main() goes on.",
        "pause() goes on.",
    ]


BY_A_CLASS = """\
import asyncio

class Mine(asyncio.Task):
    pass

async def nothing():
    pass

async def main():
    loop = asyncio.get_running_loop()
    await asyncio.Task(nothing(), loop=loop)
    await Mine(nothing(), loop=loop)
    await asyncio.create_task(nothing())
    await loop.create_task(nothing())
    async with asyncio.TaskGroup() as group:
        group.create_task(nothing())

asyncio.run(main())
"""


def test_what_makes_a_task_is_what_the_program_calls(record):
    makers = [
        said.split(" makes ")[0] for said, _ in shown(record(BY_A_CLASS)) if " makes T" in said
    ]
    assert makers == ["run()", "Task()", "Mine()", *["create_task()"] * 3]


EAGER_OF_A_LIBRARY = """\
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    task = loop.create_task(asyncio.sleep(0.01))
    task.add_done_callback(print)
    await task

asyncio.run(main())
"""


def test_an_eager_task_has_suspended_before_anything_is_done_with_it(record, version):
    if version < (3, 12):
        pytest.skip("there are no eager tasks yet")
    one = record(EAGER_OF_A_LIBRARY)
    assert not list(mismatches(one.events))
    told = [said for said, _ in shown(one)]
    suspends = next(
        n for n, said in enumerate(told) if said.startswith("T2 sleep() suspends. It waits")
    )
    assert "T2 sleep() gets a callback" in told[suspends + 1]


INTERRUPTED = """\
import asyncio
import os
import signal
from concurrent import futures

async def main():
    with futures.ThreadPoolExecutor() as pool:
        futures.wait([pool.submit(os.kill, os.getpid(), signal.SIGINT)])

asyncio.run(main())
"""


def test_what_ctrl_c_cancels_is_not_cancelled_by_what_was_under_way(record):
    told = [said for said, _ in shown(record(INTERRUPTED))]
    assert "cancel() asks T1 main() to end with a CancelledError." in told
    assert not [said for said in told if said.startswith(("wait()", "submit()"))]


DUE_BUT_CANCELLED = """\
import asyncio

def late(which):
    print(which)

loop = asyncio.new_event_loop()
now = loop.time()
loop.call_at(now - 3, late, 1)
loop.call_at(now - 2, late, 2).cancel()
loop.call_at(now - 1, late, 3).cancel()
loop.call_soon(loop.stop)
loop.run_forever()
loop.call_at(now - 3, late, 4).cancel()
loop.call_at(now - 2, late, 5).cancel()
loop.call_soon(loop.stop)
loop.run_forever()
loop.close()
"""


def test_a_cancelled_timer_that_is_due_with_others_is_still_the_call_that_it_was(record):
    one = record(DUE_BUT_CANCELLED)
    assert (one.out, one.document["lost"]) == ("1\n", 0)
    assert not list(mismatches(one.events))
    told = [said for said, _ in shown(one)]
    for number in 2, 3:
        assert f"The timer is due: the call late({number}) joins the ready queue." in told
        dropped = f"The loop takes the call late({number}) from the ready queue and drops it"
        assert any(said.startswith(dropped) for said in told)
    assert not [said for said in told if "NoneType" in said]
    assert not [said for said in told if said.startswith("The timer is due: the call late(4)")]


MIDWAY = """\
import asyncio

async def countdown():
    for n in (2, 1):
        await asyncio.sleep(0)
        yield n

async def midway():
    await asyncio.sleep(0)

async def main():
    async for n in countdown():
        pass
    coroutine = midway()
    coroutine.send(None)
    await asyncio.create_task(coroutine)
    numbers = countdown()
    await anext(numbers)
    del numbers
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    asyncio.current_task().cancel()

asyncio.run(main())
"""


def test_who_is_asked_for_values_is_not_awaited_and_a_first_step_is_not_the_next(record):
    told = [said for said, _ in shown(record(MIDWAY))]
    asked = (
        "main() asks countdown() for its first value: the body begins at once, inside the same"
        " step. The loop has no part in it."
    )
    assert told.count(asked) == 2
    assert not [said for said in told if "awaits countdown()" in said]
    goes_on = (
        "The loop runs the first step of T2 midway(): midway() had begun already, and goes on."
    )
    thrown = (
        "The loop runs the first step of T3 async_generator_athrow(): GeneratorExit() is thrown"
        " into countdown()."
    )
    assert goes_on in told
    assert thrown in told
    assert not [said for said in told if said.startswith("midway() returns")]


ANOTHER_LOOPS = """\
import asyncio

async def main():
    other = asyncio.new_event_loop()
    try:
        await other.create_future()
    except RuntimeError:
        other.close()

asyncio.run(main())
"""


def test_of_a_future_that_is_refused_it_is_not_said_that_futures_are_taken(record):
    (refused,) = [said for said, _ in shown(record(ANOTHER_LOOPS)) if "climbs to the task" in said]
    assert "(a bare yield) or a future of its own loop that await has handed up" in refused


CLOSES_AS_A_TASK = """\
import asyncio

async def work():
    await asyncio.sleep(0)
    return 1

async def main():
    await asyncio.create_task(asyncio.get_running_loop().shutdown_asyncgens())
    print(await asyncio.create_task(work()))

loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.run_until_complete(loop.shutdown_default_executor())
loop.run_until_complete(work())
loop.close()
asyncio.run(work())
with asyncio.Runner() as runner:
    runner.run(work())
"""


def test_what_the_program_closes_itself_is_told_and_hides_nothing(record):
    told = [said for said, _ in shown(record(CLOSES_AS_A_TASK))]
    made = [said.split(" and puts")[0] for said in told if " makes T" in said]
    assert made == [
        "run_until_complete() makes T1 main()",
        "create_task() makes T2 BaseEventLoop.shutdown_asyncgens()",
        "create_task() makes T3 work()",
        "run_until_complete() makes T4 BaseEventLoop.shutdown_default_executor()",
        "run_until_complete() makes T5 work()",
        "run() makes T6 work()",
        "run() makes T9 work()",
    ]
    assert (
        "T3 work() ends, with the result 1. The wake-up of T1 main() joins the ready queue." in told
    )
    closes = [said for said in told if "closed" in said or "cleans up" in said]
    assert closes[0] == "The loop is closed."
    assert [said.split(":")[0] for said in closes[1:]] == [
        "run() cleans up",
        "The end of with cleans up",
    ]
    assert all(said.endswith("Turns that this took: 4.") for said in closes[1:])


OWN_CALL_SOON = """\
import asyncio

class Loop(asyncio.SelectorEventLoop):
    def call_soon(self, callback, *args, context=None):
        return super().call_soon(callback, *args, context=context)

async def child():
    await asyncio.sleep(10)

async def main():
    task = asyncio.create_task(child())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])

with asyncio.Runner(loop_factory=Loop) as runner:
    runner.run(main())
"""


def test_a_loop_with_its_own_call_soon_puts_callbacks_where_they_belong(record):
    told = [said for said, _ in shown(record(OWN_CALL_SOON))]
    wakes = " The wake-up of T2 child() joins the ready queue."
    passed = "T2 child() waits for F1, so the request is passed on: F1 is done, cancelled."
    assert [said for said in told if said.endswith(wakes)] == [passed + wakes]
    assert not [said for said in told if "is done already" in said]


OWN_METHODS = """\
import asyncio

class Loop(asyncio.SelectorEventLoop):
    def call_soon(self, *args, **options):
        return super().call_soon(*args, **options)
    def call_at(self, *args, **options):
        return super().call_at(*args, **options)
    def create_task(self, coroutine, **options):
        return super().create_task(coroutine, **options)
    def create_future(self):
        return super().create_future()
    def stop(self):
        super().stop()

async def child():
    await asyncio.sleep(10)

async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(child())
    loop.call_soon(print, "soon")
    loop.call_later(10, print, "never").cancel()
    loop.create_future().cancel()
    await asyncio.gather(turn())
    task.cancel()
    await asyncio.wait([task])

async def turn():
    await asyncio.sleep(0)

with asyncio.Runner(loop_factory=Loop) as runner:
    runner.run(main())
"""


def test_a_loop_whose_methods_hand_on_to_those_of_asyncio_is_told_as_any_other(record):
    own, usual = (
        [moment.kind for moment in moments(record(source).told)]
        for source in (OWN_METHODS, OWN_METHODS.replace("=Loop)", "=asyncio.SelectorEventLoop)"))
    )
    assert own[1:] == usual[1:]  # but for the name of its class


HELPER = """\
import asyncio

class Pool:
    def create_task(self, coroutine):
        return asyncio.create_task(coroutine)

async def main():
    await Pool().create_task(asyncio.sleep(0))

asyncio.run(main())
"""


def test_what_makes_a_task_and_is_no_loop_is_where_the_task_is_made(record):
    made = [moment.line for moment in moments(record(HELPER).told) if moment.key == "task_made"]
    assert made == [10, 5]


ONE_AFTER_THE_OTHER = """\
import asyncio

def chain(loop, left):
    if left:
        loop.call_soon(left[0], loop, left[1:])
    else:
        loop.stop()

def b(*rest): chain(*rest)
def c(*rest): chain(*rest)
def d(*rest): chain(*rest)
def e(*rest): chain(*rest)
def f(*rest): chain(*rest)

loop = asyncio.new_event_loop()
loop.call_soon(chain, loop, [b, c, d, e, f])
loop.run_forever()
loop.close()

async def main():
    await asyncio.sleep(0)
    x = "dig"
    await asyncio.sleep(0)
    x = "plant"
    await asyncio.sleep(0)
    x = "water"
    await asyncio.sleep(0)
    x = "rest"
    await asyncio.sleep(0)

asyncio.run(main())
"""


def test_turns_in_which_something_else_is_called_or_goes_on_are_not_alike(record):
    told = [said for said, _ in shown(record(ONE_AFTER_THE_OTHER))]
    assert not [said for said in told if "like the last ones" in said]
    calls = [said for said in told if said.startswith("The loop takes the call ")]
    assert [said.split("call ")[1][0] for said in calls] == [*"cbcdef"]


MANY_CALLS = """\
import asyncio

async def quick(n):
    return n

def plain(n):
    return n

async def main():
    for n in range(100):
        await quick(plain(n))

asyncio.run(main())
"""


def test_calls_that_are_not_shown_are_counted(record):
    told = [said for said, _ in shown(record(MANY_CALLS))]
    assert sum(said.startswith("main() awaits quick()") for said in told) == 40
    assert [said for said in told if "Not shown" in said] == [
        "Too many calls of quick() to show them all. Not shown: 60."
    ]


LEAVES = """\
import asyncio

class Leaves(SystemExit):
    pass

async def left():
    await asyncio.sleep(0)
    await asyncio.sleep(0)

async def main():
    asyncio.create_task(left())
    await asyncio.sleep(0)
    raise Leaves

asyncio.run(main())
"""


@pytest.mark.parametrize("base", ["SystemExit", "KeyboardInterrupt", "ValueError"])
def test_the_callback_that_would_stop_the_loop_does_not_behind_what_leaves_it(record, base):
    told = shown(record(LEAVES.replace("SystemExit", base)))
    end, panel = next(each for each in told if each[0].startswith("T1 main() ends"))
    stops = base == "ValueError"
    call = "call that stops the loop" if stops else "call _run_until_complete_cb(T1)"
    assert end.endswith(f"The {call} joins the ready queue.")
    key = "job_stops" if stops else "job_call"
    assert [chip.parts[0][0] for chip in panel.groups["ready"]] == ["job_step", key]
    taken = f"The loop takes the {call} from the ready queue and runs it."
    assert (taken in [said for said, _ in told]) is not stops


CALLBACKS = """\
import asyncio

async def main():
    future = asyncio.get_running_loop().create_future()

    def local(future):
        print("called")

    future.add_done_callback(local)
    future.add_done_callback(print)
    future.remove_done_callback(print)
    future.set_result(1)
    await asyncio.wait([future])

asyncio.run(main())
"""


def test_callbacks_of_the_program_are_told_wherever_they_are_written_and_removed(record):
    told = [said for said, _ in shown(record(CALLBACKS))]
    assert [said for said in told if "a callback" in said] == [
        "F1 gets a callback: main.<locals>.local.",
        "F1 gets a callback: print.",
        "F1 loses a callback: print.",
    ]


NOT_ASYNCIOS = """\
import asyncio
from collections import deque

class Loop(asyncio.AbstractEventLoop):
    def __init__(self):
        self.ready = deque()

    def get_debug(self):
        return False

    def is_running(self):
        return True

    def call_soon(self, callback, *args, context=None):
        self.ready.append(asyncio.Handle(callback, args, self, context))
        return self.ready[-1]

    def run_until_complete(self, coroutine):
        task = asyncio.Task(coroutine, loop=self)
        task.set_name("a name")
        asyncio._set_running_loop(self)
        while not task.done():
            self.ready.popleft()._run()
        asyncio._set_running_loop(None)
        return task.result()

async def main():
    future = asyncio.Future()
    future.get_loop().call_soon(future.set_result, 5)
    print(await future, asyncio.current_task().uncancel())

async def usual():
    await asyncio.create_task(asyncio.sleep(0))

async def eager():
    loop = asyncio.get_running_loop()
    if hasattr(asyncio, "eager_task_factory"):
        await asyncio.Task(asyncio.sleep(0), loop=loop, eager_start=True)

Loop().run_until_complete(main())
Loop().run_until_complete(eager())
asyncio.run(usual())
"""


def test_of_the_tasks_of_a_loop_that_is_not_asyncios_nothing_is_told(record):
    """What their steps do is not seen; nor, so, that they end."""
    one = record(NOT_ASYNCIOS)
    assert (one.out, one.document["lost"]) == ("5 0\n", 0)
    told = [said for said, _ in shown(one)]
    assert "F1 is done, with the result 5." in told
    assert [said for said in told if " makes T" in said] == [
        "run() makes T1 usual() and puts its first step at the end of the ready queue. None of it"
        " has run yet. When T1 usual() ends, the call that stops the loop will join the ready"
        " queue.",
        "create_task() makes T2 sleep() and puts its first step at the end of the ready queue. None"
        " of it has run yet.",
    ]
    assert not [said for said in told if "main()" in said and "T" in said.split()[0]]
    assert not [said for said in told if "collected" in said]


ITERATED = """\
import asyncio

class Numbers:
    number = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        await asyncio.sleep(0)
        self.number += 1
        if self.number > 1:
            raise StopAsyncIteration
        return self.number

async def main():
    numbers = Numbers()
    async for number in numbers:
        print(number)
    print(await anext(numbers, "over"))

asyncio.run(main())
"""


def test_of_the_end_of_an_iteration_it_is_not_said_that_it_goes_on_to_who_asked(record):
    told = [said for said, _ in shown(record(ITERATED))]
    ends = [said for said in told if "StopAsyncIteration" in said]
    assert ends == ["Numbers.__anext__() ends with StopAsyncIteration()."] * 2
    assert "Numbers.__anext__() returns 1 to main()." in told


EAGER_LATER = """\
import asyncio

async def child():
    await asyncio.sleep(0)

async def main():
    try:
        asyncio.Task(child(), eager_start=True)
    except AttributeError:
        print("no loop")

loop = asyncio.new_event_loop()
task = asyncio.Task(child(), loop=loop, eager_start=True)
loop.run_until_complete(task)
loop.close()
asyncio.run(main())
"""


def test_a_task_is_eager_only_where_its_loop_runs(record, version):
    """Before 3.14, asyncio's class in C wants the loop to be named."""
    if version >= (3, 12):
        one = record(EAGER_LATER)
        told = [said for said, _ in shown(one)]
        assert (
            "Task() makes T1 child() and puts its first step at the end of the ready queue. None of"
            " it has run yet. When T1 child() ends, the call that stops the loop will join the"
            " ready queue." in told
        )
        assert "The loop runs the first step of T1 child(): child() begins." in told
        eager = [said for said in told if "It is eager" in said]
        assert len(eager) == (one.out == "")
