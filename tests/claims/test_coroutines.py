"""The claims of ``part-1/coroutines.md``."""

import inspect
import re

PAGE = "part-1/coroutines"


def shout(run, number):
    return run.say(
        pt=f"ESCUTEM! {number} É UM NÚMERO MÁGICO!",
        en=f"LISTEN! {number} IS A MAGIC NUMBER!",
    )


# Calling


def test_calling_a_plain_function_runs_its_body(run):
    described, said = run(f"{PAGE}/hello_printer").out
    assert re.fullmatch(r"<function hello_printer at 0x[0-9a-f]+>", described)
    assert said == run.say(
        pt="Olá! Uma linha só, e já terminei.", en="Hello! One line, and then I am done."
    )


def test_calling_an_async_function_only_creates_a_coroutine_object(run):
    done = run(f"{PAGE}/loudmouth_penguin")
    described, state, last = done.out
    assert re.fullmatch(r"<coroutine object loudmouth_penguin at 0x[0-9a-f]+>", described)
    assert state == "CORO_CREATED"
    assert last == run.say(pt="O programa continua.", en="The program goes on.")


def test_a_coroutine_collected_before_it_began_warns_at_once_on_stderr(run):
    done = run(f"{PAGE}/loudmouth_penguin")
    complaint = "coroutine 'loudmouth_penguin' was never awaited"
    texts = [line.text for line in done.lines]
    (warned,) = [i for i, text in enumerate(texts) if complaint in text]
    assert done.lines[warned].stream == "err"
    assert texts.index("CORO_CREATED") < warned < texts.index(done.out[-1])
    del_line = done.program.lines_with("del coroutine")[0]
    assert f".py:{del_line}: RuntimeWarning" in texts[warned]


def test_the_warning_comes_once_for_each_line_and_function_that_loses_coroutines(run):
    err = run.extra("never_awaited_is_told_once_per_line").err
    assert sum("was never awaited" in line for line in err) == 3  # seven were lost, on two lines


def test_the_warning_does_not_fail_the_program(run):
    assert run(f"{PAGE}/loudmouth_penguin").status == 0


def test_a_coroutine_function_is_a_function_and_each_call_gives_another_object(run):
    assert run(f"{PAGE}/function_or_object").out == [
        "<class 'function'>",
        "True",
        str(inspect.CO_COROUTINE),
        "<class 'coroutine'>",
        "False",
        "True",
        "True",
        "False",
    ]


def test_since_3_14_iscoroutinefunction_of_asyncio_is_deprecated(run):
    result = run.extra("iscoroutinefunction_of_asyncio")
    warned = ["DeprecationWarning"] if result.version >= (3, 14) else []
    assert result.out == [f"True {warned}"]


def test_an_object_with_the_methods_of_a_coroutine_is_a_coroutine_to_collections_abc(run):
    assert run.extra("a_coroutine_by_its_methods").out == ["False True", "42"]


def test_async_def_alone_makes_a_coroutine_function_and_yield_an_async_generator(run):
    assert run.extra("async_def_without_await").out == ["True", "False", "True"]


# Ending


def test_close_or_await_ends_a_coroutine_and_neither_warns(run):
    done = run(f"{PAGE}/close_or_await_ends_it")
    assert done.out[1:4] == ["CORO_CLOSED", "  " + shout(run, 8), "CORO_CLOSED"]
    assert done.err == []


def test_an_awaited_coroutine_cannot_be_awaited_again(run):
    done = run(f"{PAGE}/close_or_await_ends_it")
    assert done.out[-1] == "cannot reuse already awaited coroutine"


def test_a_closed_coroutine_never_runs_and_never_warns(run):
    done = run.extra("close_prevents_the_warning")
    assert (done.out, done.err) == (["end"], [])


def test_closing_a_paused_coroutine_runs_its_finally_and_no_except_exception(run):
    out = run.extra("close_runs_the_finally_of_a_paused_coroutine").out
    assert out == ["two begins", "two GeneratorExit", "two finally"]


def test_a_coroutine_has_four_states(run):
    assert run.extra("four_states_of_a_coroutine").out == [
        "CORO_CREATED",
        "CORO_RUNNING",
        "CORO_SUSPENDED",
        "CORO_CLOSED",
    ]


# Generators


def test_next_runs_a_generator_to_its_next_yield_and_the_fourth_raises_stop_iteration(run):
    done = run(f"{PAGE}/get_random_number")
    assert done.out == run.say(
        pt=[
            "nenhum dado lançado",
            "primeiro lance",
            "5",
            "segundo lance",
            "1",
            "terceiro lance",
            "4",
            "acabaram os lances",
            "StopIteration",
        ],
        en=[
            "nothing thrown yet",
            "first throw",
            "5",
            "second throw",
            "1",
            "third throw",
            "4",
            "no more throws",
            "StopIteration",
        ],
    )


def test_a_paused_generator_keeps_its_variables(run):
    assert run.extra("generator_keeps_its_locals").out == ["1 2 3 1"]


def test_a_for_loop_takes_stop_iteration_as_the_end(run):
    assert run.extra("for_loop_swallows_stop_iteration").out == ["1", "2", "3", "exhausted"]


def test_coroutines_and_generators_share_send_throw_close_but_not_next(run):
    done = run.extra("generators_and_coroutines_are_kin")
    assert done.out == [
        "send True True",
        "throw True True",
        "close True True",
        "True False",
        "False False",
        "'coroutine' object is not an iterator",
        "'coroutine' object is not iterable",
    ]


def test_a_generator_dropped_before_it_began_does_not_warn(run):
    assert run.extra("generators_and_coroutines_are_kin").err == []


def test_a_yield_counts_only_in_the_body_of_its_own_function(run):
    assert run.extra("kinds_of_generators").out[1] == "False True"


def test_a_yield_that_is_never_reached_makes_a_generator_function(run):
    assert run(f"{PAGE}/an_unreachable_yield_is_enough").out == run.say(
        pt=["plain roda", "False", "True", "with_yield roda", "[]"],
        en=["plain runs", "False", "True", "with_yield runs", "[]"],
    )


# In your own code


def test_tracemalloc_adds_where_the_lost_coroutine_was_created(run):
    done = run.extra("tracemalloc_says_where_it_was_created")
    line = done.program.lines_with("created_here = lost()")[0]
    assert f"lineno {line}" in "\n".join(done.err)


def test_a_coroutine_object_is_true_whatever_it_would_return(run):
    assert run.extra("a_coroutine_object_is_true").out == ["True"]


# The questions at the end


def test_the_call_of_an_async_function_binds_the_arguments_and_runs_no_body(run):
    assert run(f"{PAGE}/the_call_binds_arguments").out == [
        run.say(pt="nenhuma exceção", en="no exception"),
        "TypeError",
    ]


def test_a_forgotten_await_in_a_condition_lets_everybody_in(run):
    assert run(f"{PAGE}/a_coroutine_is_true").out == [
        run.say(pt="entre", en="come in"),
        run.say(pt="fique fora", en="stay out"),
    ]


def test_each_call_makes_a_generator_with_a_place_of_its_own(run):
    assert run(f"{PAGE}/each_call_makes_its_own").out == [
        run.say(pt="chamada", en="called"),
        run.say(pt="começo", en="begin"),
        run.say(pt="começo", en="begin"),
        "1 1 2",
    ]
