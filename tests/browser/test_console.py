"""A console that goes on where a session of a page stopped."""

from __future__ import annotations

DONE = {"whole": True, "status": None, "missing": []}


def test_a_console_knows_what_the_page_has_typed_and_awaits_at_the_prompt(console):
    page = [
        "import asyncio",
        "print('of the page')",
        "async def f():\n    return 6 * 7\n",
        "c = f()",
        "c.send(1)",
    ]
    printed, told = console(page, ["await c", "_ + 1", "c.send(None)", "x = 1\nx\n'y'"])
    assert printed[:2] == ["42", "43"]
    assert printed[2:-2][0] == "Traceback (most recent call last):"
    assert printed[2:-2][1] == '  File "<python-input-7>", line 1, in <module>'
    assert printed[-3:] == ["RuntimeError: cannot reuse already awaited coroutine", "1", "'y'"]
    assert told == ["whole", DONE] * 4


def test_a_block_waits_for_its_end_and_runs_nothing_before(console):
    block = "for n in range(2):\n    n"
    printed, told = console([], ["print((1,", block, f"{block}\n    ", "if"])
    assert printed[:2] == ["0", "1"]
    assert printed[-1].startswith("SyntaxError")
    assert "Traceback" not in "".join(printed)
    said = [each if each == "whole" else each["whole"] for each in told]
    assert said == [False, False, "whole", True, True], "or it is told of what the page has typed"


def test_the_loop_goes_on_between_inputs(console):
    begin = "async def tick():\n    await asyncio.sleep(0.01)\n    print('tick')\n"
    printed, _ = console([], [begin, "task = asyncio.create_task(tick())", "task.done()", "1 / 0"])
    assert printed[:2] == ["tick", "True"]
    assert printed[-1] == "ZeroDivisionError: division by zero"
    assert "console.py" not in "".join(printed)


def test_what_a_browser_has_not_is_noted_and_one_can_leave(console):
    inputs = ["await asyncio.to_thread(print)", "raise StopIteration(7)", "raise SystemExit(3)"]
    printed, told = console([], inputs)
    assert "RuntimeError: can't start new thread" in printed
    assert printed[-1] == "StopIteration: 7"
    assert told[1]["missing"] == ["threads"]
    assert told[-1]["status"] == 3
