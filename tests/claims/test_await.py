"""The claims of the page on await."""

import re

import pytest


def steps_logged(result):
    """The coroutines whose slow steps debug mode reported."""
    return re.findall(r"Executing <Task .*?coro=<(\w+)\(\)", "\n".join(result.err))


def test_a_coroutine_and_a_task_can_be_awaited_and_give_their_results(run):
    assert run("part-1/await/two_uses_of_await").out == [
        run.say(pt="corrotina: 3", en="coroutine: 3"),
        run.say(pt="tarefa: 7", en="task: 7"),
    ]


def test_await_raises_what_the_awaited_raised(run):
    out = run.extra("await_raises_what_the_awaited_raised").out
    assert out == ["task: no spade", "coroutine: no spade"]


def test_await_outside_an_async_function_is_a_syntax_error(run):
    out = run("part-1/await/await_needs_an_async_function").out
    compiles = run.say(pt="compila", en="compiles")
    assert [re.split(r"  +| (?=')", line)[-1] for line in out] == [
        "'await' outside function",
        "'await' outside async function",
        compiles,
    ]


def test_a_generator_expression_may_hold_an_await_outside_of_an_async_function(run):
    assert run.extra("await_in_a_generator_expression").out == ["True [2, 4, 6]"]


def test_top_level_await_is_an_option_of_the_compiler(run):
    assert run.extra("top_level_await_is_an_option_of_compile").out[0] == "True"


def test_the_wake_up_of_the_waiter_is_a_callback_on_the_awaited_task(run):
    before, during, own, _, after, _ = run("part-1/await/waiter_is_a_callback_on_the_task").out
    assert before.endswith(": None")
    assert re.search(r": \[\(<built-in method task_wakeup of .*Task object at 0x", during)
    assert re.search(r"0x\w+>, <\S*Context object at 0x\w+>\)\]$", during)
    assert own.endswith("? True")
    assert after.endswith(": None")


def test_the_waiter_remembers_the_task_it_waits_for(run):
    out = run("part-1/await/waiter_is_a_callback_on_the_task").out
    question = run.say(pt="quem planta me aguarda?", en="is it awaiting me?")
    assert out[3] == f"{question} True"


def test_since_3_14_the_awaited_task_notes_who_awaits_it(run):
    if run.python < (3, 14):
        pytest.skip("needs Python 3.14")
    assert run.extra("who_awaits_a_task_is_noted").out == ["True", "True"]


def test_callbacks_of_an_ended_task_wait_behind_what_is_ready(run):
    assert run("part-1/await/wake_up_is_scheduled_not_called").out == [
        run.say(pt="buraco cavado", en="hole dug"),
        run.say(pt="o vizinho acena", en="the neighbour waves"),
        run.say(pt="árvore plantada", en="tree planted"),
    ]


def test_the_wake_up_joins_the_ready_queue_when_the_task_ends(run):
    out = run.extra("wake_up_joins_the_queue_at_the_end").out
    assert out == ["in the step 0", "after it ['task_wakeup']"]


def test_awaiting_a_coroutine_directly_never_hands_over_control(run):
    assert run("part-1/await/coroutine_keeps_control").out == ["a", "a", "a", "b"]


def test_a_suspension_inside_the_awaited_coroutine_hands_over_control(run):
    out = run("part-1/await/suspension_inside_hands_over").out
    assert out == ["c1", "b", "c2", "c1", "c2", "c1", "c2"]


def test_awaiting_a_task_or_future_that_is_done_does_not_hand_over_control(run):
    assert run("part-1/await/done_task_keeps_control").out == ["a", "f", "a", "b"]


def test_awaiting_a_new_task_hands_over_control(run):
    assert run("part-1/await/task_hands_over_control").out == ["b", "a", "a", "a"]


def test_each_new_task_that_is_awaited_takes_two_turns(run):
    turn = run.say(pt="volta", en="turn")
    assert run("part-1/await/turns_of_the_loop").out == [
        f"{turn} {n}: {who}"
        for n, who in [
            (1, "main"),
            (2, "b"),
            (2, "a"),
            (3, "main"),
            (4, "a"),
            (5, "main"),
            (6, "a"),
            (7, "main"),
        ]
    ]


def test_the_turns_are_those_of_the_loop_itself(run):
    coroutine, suspending, task = run.extra("turns_counted_at_the_loop").out
    assert coroutine == "main@1 a@1 main@1 a@1 main@1 a@1 main@1 b@2"
    assert suspending.startswith("main@1 c1@1 b@2 c2@2 main@2")
    assert task == "main@1 b@2 a@2 main@3 a@4 main@5 a@6 main@7"


@pytest.mark.timely
def test_tasks_that_are_all_created_first_take_as_long_as_one(run):
    times = run("part-1/await/create_all_then_await")
    assert times.number("each") >= 0.59
    assert times.number("coroutines") >= 0.59
    assert times.number("all") < min(times.number("each"), times.number("coroutines")) / 2


