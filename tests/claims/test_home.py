"""The claims of ``index.md``."""

import pytest

AWAITED = "home/coroutine_starts_when_awaited"
TASK = "home/task_starts_at_the_next_pause"
REST = "home/await_waits_for_the_rest"


def toast_and_coffee(run):
    return run.say(
        pt=("Pão na chapa.", "Pão pronto.", "Café no fogo.", "Café pronto."),
        en=("Toast in.", "Toast ready.", "Coffee on.", "Coffee ready."),
    )


def test_a_coroutine_begins_only_when_it_is_awaited(run):
    toast_in, toast_ready, coffee_on, coffee_ready = toast_and_coffee(run)
    assert run(AWAITED).out == [toast_in, toast_ready, coffee_on, coffee_ready]


@pytest.mark.timely
def test_a_task_begins_at_the_first_pause_and_not_before(run):
    toast_in, toast_ready, coffee_on, coffee_ready = toast_and_coffee(run)
    assert run(TASK).out == [toast_in, coffee_on, coffee_ready, toast_ready]


def test_the_two_programs_differ_in_one_line(run):
    awaited = run(AWAITED).program.source.splitlines()
    task = run(TASK).program.source.splitlines()
    changed = [pair for pair in zip(awaited, task, strict=True) if pair[0] != pair[1]]
    assert changed == [("    coffee = brew()", "    coffee = asyncio.create_task(brew())")]


@pytest.mark.timely
def test_the_waits_of_the_coroutine_add_up(run):
    toast_in, toast_ready, coffee_on, coffee_ready = toast_and_coffee(run)
    lines = run(AWAITED).lines
    assert [line.text for line in lines] == [toast_in, toast_ready, coffee_on, coffee_ready]
    assert lines[-1].at > 1.0 + 0.5


@pytest.mark.timely
def test_the_waits_of_the_task_overlap(run):
    assert run(TASK).lines[-1].at < 1.0 + 0.5


@pytest.mark.timely
def test_awaiting_a_task_waits_for_the_rest_of_it(run):
    toast_in, toast_ready, coffee_on, coffee_ready = toast_and_coffee(run)
    assert run(REST).out == [toast_in, coffee_on, toast_ready, coffee_ready]
    assert run(REST).lines[-1].at > 1.0  # what the rest lasts to; the other wait lasts 0.5 s
    without = run.changed(REST, "\n    await coffee\n", "\n")
    assert without.out == [toast_in, coffee_on, toast_ready]


@pytest.mark.timely
def test_a_recording_changes_the_number_of_turns_of_a_spin_but_not_what_happens(run):
    name = "part-2/homemade-sleep/spinning"
    plain, recorded = run(name), run.recorded(name)
    assert [line.split(":")[0] for line in plain.out[1:]] == [
        line.split(":")[0] for line in recorded.out[1:]
    ]
    turns = [each.number("wakeups") / max(1, each.number("cpu_ms")) for each in (plain, recorded)]
    assert turns[0] > 3 * turns[1]
    assert run.recorded(TASK).out == run(TASK).out


def test_every_program_runs_on_python_3_11_but_for_eager_tasks(all_runs):
    needs = {name: each.needs for name, each in all_runs.contracts.items() if each.needs > (3, 11)}
    assert needs == {"part-1/await/eager_task_starts_at_once": (3, 12)}
