"""The claims of ``part-1/event-loop.md``."""

import re
import sys

import pytest

PAGE = "part-1/event-loop"


def without_durations(lines):
    return [re.sub(r"\d+\.\d+ s", "… s", line) for line in lines]


# An empty loop


@pytest.mark.timely
def test_an_empty_loop_runs_until_it_is_stopped_from_outside(run):
    done = run(f"{PAGE}/empty_loop_waits")
    assert done.stopped
    assert done.wall > 0.9
    assert done.out == done.err == []


@pytest.mark.timely
def test_an_empty_loop_uses_almost_no_cpu(run):
    assert run(f"{PAGE}/empty_loop_waits").cpu < 0.1


def test_an_empty_loop_begins_one_turn_and_waits_in_it_without_limit(run):
    done = run(f"{PAGE}/empty_loop_makes_one_turn")
    assert done.stopped
    assert done.out == [run.say(pt="volta 1: select(None)", en="turn 1: select(None)")]
    assert done.number("turns") == 1


def test_waiting_for_a_timer_costs_next_to_nothing(run):
    assert run(f"{PAGE}/waiting_is_free_spinning_is_not").number("waiting") < 50


@pytest.mark.timely
def test_a_callback_that_schedules_itself_spins(run):
    done = run(f"{PAGE}/waiting_is_free_spinning_is_not")
    assert done.number("spinning") > 3 * done.number("waiting")  # of a core that may be shared


def test_ctrl_c_leaves_run_forever_and_the_finally_closes_the_loop(run):
    assert run.extra("ctrl_c_closes_the_loop").out == ["KeyboardInterrupt", "closed True"]


def test_a_sigterm_ends_the_process_without_the_finally(run):
    done = run.extra("sigterm_skips_finally")
    assert done.out == ["running"]
    assert done.status == -15


def test_a_loop_that_nobody_closes_warns_if_such_warnings_are_on(run):
    complaint = "\n".join(run.extra("unclosed_loop_warns").err)
    assert "ResourceWarning: unclosed event loop" in complaint


def test_closing_a_loop_closes_its_own_pair_of_sockets_and_no_server(run):
    out = run.extra("closing_a_loop_closes_no_server").out
    assert out == ["own pair [-1, -1]", "still accepts"]


def test_an_exception_of_a_callback_is_logged_and_the_loop_goes_on(run):
    done = run.extra("what_leaves_run_forever")
    assert done.out == [
        "went on after ValueError(1)",
        "left by KeyboardInterrupt(2)",
        "left by SystemExit(3)",
    ]
    assert "ValueError: 1" in done.err


# The three containers


@pytest.mark.timely
def test_ready_callbacks_then_overdue_timer_then_what_they_scheduled_then_timers(run):
    done = run(f"{PAGE}/callbacks_then_timers")
    assert done.out == run.say(
        pt=["um", "dois", "três", "vencido", "continuação", "temporizador"],
        en=["one", "two", "three", "overdue", "follow-up", "timer"],
    )


TURNS = {
    "pt": """\
volta 1: select(… s)
  um
  dois
  três
  vencido
volta 2: select(… s)
  continuação
volta 3: select(… s)
  temporizador
volta 4: select(… s)""",
    "en": """\
turn 1: select(… s)
  one
  two
  three
  overdue
turn 2: select(… s)
  follow-up
turn 3: select(… s)
  timer
turn 4: select(… s)""",
}


@pytest.mark.timely
def test_callbacks_added_in_a_turn_run_in_the_next(run):
    done = run(f"{PAGE}/turn_by_turn")
    assert without_durations(done.out) == TURNS[run.lang].splitlines()


@pytest.mark.timely
def test_the_loop_waits_only_when_the_ready_queue_is_empty(run):
    done = run(f"{PAGE}/turn_by_turn")
    asked = [float(s) for s in re.findall(r"select\((\S+) s\)", "\n".join(done.out))]
    assert asked[:2] == [0, 0]
    assert all(0 < limit <= 0.5 for limit in asked[2:])


def test_the_loop_waits_no_longer_than_a_day_at_once_and_not_at_all_when_it_is_to_stop(run):
    assert run.extra("the_loop_waits_a_day_at_most").out == ["0", "86400"]


def test_a_cancelled_handle_is_skipped(run):
    assert not any("cancel" in line for line in run(f"{PAGE}/turn_by_turn").out)


def test_cancelling_leaves_the_handle_in_its_queue(run):
    assert run.extra("containers_of_the_loop").out == [
        "deque 0",
        "2 3",  # ready, timers
        "Handle TimerHandle",
        "True",  # the earliest timer is in front
        "True 2",  # cancelled, still in the ready queue
        "kept",  # the only one that was called
        "0 True True",
        "[1, 2, 3]",
    ]


def test_a_cancelled_handle_lets_go_of_its_callback_and_keeps_its_place(run):
    assert run.extra("cancelled_handle_lets_go_of_its_callback").out == ["True", "False True"]


