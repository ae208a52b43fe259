"""What the page part-3/build-the-loop says, claim by claim."""

import ast
import re

import daily
import pytest
from followed import Loops, difference, is_slow, pairs, same
from made import ROOT
from runs.programs import imported
from runs.run import NUMBER

PAGE = "part-3/build-the-loop"
LITTLE = f"{PAGE}/little_asyncio"


def test_a_call_that_joins_during_a_turn_waits_for_the_next(run):
    *_, next_turn, follow_up = run(f"{PAGE}/ready_queue").out
    assert next_turn == run.say(pt="volta 2", en="turn 2")
    assert follow_up == run.say(pt="continuação", en="follow-up")


def test_each_task_takes_one_step_a_turn_and_ends_in_the_third(run):
    name = f"{PAGE}/bare_yield"
    bread, coffee = run.say(pt=("pão", "café"), en=("bread", "coffee"))
    turns = [f"{run.say(pt='volta', en='turn')} {n}" for n in (1, 2, 3)]
    steps = [[f"{who} {n}" for who in (bread, coffee)] for n in (1, 2)]
    assert run(name).out == [turns[0], *steps[0], turns[1], *steps[1], turns[2]]
    ends = run.changed(name, "            return\n", '            return print("end")\n')
    assert ends.out[-3:] == [turns[2], "end", "end"]


def test_a_future_yields_itself_and_returns_its_result(run):
    itself, result = run(f"{PAGE}/future").out
    assert [itself.split()[-1], result.split()[-1]] == ["True", "42"]


def test_await_of_cpython_is_ours_and_one_line_more(run):
    theirs, _ = "\n".join(run.extra("await_and_step_of_cpython").out).split("\n---\n")
    source = run(f"{PAGE}/future").program.source
    (ours,) = (each for each in _functions(source) if each.name == "__await__")
    code = ast.unparse(ours).replace(run.say(pt="o await não foi usado com o future", en=""), "")
    mine = [line for line in code.splitlines() if "RuntimeError" not in line]
    others = [line for line in theirs.splitlines() if "RuntimeError" not in line]
    assert len(code.splitlines()) == 6
    others.remove("        self._asyncio_future_blocking = True")
    assert mine == others


def test_what_the_page_quotes_is_in_cpython_and_in_ours(run):
    _, told = "\n".join(run.extra("await_and_step_of_cpython").out).split("\n---\n")
    assert {line.split()[-1] for line in told.splitlines()} == {"True"}
    source = run(f"{PAGE}/task").program.source
    (step,) = (each for each in _functions(source) if each.name == "step")
    assert len(ast.unparse(step).splitlines()) == 10
    quoted = _quoted(run.lang)
    assert len(quoted) == 4
    for ours, theirs in quoted:
        assert ours in source
        assert theirs.rstrip("…)") in told


def test_who_set_a_result_goes_on_before_who_waited(run):
    out = run(f"{PAGE}/task").out
    assert [line.partition(":")[0] for line in out] == ["dig", "plant", "plant"]
    hurried = run.changed(f"{PAGE}/task", "loop.call_soon(self.step)\n\n", "self.step()\n\n")
    assert hurried.out == out, "a first step inside create_task changes nothing here"


def test_a_turn_sleeps_until_the_first_timer_whenever_it_was_set(run):
    lines = run(f"{PAGE}/timers").lines
    assert [line.text for line in lines if " " not in line.text] == run.say(
        pt=["cedo", "tarde"], en=["early", "late"]
    )
    assert lines[-1].at >= 0.7


def test_without_a_timer_a_turn_sleeps_for_an_hour_and_with_work_not_at_all(run):
    source = run(f"{PAGE}/timers").program.source
    begin = source.index("if __name__")
    asked = "time.sleep = lambda seconds: print(round(seconds))\nloop = Loop()\nloop.turn()\n"
    asked += "loop.call_soon(print, 'work')\nloop.turn()\n"
    assert run.changed(f"{PAGE}/timers", source[begin:], asked).out == ["3600", "work"]


def test_what_is_in_the_queue_when_main_ends_still_runs_and_no_more(run):
    body = (
        "async def main():\n"
        "    create_task(once())\n"
        "    running.call_soon(running.call_soon, print, 'two turns later')\n"
        "async def once():\n    print('once')\n    await sleep(0)\n    print('twice')\n"
        "run(main())\n"
    )
    assert _ours(run, body).out == ["once"]
    assert "once" in _theirs(run, body).out


def test_the_whole_loop_returns_what_main_returns(run):
    assert run(f"{PAGE}/whole_loop").out[-1].split()[-1] == "42"


def test_a_sleep_of_the_little_loop_lets_others_run(run):
    out = run(LITTLE).out
    assert out == run.say(
        pt=["main acordou", "a tarefa terminou"], en=["main is awake", "the task has ended"]
    )


def test_what_an_await_of_a_task_sends_up_is_the_task(run):
    body = (
        "async def main():\n    task = create_task(sleep(0))\n"
        "    print(next(task.__await__()) is task)\nrun(main())\n"
    )
    assert _ours(run, body).out == _theirs(run, body).out == ["True"]


