"""What the page part-2/homemade-sleep says, claim by claim."""

import datetime

import pytest

PAGE = "part-2/homemade-sleep"

# Turns of a loop that spins, where thirty others want the core as well; and seconds of CPU time
# that no machine is quick enough to make a turn in.
MANY, A_TURN = 50, 1e-7

OTHERS_FIRST = "begin 1 2 3 done"
OTHERS_LAST = "begin done 1 2 3"

WORDS = {"começo": "begin", "fim": "done"}


def order(lines):
    """The lines of a run as one string, in the same words for each language."""
    last = [line.split()[-1] for line in lines]
    return " ".join(WORDS.get(word, word) for word in last)


def test_two_tasks_that_yield_to_the_loop_take_turns(run):
    bread, coffee = run.say(pt=("pão", "café"), en=("bread", "coffee"))
    turns = [f"{bread} 1", f"{coffee} 1", f"{bread} 2", f"{coffee} 2"]
    name = f"{PAGE}/two_tasks_take_turns"
    assert run(name).out == turns
    assert run.changed(name, "await YieldToEventLoop()", "await asyncio.sleep(0)").out == turns


@pytest.mark.timely
def test_others_run_during_the_homemade_sleep_and_not_only_at_its_beginning(run):
    name = f"{PAGE}/a_ticker_goes_on_meanwhile"
    assert run(name).number("ticks") >= 2
    hogging = run.changed(name, "await YieldToEventLoop()", "pass")
    assert hogging.out[0].endswith(" 1")


def test_a_sleep_of_asyncio_lasts_at_least_its_time_too(run):
    assert run.extra("asyncio_sleep_is_not_early").out == []


def test_a_sleep_of_asyncio_may_be_early_by_the_resolution_of_the_clock(run):
    assert run.extra("asyncio_sleep_by_a_coarse_clock").out == ["less than it was told: True"]


@pytest.mark.once
def test_others_run_while_the_homemade_sleep_sleeps(run):
    assert order(run(f"{PAGE}/async_sleep").out) == OTHERS_FIRST


@pytest.mark.timely
@pytest.mark.once
def test_the_homemade_sleep_lasts_at_least_its_three_seconds(run):
    assert run(f"{PAGE}/async_sleep").lines[-1].at > 3


@pytest.mark.once
@pytest.mark.timely
def test_others_run_at_the_beginning_of_the_sleep(run):
    arrivals = [line.at for line in run(f"{PAGE}/async_sleep").lines]
    assert arrivals[-2] - arrivals[0] < arrivals[-1] - arrivals[-2]


@pytest.mark.timely
@pytest.mark.once
def test_the_two_printed_times_differ_by_three_or_four_whole_seconds(run):
    """And on a crowded machine by more, as more passes: by less than a second more than what passed
    from the beginning of the program to the arrival of the last line."""
    lines = run(f"{PAGE}/async_sleep").lines
    begin, done = (
        datetime.datetime.strptime(line.text.split()[0], "%H:%M:%S")
        for line in (lines[0], lines[-1])
    )
    printed = (done - begin) % datetime.timedelta(days=1)
    assert 3 <= printed.total_seconds() < lines[-1].at + 1


@pytest.mark.timely
def test_the_homemade_sleep_spins(run):
    spinning = run(f"{PAGE}/spinning")
    assert spinning.number("asleep_ms") >= 200
    assert spinning.number("wakeups") > MANY


@pytest.mark.timely
def test_the_homemade_sleep_takes_the_cpu_it_can_get(run):
    """How much it can get is up to others: as much as its turns take."""
    spinning = run(f"{PAGE}/spinning")
    timer = run(f"{PAGE}/a_timer_wakes_it_once")
    assert spinning.turns > MANY * timer.turns / 5
    assert spinning.cpu > spinning.turns * A_TURN


@pytest.mark.timely
def test_the_cpu_time_goes_into_turns_and_looking_at_the_clock_is_a_small_part(run):
    (part,) = run.extra("what_a_turn_of_spinning_costs").out
    assert float(part) < 0.25


@pytest.mark.once
def test_the_three_seconds_of_sleep_cost_cpu_time(run):
    sleep = run(f"{PAGE}/async_sleep")
    assert sleep.turns > MANY  # it gives way to others: how many it makes is up to them
    assert sleep.cpu > sleep.turns * A_TURN


def test_timers_fire_beside_a_spinning_sleep(run):
    out = run.extra("timers_fire_beside_a_spinning_sleep").out
    assert out == ["timer spin"]


@pytest.mark.timely
def test_a_spinning_sleep_never_lets_the_loop_wait(run):
    name, turns, long_waits = run.extra("how_long_two_sleeps_let_the_loop_wait").out[0].split()
    assert name == "spinning_sleep"
    assert int(turns) > MANY
    assert int(long_waits) == 0


@pytest.mark.timely
def test_a_sleep_with_a_timer_lets_the_loop_wait_in_one_piece(run):
    name, turns, long_waits = run.extra("how_long_two_sleeps_let_the_loop_wait").out[1].split()
    assert name == "timer_sleep"
    assert int(turns) <= 4
    assert int(long_waits) == 1


def test_a_timer_wakes_it_once(run):
    sleep = run(f"{PAGE}/a_timer_wakes_it_once")
    assert sleep.number("asleep_ms") >= 199
    assert sleep.number("wakeups") == 1


