"""The claims of the page on tasks."""

import pytest

ORPHAN = "Task was destroyed but it is pending!"
UNASKED = "Task exception was never retrieved"


def test_create_task_adds_one_job_to_the_ready_queue(run):
    out = run("part-1/tasks/creating_a_task_only_schedules_it").out
    ready = run.say(pt="trabalhos prontos:", en="jobs ready:")
    assert out[:2] == [f"{ready} 0", f"{ready} 1"]


def test_the_body_has_not_run_when_create_task_returns(run):
    out = run("part-1/tasks/creating_a_task_only_schedules_it").out
    done = run.say(pt="concluída?", en="done?")
    penguin = run.say(pt="PINGUIM 7! ABRAM ALAS!", en="PENGUIN 7! MAKE WAY!")
    assert out[2:] == [f"{done} False", penguin, f"{done} True"]


@pytest.mark.timely
def test_a_waiting_task_has_no_job_in_the_ready_queue(run):
    assert run.extra("waiting_task_has_no_job").out == ["1", "0 False", "0 True"]


def test_create_task_at_module_level_raises_no_running_event_loop(run):
    result = run("part-1/tasks/create_task_needs_a_running_loop")
    assert result.status == 1
    assert result.out == []
    assert "RuntimeError: no running event loop" in result.err


def test_the_coroutine_of_a_refused_create_task_was_never_awaited(run):
    err = run("part-1/tasks/create_task_needs_a_running_loop").err
    assert "RuntimeWarning: coroutine 'hello' was never awaited" in err[-1]


def test_create_task_works_in_a_callback_that_the_loop_runs(run):
    assert run.extra("create_task_in_a_callback").out == ["hello"]


def test_at_the_top_level_of_a_module_imported_by_a_coroutine_a_loop_runs(run):
    assert run.extra("a_module_imported_by_a_coroutine").out == ["hello"]


def test_the_class_task_goes_past_the_task_factory_of_the_loop(run):
    assert run.extra("the_task_class_goes_past_the_factory").out == ["['one'] [True, True]"]


def test_asyncio_run_takes_any_awaitable_since_3_14_and_raises_what_main_raised(run):
    taken, raised = run.extra("asyncio_run_of_an_awaitable").out
    assert taken == ("42" if run.python >= (3, 14) else "a coroutine was expected")
    assert raised == "KeyError('main')"


def test_ctrl_c_cancels_main_and_asyncio_run_raises_keyboard_interrupt(run):
    out = run.extra("ctrl_c_cancels_main").out
    assert out == ["main CancelledError()", "out KeyboardInterrupt()"]


def test_ctrl_c_raises_nothing_where_main_does_not_let_itself_be_cancelled(run):
    assert run.extra("ctrl_c_that_main_catches").out == ["main went on"]


@pytest.mark.timely
def test_asyncio_run_returns_what_main_returned_and_not_before(run):
    result = run("part-1/tasks/run_returns_when_main_returns")
    assert result.out == [
        run.say(pt="main termina", en="main ends"),
        run.say(pt="asyncio.run devolveu 42", en="asyncio.run returned 42"),
    ]
    assert result.wall >= 0.19


def test_the_guard_keeps_an_import_from_starting_the_loop(run):
    assert run("part-1/tasks/importing_does_not_start_the_loop").out == [
        run.say(pt="__name__ vale __main__", en="__name__ is __main__"),
        run.say(pt="o laço executa main", en="the loop runs main"),
        run.say(pt="__name__ vale imported", en="__name__ is imported"),
    ]


@pytest.mark.timely
def test_asyncio_run_cancels_what_is_left_and_waits_for_its_cleaning_up(run):
    result = run("part-1/tasks/run_cancels_what_is_left")
    assert result.out == [
        run.say(pt="main termina", en="main ends"),
        run.say(pt="a tarefa fez a limpeza", en="the task has cleaned up"),
        run.say(pt="cancelada? True", en="cancelled? True"),
    ]
    assert result.wall >= 0.19


