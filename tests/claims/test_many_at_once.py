"""What the page part-3/many-at-once says, claim by claim."""

import pytest

PAGE = "part-3/many-at-once"
GATHER = f"{PAGE}/gather_lets_the_others_go_on"
ERRORS = f"{PAGE}/errors_as_results"
GROUP = f"{PAGE}/two_failures_in_a_group"
AS_COMPLETED = f"{PAGE}/results_as_they_come"
WAIT = f"{PAGE}/wait_cancels_nothing"
TIMEOUT = f"{PAGE}/a_timeout_around_a_group"
SEMAPHORE = f"{PAGE}/a_semaphore_lets_two_in"
QUEUE = f"{PAGE}/two_workers_and_a_queue"
SHIELD = f"{PAGE}/one_guest_gives_up"
CLIENTS = f"{PAGE}/a_group_keeps_its_clients"


# gather


def test_gather_raises_the_first_exception_at_once_and_lets_the_others_go_on(run):
    assert run(GATHER).out == [
        run.say(pt="main: o pão queimou", en="main: the toast is burnt"),
        run.say(pt="café pronto", en="coffee ready"),
        run.say(pt="cancelado: False", en="cancelled: False"),
    ]


def test_of_one_that_fails_later_nobody_is_told(run):
    ready = run.say(pt='print("café pronto")', en='print("coffee ready")')
    changed = run.changed(GATHER, ready, "raise LookupError")
    assert len(changed.out) == 2
    assert changed.err == []


def test_with_return_exceptions_gather_gives_all_in_the_order_of_its_arguments(run):
    burnt = run.say(pt="o pão queimou", en="the toast is burnt")
    assert run(ERRORS).out == [
        run.say(pt="'café'", en="'coffee'"),
        f"ValueError('{burnt}')",
        run.say(pt="'ovo'", en="'egg'"),
    ]


TOLD = """dishes = [asyncio.create_task(dish) for dish in (brew(), toast(), fry())]
    for number, task in enumerate(dishes):
        task.add_done_callback(lambda _, number=number: print(number))"""


def test_the_coffee_which_is_first_in_the_list_ends_last(run):
    changed = run.changed(ERRORS, "dishes = brew(), toast(), fry()", TOLD)
    assert changed.out[:3] == ["1", "2", "0"]


def test_an_exception_in_the_list_that_nobody_looks_at_does_not_show_up(run):
    changed = run.changed(ERRORS, "print(repr(item))", "del item")
    assert (changed.out, changed.err, changed.status) == ([], [], 0)


# Groups


def test_two_that_fail_are_both_in_the_group_and_both_except_stars_are_run(run):
    burnt = run.say(pt="o pão queimou", en="the toast is burnt")
    lacking = run.say(pt="não há ovos", en="there are no eggs")
    assert run(GROUP).out == [
        run.say(pt="café cancelado", en="coffee cancelled"),
        f"(ValueError('{burnt}'),)",
        f"(LookupError('{lacking}'),)",
    ]


def test_one_that_would_fail_a_step_later_is_cancelled_before(run):
    lacking = run.say(pt="não há ovos", en="there are no eggs")
    fails = f'raise LookupError("{lacking}")'
    changed = run.changed(GROUP, fails, f"await asyncio.sleep(0)\n    {fails}")
    assert len(changed.out) == 2
    assert changed.out[1].startswith("(ValueError(")


def test_what_no_except_star_catches_goes_on_in_a_group(run):
    out = run.extra("what_a_group_tells").out
    assert out[:2] == ["ValueError taken", "ExceptionGroup (LookupError('b'),)"]


def test_an_exception_in_the_block_cancels_the_tasks_and_comes_in_a_group(run):
    out = run.extra("what_a_group_tells").out
    assert out[2:4] == ["sleeper cancelled", "(ValueError('of the block'),)"]


def test_behind_the_block_each_task_has_its_result_and_the_loop_variable_does_not_matter(run):
    assert run.extra("what_a_group_tells").out[4:] == ["[1, 4, 9]", "[1, 4, 9]"]


def test_since_3_15_a_group_can_be_cancelled_and_raises_no_cancellation(run):
    result = run.extra("a_group_that_is_cancelled")
    cancelled = ["task cancelled", "block cancelled", "main goes on", "(ValueError('stuck'),)"]
    assert result.out == (cancelled if result.version >= (3, 15) else ["no cancel"])


# as_completed


@pytest.mark.timely
def test_as_completed_gives_the_results_in_the_order_in_which_they_come(run):
    assert run(AS_COMPLETED).out == [
        run.say(pt="pão", en="toast"),
        run.say(pt="café", en="coffee"),
        run.say(pt="ovo", en="egg"),
    ]