@pytest.mark.timely
def test_a_sleep_with_a_timer_costs_next_to_no_cpu(run):
    assert run(f"{PAGE}/a_timer_wakes_it_once").number("cpu_ms") < 20


def test_a_sleep_with_a_timer_lets_others_run(run):
    assert order(run.extra("timer_sleep_lets_others_run").out) == OTHERS_FIRST


@pytest.mark.timely
def test_the_simpler_sleep_spins_as_well(run):
    simpler = run(f"{PAGE}/simpler_async_sleep")
    assert simpler.number("asleep_ms") >= 200
    assert simpler.number("wakeups") > MANY
    assert simpler.cpu > simpler.turns * A_TURN


def test_sleep_zero_is_a_bare_yield_too(run):
    out = run.extra("yield_to_event_loop_and_sleep_zero").out
    assert out == ["[None]", "[None]"]


def test_a_blocking_sleep_in_a_task_prints_what_a_right_one_prints(run):
    blocking = run(f"{PAGE}/blocking_sleep_wrapped_in_a_task")
    right = run.extra("wrapped_sleep_that_does_not_block")
    assert order(blocking.out) == order(right.out) == OTHERS_FIRST


def test_a_blocking_sleep_awaited_directly_shows_that_it_blocks(run):
    blocking = run(f"{PAGE}/blocking_sleep_awaited_directly")
    assert order(blocking.out) == OTHERS_LAST


def test_setting_the_wall_clock_back_makes_a_sleep_late(run):
    assert run.extra("setting_the_clock_back_makes_it_late").out[1] == "wall_clock True"


def test_the_wall_clock_can_be_set_and_the_monotonic_clock_cannot(run):
    out = run(f"{PAGE}/clocks_that_can_be_set").out
    assert [line.split()[0] for line in out] == ["time.time", "time.monotonic"]
    assert [line.split()[-1] for line in out] == ["True", "False"]


def test_the_loop_reads_the_monotonic_clock(run):
    assert run.extra("what_loop_time_reads").out == ["True"]


@pytest.mark.timely
def test_the_timer_of_a_cancelled_sleep_fires_on_a_cancelled_future(run):
    cancelled, caught, end = run(f"{PAGE}/cancelled_sleep_leaves_its_timer").out
    assert cancelled.endswith(": True")
    assert caught.endswith(" InvalidStateError('invalid state')")
    assert end == run.say(pt="main terminou", en="main done")


@pytest.mark.timely
def test_the_leftover_timer_is_silent_if_the_loop_ends_first(run):
    left = run.extra("leftover_timer_is_silent_if_the_loop_ends_first")
    assert left.out == ["timers left: 1"]
    assert left.err == []


@pytest.mark.timely
def test_cancelling_the_timer_in_finally_leaves_nothing(run):
    sleep = run(f"{PAGE}/cancelled_sleep_cancels_its_timer")
    assert [line.split()[-1] for line in sleep.out][:1] == ["True"]
    assert len(sleep.out) == 2


@pytest.mark.timely
def test_asyncio_sleep_cancels_its_timer_too(run):
    out = run.extra("asyncio_sleep_leaves_no_timer").out
    assert out == ["timers before: 1", "not cancelled after: 0"]


@pytest.mark.timely
def test_the_guard_covers_a_cancellation_in_the_turn_the_timer_is_due(run):
    assert run.extra("cancelled_in_the_turn_the_timer_is_due").out == [
        "unguarded",
        "InvalidStateError('invalid state')",
        "True",
        "guarded",
        "True",
    ]


@pytest.mark.timely
def test_a_cancelled_homemade_sleep_leaves_its_watcher_spinning(run):
    out = run.extra("cancelled_spinner_spins_on").out
    assert sorted(out) == [
        "Task exception was never retrieved InvalidStateError('invalid state')",
        "looked on: True",
    ]


def test_a_sleep_whose_future_nobody_sets_does_not_end(run):
    assert run.extra("sleep_whose_future_nobody_sets").out == ["False"]


def test_the_watcher_has_ended_when_the_sleeper_goes_on(run):
    assert run.extra("watcher_has_ended_when_the_sleeper_goes_on").out == ["True"]


@pytest.mark.timely
def test_setting_the_wall_clock_forward_ends_a_sleep_early(run):
    assert run.extra("setting_the_clock_forward_ends_a_sleep_early").out == ["True"]


# The questions at the end


def test_an_async_function_that_only_sets_a_timer_does_not_wait_for_it(run):
    assert run(f"{PAGE}/a_timer_alone_is_no_wait").out == [
        run.say(pt="pausa feita", en="paused"),
        run.say(pt="toca", en="ring"),
        run.say(pt="definido", en="set"),
        run.say(pt="acordei", en="awake"),
    ]


def test_a_timeout_around_a_blocking_call_does_not_fire(run):
    assert run(f"{PAGE}/a_timeout_around_a_blocking_call").out == [
        run.say(pt="dormi", en="slept"),
        run.say(pt="a tempo", en="in time"),
    ]


def test_a_task_is_woken_by_its_timer_and_its_result_waits_for_whoever_awaits_it(run):
    assert run(f"{PAGE}/woken_before_it_is_awaited").out == [
        run.say(pt="soneca b", en="nap b"),
        run.say(pt="soneca a", en="nap a"),
        run.say(pt="aguardada", en="awaited"),
        run.say(pt="aguardada", en="awaited"),
    ]