def test_a_task_created_while_another_cleans_up_is_neither_cancelled_nor_waited_for(run):
    result = run("part-1/tasks/run_cancels_what_is_there")
    assert result.out == [
        run.say(pt="main termina", en="main ends"),
        run.say(pt="limpeza: mais uma tarefa", en="cleaning up: one more task"),
    ]
    assert result.err[0] == ORPHAN
    assert "coro=<latecomer()" in result.err[1]
    assert result.status == 0  # nobody has waited for its 60 s: it would have been stopped


@pytest.mark.timely
def test_a_task_that_swallows_its_cancellation_keeps_asyncio_run_from_ending(run):
    result = run("part-1/tasks/swallowed_cancellation_keeps_run")
    assert result.out == [
        run.say(pt="main termina", en="main ends"),
        run.say(pt="teimosa: agora não", en="stubborn: not now"),
        run.say(pt="teimosa: pronto", en="stubborn: ready"),
        run.say(pt="asyncio.run terminou", en="asyncio.run is over"),
    ]
    assert result.lines[2].at > 0.3


def test_asyncio_run_closes_only_the_async_generators_begun_under_it(run):
    out = run.extra("a_generator_begun_in_another_loop").out
    assert out == ["closed own", "run is over", "closed other"]


def test_asyncio_run_closes_async_generators(run):
    assert run("part-1/tasks/run_closes_async_generators").out == [
        run.say(pt="recebido: 1", en="received: 1"),
        run.say(pt="main termina", en="main ends"),
        run.say(pt="gerador fechado", en="generator closed"),
        run.say(pt="asyncio.run terminou", en="asyncio.run is over"),
    ]


@pytest.mark.timely
def test_asyncio_run_waits_for_the_threads_of_the_executor(run):
    result = run("part-1/tasks/run_waits_for_executor_threads")
    assert result.out == [
        run.say(pt="main termina", en="main ends"),
        run.say(pt="a thread termina", en="the thread ends"),
        run.say(pt="asyncio.run terminou", en="asyncio.run is over"),
    ]
    assert result.lines[1].at > 0.3


def test_since_3_12_the_executor_threads_are_waited_for_five_minutes_at_most(run):
    limit = "None" if run.python < (3, 12) else "300"
    assert run.extra("how_long_executor_threads_are_waited_for").out == [limit]


def test_asyncio_run_ends_with_tasks_then_generators_then_threads_then_the_loop(run):
    out = run.extra("run_ends_in_order").out
    assert out == ["main", "task", "generator", "thread", "closed True"]


def test_a_task_created_as_the_last_thing_in_main_takes_its_first_step(run):
    assert run("part-1/tasks/lost_task_runs_one_step").out == [
        run.say(pt="main termina", en="main ends"),
        run.say(pt="olá!", en="hello!"),
    ]


def test_the_stop_of_the_loop_stands_behind_that_first_step(run):
    out = run.extra("stop_stands_behind_the_first_step").out
    assert out == ["['_run_until_complete_cb']"]


def test_one_sleep_zero_and_the_task_prints_nothing(run):
    out = run("part-1/tasks/lost_task_gets_no_second_step").out
    assert out == [run.say(pt="main termina", en="main ends")]


def test_the_task_without_a_second_step_was_cancelled_too(run):
    assert run.extra("lost_second_step_is_cancelled").out == ["main ends", "cancelled"]


def test_a_task_that_sleeps_longer_than_main_is_cancelled(run):
    result = run("part-1/tasks/lost_task_is_cancelled")
    assert result.out == [
        run.say(pt="main termina", en="main ends"),
        run.say(pt="cancelada", en="cancelled"),
    ]
    assert result.status == 0


def test_the_job_in_the_ready_queue_holds_the_task(run):
    assert run("part-1/tasks/the_ready_queue_holds_the_task").out == [
        run.say(pt="o trabalho guarda: Task", en="the job holds: Task"),
        run.say(pt="criada a partir de: hello", en="made from: hello"),
        run.say(pt="olá!", en="hello!"),
    ]


def test_get_event_loop_makes_a_loop_before_3_14_and_raises_since(run):
    result = run.extra("get_event_loop_where_no_loop_runs")
    first = "made one" if result.version < (3, 14) else "RuntimeError"
    assert result.out == [first, "the running one: True", "RuntimeError"]