@pytest.mark.timely
def test_a_loop_variable_keeps_only_the_last_task(run):
    assert run("part-1/await/loop_variable_keeps_the_last_task").out == [
        run.say(pt="buraco 3", en="hole 3"),
        run.say(pt="main termina", en="main ends"),
    ]


@pytest.mark.timely
def test_gather_makes_tasks_and_gives_their_results_in_the_order_of_its_arguments(run):
    assert run.extra("gather_makes_tasks").out[:2] == ["2", "[1, 2] [2, 1]"]


@pytest.mark.timely
def test_when_one_fails_gather_raises_its_exception_and_the_others_go_on(run):
    assert run.extra("gather_makes_tasks").out[2:] == ["ValueError('no spade') [2, 1]", "[2, 1, 3]"]


def test_of_a_second_failure_gather_tells_nobody_and_a_task_group_does(run):
    result = run.extra("two_failures")
    assert result.out == [
        "gather 1",
        "task group [1, 2]",
    ]
    assert result.err == []


def test_with_eager_tasks_b_comes_first_though_coroutines_are_awaited(run):
    assert run("part-1/await/eager_task_starts_at_once").out == ["b", "a", "a", "a"]


def test_an_eager_task_that_never_suspends_ends_inside_create_task(run):
    if run.python < (3, 12):
        pytest.skip("eager tasks need Python 3.12")
    out = run.extra("eager_tasks_end_inside_create_task").out
    assert out == ["True", "0", "False", "1"]


def test_since_3_14_a_single_task_can_be_made_eager(run):
    if run.python < (3, 14):
        pytest.skip("needs Python 3.14")
    assert run.extra("one_eager_task").out == ["hello", "True", "False", "hello"]


def test_the_factory_makes_a_single_task_eager_in_a_loop_that_runs(run):
    if run.python < (3, 12):
        pytest.skip("needs Python 3.12")
    out = run.extra("one_task_of_the_eager_factory").out
    assert out == ["hello", "True None", "False", "hello"]


@pytest.mark.timely
def test_awaiting_a_task_costs_many_times_an_awaited_coroutine(run):
    result = run("part-1/await/cost_of_await")
    assert result.number("ratio") > 8
    assert result.number("coroutine") < result.number("task")


@pytest.mark.timely
def test_one_frame_costs_little_beside_a_turn_of_the_loop(run):
    result = run("part-1/await/cost_of_depth")
    assert result.number("frame") * 10 < result.number("pause")


@pytest.mark.timely
def test_the_page_says_how_many_frames_cost_as_much_as_the_loop(run):
    result = run("part-1/await/cost_of_depth")
    frames = result.number("pause") / result.number("frame")
    assert result.number("even") == pytest.approx(frames, rel=0.1, abs=1)


@pytest.mark.timely
def test_the_stack_does_cost_something(run):
    result = run("part-1/await/cost_of_depth")
    assert result.number("pause") < result.number("deep_pause")


def test_there_are_three_ways_into_debug_mode(run):
    out = run.extra("ways_into_debug_mode").out
    assert out == ["plain False", "argument True", "variable True", "option True"]


@pytest.mark.timely
def test_debug_mode_logs_a_step_of_100_ms_or_more(run):
    assert steps_logged(run("part-1/await/debug_mode_logs_a_slow_step")) == ["hog"]


@pytest.mark.timely
def test_the_log_comes_after_the_step(run):
    lines = run("part-1/await/debug_mode_logs_a_slow_step").lines
    assert lines[0].stream == "out"  # half of the step is over then
    assert (lines[1].stream, lines[1].at > 0.3) == ("err", True)


def test_without_debug_mode_nothing_is_logged_and_the_limit_is_a_tenth_of_a_second(run):
    result = run.extra("slow_step_in_production_mode")
    assert result.out == ["0.1"]
    assert result.err == []


@pytest.mark.timely
def test_suspended_time_is_not_part_of_a_step(run):
    result = run.extra("suspended_time_is_no_step")
    assert result.out == ["slept"]
    assert steps_logged(result) == []


@pytest.mark.timely
def test_five_awaited_coroutines_of_30_ms_are_one_step_and_five_steps_are_not(run):
    assert steps_logged(run("part-1/await/debug_mode_measures_steps")) == ["one_step"]


def test_debug_mode_measures_jobs_that_are_no_steps_as_well(run):
    assert "Executing <Handle sleep" in "\n".join(
        run.extra("debug_mode_measures_callbacks_too").err
    )


# The questions at the end


def test_a_coroutine_begins_at_its_await_and_a_task_at_the_next_pause(run):
    assert run("part-1/await/one_coroutine_and_one_task").out == ["b 1", "a 1", "b 2", "a 2"]


def test_plain_awaits_go_on_while_wrapped_ones_wait(run):
    assert run("part-1/await/wrapped_awaits_and_plain_ones").out == ["p1", "p2", "w1", "w2"]


def test_what_was_read_before_a_pause_may_be_out_of_date_after_it(run):
    assert run("part-1/await/what_was_read_before_a_pause").out == ["80"]
