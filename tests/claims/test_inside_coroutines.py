"""What docs/*/part-2/inside-coroutines.md says, statement by statement."""

PAGE = "part-2/inside-coroutines/"


def test_rock_prints_seven_lines_and_seven_climbs_to_the_sender(run):
    assert run(PAGE + "rock_driven_by_hand").out == run.say(
        pt=[
            "main: comecei",
            "main: vou aguardar a pedra",
            "condutor: 7 subiu até mim",
            "condutor: vou mandar 42 para baixo",
            "Rock: 42 desceu até mim",
            "main: o await me deu 42",
            "condutor: main retornou 50",
        ],
        en=[
            "main: started",
            "main: about to await the rock",
            "driver: 7 came up to me",
            "driver: sending 42 down",
            "Rock: 42 came down to me",
            "main: the await gave me 42",
            "driver: main returned 50",
        ],
    )


def test_rock_needs_no_event_loop(run):
    assert "asyncio" not in run(PAGE + "rock_driven_by_hand").program.source


def test_return_value_arrives_in_stop_iteration(run):
    done = run(PAGE + "rock_driven_by_hand")
    assert (done.value("climbed"), done.value("returned")) == ("7", "50")
    assert "except StopIteration as end" in done.program.source


def test_one_send_passes_through_every_coroutine_of_the_chain(run):
    out = run(PAGE + "one_send_reaches_the_bottom").out
    assert [line.split()[-1] for line in out] == [
        "7",
        "outer",
        "middle",
        "inner",
        "__await__",
        "42",
    ]


def test_await_delegates_like_yield_from(run):
    first, second = run(PAGE + "await_delegates_like_yield_from").out
    assert first == second == run.say(pt="7 subiu, 42 voltou", en="7 came up, 42 came back")


def test_await_and_yield_from_compile_to_the_same_instruction(run):
    assert run.extra("await_and_yield_from_compile_to_send").out == ["1", "1"]


def test_await_takes_only_awaitables_where_yield_from_takes_any_iterable(run):
    assert run.extra("await_wants_an_awaitable").out == ["7", "TypeError"]


def test_a_chain_of_awaits_with_no_yield_at_its_end_never_pauses(run):
    assert run.extra("chain_without_yield").out == ["first send 42"]


def test_first_send_must_be_none(run):
    err = run(PAGE + "rules_of_send").err
    assert "TypeError: can't send non-None value to a just-started coroutine" in err


def test_a_refused_first_send_leaves_the_coroutine_as_it_was(run):
    out = run.extra("wrong_first_send_harms_nothing").out
    assert out == ["can't send non-None value to a just-started coroutine", "42"]


def test_a_finished_coroutine_cannot_be_used_again(run):
    ends = [line for line in run(PAGE + "rules_of_send").err if line[0].isalpha()]
    assert [line for line in ends if not line.startswith("Traceback")] == [
        "TypeError: can't send non-None value to a just-started coroutine",
        "StopIteration: 42",
        "RuntimeError: cannot reuse already awaited coroutine",
    ]


def test_a_closed_coroutine_cannot_be_used_either(run):
    out = run.extra("closed_coroutine_is_spent").out
    assert out == ["cannot reuse already awaited coroutine"] * 2


def test_throw_raises_at_the_yield_and_close_throws_generator_exit(run):
    assert run(PAGE + "throw_and_close").out == run.say(
        pt=[
            "condutor: 7 subiu, agora throw",
            "Rock: KeyError(404) saiu do meu yield",
            "main: capturei, vou aguardar outra pedra",
            "condutor: 7 subiu, agora close",
            "Rock: GeneratorExit() saiu do meu yield",
            "main: fazendo a limpeza",
            "condutor: corrotina fechada",
        ],
        en=[
            "driver: 7 came up, now throw",
            "Rock: KeyError(404) came out of my yield",
            "main: caught it, awaiting another rock",
            "driver: 7 came up, now close",
            "Rock: GeneratorExit() came out of my yield",
            "main: cleaning up",
            "driver: coroutine closed",
        ],
    )


def test_a_stop_iteration_that_nobody_catches_comes_out_as_a_runtime_error(run):
    (line,) = run.extra("throw_of_a_stop_iteration").out
    assert line.startswith("RuntimeError: ")
    assert line.endswith(" raised StopIteration")