def test_none_of_the_programs_imports_asyncio(run):
    programs = [p for p in run.runs.programs if p.name.startswith(PAGE)]
    assert programs
    assert [p.where for p in programs if "asyncio" in {m for _, m in imported(p.source)}] == []


def test_the_parts_have_as_many_lines_as_the_page_says(run):
    parts = {
        "ready_queue": ["Loop"],
        "timers": ["Timer", "Loop"],
        "future": ["Future"],
        "task": ["Task"],
    }
    lines = [sum(_lines_of(run, file, names)) for file, names in parts.items()]
    whole = sum(_lines_of(run, "whole_loop", ["Loop"]))
    itself = ["running", "new_event_loop", "get_running_loop", "create_task", "run", "sleep"]
    names = sum(_lines_of(run, "little_asyncio", itself)) + sum(
        _lines_of(run, "bare_yield", ["Pause"])
    )
    said = [int(row[-1]) for row in _rows(run.lang) if len(row) == 2]
    assert said == [*lines, sum(lines), whole, names]


@pytest.fixture
def loops(run, all_runs, tmp_path):
    return Loops(all_runs, run.lang, run.python, tmp_path)


@pytest.mark.once
def test_each_program_that_needs_no_more_does_the_same_on_both_loops(loops):
    """And those that use no name that is missing, but need more, do not; the page counts them."""
    ours = [p for p in loops.programs() if not p.is_of_an_exercise]  # those are for the reader
    programs = [p for p in ours if not loops.lacks(p)]
    slow = [p.name for p in programs if is_slow(loops, p)]
    alike = {*slow, *same(loops, [p for p in programs if p.name not in slow])}
    counted = {}
    for program in ours:
        page = program.name.rpartition("/")[0]
        uses, runs_here = counted.get(page, (0, 0))
        counted[page] = uses + 1, runs_here + (program.name in alike)
    for language in daily.LANGUAGES:
        *rows, (_, *total) = (row for row in _rows(language) if len(row) == 3)
        said = {_page_of(cell): tuple(map(int, numbers)) for cell, *numbers in rows}
        assert said == counted, f"count again in the table #programs of docs/{language}/{PAGE}.md"
        assert [int(n) for n in total] == [len(ours), len(alike)]


@pytest.mark.nightly
def test_those_that_spin_or_measure_do_the_same_on_both_loops(loops):
    programs = [p for p in loops.programs() if not loops.lacks(p) and is_slow(loops, p)]
    assert same(loops, programs) == [p.name for p in programs]


@pytest.mark.nightly
def test_those_that_use_a_name_that_is_missing_do_something_else(loops):
    lacking = [p for p in loops.programs() if loops.lacks(p)]
    lacking = [p for p in lacking if loops.runs.contract(p).needs <= loops.version]
    runs = pairs(loops, lacking)
    assert [p.name for p in lacking if difference(*runs[p.name]) is None] == []


BODIES = {
    "an exception does not reach who awaits": (
        "async def fail():\n    raise KeyError(404)\n"
        "async def main():\n    try:\n        await create_task(fail())\n"
        "    except KeyError:\n        print('caught')\n"
        "run(main())\n"
    ),
    "an exception of a callback ends the loop": (
        "def fail():\n    raise KeyError(404)\n"
        "async def main():\n    get_running_loop().call_soon(fail)\n    await sleep(0)\n"
        "    print('went on')\nrun(main())\n"
    ),
    "a task cannot be cancelled": (
        "async def main():\n    print(create_task(sleep(60)).cancel())\nrun(main())\n"
    ),
    "what is left when main ends is abandoned": (
        "import asyncio\nasync def nap():\n    try:\n        await sleep(60)\n"
        "    except asyncio.CancelledError:\n        print('cancelled')\n        raise\n"
        "async def main():\n    create_task(nap())\n    await sleep(0)\nrun(main())\n"
    ),
    "a second result is taken": (
        "async def main():\n    future = get_running_loop().create_future()\n"
        "    future.set_result(1)\n    future.set_result(2)\n    print(future.result())\n"
        "run(main())\n"
    ),
    "a 7 that comes up brings the loop down": (
        "class Rock:\n    def __await__(self):\n        yield 7\n"
        "async def main():\n    try:\n        await Rock()\n    except RuntimeError:\n"
        "        print('caught')\nrun(main())\n"
    ),
    "a scheduled call cannot be cancelled": (
        "async def main():\n    timer = get_running_loop().call_later(0.1, print, 'timer')\n"
        "    timer.cancel()\n    print('cancelled')\nrun(main())\n"
    ),
    "no context variables": (
        "import contextvars\nmine = contextvars.ContextVar('mine', default='nothing')\n"
        "async def other():\n    mine.set('of the other')\n"
        "async def main():\n    await create_task(other())\n    print(mine.get())\nrun(main())\n"
    ),
    "no other thread wakes it": (
        "async def main():\n    get_running_loop().call_soon_threadsafe(print, 'woken')\n"
        "    await sleep(0)\nrun(main())\n"
    ),
    "no sockets": (
        "async def main():\n    print(callable(get_running_loop().add_reader))\nrun(main())\n"
    ),
    "no debug mode": "async def main():\n    print('debug')\nrun(main(), debug=True)\n",
}
OURS = {
    "what is left when main ends is abandoned": [],
    "a second result is taken": ["2"],
    "no context variables": ["of the other"],
}
THEIRS = {
    "an exception does not reach who awaits": ["caught"],
    "an exception of a callback ends the loop": ["went on"],
    "a task cannot be cancelled": ["True"],
    "what is left when main ends is abandoned": ["cancelled"],
    "a second result is taken": [],
    "a 7 that comes up brings the loop down": ["caught"],
    "a scheduled call cannot be cancelled": ["cancelled"],
    "no context variables": ["nothing"],
    "no other thread wakes it": ["woken"],
    "no sockets": ["True"],
    "no debug mode": ["debug"],
}