def test_it_looks_at_the_job_of_its_task_where_the_loop_has_one_of_its_own_as_on_windows(run):
    name, makes = "part-1/tasks/the_ready_queue_holds_the_task", "asyncio.create_task(hello())"
    own = "asyncio.get_running_loop().call_soon(int)\n    "
    assert run.changed(name, makes, own + makes).out == run(name).out


@pytest.mark.timely
def test_a_hundred_unreferenced_tasks_all_run_under_an_aggressive_collector(run):
    result = run("part-1/tasks/unreferenced_tasks_all_run")
    assert result.out == [run.say(pt="100 de 100", en="100 of 100")]
    assert result.err == []


@pytest.mark.timely
def test_ten_thousand_unreferenced_tasks_all_run_as_well(run):
    result = run.changed("part-1/tasks/unreferenced_tasks_all_run", "range(100)", "range(10_000)")
    assert result.out == [run.say(pt="10000 de 100", en="10000 of 100")]
    assert result.err == []


@pytest.mark.timely
def test_timers_threads_sockets_and_other_tasks_hold_who_waits_for_them(run):
    result = run.extra("waiting_tasks_are_held")
    assert sorted(result.out) == ["socket", "task", "thread", "timer"]
    assert result.err == []


def test_a_task_that_waits_for_what_only_it_can_reach_is_collected(run):
    result = run("part-1/tasks/orphan_task_is_collected")
    tasks = run.say(pt="tarefas:", en="tasks:")
    assert result.out == [f"{tasks} 2", f"{tasks} 1"]
    assert result.err[0] == ORPHAN
    assert "coro=<wait_at_a_door() " in result.err[1]
    assert result.status == 0


@pytest.mark.timely
def test_a_client_on_streams_that_nobody_keeps_is_lost_and_one_that_is_kept_is_not(run):
    result = run("part-1/tasks/stream_client_is_lost")
    assert result.out == [
        run.say(pt="ninguém guarda a tarefa: []", en="nobody keeps the task: []"),
        run.say(
            pt=r"main guarda a tarefa: [b'42\n']",
            en=r"main keeps the task: [b'42\n']",
        ),
    ]
    assert result.err[0] == ORPHAN
    assert "coro=<ask() " in result.err[1]


def test_fifty_clients_on_streams_are_lost_without_a_call_of_gc_collect(run):
    result = run.extra("no_gc_collect_and_stream_clients_are_lost")
    assert result.out == ["clients 0 objects 300000", "answers 0"]
    assert result.err.count(ORPHAN) == 50


@pytest.mark.timely
def test_a_task_that_waits_for_a_thread_is_held_by_none_of_the_loops_containers(run):
    assert run.extra("only_a_thread_holds_the_task").out == [
        "of a sleeper, timers True",
        "held True",
        "ready False timers False",
        "selector False",
        "the thread has ended",
    ]


def test_a_variable_keeps_a_task_only_as_long_as_the_variable_lives(run):
    out = run.extra("reference_that_ends_with_its_coroutine").out
    assert out[:2] == ["while start runs False 2", "after it 1"]


def test_the_variables_of_a_coroutine_that_failed_stay_with_its_exception(run):
    out = run.extra("reference_that_ends_with_its_coroutine").out
    assert out[-2:] == ["after a failure 2", "exception gone 1"]


def test_a_failed_task_that_nobody_keeps_is_told_when_it_is_freed(run):
    assert run.extra("failed_task_that_its_exception_leads_back_to").out == [
        "plain",
        "0 kept",
        "0 kept",
        "leads back to Task",
    ]


def test_tasks_that_gather_or_the_loop_made_are_collected_without_a_word(run):
    assert run.extra("gathered_orphans_go_without_a_word").out == [
        "gather tasks 1",
        "Task was destroyed but it is pending!",
        "create_task tasks 1",
        "run_until_complete tasks 1",
    ]