def test_an_uncaught_throw_comes_out_and_ends_the_coroutine_started_or_not(run):
    assert run.extra("throw_that_nobody_catches").out == [
        "started",
        "KeyError(404) CORO_CLOSED",
        "KeyError(404) CORO_CLOSED",
    ]


def test_a_coroutine_that_pauses_again_on_close_raises(run):
    assert run.extra("close_that_is_refused").out == ["coroutine ignored GeneratorExit"]


def test_a_task_refuses_the_seven_of_the_rock(run):
    done = run(PAGE + "rock_under_asyncio")
    assert done.status == 1
    assert done.err[-1] == "RuntimeError: Task got bad yield: 7"


def test_the_bad_yield_is_raised_at_the_await(run):
    assert run(PAGE + "rock_under_asyncio").out == run.say(
        pt=["main: vou aguardar a pedra", "main: o await levantou uma exceção"],
        en=["main: about to await the rock", "main: the await raised an exception"],
    )


def test_a_task_accepts_none_and_goes_on_one_turn_later(run):
    assert run.extra("bare_yield_waits_one_turn").out == ["before", "one turn", "after"]


def test_a_task_refuses_everything_else_even_a_future_that_was_not_awaited(run):
    assert run.extra("task_refuses_other_yields").out == ["refused"] * 5


def test_cancellation_is_a_throw_made_after_cancel_has_returned(run):
    assert run(PAGE + "cancellation_is_a_throw").out == run.say(
        pt=[
            "tarefa: send(None)",
            "main: cancel() já retornou",
            "tarefa: throw(CancelledError())",
            "nap: saindo do meu await",
            "main: cancelled() retorna True",
        ],
        en=[
            "task: send(None)",
            "main: cancel() has returned",
            "task: throw(CancelledError())",
            "nap: leaving my await",
            "main: cancelled() returns True",
        ],
    )


def test_a_swallowed_cancellation_is_none(run):
    assert run.extra("swallowed_cancellation").out == ["42 False"]


def test_except_exception_does_not_catch_a_cancellation(run):
    assert run.extra("except_exception_lets_cancellation_pass").out == ["True"]


def test_yield_from_is_a_syntax_error_inside_async_def(run):
    out = run(PAGE + "yield_from_is_refused").out
    assert out == ["SyntaxError: 'yield from' inside async function"]


def test_yield_makes_an_async_generator(run):
    first = run(PAGE + "yield_makes_an_async_generator").out[0]
    assert first.endswith("async_generator")


def test_what_an_async_generator_yields_stops_at_the_async_for(run):
    out = run(PAGE + "yield_makes_an_async_generator").out
    assert out[1:3] == ["main: 2", "main: 1"]
    assert not any("came up" in line or "subiu" in line for line in out)


def test_an_async_generator_cannot_be_awaited(run):
    last = run(PAGE + "yield_makes_an_async_generator").out[-1]
    assert "TypeError" in last
    assert "async_generator" in last


def test_types_coroutine_async_with_and_async_for_yield_too(run):
    out = run(PAGE + "other_ways_to_yield").out
    names = ["pause", "__aenter__", "__anext__", "__aexit__"]
    assert [line.split(": ")[1] for line in out[:-1]] == names
    assert out[-1] == run.say(pt="main terminou", en="main ended")


def test_async_with_pauses_once_going_in_and_once_going_out(run):
    done = run(PAGE + "other_ways_to_yield")
    lines = [int(line.split(":")[0].split()[-1]) for line in done.out[:-1]]
    places = ["await pause(", "async with", "async for", "async with"]
    source = done.program.source.splitlines()
    main = source.index("async def main():")
    for line, place in zip(lines, places, strict=True):
        assert line > main
        assert place in source[line - 1]


def test_asyncio_sleep_zero_is_a_types_coroutine_that_yields_none(run):
    assert run.extra("sleep_zero_is_a_types_coroutine").out == ["True", "None"]


def test_what_counts_is_the_method_of_the_class_and_not_the_word_yield(run):
    assert run.extra("what_makes_an_object_awaitable").out == [
        "no yield: 7",
        "no __await__: 7 False",
        "not in the class: TypeError",
    ]


