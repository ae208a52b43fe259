"""What scripts/languages/glossary.toml says where a shorter meaning would be false."""


def test_generators_come_from_expressions_too_and_a_yield_counts_only_in_its_own_body(run):
    assert run.extra("kinds_of_generators").out == ["True", "False True", "False True", "7"]


def test_a_coroutine_object_that_has_begun_knows_the_place_it_has_reached(run):
    assert run.extra("coroutine_object_knows_where_it_is").out == ["2 {'value': 42}"]


def test_a_generator_of_types_coroutine_is_awaitable_without_the_method(run):
    assert run.extra("what_makes_an_object_awaitable").out[1] == "no __await__: 7 False"


def test_a_loop_runs_in_one_thread_at_a_time(run):
    assert run.extra("loop_in_one_thread_after_another").out == ["first", "second"]


def test_a_note_stands_below_the_name_of_the_exception(run):
    assert run.extra("traceback_that_ends_with_a_note").out == ["a note"]


def test_a_traceback_begins_where_the_exception_was_caught(run):
    out = run.extra("traceback_from_where_it_is_caught").out
    assert out == ["catching raising", "<module> raising"]


def test_the_yield_of_an_inner_function_makes_no_async_generator(run):
    assert run.extra("an_inner_function_may_yield").out == ["True False"]


def test_debug_mode_logs_slow_jobs_that_are_no_steps(run):
    assert any(
        "sleep(0.12)" in line for line in run.extra("debug_mode_logs_a_job_that_is_no_step").err
    )


def test_a_selector_watches_pipes_and_sockets_that_are_no_end_of_a_connection(run):
    assert run.extra("what_a_selector_watches").out == ["pipe", "listener", "datagrams"]


def test_the_list_of_all_tasks_keeps_none_of_them_alive(run):
    assert run.extra("future_and_its_task_are_collected").out[-1] == "1"


def test_tasks_may_race_without_a_pause_between_reading_and_writing(run):
    assert run.extra("race_without_a_pause").out == ["['red', None]"]


def test_a_task_may_wait_for_itself(run):
    assert run.extra("task_that_waits_for_itself").out == ["never"]


def test_a_task_has_a_copy_of_the_variables_of_who_creates_it_unless_it_is_given_a_context(run):
    assert run.extra("context_of_tasks").out == ["green red green", "green red red"]
