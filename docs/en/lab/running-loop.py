# ---
# description: >-
#   Why asyncio.run fails in a notebook, why await at the top of a cell works, and how a task
#   lives on from one cell to the next.
# translation: # written by scripts/translate done
#   from: pt
#   sections:
#     description: "b98ad85c 0e47e39b cfd5988c"
#     running-loop: "6f61224b dffe9647 b11e28fc"
#     run-fails: "7906ca69 22232a91 41f86251"
#     top-level-await: "0bd14b48 26f6a82f 04812802"
#     the-loop: "35391bc0 c42312b0 89e3c6c9"
#     between-cells: "ac358ecf 199707ef 41440cef"
#     create-then-await: "07cfd4ee 5a63a9fc d39c38e0"
#     cancel: "87489ee1 cdc048c6 d13761da"
#     twice: "38780834 072d9d07 2a4a110c"
#     in-a-script: "e9aba3d5 1035420d 8e4cad3a"
#   programs: {}
# ---

# %% [markdown]
# # asyncio where a loop already runs { #running-loop }
#
# In a script, `asyncio.run(main())` starts everything. In a notebook that line fails. But `await`
# at the top of a cell works, although it is a syntax error in a script. Why?
#
# This page is itself a notebook. Its cells were run from first to last while the site was built,
# and the output under a cell is what it produced.
# [Download the notebook](running-loop.ipynb){ download } with its outputs and run it in Jupyter.
#
# Many cells use this [coroutine function](term:coroutine-function):

# %%
import asyncio


async def answer():
    await asyncio.sleep(0.1)
    return 42


# %% [markdown]
# ## Why `asyncio.run` fails { #run-fails }
#
# Which of these two lines is refused?

# %% tags=["raises-exception"] raises="cannot be called from a running event loop"
coroutine = answer()
asyncio.run(coroutine)

# %% [markdown]
# The second is refused. The first only makes a [coroutine object](term:coroutine-object).
#
# `asyncio.run` makes an [event loop](term:event-loop), runs it in the current
# [thread](term:thread) until the coroutine ends, and closes it. But a thread runs one loop at a
# time, and in this thread a loop is running already: the *kernel*, the process that executes your
# cells, is an asyncio program. Its loop runs your cell, and that loop can do nothing else until the
# cell ends or is suspended, as at an `await`.
#
# `asyncio.run` refused before the coroutine took its first [step](term:step):

# %%
import inspect

inspect.getcoroutinestate(coroutine)

# %% [markdown]
# ## `await` at the top of a cell { #top-level-await }
#
# So the same coroutine object can still be awaited, in the loop that is already running:

# %%
await coroutine

# %% [markdown]
# In a file, such a line is a syntax error:

# %% tags=["raises-exception"] raises="SyntaxError: 'await' outside function"
compile("await answer()", "script.py", "exec")

# %% [markdown]
# The kernel compiles the statements of a cell one by one, with a flag that allows `await` outside
# of a function. A statement that has one there becomes the code of a coroutine, and the kernel
# awaits that coroutine in its own loop. The next cell compiles a line in the same way:

# %%
import ast

code = compile(
    "await answer()",
    "cell",
    "exec",
    flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT,
)
bool(code.co_flags & inspect.CO_COROUTINE)

# %% [markdown]
# So an `await` in a cell does what it does inside `async def`: if the result is not there yet, the
# cell is suspended, and meanwhile the loop does its other work.
#
# ## The loop that runs { #the-loop }
#
# Inside a cell, `get_running_loop` finds the kernel's loop:

# %%
loop = asyncio.get_running_loop()
loop.is_running()

# %% [markdown]
# Is it a new one in every cell?

# %%
asyncio.get_running_loop() is loop

# %% [markdown]
# It is the same one. The loop runs as long as the kernel does. No cell starts it, and no cell
# should stop it.
#
# What was refused was a second running loop *in this thread*. In a thread of `asyncio.to_thread` no
# loop is running, and `asyncio.run` works there:

# %%
await asyncio.to_thread(asyncio.run, answer())

# %% [markdown]
# You can use this when a library calls `asyncio.run` itself and you cannot change that. Do not use
# tasks, futures or locks of the kernel's loop in the other thread: they belong to that loop.
#
# ## A task lives on between cells { #between-cells }
#
# In a script, `asyncio.run` cancels the [tasks](term:task) that are left when `main` returns. In a
# notebook the loop goes on when the cell has ended, and so does the task. This one adds a number to
# a list ten times a second:

# %%
ticks = []


async def tick():
    while True:
        ticks.append(len(ticks))
        await asyncio.sleep(0.1)


ticker = asyncio.create_task(tick())
len(ticks)