def test_who_sends_into_an_inner_coroutine_ends_it_behind_the_back_of_the_outer(run):
    assert run.extra("sending_into_an_inner_coroutine").out == [
        "inner ended: 42",
        "outer: cannot reuse already awaited coroutine",
    ]


def test_lines_moved_into_a_coroutine_of_their_own_take_the_same_order_and_turns(run):
    whole, split, by_a_task = run.extra("split_coroutine_makes_the_same_turns").out
    assert whole == split == "begin turn middle turn end"
    assert by_a_task.count("turn") > whole.count("turn")


def test_close_runs_nothing_of_a_coroutine_that_has_not_begun_and_finally_of_a_suspended_one(run):
    assert run.extra("ends_of_a_suspended_coroutine").out == [
        "StopIteration(3) came out as RuntimeError",
        "closed before it began",
        "finally",
        "StopIteration(3) came out as RuntimeError",
        "KeyError(404) came out of close",
        "finally",
        "warnings: 0",
    ]


def test_what_goes_wrong_in_a_dropped_coroutine_is_only_printed(run):
    dropped = run.extra("dropped_coroutine_that_fails")
    assert dropped.out == ["pause_again went on", "fail went on"]
    assert "RuntimeError: coroutine ignored GeneratorExit" in dropped.err
    assert "KeyError: 'on its way out'" in dropped.err


def test_what_imitates_a_future_passes_for_one(run):
    assert run.extra("what_passes_for_a_future").out == ["42"]


def test_a_task_refuses_a_future_of_another_loop_and_itself(run):
    assert run.extra("futures_that_a_task_refuses").out == ["RuntimeError"] * 2


def test_a_task_takes_any_object_with_the_four_methods_of_a_coroutine(run):
    assert run.extra("objects_that_pass_for_a_coroutine").out == ["42", "refused"]


def test_a_task_cancelled_before_its_first_step_runs_no_finally_but_its_callback(run):
    out = run(PAGE + "cancelled_before_its_first_step").out
    who = [line.split(":")[0] for line in out]
    assert who == ["main", "nap", "nap", "callback", "main", "callback"]
    assert out[2] == "nap: finally"
    assert out[3] == out[5]
    assert out[5].endswith("True")


def test_an_eager_task_has_begun_when_it_can_be_cancelled(run):
    finally_runs = ["finally"] if run.python >= (3, 12) else []
    assert run.extra("eager_task_has_begun_when_it_is_cancelled").out == [*finally_runs, "True"]


def test_a_second_cancellation_interrupts_an_await_in_finally(run):
    assert run.extra("second_cancellation_interrupts_finally").out == ["cleaning up", "True"]


def test_yield_from_is_a_syntax_error_in_an_async_generator_too_up_to_3_15(run):
    out = run.extra("yield_from_in_an_async_generator").out
    assert out == (["'yield from' inside async function"] if run.python < (3, 16) else [])


def test_another_task_runs_at_the_yield_of_an_async_generator(run):
    assert run(PAGE + "others_run_while_a_generator_waits").out == run.say(
        pt=["main: recebi 7, vou pausar", "numbers: count era 0, agora é 1"],
        en=["main: got 7, going to pause", "numbers: count was 0, now it is 1"],
    )
    at_once = run.changed(
        PAGE + "others_run_while_a_generator_waits", "await asyncio.sleep(0)", "pass"
    )
    assert at_once.out[1].endswith("0")


def test_an_eager_task_runs_inside_the_call_that_creates_it(run):
    order = ["other", "main"] if run.python >= (3, 12) else ["main", "other"]
    assert run.extra("eager_task_runs_inside_create_task").out == order


# The questions at the end


def test_what_is_yielded_goes_to_the_driver_and_what_is_returned_to_the_await(run):
    assert run(PAGE + "what_climbs_and_what_returns").out == ["7", "7", "32"]


def test_a_task_that_catches_its_cancellation_and_returns_was_not_cancelled(run):
    assert run(PAGE + "a_task_may_refuse_to_be_cancelled").out == ["True False", "True False"]


def test_close_runs_the_finally_and_neither_except_exception_nor_the_rest(run):
    assert run(PAGE + "close_runs_the_finally_alone").out == ["finally"]
