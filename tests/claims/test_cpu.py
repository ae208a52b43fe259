"""What the page part-3/cpu says, claim by claim."""

import pytest

PAGE = "part-3/cpu"
PIECES = f"{PAGE}/two_factorials_in_pieces"
C_CALL = f"{PAGE}/one_c_call_in_a_thread"
MEASURED = [
    "ticker",
    "in_a_coroutine",
    "in_pieces",
    "in_a_thread",
    "in_a_process",
    "one_c_call_in_a_thread",
]
ONE_BY_ONE = f"{PAGE}/requests_one_by_one"
IN_THREADS = f"{PAGE}/requests_in_threads"
WITH_ASYNCIO = f"{PAGE}/requests_with_asyncio"


def stood_still(run):
    """What the last line of a measured run says."""
    return run.value("still").endswith(": True")


def test_a_factorial_in_a_coroutine_holds_up_the_other_task(run):
    assert run(f"{PAGE}/a_factorial_in_a_coroutine").out == [
        run.say(pt="fatorial: 3628800", en="factorial: 3628800"),
        run.say(pt="outra tarefa roda", en="another task runs"),
    ]


def test_two_factorials_in_pieces_take_turns(run):
    assert run(PIECES).out == ["b 2", "a 2", "b 6", "a 6", "a 24"]


def test_smaller_pieces_take_more_turns_of_the_loop(run):
    pause = "        await asyncio.sleep(0)"
    larger = run.changed(PIECES, pause, f"        if n % 2:\n    {pause}")
    assert len(larger.out) == len(run(PIECES).out)
    assert (larger.turns or 0) < (run(PIECES).turns or 0)


@pytest.mark.timely
def test_a_sleep_leaves_the_loop_free(run):
    assert not stood_still(run(f"{PAGE}/ticker"))
    assert run(f"{PAGE}/ticker").number("took") >= 300


@pytest.mark.timely
@pytest.mark.parametrize("name", MEASURED)
def test_the_last_line_says_whether_the_gap_is_more_than_half_of_the_work(run, name):
    done = run(f"{PAGE}/{name}")
    assert done.number("gap") >= 10
    if abs(done.number("gap") - done.number("took") / 2) > 1:  # they are rounded
        assert stood_still(done) == (done.number("gap") > done.number("took") / 2)


def test_all_of_a_factorial_in_a_coroutine_falls_between_two_ticks(run):
    done = run(f"{PAGE}/in_a_coroutine")
    assert stood_still(done)
    assert done.number("gap") >= done.number("took")


@pytest.mark.timely
@pytest.mark.parametrize("way", ["in_pieces", "in_a_thread", "in_a_process"])
def test_in_pieces_in_a_thread_and_in_a_process_the_loop_goes_on(run, way):
    assert not stood_still(run(f"{PAGE}/{way}"))


def test_while_a_thread_computes_in_python_the_loop_has_its_turns(run):
    assert run.extra("a_thread_computes_while_the_loop_ticks").out == ["ticked meanwhile: True"]


def test_two_threads_share_one_lock_which_another_gets_after_5_ms(run):
    assert run.extra("two_threads_share_one_lock").out == [
        "switch interval: 0.005",
        "as long as one after the other, at least: True",
    ]


@pytest.mark.once
@pytest.mark.timely
def test_the_more_threads_compute_the_longer_the_loop_may_wait_for_the_lock(run):
    assert run.extra("the_loop_waits_for_the_lock").out == [
        "one thread, at most once: True",
        "six, more than twice: True",
    ]


def test_one_c_call_in_a_thread_stops_the_loop(run):
    assert stood_still(run(C_CALL))


def test_until_the_c_call_returns_no_other_thread_runs_and_sleep_lets_go(run):
    assert run.extra("a_c_call_keeps_the_lock").out == ["factorial: 0", "sleep: True"]


KEEP_IT = {
    "sum": "sum, range(20_000_000)",
    "sorted": "sorted, NUMBERS",
    "match": 're.match, "(a+)+b", "a" * 23',
}


@pytest.mark.once
@pytest.mark.parametrize("call", KEEP_IT.values(), ids=KEEP_IT)
def test_other_functions_in_c_stop_the_loop_from_a_thread_too(run, call):
    old = "import math\n\nfrom ticker import watch\n\n\nasync def work():\n"
    old += "    await asyncio.to_thread(math.factorial, 100_000)\n"
    new = "import re\n\nfrom ticker import watch\n\n"
    new += "NUMBERS = [n * 7919 % 1_000_003 for n in range(1_000_000)]\n\n\nasync def work():\n"
    new += f"    await asyncio.to_thread({call})\n"
    assert stood_still(run.changed(C_CALL, old, new))


