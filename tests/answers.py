"""Answers to the exercises, right and wrong ones, as readers may give them.

By exercise: what an answer is called, the sentence that the check says of it ("" where it is right),
and what it is made of: the solution with pieces of its code changed or, where its name begins with
"start", the start.
"""

# ruff: noqa: E501 - pieces of programs, as they stand there

from __future__ import annotations

Answer = tuple[str, str, dict[str, str]]
GATHER = "    cups = await asyncio.gather(*(brew(cup) for cup in range(1, 4)))\n"
TASKS = "    tasks = [asyncio.create_task(brew(cup)) for cup in range(1, 4)]\n"
AWAITED = "    cups = [await task for task in tasks]\n"
GROUP = """\
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(brew(cup)) for cup in range(1, 4)]
    cups = [task.result() for task in tasks]
"""
AS_COMPLETED = """\
    cups = []
    for task in asyncio.as_completed([brew(cup) for cup in (3, 2, 1)]):
        cups.append(await task)
    cups = [3, 2, 1]
"""
NOTES = """\
    async with asyncio.TaskGroup() as group:
        for note in (1, 2):
            group.create_task(save(note))
"""
KEPT = """\
    kept = [asyncio.create_task(save(note)) for note in (1, 2)]
"""
DRIVEN = """\
    answer = None
    while True:
        try:
            number = coroutine.send(answer)
        except StopIteration as stop:
            return stop.value
        print(f"asked for {number}")
        answer = number * 10
"""
OWN_PAUSE = """\
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    loop.call_later(seconds, over.set_result, None)
    await over
"""
RESTS = 'await asyncio.gather(rest("Ada"), rest("Max"))'
EVENT = """\
    over = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, over.set)
    await over.wait()
"""
CLOCK = """\
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while loop.time() < end:
        await asyncio.sleep(0)
"""
SLICES = "        total += sum(range(first, first + 20_000))\n        await asyncio.sleep(0)\n"
PAGES = """\
    places = asyncio.Semaphore(2)
    pages = (fetch_in_turn(places, page) for page in (1, 2, 3, 4))
    await asyncio.gather(*pages)
"""
WORKERS = """\
    pages = [1, 2, 3, 4]

    async def work():
        while pages:
            await fetch(pages.pop(0))

    await asyncio.gather(work(), work())
"""
PAIRS = """\
    await asyncio.gather(fetch(1), fetch(2))
    await asyncio.gather(fetch(3), fetch(4))
"""
ROWS = """\
    rows = asyncio.get_running_loop().create_future()
    database.query(key, rows.set_result)
    return await rows
"""
ROWS_BY_EVENT = """\
    came, rows = asyncio.Event(), []
    database.query(key, lambda text: (rows.append(text), came.set()))
    await came.wait()
    return rows[0]
"""
LOOKS = """\
    rows = []
    database.query(key, rows.append)
    while not rows:
        await asyncio.sleep(0.01)
    return rows[0]
"""
TURNS = """\
            coroutine.send(None)
            ready.append(coroutine)
"""

