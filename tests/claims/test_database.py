"""What the page part-3/database says, claim by claim."""

PAGE = "part-3/database"
BY_HAND = f"{PAGE}/a_thread_and_a_future"
PROTOCOL = f"{PAGE}/a_client_as_a_protocol"
SLEEPS_ON = f"{PAGE}/call_soon_lets_the_loop_sleep"


def test_a_query_in_a_coroutine_holds_up_the_other_task(run):
    answer, other = run(f"{PAGE}/query_in_a_coroutine").out
    assert answer.endswith(": 16")
    assert other == run.say(pt="outra tarefa roda", en="another task runs")


def test_a_blocking_call_blocks_inside_an_async_def_too(run):
    out = run.extra("an_async_def_around_a_blocking_call").out
    assert out == ["answer: 16", "another task runs"]


def test_queries_in_threads_let_the_other_task_run_and_all_answer(run):
    other, answers, _ = run(f"{PAGE}/queries_in_threads").out
    assert other == run.say(pt="outra tarefa roda", en="another task runs")
    assert answers.endswith(": [1, 4, 9]")
    assert run(f"{PAGE}/queries_in_threads").number("took") >= 0.75
    elsewhere = "return asyncio._get_running_loop() is None"
    _, where, _ = run.changed(f"{PAGE}/queries_in_threads", "return row[0]", elsewhere).out
    assert where.endswith(": [True, True, True]")


def test_queries_in_threads_are_under_way_at_the_same_time(run):
    assert run.extra("three_queries_meet").out == ["[1, 2, 3]"]


def test_sqlite3_lets_go_of_the_interpreter_lock_while_sqlite_works(run):
    assert run.extra("sqlite_works_without_the_lock").out == ["ticked meanwhile: True"]


def test_a_connection_is_refused_in_another_thread_by_default(run):
    name = f"{PAGE}/a_connection_belongs_to_its_thread"
    end = run.say(pt="fim", en="end")
    assert run(name).out == ["ProgrammingError", end]
    allowed = run.changed(name, '":memory:"', '":memory:", check_same_thread=False')
    assert allowed.out == [run.say(pt="executado", en="executed"), end]


def test_a_thread_and_a_future_bring_an_answer(run):
    (answer,) = run(BY_HAND).out
    assert answer.endswith(": 16")


CANCELS = """task = asyncio.create_task(ask(4))
    await asyncio.sleep(0)
    task.cancel()
    while threading.active_count() > 1:
        await asyncio.sleep(0.05)
    await asyncio.sleep(0)
    print(task.cancelled())"""


def test_a_task_may_be_cancelled_while_the_thread_works(run):
    answers = f'print("{run.say(pt="resposta:", en="answer:")}", await ask(4))'
    changed = run.changed(BY_HAND, answers, CANCELS)
    assert (changed.out, changed.err) == (["True"], [])


def test_an_answer_to_a_task_that_was_cancelled_raises_invalid_state_error(run):
    out = run.extra("an_answer_to_who_was_cancelled").out
    assert out[0] == "cancelled: True"
    assert out[1].startswith("InvalidStateError(")


def test_an_exception_stays_in_a_bare_thread_and_to_thread_brings_it(run):
    out = run.extra("a_query_that_raises_in_a_bare_thread").out
    assert out == [
        "in the thread: KeyError",
        "thread alive: False future done: False",
        "to_thread: KeyError",
    ]


def test_to_thread_uses_an_executor_and_takes_the_context_along_and_our_thread_may_outlive_the_loop(
    run,
):
    assert run.extra("what_to_thread_does_besides").out == [
        "asked by: main",
        "of the executor: 1",
        "after run: 0 ours alive: True",
        "in the thread: RuntimeError('Event loop is closed')",
    ]


def test_with_call_soon_the_answer_waits_for_the_timer(run):
    timer, answer = run(SLEEPS_ON).out
    assert timer == run.say(pt="um temporizador vence", en="a timer is due")
    assert answer.endswith(": 16")


def test_with_call_soon_threadsafe_main_ends_before_the_timer(run):
    (answer,) = run.changed(SLEEPS_ON, "loop.call_soon(", "loop.call_soon_threadsafe(").out
    assert answer.endswith(": 16")


def test_a_result_set_in_a_thread_is_not_seen_either_and_debug_mode_raises(run):
    out = run.extra("a_result_set_in_a_thread").out
    assert out == ["slept until the timer: True", "RuntimeError: Non-thread-safe operation"]


def test_debug_mode_lets_a_thread_set_a_result_that_nobody_waits_for(run):
    nobody, somebody = run.extra("set_result_of_another_thread_in_debug_mode").out
    assert nobody == "no error"
    assert somebody.startswith("RuntimeError: Non-thread-safe operation")


def test_result_blocks_the_loop_and_await_of_a_wrapped_future_does_not(run):
    result, other, awaited = run(f"{PAGE}/result_blocks").out
    assert (result, awaited) == ("result: 16", "await: 25")
    assert other == run.say(pt="outra tarefa roda", en="another task runs")


def test_wrap_future_hands_over_by_call_soon_threadsafe_and_to_thread_submits(run):
    out = run.extra("wrap_future_goes_through_threadsafe").out
    assert out == [
        "awaitable: False True",
        "16 in the main thread: [False]",
        "25 submitted: 1, run_in_executor: 1, wrap_future: 1",
    ]


def test_five_queries_over_streams_wait_at_the_same_time_in_one_thread(run):
    name = f"{PAGE}/five_queries_over_streams"
    assert run(name).out[0].endswith(": [1, 4, 9, 16, 25]")
    assert run(name).number("took") >= 0.5
    for_all = 'serve.__dict__.setdefault("all", asyncio.Barrier(5)).wait()'
    assert run.changed(name, "asyncio.sleep(number / 10)", for_all).out[0] == run(name).out[0]
    assert run.extra("five_queries_meet").out == ["at once: 5, threads: 1"]


def test_a_protocol_and_futures_bring_the_answers_in_order(run):
    assert run(PROTOCOL).out == ["[9, 16]"]


def test_a_line_may_come_in_pieces_and_two_together(run):
    pieces = 'for byte in b"%d\\n" % int(line) ** 2:\n            '
    pieces += "writer.write(bytes([byte]))\n            await asyncio.sleep(0)"
    whole = 'writer.write(b"%d\\n" % int(line) ** 2)'
    assert run.changed(PROTOCOL, whole, pieces).out == ["[9, 16]"]


def test_a_protocol_is_called_in_the_loop_and_a_lost_connection_leaves_a_future_pending(run):
    out = run.extra("a_protocol_is_called_in_the_loop").out
    assert out == ["in the loop: True", "lost: None", "answer done: False"]


def test_streams_stand_on_a_protocol(run):
    assert run.extra("streams_stand_on_a_protocol").out == ["True"]


def test_a_timeout_ends_the_waiting_and_not_the_thread(run):
    assert run(f"{PAGE}/a_timeout_stops_no_thread").out == [
        run.say(pt="main desiste", en="main gives up"),
        run.say(pt="a consulta termina", en="the query ends"),
    ]


def test_one_thread_takes_one_query_after_the_other(run):
    begins, ends = run.say(pt="começa", en="begins"), run.say(pt="termina", en="ends")
    out = run(f"{PAGE}/one_thread_for_one_connection").out
    assert out == [f"{begins}: 1", f"{ends}: 1", f"{begins}: 2", f"{ends}: 2"]