def test_as_completed_gives_a_coroutine_for_the_next_result_while_others_wait(run):
    out = run.extra("what_as_completed_gives").out
    assert out[:2] == ["True 2 [False, True]", "True 1 [True, True]"]


def test_since_3_13_an_async_for_over_as_completed_gives_the_tasks(run):
    result = run.extra("what_as_completed_gives")
    assert result.out[2:] == (["True", "True"] if result.version >= (3, 13) else [])


# wait


def test_wait_raises_nothing_and_cancels_nobody_when_its_time_is_over(run):
    assert run(WAIT).out == [
        run.say(pt="terminadas: 2 pendentes: 1", en="done: 2 pending: 1"),
        run.say(pt="o pão queimou", en="the toast is burnt"),
        run.say(pt="ovo", en="egg"),
        run.say(pt="ainda esperando", en="still waiting"),
    ]
    asked = run.changed(
        WAIT, "if task in pending:", "if task in pending and not task.cancelling():"
    )
    assert asked.out == run(WAIT).out


def test_wait_takes_tasks_and_futures_and_no_coroutine_and_may_return_at_the_first(run):
    assert run.extra("what_wait_takes_and_when_it_returns").out == [
        "TypeError",
        "future done: True task pending: True",
        "cancelled: False",
    ]


# timeout


def test_a_timeout_around_a_group_cancels_its_tasks_before_it_raises(run):
    assert run(TIMEOUT).out == [
        run.say(pt="ovo pronto", en="egg ready"),
        run.say(pt="café cancelado", en="coffee cancelled"),
        run.say(pt="main: tarde demais", en="main: too late"),
    ]


INSIDE = """            async with asyncio.TaskGroup() as group:
                group.create_task(fry())
                group.create_task(brew())
"""
SEEN = """            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(fry())
                    group.create_task(brew())
            except BaseException as inside:
                print(type(inside).__name__)
                raise
"""


def test_inside_the_block_of_the_timeout_it_is_still_a_cancellation(run):
    changed = run.changed(TIMEOUT, INSIDE, SEEN)
    too_late = run.say(pt="main: tarde demais", en="main: too late")
    assert changed.out[2:] == ["CancelledError", too_late]


def test_a_block_that_ends_in_time_cancels_its_timer_and_wait_for_cancels_what_it_awaits(run):
    assert run.extra("what_a_timeout_leaves").out == [
        "timers: 1",
        "cancelled: [True]",
        "sleeper cancelled",
        "TimeoutError",
    ]


def test_since_3_12_wait_for_runs_a_coroutine_in_the_task_that_calls_it(run):
    same = run.python >= (3, 12)
    assert run.extra("in_which_task_wait_for_awaits").out == [f"in the same task: {same}"]


def test_with_a_limit_of_0_wait_for_begins_no_coroutine_and_timeout_runs_to_the_first_pause(run):
    out = run.extra("limits_of_zero").out
    assert out == ["TimeoutError", "timeout begins", "TimeoutError"]


# Semaphore


def test_a_semaphore_of_two_lets_in_two_of_four(run):
    assert run(SEMAPHORE).out[0].split()[-1] == "2"
    open_to_all = run.changed(SEMAPHORE, "Semaphore(2)", "Semaphore(9)")
    assert open_to_all.out[0].split()[-1] == "4"


def test_all_four_tasks_are_there_from_the_start(run):
    counts = 'cooking += 1\n        print("tasks:", len(asyncio.all_tasks()))'
    changed = run.changed(SEMAPHORE, "cooking += 1", counts)
    assert changed.out[0] == "tasks: 5", "main too"


def test_who_finds_room_does_not_pause_and_who_has_waited_longest_enters_first(run):
    assert run.extra("who_enters_a_semaphore").out == [
        "two are in",
        "another task runs",
        *[f"enters: {number}" for number in range(4)],
    ]


# Queue


def test_two_workers_take_the_orders_in_turn_and_join_waits_for_all(run):
    order = run.say(pt="pedido", en="order")
    assert run(QUEUE).out == [
        f"A: {order} 1",
        f"B: {order} 2",
        f"A: {order} 3",
        run.say(pt="tudo servido", en="all is served"),
    ]


def test_when_all_is_served_the_workers_have_not_ended(run):
    ends = "for each in cooks:"
    changed = run.changed(QUEUE, ends, f"print([each.done() for each in cooks])\n    {ends}")
    assert changed.out[-1] == "[False, False]"


def test_join_waits_for_task_done_and_not_for_an_empty_queue(run):
    out = run.extra("what_a_queue_waits_for").out
    assert out[:2] == ["empty: True join done: False", "join done: True"]


def test_a_worker_that_fails_leaves_join_waiting_and_in_a_group_it_does_not(run):
    assert run.extra("what_a_queue_waits_for").out[2:] == [
        "ValueError('burnt')",
        "join waits on",
        "(ValueError('burnt'),)",
    ]


