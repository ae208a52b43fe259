"""What the twelve questions on what is often mistaken answer: the same on every Python."""

import pytest

PAGE = "inventory"
PRINTED = {
    "a_call": ("criada olá", "made hello"),
    "await_a_coroutine": ("busca main outra", "fetch main other"),
    "one_after_the_other": (
        "A começa|A termina|B começa|B termina",
        "A begins|A ends|B begins|B ends",
    ),
    "a_task_in_the_background": ("main tarefa", "main task"),
    "a_blocking_call": ("A1 A2 B1 B2", "A1 A2 B1 B2"),
    "await_what_is_done": ("resultado main tique", "result main tick"),
    "one_sleep_of_zero": ("1 main 2 3", "1 main 2 3"),
    "a_timeout_around_a_blocking_call": ("acordou|tarde demais", "awake|too late"),
    "cancelled_at_once": ("cancelada", "cancelled"),
    "one_thread_and_a_race": ("80", "80"),
    "one_of_two_fails": ("ValueError pronto", "ValueError done"),
    "after_main_ends": ("main fim", "main|the end"),
}


@pytest.mark.parametrize("name", PRINTED)
def test_each_program_prints_what_its_explanation_says(run, name):
    pt, en = PRINTED[name]
    said = run.say(pt=pt, en=en)
    assert run(f"{PAGE}/{name}").out == said.split("|" if "|" in said else " ")


def test_an_ordinary_function_runs_when_it_is_called(run):
    changed = run.changed(f"{PAGE}/a_call", "async def greet", "def greet")
    assert changed.out == [run.say(pt="olá", en="hello"), run.say(pt="criada", en="made")]


def test_with_two_tasks_both_begin_before_one_ends(run):
    changed = run.changed(
        f"{PAGE}/one_after_the_other", 'b = pause("B")', 'b = asyncio.create_task(pause("B"))'
    )
    assert [line.split()[0] for line in changed.out] == ["A", "B", "A", "B"]


def test_without_a_pause_between_reading_and_writing_seventy_are_left(run):
    name = f"{PAGE}/one_thread_and_a_race"
    assert run.changed(name, "    await asyncio.sleep(0)\n", "").out == ["70"]


def test_gather_that_returns_exceptions_raises_none(run):
    changed = run.changed(
        f"{PAGE}/one_of_two_fails", "other, fails()", "other, fails(), return_exceptions=True"
    )
    assert changed.out == [run.say(pt="pronto", en="done")]


GROUP = """async with asyncio.TaskGroup() as group:
            group.create_task(works())
            group.create_task(fails())"""


def test_in_a_group_the_other_is_cancelled(run):
    name = f"{PAGE}/one_of_two_fails"
    changed = run.changed(name, "await asyncio.gather(other, fails())", GROUP)
    assert any("ExceptionGroup" in line for line in changed.err)
    assert changed.out == []


def test_a_timeout_lets_a_block_pass_that_does_not_suspend_again(run):
    name = f"{PAGE}/a_timeout_around_a_blocking_call"
    changed = run.changed(name, "await asyncio.sleep(1)", "pass")
    assert changed.out == [run.say(pt="acordou", en="awake"), run.say(pt="continua", en="goes on")]
