# ---
# description: >-
#   Why asyncio.run fails in a notebook, why await at the top of a cell works, and how a task
#   lives on from one cell to the next.
# ---

# %% [markdown]
# # asyncio where a loop already runs { #running-loop }
#
# In a script, `asyncio.run(main())` starts everything. In a notebook the same line fails, and
# `await` at the top of a cell, which a script refuses, works. Why?
#
# This page is itself a notebook. Its cells were run from first to last while the site was built,
# and what stands under a cell is what it gave.
# [Download the notebook](running-loop.ipynb){ download } with its outputs and run it in Jupyter.
#
# All of it is done with one [coroutine function](term:coroutine-function):

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
# The second. The first one only makes a [coroutine object](term:coroutine-object).
#
# `asyncio.run` makes an [event loop](term:event-loop), runs it in the current
# [thread](term:thread) until the coroutine ends, and closes it. But a thread runs one loop at a
# time, and in this thread a loop is running already: the *kernel*, the process that executes your
# cells, is an asyncio program. Its loop called your cell, and it does nothing else until the cell
# returns or awaits.
#
# The refusal came before the first [step](term:step) of the coroutine:

# %%
import inspect

inspect.getcoroutinestate(coroutine)

# %% [markdown]
# ## `await` at the top of a cell { #top-level-await }
#
# Nothing is lost, then. The loop is there, and the same coroutine object can be awaited in it:

# %%
await coroutine

# %% [markdown]
# Compiled as Python compiles a file, that line is a syntax error:

# %% tags=["raises-exception"] raises="SyntaxError: 'await' outside function"
compile("await answer()", "script.py", "exec")

# %% [markdown]
# For a cell, the kernel compiles with a flag that allows it. The code that comes out is that of a
# coroutine, and the kernel awaits it in its own loop:

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
# So an `await` in a cell means what it means inside `async def`: the cell is suspended until the
# result is there, and meanwhile the loop does its other work.
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
# It is the same. One loop runs from the start of the kernel to its end; no cell starts it, and no
# cell should stop it.
#
# What was refused was a second loop *in this thread*. In another thread no loop is running, and
# `asyncio.run` works there:

# %%
await asyncio.to_thread(asyncio.run, answer())

# %% [markdown]
# That is the way out when a library calls `asyncio.run` itself and you cannot change it. Tasks,
# futures and locks of the kernel's loop must stay in the kernel's loop: do not take them along.
#
# ## A task lives on between cells { #between-cells }
#
# In a script, a [task](term:task) ends with `asyncio.run` at the latest. Here the loop goes on
# when the cell is over, and so does the task. This one adds a number to a list ten times a second:

# %%
ticks = []


async def tick():
    while True:
        ticks.append(len(ticks))
        await asyncio.sleep(0.1)


ticker = asyncio.create_task(tick())
len(ticks)

# %% [markdown]
# Still none: `create_task` only [schedules](term:schedule) the first step, and this cell never
# gave the loop a chance to take it. The next cell does:

# %%
await asyncio.sleep(0.35)
len(ticks)

# %% [markdown]
# The task was created in one cell and ran during another. While you read, with no cell running at
# all, it goes on: come back after a minute and there are about six hundred more.
#
# Now a cell that waits 0.3 s without `await`. How many ticks does the task manage meanwhile?

# %%
import time

before = len(ticks)
time.sleep(0.3)
len(ticks) - before

# %% [markdown]
# None. `time.sleep` holds the thread, and the loop needs that thread to run anything. The same
# time, awaited:

# %%
before = len(ticks)
await asyncio.sleep(0.3)
len(ticks) - before

# %% [markdown]
# A cell that computes for a minute stops every task of the notebook for a minute.
#
# ## Create in one cell, await in the next { #create-then-await }
#
# This lets something run while you go on working:

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
# When a cell should survive being run again, await a task, or call the function anew:
# `await answer()`.
#
# ## Cancel { #cancel }
#
# The ticker is still running. Is it over once `cancel` has been called?

# %%
ticker.cancel()
ticker.done()

# %% [markdown]
# No. `cancel` is a request: at its next step the task gets a `CancelledError`, raised at the
# `await` where it was waiting. Whoever awaits a cancelled task gets that exception too:

# %% tags=["raises-exception"] raises="CancelledError"
await ticker

# %% [markdown]
# Now it is over:

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
# The name `ticker` holds the second task. The first did not end because its name went to another;
# the loop knows both:

# %%
tickers = []
for task in asyncio.all_tasks():
    if task.get_coro().__name__ == "tick":
        tickers.append(task)
len(tickers)

# %% [markdown]
# Nothing but `cancel`, its own end or a restart of the kernel stops such a task. Keep your tasks
# in a list, or find them like this, and end them:

# %%
for task in tickers:
    task.cancel()
await asyncio.gather(*tickers, return_exceptions=True)
[task.cancelled() for task in tickers]

# %% [markdown]
# ## The same in a script { #in-a-script }
#
# A script has no loop until it asks for one. What stood at the top of cells moves into a coroutine
# function, and `asyncio.run` runs that:

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
# Run in a Python of its own:

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
# `main` never cancelled the ticker. `asyncio.run` did: when `main` returns, it cancels what is
# left, waits for it, and closes the loop.
#
# | | in a notebook | in a script |
# |---|---|---|
# | who runs the loop | the kernel, from start to end | `run`, until `main` returns |
# | how to wait | `await` in a cell | `await` in `main` |
# | where tasks are created | in any cell | in `main` and what it calls |
# | a task that is left | lives on | is cancelled |
#
# To carry code from a notebook to a script, put the cells into `async def main():` and add one
# line, `asyncio.run(main())`. The other way round, drop that line and write `await main()`.
#
# What `asyncio.run` starts, step by step, is told in [Tasks](../part-1/tasks.md); what `await`
# does to the one who waits, in [await](../part-1/await.md).