def test_since_3_13_a_queue_can_be_shut_down(run):
    result = run.extra("a_queue_that_is_shut_down")
    shut = ["1", "QueueShutDown"]
    assert result.out == (shut if result.version >= (3, 13) else ["no shutdown"])


# One task for several


def test_behind_a_shield_the_coffee_goes_on_for_the_other_guest(run):
    assert run(SHIELD).out == [
        run.say(pt="Ana: desisto", en="Ana: I give up"),
        run.say(pt="Leo: café", en="Leo: coffee"),
    ]


def test_without_the_shield_only_the_one_who_gives_up_says_something(run):
    changed = run.changed(SHIELD, "asyncio.shield(coffee)", "coffee")
    assert changed.out == [run.say(pt="Ana: desisto", en="Ana: I give up")]


def test_who_holds_the_task_can_cancel_it_behind_a_shield_and_run_does_at_its_end(run):
    assert run.extra("what_a_shield_does_not_keep_off").out == [
        "first cancelled",
        "shield cancelled: True",
        "main ends",
        "second cancelled",
    ]


# Clients


def test_a_group_keeps_its_clients(run):
    assert run(CLIENTS).out[0].endswith(r"[b'42\n', b'42\n', b'42\n']")


IN_GROUP = """    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(ask(port))
"""
ALONE = """    gc.disable()
    for _ in range(3):
        asyncio.create_task(ask(port))
    while len(asyncio.all_tasks()) > 1:
        await asyncio.sleep(0.01)
"""


def test_the_same_clients_are_lost_where_nobody_keeps_them(run):
    changed = run.changed(CLIENTS, IN_GROUP, ALONE)
    assert changed.out[0].endswith("[]")
    assert "Task was destroyed but it is pending!" in changed.err


def test_whoever_awaits_gather_wait_or_as_completed_keeps_the_clients(run):
    out = run.extra("each_way_keeps_its_clients").out
    assert out == ["gather 3", "wait 3", "as_completed 3"]


# The tables


def test_what_comes_when_one_fails_and_that_the_others_go_on(run):
    goes_on = "then: other"
    assert run.extra("one_fails_in_each_way").out == [
        "gather ValueError('burnt') | other done: False",
        goes_on,
        "gather_returning [ValueError('burnt'), 'other'] | other done: True",
        goes_on,
        "as_completed ValueError('burnt') | other done: False",
        goes_on,
        "wait done 1 pending 1 | other done: False",
        goes_on,
    ]


def test_what_becomes_of_the_tasks_when_who_awaits_is_cancelled(run):
    out = run.extra("who_awaits_each_way_is_cancelled").out
    asked = {line.split()[0]: line.partition("asked: ")[2] for line in out}
    assert asked.pop("group") == "[1, 1] waiter done: False", "it waits for them"
    assert {way: said.partition(" waiter")[0] for way, said in asked.items()} == {
        "gather": "[1, 1]",
        "gather_returning": "[1, 1]",
        "as_completed": "[0, 0]",
        "wait": "[0, 0]",
    }


def test_a_cancelled_gather_waits_for_the_first_to_end_or_for_all(run):
    assert run.extra("who_awaits_a_gather_is_cancelled").out == [
        "raising: False True True",
        "returning: False False True",
    ]


def test_a_cancelled_gather_raises_what_the_first_to_fail_raised(run):
    out = run.extra("who_awaits_a_gather_gets_the_first_failure").out
    assert out == ["ValueError('the door is stuck')", "cleaned up"]


# The questions at the end


def test_to_cancel_who_awaits_a_gather_cancels_all_its_tasks(run):
    assert run(f"{PAGE}/cancelling_a_gather").out == [
        run.say(pt="cancelado: pão", en="cancelled: toast"),
        run.say(pt="cancelado: ovo", en="cancelled: egg"),
        run.say(pt="main termina", en="main ends"),
    ]


def test_a_queue_that_is_full_holds_up_who_puts(run):
    name = f"{PAGE}/a_full_queue_holds_up_who_puts"
    served, ate = run.say(pt="servi", en="served"), run.say(pt="comi", en="ate")
    assert run(name).out == [f"{word} {n}" for n in (1, 2, 3) for word in (served, ate)]
    roomy = run.changed(name, "Queue(maxsize=1)", "Queue()")
    assert roomy.out[:3] == [f"{served} {n}" for n in (1, 2, 3)]


def test_a_timeout_in_one_task_of_a_group_cancels_the_others(run):
    name = f"{PAGE}/one_of_a_group_is_too_late"
    assert run(name).out == [
        run.say(pt="café cancelado", en="coffee cancelled"),
        run.say(pt="main: tarde demais", en="main: too late"),
    ]