ANSWERS: dict[str, list[Answer]] = {
    "part-1/event-loop/three_plates": [
        (
            "a job made by call_later",
            "",
            {"loop.call_soon(wash, loop, p": "loop.call_later(0.01, wash, loop, p"},
        ),
        (
            "all scheduled at once",
            "bell-last",
            {
                "loop.call_soon(wash, loop, 1)": "for n in (1, 2, 3):\n    loop.call_soon(wash, loop, n)",
                "    if plate < 3:\n        loop.call_soon(wash, loop, plate + 1)\n    else:": "    if plate == 3:",
            },
        ),
        (
            "all scheduled around the bell",
            "",
            {
                "loop.call_soon(wash, loop, 1)": "loop.call_soon(wash, loop, 1)",
                "loop.call_soon(ring)": "loop.call_soon(ring)\nloop.call_soon(wash, loop, 2)\nloop.call_soon(wash, loop, 3)",
                "    if plate < 3:\n        loop.call_soon(wash, loop, plate + 1)\n    else:": "    if plate == 3:",
            },
        ),
        (
            "the bell first",
            "bell-first",
            {
                "loop.call_soon(wash, loop, 1)\nloop.call_soon(ring)": "loop.call_soon(ring)\nloop.call_soon(wash, loop, 1)"
            },
        ),
        (
            "the bell called",
            "bell-called",
            {
                "    if plate < 3:": "    if plate == 2:\n        ring()\n    if plate < 3:",
                "loop.call_soon(ring)\n": "",
            },
        ),
        ("two plates", "plates", {"plate < 3": "plate < 2"}),
        ("no bell", "no-bell", {"loop.call_soon(ring)\n": ""}),
        ("start: another text", "one-job", {"is clean": "is washed"}),
    ],
    "part-1/coroutines/two_greetings": [
        (
            "a list first",
            "",
            {
                "        print(await greet(name))": "        said = [await greet(name)]\n        print(*said)"
            },
        ),
        (
            "gathered",
            "",
            {
                '    for name in ("Ada", "Max"):\n        print(await greet(name))': '    print(*await asyncio.gather(greet("Ada"), greet("Max")), sep="\\n")'
            },
        ),
        ("tasks", "", {"await greet(name)": "await asyncio.create_task(greet(name))"}),
        ("not printed", "not-printed", {"print(await greet(name))": "await greet(name)"}),
        ("one", "not-two", {'("Ada", "Max")': '("Ada",)'}),
        (
            "an object kept",
            "object",
            {"print(await greet(name))": "kept = greet(name)\n        kept.close()"},
        ),
    ],
    "part-1/tasks/two_notes": [
        ("a list", "", {NOTES: KEPT + "    for task in kept:\n        await task\n"}),
        ("gathered", "", {NOTES: KEPT + "    await asyncio.gather(*kept)\n"}),
        ("waited for", "", {NOTES: KEPT + "    await asyncio.wait(kept)\n"}),
        (
            "one of them",
            "lost",
            {NOTES: KEPT + "    kept[1].cancel()\n    await asyncio.wait(kept)\n"},
        ),
        ("no tasks", "no-tasks", {NOTES: "    await save(1)\n    await save(2)\n"}),
        ("by a time", "by-time", {NOTES: KEPT + "    await asyncio.sleep(0.9)\n"}),
        (
            "main before",
            "main-first",
            {NOTES: "", '    print("main ends")\n': '    print("main ends")\n' + NOTES},
        ),
        (
            "start: kept and not awaited",
            "lost",
            {"        asyncio.create_task": "        kept = asyncio.create_task"},
        ),
        ("the last alone", "lost", {NOTES: KEPT + "    await kept[-1]\n"}),
    ],
    "part-1/await/three_cups": [
        ("gathered", "", {TASKS: GATHER, AWAITED: ""}),
        ("a group", "", {TASKS: GROUP, AWAITED: ""}),
        (
            "each created and awaited",
            "one-by-one",
            {
                TASKS: "",
                AWAITED: "    cups = [await asyncio.create_task(brew(cup)) for cup in range(1, 4)]\n",
            },
        ),
        ("another order", "served", {TASKS: AS_COMPLETED, AWAITED: ""}),
        ("two cups", "not-three", {"range(1, 4)": "range(1, 3)"}),
        ("no sleep", "no-sleep", {"    await asyncio.sleep(0.1)\n": ""}),
        (
            "two, and then one",
            "one-by-one",
            {
                TASKS: TASKS.replace("range(1, 4)", "(1, 2)"),
                AWAITED: "    cups = [await task for task in tasks] + [await brew(3)]\n",
            },
        ),
        ("objects first", "one-by-one", {"asyncio.create_task(brew(cup))": "brew(cup)"}),
    ],
    "part-2/inside-coroutines/drive_it": [
        (
            "by three sends",
            "",
            {
                DRIVEN: "    for answer in (None, 10):\n        print(coroutine.send(answer))\n    try:\n        coroutine.send(20)\n    except StopIteration as stop:\n        return stop.value\n"
            },
        ),
        ("the number itself", "answers", {"number * 10": "number"}),
        ("no result", "not-returned", {"return stop.value": "return None"}),
        ("not printed", "not-printed", {'print(f"result: {drive(add())}")': "drive(add())"}),
        ("another sum", "not-once", {'print(f"result: {drive(add())}")': "print(30)"}),
        (
            "one more send",
            "stays",
            {DRIVEN: "    coroutine.send(None)\n    return coroutine.send(10)\n"},
        ),
        (
            "the end not expected",
            "raises",
            {
                "        except StopIteration as stop:\n            return stop.value\n": "        finally:\n            pass\n"
            },
        ),
    ],
    "part-2/futures/the_bell": [
        (
            "awaited, then asked",
            "",
            {
                '    print(f"heard: {await bell}")': '    await bell\n    print(f"heard: {bell.result()}")'
            },
        ),
        (
            "wait",
            "",
            {
                '    print(f"heard: {await bell}")': '    await asyncio.wait([bell])\n    print(f"heard: {bell.result()}")'
            },
        ),
        ("with a limit", "", {"await bell}": "await asyncio.wait_for(bell, 5)}"}),
        (
            "turn by turn",
            "looks",
            {'    print(f"heard': '    await asyncio.sleep(0)\n    print(f"heard'},
        ),
        (
            "slept through",
            "looks",
            {'    print(f"heard': '    await asyncio.sleep(0.3)\n    print(f"heard'},
        ),
        (
            "rung before",
            "no-pause",
            {'loop.call_later(0.1, bell.set_result, "ding")': 'bell.set_result("ding")'},
        ),
        (
            "nobody rings",
            "no-bell",
            {
                'loop.call_later(0.1, bell.set_result, "ding")': "loop.call_later(0.1, bell.set_result, None)"
            },
        ),
        (
            "a callback, and no pause",
            "no-pause",
            {
                '    print(f"heard: {await bell}")': '    bell.add_done_callback(lambda over: print("heard:", over.result()))',
                "await listen(bell)": "await listen(bell)\n    await bell",
            },
        ),
        ("nobody listens", "no-listener", {"await listen(bell)": "await bell"}),
        ("not heard", "not-heard", {"{await bell}": "{await bell and 0}"}),
    ],
    "part-2/homemade-sleep/own_pause": [
        ("an event", "", {OWN_PAUSE: EVENT}),
        (
            "in tasks",
            "",
            {
                RESTS: 'for task in [asyncio.create_task(rest(name)) for name in ("Ada", "Max")]:\n        await task'
            },
        ),
        ("asyncio's own", "asyncio-sleep", {OWN_PAUSE: "    await asyncio.sleep(seconds)\n"}),
        ("a clock", "spins", {OWN_PAUSE: CLOCK}),
        ("one after the other", "one-by-one", {RESTS: 'await rest("Ada")\n    await rest("Max")'}),
        ("one alone", "not-two", {RESTS: 'await rest("Ada")'}),
        (
            "set at once",
            "blocks",
            {"loop.call_later(seconds, over.set_result, None)": "over.set_result(None)"},
        ),
        (
            "no time",
            "no-timer",
            {
                "loop.call_later(seconds, over.set_result, None)": "loop.call_soon(over.set_result, None)"
            },
        ),
        (
            "cancelled",
            "not-awake",
            {
                RESTS: 'await asyncio.gather(rest("Ada"), rest("Max"), return_exceptions=True)',
                "over.set_result, None)": "over.set_exception, OSError())",
            },
        ),
    ],
    "part-3/waiting/letter_by_letter": [
        (
            "a pause",
            "",
            {
                "maxsize=1": "",
                "        await letters.put(number)\n": "        await letters.put(number)\n        await asyncio.sleep(0)\n",
            },
        ),
        (
            "joined",
            "",
            {
                "maxsize=1": "",
                '        print(f"wrote letter {number}")\n': '        print(f"wrote letter {number}")\n        await letters.join()\n',
                '        print(f"read letter {await letters.get()}")\n': '        print(f"read letter {await letters.get()}")\n        letters.task_done()\n',
            },
        ),
        ("too much room", "hoards", {"maxsize=1": "maxsize=2"}),
        ("two letters", "not-written", {"(1, 2, 3)": "(1, 2)", "range(3)": "range(2)"}),
        ("not read", "not-read", {"range(3)": "range(2)"}),
        (
            "without waiting",
            "hoards",
            {"maxsize=1": "", "await letters.put(": "letters.put_nowait("},
        ),
    ],
    "part-3/cpu/between_slices": [
        ("a while", "", {"asyncio.sleep(0)\n    return": "asyncio.sleep(0.01)\n    return"}),
        (
            "before each",
            "",
            {
                SLICES: "        await asyncio.sleep(0)\n        total += sum(range(first, first + 20_000))\n"
            },
        ),
        (
            "a task for each",
            "",
            {
                SLICES: "        total += await asyncio.create_task(one(first))\n",
                "async def add_up": "async def one(first):\n    return sum(range(first, first + 20_000))\n\n\nasync def add_up",
            },
        ),
        (
            "a coroutine for each",
            "starves",
            {
                SLICES: "        total += await one(first)\n",
                "async def add_up": "async def one(first):\n    return sum(range(first, first + 20_000))\n\n\nasync def add_up",
            },
        ),
        (
            "a task for all",
            "starves",
            {
                "        await asyncio.sleep(0)\n    return": "    return",
                "await add_up()": "await asyncio.create_task(add_up())",
            },
        ),
        (
            "once",
            "once",
            {
                "        await asyncio.sleep(0)\n    return": "    await asyncio.sleep(0)\n    return"
            },
        ),
        ("another sum", "wrong-sum", {"(0, 20_000, 40_000)": "(0, 20_000)"}),
        ("no ticks", "no-ticks", {"(1, 2, 3)": "(1, 2)"}),
        ("no call", "no-sum", {"await add_up()": "1799970000"}),
    ],
    "part-3/many-at-once/two_at_a_time": [
        (
            "inside",
            "",
            {
                "    await asyncio.sleep(0.05)": "    async with places:\n        await asyncio.sleep(0.05)",
                "    async with places:\n        await fetch(page)": "    await fetch(page)",
                "    places = asyncio.Semaphore(2)\n": "    global places\n    places = asyncio.Semaphore(2)\n",
            },
        ),
        ("workers", "", {PAGES: WORKERS}),
        ("pairs", "", {PAGES: PAIRS}),
        ("three", "too-many", {"Semaphore(2)": "Semaphore(3)"}),
        ("one", "one-by-one", {"Semaphore(2)": "Semaphore(1)"}),
        ("three pages", "not-four", {"(1, 2, 3, 4)": "(1, 2, 3)"}),
        (
            "one given up",
            "not-here",
            {
                "    await asyncio.gather(*pages)\n": "    tasks = [asyncio.create_task(page) for page in pages]\n    await asyncio.sleep(0)\n    tasks[0].cancel()\n    await asyncio.wait(tasks)\n"
            },
        ),
        ("no sleep", "no-sleep", {"    await asyncio.sleep(0.05)\n": ""}),
        (
            "told before",
            "early",
            {
                PAGES: '    print("all pages are here")\n' + PAGES,
                '\n    print("all pages are here")\n\n': "\n\n",
            },
        ),
    ],
    "part-3/database/rows_to_await": [
        ("an event", "", {ROWS: ROWS_BY_EVENT}),
        ("a function in between", "", {"rows.set_result)": "lambda text: rows.set_result(text))"}),
        ("looked for", "looks", {ROWS: LOOKS}),
        (
            "one by one",
            "one-by-one",
            {"await asyncio.gather(*fetches)": "[await each for each in fetches]"},
        ),
        ("nothing returned", "no-rows", {"return await rows": "await rows"}),
        ("one key", "not-two", {"(1, 2)": "(1,)"}),
        (
            "no query",
            "no-query",
            {"    database.query(key, rows.set_result)": "    rows.set_result(key * 100)"},
        ),
        ("not printed", "not-printed", {"fetched: {rows}": "fetched"}),
    ],
    "part-3/build-the-loop/take_turns": [
        (
            "a list",
            "",
            {
                "ready = deque(coroutines)": "ready = list(coroutines)",
                "ready.popleft()": "ready.pop(0)",
            },
        ),
        (
            "the end outside",
            "",
            {
                TURNS: "            coroutine.send(None)\n",
                "            pass\n": "            continue\n        ready.append(coroutine)\n",
            },
        ),
        (
            "in rounds",
            "",
            {
                "        coroutine = ready.popleft()\n        try:\n"
                + TURNS: "        coroutine = ready[0]\n        try:\n            ready.rotate(-1)\n            coroutine.send(None)\n",
                "            pass": "            ready.remove(coroutine)",
            },
        ),
        ("to the front", "keeps-on", {"ready.append(": "ready.appendleft("}),
        ("not back", "left", {"            ready.append(coroutine)\n": ""}),
        ("one", "not-two", {', walk("Max")': ""}),
        ("a third step", "order", {"(1, 2)": "(1, 2, 3)"}),
        (
            "nobody",
            "not-two",
            {
                "ready = deque(coroutines)": "ready = deque()\n    [each.send(None) for each in coroutines[:1]]\n    coroutines[1].close()"
            },
        ),
    ],
}
