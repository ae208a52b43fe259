"""What the page part-3/waiting says, claim by claim."""

import sys

import pytest

PAGE = "part-3/waiting"


def test_a_callback_reads_what_has_come_and_the_loop_reads_nothing(run):
    (line,) = run(f"{PAGE}/reader_by_hand").out
    assert line.endswith("b'hello'")


def test_a_reader_that_does_not_read_is_called_again_in_each_turn(run):
    assert run.extra("a_reader_that_does_not_read").out == ["called 3 times in 3 turns"]


def test_a_future_and_add_reader_make_a_receive(run):
    (line,) = run(f"{PAGE}/receive_with_a_future").out
    assert line.endswith("b'hello'")


SENDS = 'loop.call_later(0.2, there.send, b"hello")'
CANCELS = """loop.call_later(0.2, asyncio.current_task().cancel)
        try:
            await receive(here)
        except asyncio.CancelledError:
            print("watched:", len(loop._selector.get_map()))
            return"""


def test_a_receive_that_is_cancelled_watches_nothing_any_more(run):
    changed = run.changed(f"{PAGE}/receive_with_a_future", SENDS, CANCELS)
    assert changed.out == ["watched: 1"], "the loop's own"


def test_the_selector_watches_one_descriptor_more_while_a_task_waits_for_a_socket(run):
    out = run(f"{PAGE}/the_selector_watches_while_a_task_waits").out
    assert [line.split()[-1] for line in out] == ["1", "2", "b'hello'", "1"]


def test_sock_recv_first_tries_to_read(run):
    assert run.extra("sock_recv_finds_what_is_there").out == ["b'hello'", "other ran: False"]


def test_the_second_line_of_a_stream_is_there_already(run):
    out = run(f"{PAGE}/the_same_with_streams").out
    assert [line.split()[-1] for line in out] == [r"b'hello\n'", r"b'world\n'"]


def test_readline_waits_where_no_whole_line_is_stored(run):
    assert run.extra("readline_waits_for_the_rest").out == ["other ran", r"b'hello\n'"]


def test_a_write_does_not_wait_and_drain_waits_only_where_much_is_kept(run):
    assert run.extra("write_keeps_what_the_system_does_not_take").out == [
        "little: kept 0 suspended: False",
        "much: kept some: True",
        "watched for writing: True",
        "drained before anybody reads: False",
        "read before it was drained: True",
    ]


def test_drain_suspends_for_one_turn_where_the_connection_is_closing(run):
    assert run.extra("drain_of_a_closing_connection").out == [
        "open, steps of the other task: 0",
        "closing, steps of the other task: 1",
    ]


def test_while_too_much_is_stored_the_socket_of_a_stream_is_not_watched(run):
    assert run.extra("a_reader_that_stores_too_much").out == [
        "little stored, watched: True",
        "much stored, watched: False",
        "read, watched: True",
    ]


def test_the_address_of_a_name_is_looked_up_in_a_thread(run):
    assert run.extra("a_name_is_looked_up_in_a_thread").out == [
        "in the loop's thread: [False]",
        "in the loop's thread: []",
    ]


def test_two_hundred_awaits_for_which_nothing_is_missing_let_nobody_else_run(run):
    name = f"{PAGE}/no_pause_where_nothing_is_missing"
    assert [line.split()[-1] for line in run(name).out] == ["0", "1"]
    pausing = run.changed(name, "await queue.get()", "await asyncio.sleep(0)")
    assert [line.split()[-1] for line in pausing.out] == ["100", "101"]


@pytest.mark.skipif(sys.platform != "linux", reason="it is said of epoll")
def test_a_free_lock_that_another_task_waits_for_is_waited_for(run):
    assert run.extra("a_free_lock_that_another_waits_for").out == ["locked: False, waiter, main"]


def test_epoll_does_not_take_a_regular_file(run):
    refused, read = run(f"{PAGE}/a_file_cannot_be_watched").out
    assert refused.startswith("PermissionError: ")
    assert int(read.split()[-2]) == 16


@pytest.mark.skipif(sys.platform == "win32", reason="its select takes sockets alone")
def test_to_the_system_a_file_can_always_be_read(run):
    assert run.extra("a_file_can_always_be_read").out == ["can be read: True", "at its end: True"]