@pytest.mark.timely
def test_hashlib_lets_go_of_the_lock_with_much_data(run):
    old = "import math\n\nfrom ticker import watch\n\n\nasync def work():\n"
    old += "    await asyncio.to_thread(math.factorial, 100_000)\n"
    new = "import hashlib\n\nfrom ticker import watch\n\n\nasync def work():\n"
    new += "    data = bytes(100_000_000)\n    await asyncio.to_thread(hashlib.sha256, data)\n"
    assert not stood_still(run.changed(C_CALL, old, new))


def test_a_process_gets_what_can_be_pickled_and_is_used_again(run):
    assert run.extra("what_goes_to_another_process").out[2:] == [
        "a future: True",
        "here: False",
        "used again: True",
        "a lambda is refused",
    ]


def test_the_first_call_itself_starts_the_process(run):
    out = run.extra("what_goes_to_another_process").out
    assert out[:2] == ["processes before: 0", "behind the call: 1"]


def test_a_process_that_is_no_fork_imports_the_file_again(run):
    done = run.extra("a_spawned_process_imports_the_file_again")
    way = "fork" if done.version < (3, 14) else "forkserver"
    *before, last = done.out
    assert before == ["__main__", way, "__mp_main__", "spawn itself", "__mp_main__"]
    # A fork server does it once for all from 3.14 on, and in later releases of 3.13.
    assert last in ("forkserver itself", "forkserver its server")
    if done.version != (3, 13):
        assert (last == "forkserver its server") == (way == "forkserver")


def test_a_factorial_is_computed_faster_in_c(run):
    out = run.extra("c_computes_a_factorial_faster").out
    assert out == ["written in C: True", "faster in C: True"]


def test_this_python_has_the_global_lock(run):
    assert run.extra("this_python_has_the_lock").out == ["True"]


@pytest.mark.timely
def test_from_3_14_on_a_thread_can_have_an_interpreter_and_a_lock_of_its_own(run):
    done = run.extra("an_interpreter_with_a_lock_of_its_own")
    assert done.out == ([] if done.version < (3, 14) else ["stood still: False"])


def asked(run):
    """Of each request, in seconds, when it began and when it ended."""
    return [(run.number(f"begin{n}"), run.number(f"end{n}")) for n in (1, 2, 3)]


def test_the_server_answers(run):
    assert run(f"{PAGE}/slow_server").out == ["b'ok\\n'"]
    assert run(f"{PAGE}/slow_server").wall >= 0.1


def test_one_by_one_each_request_begins_when_the_one_before_has_ended(run):
    first, second, third = asked(run(ONE_BY_ONE))
    assert first[1] <= second[0]
    assert second[1] <= third[0]
    assert third[1] >= 0.6


@pytest.mark.parametrize("way", [IN_THREADS, WITH_ASYNCIO])
def test_each_request_takes_as_long_as_the_server(run, way):
    took = [end - begin for begin, end in asked(run(way))]
    assert all(t > wanted - 0.02 for t, wanted in zip(took, (0.3, 0.2, 0.1), strict=True))


def test_in_threads_and_with_asyncio_three_wait_at_once_in_three_threads_and_in_one(run):
    assert run.extra("three_requests_meet").out == ["threads: {b'ok'} 3", "asyncio: {b'ok'} 1"]


def test_gathered_computations_come_one_after_the_other(run):
    begins, ends = run.say(pt="começa", en="begins"), run.say(pt="termina", en="ends")
    out = run(f"{PAGE}/gather_computes_one_by_one").out
    assert out == [f"{begins}: 6", f"{ends}: 6", f"{begins}: 3", f"{ends}: 3"]


def test_a_timeout_does_not_stop_a_computation(run):
    out = run(f"{PAGE}/a_timeout_does_not_stop_a_computation").out
    assert out == [run.say(pt="cálculo terminado", en="computation done")]


def test_a_process_has_its_own_memory_and_a_thread_has_not(run):
    name = f"{PAGE}/a_process_has_its_own_memory"
    assert run(name).out == ["25", "[]"]
    old = "import ProcessPoolExecutor"
    threads = run.changed(name, old, "import ThreadPoolExecutor as ProcessPoolExecutor")
    assert threads.out == ["25", "[5]"]