# %% [markdown]
# None yet: `create_task` only [schedules](term:schedule) the first step, and this cell did not
# hand over control to the loop. The next cell does:

# %%
await asyncio.sleep(0.35)
len(ticks)

# %% [markdown]
# The task was created in one cell and ran during another. While you read, with no cell running at
# all, it goes on: come back after a minute and there are about six hundred more.
#
# Now a cell that waits 0.3&nbsp;s without `await`. How many ticks does the task manage meanwhile?

# %%
import time

before = len(ticks)
time.sleep(0.3)
len(ticks) - before

# %% [markdown]
# None. `time.sleep` blocks the thread in which the loop runs. Now the same time, awaited:

# %%
before = len(ticks)
await asyncio.sleep(0.3)
len(ticks) - before

# %% [markdown]
# A cell that computes for a minute holds up the tasks of this loop for a minute.
#
# ## Create in one cell, await in the next { #create-then-await }
#
# A task can run while you go on working:

# %%
task = asyncio.create_task(answer())
task.done()

# %% [markdown]
# Any number of cells may come in between. When you want the result:

# %%
await task

# %% [markdown]
# In a notebook you run cells again. A task keeps its result, so this cell may be repeated:

# %%
await task

# %% [markdown]
# A coroutine object may not. It was awaited once, further up:

# %% tags=["raises-exception"] raises="RuntimeError: cannot reuse already awaited coroutine"
await coroutine

# %% [markdown]
# If a cell should work every time it is run, await a task in it, or call the function each time:
# `await answer()`.
#
# ## Cancel { #cancel }
#
# The ticker is still running. Has it ended once `cancel` has been called?

# %%
ticker.cancel()
ticker.done()

# %% [markdown]
# No. `cancel` is a request: in its next step this task gets a `CancelledError`, raised at the
# `await` where it was waiting. Code that awaits a cancelled task gets that exception too:

# %% tags=["raises-exception"] raises="CancelledError"
await ticker

# %% [markdown]
# Now it has ended:

# %%
ticker.cancelled()

# %% [markdown]
# ## A cell that runs twice { #twice }
#
# What happens when you run the cell that creates a task a second time? This loop does the same:

# %%
for _ in range(2):
    ticker = asyncio.create_task(tick())

# %% [markdown]
# The name `ticker` now refers to the second task. The first still runs, although no name refers to
# it. asyncio knows both:

# %%
tickers = []
for task in asyncio.all_tasks():
    if task.get_coro().__name__ == "tick":
        tickers.append(task)
len(tickers)

# %% [markdown]
# Such a ticker runs until it is cancelled, or until the kernel ends. Keep your
# tasks in a list, or find them in this way, and cancel them:

# %%
for task in tickers:
    task.cancel()
await asyncio.gather(*tickers, return_exceptions=True)
[task.cancelled() for task in tickers]

# %% [markdown]
# ## The same in a script { #in-a-script }
#
# A script has no running loop until it starts one. Here the lines from the cells are in a
# coroutine function, which `asyncio.run` runs:

# %%
script = """
import asyncio

async def answer():
    await asyncio.sleep(0.1)
    return 42

async def tick():
    try:
        while True:
            await asyncio.sleep(0.1)
    except asyncio.CancelledError as error:
        print("tick:", repr(error))
        raise

async def main():
    ticker = asyncio.create_task(tick())
    print(await answer())

if __name__ == "__main__":
    asyncio.run(main())
"""

# %% [markdown]
# The next cell runs this script in a Python of its own:

# %%
import subprocess
import sys

done = subprocess.run(
    [sys.executable, "-c", script],
    capture_output=True,
    text=True,
)
print(done.stdout, end="")

# %% [markdown]
# `main` did not cancel the ticker. `asyncio.run` did: when `main` has returned, it cancels the
# tasks that are left, waits for them, and closes the loop ([in
# detail](../part-1/tasks.md#run-ends)).
#
# | | in a notebook | in a script |
# |---|---|---|
# | who runs the loop | the kernel, from start to end | `run`, until the rest is tidied up |
# | how to wait | `await` in a cell | `await` in `main` |
# | where tasks are created | in any cell | in `main` and what it calls |
# | a task that is left | lives on | is cancelled |
#
# To move code from a notebook to a script, leave the imports at the top of the file, put the rest
# of the cells into `async def main():` and add one line, `asyncio.run(main())`. What a cell shows
# because it is its last line, a script has to print. To move code from a script to a notebook,
# replace `asyncio.run(main())` with `await main()`.
#
# [Tasks](../part-1/tasks.md) shows what `asyncio.run` does from start to end, and
# [await](../part-1/await.md) what happens to a task that waits.