def test_the_threads_for_calls_are_few_and_the_next_call_waits_for_one(run):
    assert run.extra("more_calls_than_threads").out == [
        "and no more: True",
        "in the end: 33 in the same threads: True",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep to some cores")
def test_since_3_13_only_the_cores_that_the_program_may_use_count_for_the_threads(run):
    result = run.extra("threads_where_one_core_may_be_used")
    (line,) = result.out
    threads, cores = (int(word) for word in line.split() if word.isdigit())
    assert threads == min(32, 4 + (1 if result.version >= (3, 13) else cores))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have others")
def test_on_linux_the_selector_of_the_loop_is_epoll(run):
    assert run.extra("selector_of_the_loop").out == ["EpollSelector"]


def test_the_loop_of_windows_has_no_add_reader_and_begins_with_a_job_of_its_own(run):
    """It also sends files without waiting for the disk; no loop offers to read one so."""
    result = run.extra("the_loop_of_windows")
    assert result.out == [
        "add_reader of its own: False",
        "sends a file without a thread: True",
        "SelectorEventLoop is there: _WindowsSelectorEventLoop",
        "before it runs: self.call_soon(self._loop_self_reading)",
        f"of asyncio.run: {result.version >= (3, 12)}",
        "of Runner: True",
    ]


def test_only_the_loops_of_asyncio_make_their_turns_in_the_same_way(run):
    """Others need not: in uvloop 0.23, a timer that comes due is called before what waits."""
    assert run.extra("who_makes_the_turns").out == [
        "base_events.py makes the turns: True events.AbstractEventLoop",
        "events.py makes the turns: False",
        "proactor_events.py makes the turns: False base_events.BaseEventLoop",
        "selector_events.py makes the turns: False base_events.BaseEventLoop",
        "unix_events.py makes the turns: False selector_events.BaseSelectorEventLoop",
        "windows_events.py makes the turns: False selector_events.BaseSelectorEventLoop",
        "asked of any loop: False",
    ]


def test_call_soon_of_another_thread_waits_until_the_loop_wakes_by_itself(run):
    assert run(f"{PAGE}/only_threadsafe_wakes_the_loop").number("asleep") >= 499


def test_call_soon_threadsafe_wakes_a_loop_that_would_sleep_for_an_hour(run):
    assert run(f"{PAGE}/only_threadsafe_wakes_the_loop").number("woken") >= 100
    assert run.extra("threadsafe_wakes_who_sleeps_long").out == ["woken"]


def test_in_debug_mode_call_soon_of_another_thread_raises(run):
    (line,) = run.extra("call_soon_of_another_thread_in_debug_mode").out
    assert line.startswith("RuntimeError: Non-thread-safe operation")


def test_ctrl_c_cancels_main_and_then_run_raises_keyboard_interrupt(run):
    cleans, raises = run(f"{PAGE}/ctrl_c_cancels_main").out
    assert cleans == run.say(pt="main faz a limpeza", en="main cleans up")
    assert raises.endswith("KeyboardInterrupt")


def test_run_raises_nothing_where_main_catches_the_cancellation(run):
    assert run.extra("ctrl_c_that_main_catches").out == ["main went on"]


def test_after_ctrl_c_run_raises_nothing_of_it_where_main_does_not_end_cancelled(run):
    assert run.extra("ctrl_c_where_main_does_not_end_cancelled").out == [
        "returned: tea",
        "raised: ValueError('the door is stuck')",
        "handler of its own",
        "returned: not cancelled",
    ]


def test_no_ctrl_c_interrupts_a_call_in_c_that_looks_for_no_signals(run):
    told = run.extra("ctrl_c_inside_one_call_in_c").out
    assert told == ["the call came to its end", "KeyboardInterrupt"]


def test_a_step_that_does_not_end_is_interrupted_by_the_second_ctrl_c(run):
    assert run.extra("two_times_ctrl_c").out == ["goes on after the first", "KeyboardInterrupt"]


def test_the_second_ctrl_c_does_not_wait_and_interrupts_what_runs_where_it_is(run):
    assert run.extra("second_ctrl_c").out == [
        "main is cancelled",
        "other is interrupted where it is",
        "main goes on",
    ]


def test_once_main_has_ended_ctrl_c_interrupts_what_runs_where_it_is(run):
    assert run.extra("ctrl_c_after_main").out == ["main ends", "interrupted where it is"]


def test_the_callback_of_a_signal_is_called_by_the_loop(run):
    assert run.extra("callback_of_a_signal").out == ["a loop runs: True", "main goes on"]


# The questions at the end


def test_a_put_with_room_lets_the_waiting_getter_wait_on(run):
    assert run(f"{PAGE}/put_does_not_hand_over").out == [
        run.say(pt="foi 1", en="put 1"),
        run.say(pt="foi 2", en="put 2"),
        run.say(pt="veio 1", en="got 1"),
        run.say(pt="veio 2", en="got 2"),
    ]


def test_sock_recv_suspends_only_where_nothing_has_come(run):
    assert run(f"{PAGE}/what_has_come_is_read_at_once").out == [
        "b'one'",
        run.say(pt="enviado", en="sent"),
        "b'two'",
    ]


def test_what_a_thread_hands_over_is_called_by_the_loop_in_its_turn(run):
    assert run(f"{PAGE}/the_loop_calls_for_the_thread").out == ["False", "True"]
