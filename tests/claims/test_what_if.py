"""What is said of the changes that pages offer ("What if …"): ``what_if`` in ``runs.toml``."""

import pytest

pytestmark = pytest.mark.once


def test_a_task_waits_for_a_main_that_sleeps_with_time_sleep_and_the_times_add_up(run):
    changed = run("home/task_starts_at_the_next_pause_time_sleep")
    awaited = run("home/coroutine_starts_when_awaited")
    assert changed.out == awaited.out  # toast first, then coffee
    assert changed.lines[-1].at > 1.4  # both sleeps, less what clocks may differ by


def test_what_nobody_awaits_never_runs_and_is_told(run):
    toast = run("home/coroutine_starts_when_awaited").out[:2]
    changed = run("home/coroutine_starts_when_awaited_no_await")
    assert changed.out == toast
    assert "RuntimeWarning: coroutine 'brew' was never awaited" in changed.err[0]


def test_a_task_that_nobody_awaits_is_cancelled_when_main_ends(run):
    as_it_stands = run("home/await_waits_for_the_rest").out
    assert run("home/await_waits_for_the_rest_no_await").out == as_it_stands[:-1]


def test_asyncio_sleep_in_a_plain_function_is_no_pause(run):
    changed = run("part-1/event-loop/greedy_job_starves_the_ticker_asyncio_sleep")
    took, gave = changed.out[3:5]  # nothing between them: no tick, and no wait
    assert took == run.say(
        pt="o trabalho guloso pega o controle", en="the greedy job takes control"
    )
    assert gave == run.say(
        pt="o trabalho guloso devolve o controle", en="the greedy job gives it back"
    )
    assert "coroutine 'sleep' was never awaited" in changed.err[0]


def test_a_coroutine_that_is_not_closed_stays_as_it_was_made(run):
    changed = run("part-1/coroutines/close_or_await_ends_it_no_close")
    assert changed.out[1] == "CORO_CREATED"
    warned, last = changed.err[0], changed.out[-1]
    assert "coroutine 'loudmouth_penguin' was never awaited" in warned
    texts = [line.text for line in changed.lines]
    assert texts.index(last) < texts.index(warned)  # when main ends


def test_a_task_in_the_queue_runs_one_step_after_main_has_ended(run):
    changed = run("part-1/tasks/creating_a_task_only_schedules_it_no_await").out
    assert "7" in changed[-1]  # the penguin
    assert [line.endswith("False") for line in changed] == [False, False, True, True, False]


def test_a_coroutine_is_no_task(run):
    changed = run("part-1/tasks/creating_a_task_only_schedules_it_no_task")
    assert [line[-1] for line in changed.out] == ["0", "0"]  # it enters no queue
    assert "AttributeError: 'coroutine' object has no attribute 'done'" in changed.err
    assert "coroutine 'loudmouth_penguin' was never awaited" in changed.err[-1]


def test_awaiting_the_lost_task_leaves_nothing_to_cancel(run):
    assert run("part-1/tasks/lost_task_is_cancelled_awaited").out == [
        run.say(pt="olá!", en="hello!"),
        run.say(pt="main termina", en="main ends"),
    ]


def test_keeping_the_lost_task_does_not_make_main_wait(run):
    as_it_stands = run("part-1/tasks/lost_task_is_cancelled").out
    assert run("part-1/tasks/lost_task_is_cancelled_kept").out == as_it_stands


def test_a_group_does_not_wait_for_the_task_of_another_maker(run):
    as_it_stands = run("part-1/tasks/task_group_waits_for_its_tasks").out
    changed = run("part-1/tasks/task_group_waits_for_its_tasks_not_of_the_group").out
    assert len(as_it_stands) == 3
    assert changed == [as_it_stands[0], as_it_stands[2]]  # no hello


def test_a_coroutine_without_await_prints_nothing_and_a_line_warns_once(run):
    changed = run("part-1/await/coroutine_keeps_control_no_await")
    assert changed.out == ["b"]
    assert sum("was never awaited" in line for line in changed.err) == 1


