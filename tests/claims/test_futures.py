"""What docs/*/part-2/futures.md says, statement by statement."""

import pytest

PAGE = "part-2/futures/"


def test_the_states_are_pending_finished_and_cancelled_and_done_covers_two(run):
    assert run(PAGE + "four_futures").out == [
        "PENDING False False",
        "FINISHED True False",
        "FINISHED True False",
        "CANCELLED True True",
    ]


def test_a_future_gives_a_result_or_raises_an_exception(run):
    out = run(PAGE + "result_or_exception").out
    words = run.say(pt="levanta retorna", en="raises returns").split()
    said = [line.replace(words[0], "raises").replace(words[1], "returns") for line in out]
    assert said == [
        "<Future pending>",
        "  result() raises InvalidStateError('Result is not set.')",
        "  exception() raises InvalidStateError('Exception is not set.')",
        "<Future finished result=42>",
        "  result() returns 42",
        "  exception() returns None",
        "<Future finished exception=KeyError(404)>",
        "  result() raises KeyError(404)",
        "  exception() returns KeyError(404)",
        "<Future cancelled>",
        "  result() raises CancelledError()",
        "  exception() raises CancelledError()",
    ]


def test_an_exception_nobody_asks_for_is_logged_when_the_future_is_collected(run):
    done = run.extra("exception_nobody_asked_for")
    assert done.out == ["still here"]
    assert "Future exception was never retrieved" in done.err


def test_the_first_setter_wins_and_the_second_raises_invalid_state_error(run):
    done = run(PAGE + "first_setter_wins")
    errors = [line.split(":")[0] for line in done.err if "InvalidStateError" in line]
    assert errors == ["asyncio.exceptions.InvalidStateError"] * 3
    assert done.out == ["42", "False", "42"]


def test_callbacks_are_scheduled_and_not_called_at_once(run):
    assert run(PAGE + "callbacks_wait_for_a_turn").out == run.say(
        pt=[
            "main: resultado definido",
            "callback: 42",
            "main: uma volta depois",
            "main: callback adicionado depois do fim",
            "callback: 42",
            "main: mais uma volta depois",
        ],
        en=[
            "main: result set",
            "callback: 42",
            "main: one turn later",
            "main: callback added to a done future",
            "callback: 42",
            "main: another turn later",
        ],
    )


def test_callbacks_keep_their_order_and_get_the_future(run):
    assert run.extra("callbacks_keep_their_order").out == ["0 True", "1 True", "2 True"]


def test_an_exception_or_a_cancellation_calls_the_callbacks_too(run):
    assert run.extra("cancelling_calls_callbacks_too").out == [
        "ended",
        "<Future finished exception=KeyError(404)>",
        "<Future cancelled>",
    ]


def test_a_task_is_a_future_that_only_its_coroutine_settles(run):
    assert run(PAGE + "task_sets_its_own_result").out == [
        run.say(pt="é um Future: True", en="a Future: True"),
        "RuntimeError: Task does not support set_result operation",
        run.say(pt="resultado: 42", en="result: 42"),
    ]


def test_a_return_or_an_exception_settles_the_task_and_both_setters_raise(run):
    out = run.extra("setters_of_a_task").out
    refused = [
        "Task does not support set_result operation",
        "Task does not support set_exception operation",
    ]
    assert out[:2] == out[3:5] == refused
    assert "finished" in out[2]
    assert "result=42" in out[2]
    assert "exception=KeyError(404)" in out[5]


def test_asyncio_asks_the_loop_for_its_futures(run):
    assert run(PAGE + "loop_makes_the_future").out == run.say(
        pt=["main: vou dormir", "laço: mais um future, anotado", "main: acordei"],
        en=["main: going to sleep", "loop: asked for a future", "main: awake"],
    )


def test_await_yields_the_future_itself_up_to_the_sender(run):
    assert run(PAGE + "future_climbs_to_the_driver").out == run.say(
        pt=[
            "condutor: subiu <Future pending>",
            "condutor: o mesmo objeto: True",
            "condutor: outer retornou 42",
        ],
        en=[
            "driver: up came <Future pending>",
            "driver: the same object: True",
            "driver: outer returned 42",
        ],
    )


def test_awaiting_a_done_future_does_not_pause(run):
    assert run.extra("done_future_does_not_pause").out == ["42"]


def test_resumed_before_the_future_is_done_the_await_raises(run):
    assert run.extra("future_refuses_to_go_on_early").out == ["await wasn't used with future"]


def test_the_task_adds_its_wakeup_to_the_future_it_receives(run):
    assert run(PAGE + "task_adds_its_wakeup").out == [
        "main: <Future pending>",
        "main: <Future pending cb=[Task.task_wakeup()]>",
        "main: True",
        "main: <Future finished result=42>",
        "waiter: 42",
    ]


def test_several_tasks_may_await_one_future(run):
    assert run.extra("two_tasks_await_one_future").out == ["set", "a 42", "b 42"]


def test_cancelling_one_waiter_cancels_the_future_and_all_who_wait(run):
    assert [
        line.split(": ")[1] for line in run(PAGE + "one_cancelled_waiter_cancels_for_all").out
    ] == [
        run.say(pt="future cancelado", en="future cancelled"),
        "CancelledError",
        "CancelledError",
    ]


def test_shield_keeps_the_shared_future(run):
    out = run(PAGE + "shield_keeps_the_future").out
    assert [line.split(": ")[-1] for line in out] == ["False", "CancelledError", "42"]