@pytest.mark.once
@pytest.mark.parametrize("what", BODIES)
def test_what_the_little_loop_leaves_out(run, what):
    ours = _ours(run, BODIES[what])
    assert ours.out == OURS.get(what, [])
    assert ours.status == (what not in OURS), "where it prints nothing, the program fails"
    assert _theirs(run, BODIES[what]).out == THEIRS[what]


@pytest.mark.once
def test_the_little_loop_has_no_name_for_what_it_leaves_out(loops):
    assert not loops.has & {
        "cancel", "wait_for", "timeout", "TaskGroup", "call_soon_threadsafe", "to_thread",
        "add_reader", "sock_recv", "debug", "all_tasks",
    }  # fmt: skip


def test_since_3_14_python_shows_from_outside_who_waits_for_whom(run):
    result = run.extra("who_waits_for_whom_from_outside")
    assert result.out == ["True" if result.version >= (3, 14) else "not yet"]


def test_two_tasks_that_await_one_future_go_on_in_the_order_in_which_they_asked(run):
    name = f"{PAGE}/two_tasks_await_one_future"
    assert [line.split()[-1] for line in run(name).out[1:]] == ["42", "42"]
    assert run(name).out == run.say(
        pt=["main: resultado definido", "primeira: 42", "segunda: 42"],
        en=["main: result set", "first: 42", "second: 42"],
    )


def test_a_timer_that_is_due_joins_the_queue_at_its_end(run):
    name = f"{PAGE}/timer_due_during_a_step"
    first, second, timer = run(name).out
    assert timer == run.say(pt="temporizador", en="timer")
    assert _with_asyncio(run, name).out == [first, second, timer]


def test_an_exception_of_a_task_ends_the_loop(run):
    name = f"{PAGE}/exception_falls_through"
    assert run(name).out == [run.say(pt="run levantou a exceção", en="run raised it")]
    assert _with_asyncio(run, name).out == run.say(
        pt=["main: capturei", "main: fim"], en=["main: caught it", "main: done"]
    )


def _ours(run, body):
    """A program's body on the little loop, in the place of what that shows of itself."""
    source = run(LITTLE).program.source
    return run.changed(LITTLE, source[source.index("async def main") :], body)


def _theirs(run, body):
    source = run(LITTLE).program.source
    names = "from asyncio import create_task, get_running_loop, run, sleep\n"
    return run.changed(LITTLE, source, names + body.replace("running.", "get_running_loop()."))


def _with_asyncio(run, name):
    source = run(name).program.source
    return run.changed(name, source, source.replace("little_asyncio", "asyncio"))


def _functions(source):
    return [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.FunctionDef)]


def _lines_of(run, file, names):
    """The lines, without blank ones, of what a program defines by these names."""
    source = run.runs.programs.get(run.lang, f"{PAGE}/{file}").source
    for node in ast.parse(source).body:
        name = getattr(node, "name", None) or ast.unparse(getattr(node, "targets", [node])[0])
        if name in names:
            lines = source.splitlines()[node.lineno - 1 : node.end_lineno]
            yield sum(bool(line.strip()) for line in lines)


def _text(language):
    return (ROOT / f"docs/{language}/{PAGE}.md").read_text(encoding="utf-8")


def _rows(language):
    """The rows of the page's tables that end with a number, as lists of cells."""
    rows = [line.strip("| \n").split(" | ") for line in _text(language).splitlines() if "|" in line]
    return [row for row in rows if NUMBER.fullmatch(row[-1])]


def _page_of(cell):
    page = re.search(r"\(\.\./(.+)\.md\)", cell)
    assert page, cell
    return "home" if page[1] == "index" else page[1]


def _quoted(language):
    """Pieces of our code, each with the words of CPython that the page sets beside it."""
    lines = [line for line in _text(language).splitlines() if line.startswith("- `")]
    return [re.findall("`([^`]+)`", line)[:2] for line in lines if "self." in line]