def test_a_cancelled_timer_in_front_is_dropped_without_waiting_for_its_time(run):
    assert run.extra("cancelled_timer_in_front_is_dropped").out == ["1", "None 0"]


def test_more_than_half_of_many_cancelled_timers_are_cleared_out_in_the_next_turn(run):
    out = run.extra("many_cancelled_timers_are_cleared_out").out
    assert out == ["51 51", "151 1"]  # 50 wait behind an earlier timer, 150 do not


def test_an_empty_loop_watches_one_descriptor_and_another_thread_can_wake_it(run):
    assert run.extra("another_thread_wakes_an_empty_loop").out == ["1", "stopped"]


def test_callbacks_that_keep_adding_callbacks_do_not_lock_out_a_socket(run):
    assert run.extra("spinning_does_not_lock_out_a_socket").out == ["True"]


# Equal deadlines


def test_timers_with_equal_deadlines_are_not_first_in_first_out(run):
    done = run(f"{PAGE}/equal_deadlines_are_not_fifo")
    assert done.value("alone") == "0 2 5 4 1 3"


def test_their_order_depends_on_a_timer_that_is_never_called(run):
    done = run(f"{PAGE}/equal_deadlines_are_not_fifo")
    assert done.value("with_a_seventh") == "0 2 5 1 3 4"


def test_deadlines_a_microsecond_apart_are_kept_in_order(run):
    assert run.extra("timers_with_growing_deadlines").out == ["0 1 2 3 4 5"]


def test_a_timer_set_late_for_an_earlier_time_comes_after_those_that_were_due(run):
    assert run.extra("timer_that_is_late_when_it_is_set").out == ["first second earlier"]


@pytest.mark.skipif(sys.platform != "linux", reason="it is about epoll")
def test_on_linux_the_selector_waits_whole_milliseconds(run):
    assert run.extra("the_selector_counts_in_milliseconds").out == ["True"]


# A greedy job


def test_a_greedy_job_starves_the_ticker(run):
    done = run(f"{PAGE}/greedy_job_starves_the_ticker")
    ticks = [re.findall(r"\d+", line)[:1] for line in done.out]
    assert ticks == [["1"], ["2"], ["3"], [], [], ["4"], ["5"], ["6"]]
    assert done.out[3:5] == run.say(
        pt=["o trabalho guloso pega o controle", "o trabalho guloso devolve o controle"],
        en=["the greedy job takes control", "the greedy job gives it back"],
    )
    assert done.number("gap") >= 195


def test_blocking_callbacks_run_one_after_the_other_in_one_thread(run):
    assert run.extra("sleeping_jobs_share_the_thread").out == ["one True", "two True", "True"]


def test_what_the_loop_cannot_interrupt_a_signal_can(run):
    assert run.extra("a_signal_interrupts_a_job").out == ["the handler runs", "the job ends"]


# A job is not a task


def test_the_handle_of_a_watched_descriptor_joins_the_queue_again_and_again(run):
    assert run.extra("watched_descriptor_keeps_its_handle").out == ["3 calls 1 Handle"]


def test_one_task_makes_several_jobs_and_is_never_in_the_queue(run):
    assert run(f"{PAGE}/one_task_three_jobs").out == run.say(
        pt=[
            "na fila: um Handle",
            "  passo 1",
            "na fila: um Handle",
            "  passo 2",
            "na fila: um Handle",
            "  passo 3",
            "1 Task, 3 trabalhos",
        ],
        en=[
            "in the queue: a Handle",
            "  step 1",
            "in the queue: a Handle",
            "  step 2",
            "in the queue: a Handle",
            "  step 3",
            "1 Task, 3 jobs",
        ],
    )


# In your own code


def test_who_runs_inside_a_loop_finds_it(run):
    out = run.extra("the_running_loop_is_found").out
    assert out == ["coroutine True", "callback True", "no running event loop"]


def test_asyncio_sleep_sets_its_timer_with_call_later(run):
    assert run.extra("sleep_uses_call_later").out == ["call_later 0.1", "call_at"]


def test_a_timer_may_come_early_by_the_resolution_of_the_clock(run):
    assert run.extra("timer_within_the_resolution_of_the_clock").out == ["early True"]


# The questions at the end


def test_stop_lets_the_turn_end_and_calls_nothing_of_the_next(run):
    assert run(f"{PAGE}/stop_lets_the_turn_end").out == [
        run.say(pt="primeiro", en="first"),
        run.say(pt="segundo", en="second"),
        run.say(pt="terceiro", en="third"),
    ]


def test_timers_that_came_due_during_a_job_are_called_behind_what_is_queued(run):
    assert run(f"{PAGE}/overdue_timers_queue_behind").out == [
        run.say(pt="guloso: fim", en="greedy: done"),
        run.say(pt="logo", en="soon"),
        "10 ms",
        "20 ms",
    ]


def test_a_handle_cancelled_in_its_turn_stays_queued_and_is_not_called(run):
    assert run(f"{PAGE}/cancelled_in_its_own_turn").out == [
        run.say(pt="na fila: 2", en="in the queue: 2"),
        run.say(pt="terceiro", en="third"),
    ]