def test_create_task_in_place_of_await_lets_b_go_first(run):
    assert run("part-1/await/coroutine_keeps_control_create_task").out == ["b", "a", "a", "a"]


def test_time_sleep_does_not_hand_over_control(run):
    changed = run("part-1/await/suspension_inside_hands_over_time_sleep").out
    assert changed == [*["c1", "c2"] * 3, "b"]


def test_the_exception_of_a_task_comes_behind_what_is_in_the_queue(run):
    changed = run("part-1/await/wake_up_is_scheduled_not_called_exception")
    waves = run.say(pt="o vizinho acena", en="the neighbour waves")
    assert changed.lines[0].text == waves
    assert changed.out == [waves]
    assert any("in plant_a_tree" in line for line in changed.err)
    assert changed.err[-1] == "OSError"


def test_without_await_a_rock_is_only_an_object(run):
    changed = run("part-2/inside-coroutines/rock_driven_by_hand_no_await")
    assert "Rock object at" in changed.out[-1]
    assert all(not line.startswith("driver") for line in changed.out)
    assert changed.err[-1].startswith("TypeError: unsupported operand")


def test_a_task_that_catches_its_cancellation_is_not_cancelled(run):
    changed = run("part-2/inside-coroutines/cancellation_is_a_throw_caught").out
    assert changed[-1].endswith("False")
    assert len(changed) == len(run("part-2/inside-coroutines/cancellation_is_a_throw").out)


def test_without_a_yield_there_is_no_pause(run):
    changed = run("part-2/homemade-sleep/two_tasks_take_turns_no_yield").out
    bread, coffee = run.say(pt="pão", en="bread"), run.say(pt="café", en="coffee")
    assert changed == [f"{bread} 1", f"{bread} 2", f"{coffee} 1", f"{coffee} 2"]


def test_other_work_is_done_while_asyncio_sleep_sleeps(run):
    as_it_stands = run("part-2/homemade-sleep/blocking_sleep_awaited_directly").out
    changed = run("part-2/homemade-sleep/blocking_sleep_awaited_directly_asyncio_sleep").out
    begin, done, *work = as_it_stands
    assert changed == [begin, *work, done]


def test_a_future_that_nobody_sets_keeps_the_loop_waiting(run):
    changed = run("part-2/futures/timer_sets_the_result_never_set")
    assert changed.stopped
    assert len(changed.out) == 1
    assert changed.cpu < 1.0  # it waits, and does not spin


def test_with_return_exceptions_gather_raises_nothing(run):
    caught, *others = run("part-3/many-at-once/gather_lets_the_others_go_on").out
    assert caught.startswith("main:")
    changed = run("part-3/many-at-once/gather_lets_the_others_go_on_return_exceptions")
    assert changed.out == others


def test_without_task_done_join_goes_on_waiting(run):
    as_it_stands = run("part-3/many-at-once/two_workers_and_a_queue").out
    changed = run("part-3/many-at-once/two_workers_and_a_queue_no_task_done")
    assert changed.stopped
    assert sorted(changed.out) == sorted(as_it_stands[:-1])  # all is served, and main says nothing


def test_without_a_suspension_a_semaphore_has_nothing_to_do(run):
    changed = run("part-3/many-at-once/a_semaphore_lets_two_in_time_sleep")
    assert changed.out[-1].endswith(": 1")


def test_without_shield_one_timeout_takes_the_coffee_from_both(run):
    changed = run("part-3/many-at-once/one_guest_gives_up_no_shield").out
    assert changed == run("part-3/many-at-once/one_guest_gives_up").out[:1]
    assert len(changed) == 1


def test_without_sleep_the_factorial_of_main_comes_first(run):
    changed = run("part-3/cpu/two_factorials_in_pieces_no_sleep").out
    assert changed == ["b 2", "b 6", "a 2", "a 6", "a 24"]
