"""The top level of a module that a coroutine imports: there a loop is running."""

import asyncio
import runpy
import tempfile

MODULE = """
import asyncio

async def hello():
    print("hello")

task = asyncio.create_task(hello())
"""


async def main():
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(MODULE)
        file.flush()
        await runpy.run_path(file.name)["task"]


asyncio.run(main())
