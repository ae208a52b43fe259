"""The claims of the page on tasks."""

ORPHAN = "Task was destroyed but it is pending!"


def test_create_task_adds_one_job_to_the_ready_queue(run):
    out = run("part-1/tasks/creating_a_task_only_schedules_it").out
    ready = run.say(pt="trabalhos prontos:", en="jobs ready:")
    assert out[:2] == [f"{ready} 0", f"{ready} 1"]


def test_the_body_has_not_run_when_create_task_returns(run):
    out = run("part-1/tasks/creating_a_task_only_schedules_it").out
    done = run.say(pt="concluída?", en="done?")
    penguin = run.say(pt="PINGUIM 7! ABRAM ALAS!", en="PENGUIN 7! MAKE WAY!")
    assert out[2:] == [f"{done} False", penguin, f"{done} True"]


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


def test_asyncio_run_cancels_what_is_left_and_waits_for_its_cleaning_up(run):
    result = run("part-1/tasks/run_cancels_what_is_left")
    assert result.out == [
        run.say(pt="main termina", en="main ends"),
        run.say(pt="a tarefa fez a limpeza", en="the task has cleaned up"),
        run.say(pt="cancelada? True", en="cancelled? True"),
    ]
    assert 0.19 <= result.wall < 10


def test_asyncio_run_closes_async_generators(run):
    assert run("part-1/tasks/run_closes_async_generators").out == [
        run.say(pt="recebido: 1", en="received: 1"),
        run.say(pt="main termina", en="main ends"),
        run.say(pt="gerador fechado", en="generator closed"),
        run.say(pt="asyncio.run terminou", en="asyncio.run is over"),
    ]


def test_asyncio_run_waits_for_the_threads_of_the_executor(run):
    result = run("part-1/tasks/run_waits_for_executor_threads")
    assert result.out == [
        run.say(pt="main termina", en="main ends"),
        run.say(pt="a thread termina", en="the thread ends"),
        run.say(pt="asyncio.run terminou", en="asyncio.run is over"),
    ]
    main_ends, thread_ends, _ = (line.at for line in result.lines)
    assert thread_ends - main_ends > 0.2


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


def test_a_hundred_unreferenced_tasks_all_run_under_an_aggressive_collector(run):
    result = run("part-1/tasks/unreferenced_tasks_all_run")
    assert result.out == [run.say(pt="100 de 100", en="100 of 100")]
    assert result.err == []


def test_ten_thousand_unreferenced_tasks_all_run_as_well(run):
    result = run.changed("part-1/tasks/unreferenced_tasks_all_run", "range(100)", "range(10_000)")
    assert result.out == [run.say(pt="10000 de 100", en="10000 of 100")]
    assert result.err == []


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


def test_the_finally_of_a_collected_task_runs_at_its_collection(run):
    assert run.extra("orphans_in_a_circle").out == ["finally", "finally", "tasks 1"]


def test_two_tasks_that_wait_only_for_each_other_are_collected_together(run):
    assert run.extra("orphans_in_a_circle").err.count(ORPHAN) == 2


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