@pytest.mark.timely
def test_a_failure_is_told_when_its_task_is_freed_and_not_before(run):
    result = run("part-1/tasks/kept_failure_is_silent")
    told = [line.text for line in result.lines if not line.text.startswith((" ", "future:"))]
    error = run.say(pt="ValueError: não há pá na loja", en="ValueError: no spade in the shop")
    message = [UNASKED, "Traceback (most recent call last):", error]
    assert told == [
        *message,
        run.say(pt="Ninguém guardou a primeira tarefa.", en="Nobody kept the first task."),
        run.say(
            pt="A segunda está guardada. Já falhou? True",
            en="The second is kept. Has it failed? True",
        ),
        *message,
        run.say(pt="Agora ninguém a guarda.", en="Now nobody keeps it."),
    ]


def test_a_failure_that_was_asked_for_is_not_told_and_one_in_the_set_is_told_at_once(run):
    err = run.extra("what_is_told_of_a_failed_task").err
    own = ("the set", "ValueError", "asked for", "asyncio.run", "freed", UNASKED)
    assert [line for line in err if line.startswith(own)] == [
        UNASKED,
        "ValueError: in a set",
        "the set is empty: True",
        "ValueError('asked')",
        "asked for and freed",
        "asked for by result() and freed",
        "asyncio.run is over",
        UNASKED,
        "ValueError: to the end",
        "freed",
    ]


def test_the_finally_of_a_collected_task_runs_at_its_collection(run):
    assert run.extra("orphans_in_a_circle").out == ["finally", "finally", "tasks 1"]


def test_two_tasks_that_wait_only_for_each_other_are_collected_together(run):
    assert run.extra("orphans_in_a_circle").err.count(ORPHAN) == 2


@pytest.mark.timely
def test_a_set_keeps_a_task_and_the_task_takes_itself_out_when_done(run):
    result = run("part-1/tasks/kept_task_is_not_collected")
    kept = run.say(pt="guardadas:", en="kept:")
    hello, tasks = run.say(pt="olá!", en="hello!"), run.say(pt="tarefas: 2", en="tasks: 2")
    assert result.out == [f"{kept} 2", hello, f"{kept} 1", tasks]
    assert result.err == []


def test_a_task_group_does_not_end_before_its_tasks(run):
    assert run("part-1/tasks/task_group_waits_for_its_tasks").out == [
        run.say(pt="o bloco termina", en="the block ends"),
        run.say(pt="olá!", en="hello!"),
        run.say(pt="main termina", en="main ends"),
    ]


def test_a_task_group_keeps_its_tasks_from_the_collector(run):
    result = run.extra("task_group_keeps_an_orphan")
    assert result.out == ["tasks 2", "after"]
    assert result.err == []


def test_a_task_group_cancels_the_others_and_raises_a_group_which_only_except_star_catches(run):
    assert run("part-1/tasks/task_group_raises_a_group").out == [
        run.say(pt="rega: cancelada", en="water: cancelled"),
        run.say(
            pt="except* capturou: (ValueError('não há pá na loja'),)",
            en="except* caught it: (ValueError('no spade in the shop'),)",
        ),
    ]


def test_an_exit_is_not_put_into_a_group_and_stops_the_loop(run):
    assert run.extra("exits_are_not_put_into_a_group").out == [
        "SystemExit(3) left the loop; main has ended: False",
        "SystemExit(3) came out of the group",
    ]


# The questions at the end


def test_a_task_does_not_run_beside_a_main_that_blocks(run):
    assert run("part-1/tasks/no_task_runs_beside_a_blocked_main").out == [
        run.say(pt="dormi", en="slept"),
        run.say(pt="olá", en="hello"),
        run.say(pt="aguardei", en="awaited"),
    ]


def test_tasks_start_in_the_order_of_their_creation_whichever_is_awaited(run):
    assert run("part-1/tasks/await_does_not_choose_who_starts").out == ["main", "a", "b", "main"]


def test_the_exception_of_a_task_comes_out_where_it_is_awaited(run):
    assert run("part-1/tasks/a_failure_waits_in_the_task").out == [
        run.say(pt="acabou: True", en="over: True"),
        run.say(pt="capturada", en="caught"),
    ]