@pytest.mark.timely
def test_giving_up_on_what_is_shared_cancels_it_but_for_wait(run):
    assert run.extra("who_cancels_what_is_shared").out == [
        *["one_is_cancelled True True"] * 2,
        *["wait_for True True"] * 2,
        *["only_wait False False"] * 2,
    ]


def test_a_shield_makes_another_future_only_of_one_that_is_pending(run):
    assert run.extra("shield_of_what_is_done").out == ["False", "True"]


def test_a_shield_protects_only_from_the_cancellation_of_those_who_have_another(run):
    assert run.extra("one_shield_for_two").out == [
        "CancelledError CancelledError",
        "CancelledError int",
    ]


def test_a_task_that_has_yet_to_wake_up_is_cancelled_although_it_has_a_result(run):
    assert run.extra("cancelled_between_result_and_wake_up").out == [
        "raised CancelledError",
        "the future keeps 42",
    ]


def test_a_task_that_is_awaited_may_refuse_the_cancellation(run):
    assert run.extra("awaited_task_refuses_the_cancellation").out == ["42 False"]


@pytest.mark.timely
def test_the_task_sends_none_and_never_the_result_and_throws_the_exception(run):
    task = run.say(pt="tarefa", en="task")
    assert run(PAGE + "task_sends_none_or_throws").out == [
        f"{task}: send(None)",
        f"{task}: send(None)",
        "ask: 42",
        f"{task}: throw(KeyError(404))",
        "ask: KeyError(404)",
    ]


@pytest.mark.timely
def test_a_timer_can_set_the_result(run):
    done = run(PAGE + "timer_sets_the_result")
    assert done.out == run.say(
        pt=["main: aguardando", "main: 42"], en=["main: waiting", "main: 42"]
    )
    assert done.lines[-1].at > 0.29  # since the program began, before it set the timer


@pytest.mark.timely
def test_while_a_future_is_awaited_the_loop_runs_others(run):
    assert run.extra("others_run_while_a_future_waits").out == ["tick", "tick", "tick", "42"]


def test_giving_up_on_a_future_cancels_it_and_a_late_setter_raises(run):
    assert run(PAGE + "result_too_late").out == [
        "main: <Future cancelled>",
        run.say(
            pt="main: tarde demais, set_result levantou exceção",
            en="main: too late, the setter raised",
        ),
        run.say(
            pt="main: com a verificação, nenhuma exceção",
            en="main: with the check, no exception",
        ),
    ]


def test_a_late_setter_that_is_a_callback_is_only_logged(run):
    done = run.extra("late_setter_in_a_callback")
    assert done.out == ["still here"]
    assert any("Exception in callback" in line for line in done.err)
    assert done.status == 0


def test_cancelling_a_task_cancels_the_future_it_waits_for(run):
    assert run.extra("cancelling_a_task_cancels_its_future").out == ["True False", "True True"]


def test_a_task_may_be_cancelled_though_its_coroutine_returns(run):
    assert run.extra("cancelled_though_the_coroutine_returned").out == ["True", "True"]


def test_a_future_that_nobody_sets_stays_pending(run):
    assert run.extra("future_nobody_sets").out == ["<Future pending>"]


def test_a_future_that_nobody_sets_may_be_collected_with_its_task(run):
    out = run.extra("future_and_its_task_are_collected").out
    assert out == ["Task was destroyed but it is pending!", "1"]


@pytest.mark.timely
def test_only_call_soon_threadsafe_wakes_the_loop_from_another_thread(run):
    out = run.extra("result_set_by_a_thread").out
    assert out == ["set_result late", "call_soon_threadsafe in time"]


def test_a_future_made_by_its_class_takes_the_running_loop(run):
    assert run.extra("future_takes_the_running_loop").out == ["True"]


def test_who_sets_from_a_thread_asks_in_the_loop_whether_it_is_too_late(run):
    gave_up = run.say(pt="main: desisti", en="main: gave up")
    done = run(PAGE + "a_setter_that_asks_first")
    assert done.out == [gave_up, "settle: <Future cancelled>"]
    assert done.err == []


def test_handing_over_set_result_itself_may_come_too_late(run):
    assert run.extra("handing_over_set_result_itself").out == ["InvalidStateError('invalid state')"]


def test_call_soon_threadsafe_raises_once_the_loop_is_closed(run):
    assert run.extra("call_soon_threadsafe_on_a_closed_loop").out == ["Event loop is closed"]


def test_a_future_made_by_its_class_needs_a_running_loop_since_3_14(run):
    raised = ["RuntimeError"] if run.python >= (3, 14) else []
    assert run.extra("future_where_no_loop_runs").out == raised


def test_the_step_of_the_source_is_not_the_one_that_usually_runs(run):
    assert run.extra("where_task_step_is").out == ["True", "True False"]


def test_a_sleep_asks_for_a_future_and_sleep_zero_for_none(run):
    assert run.extra("futures_asked_for_by_sleep").out == ["0 0", "0.001 1"]


# The questions at the end


def test_main_goes_on_with_a_future_it_has_set_before_the_waiter_wakes(run):
    assert run(PAGE + "set_then_awaited_at_once").out == [
        run.say(pt="main: definido", en="main: set"),
        "main: 42",
        run.say(pt="espera: 42", en="waiter: 42"),
    ]


def test_result_of_a_pending_future_raises_and_of_a_done_one_may_be_asked_again(run):
    assert run(PAGE + "result_does_not_wait").out == ["InvalidStateError", "42", "42"]


def test_a_future_with_an_exception_is_done_and_raises_at_each_await(run):
    assert run(PAGE + "done_is_not_success").out == ["True False", "1 ValueError", "2 ValueError"]
