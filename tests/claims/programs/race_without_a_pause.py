"""A fault that depends on the order of two tasks, neither of which pauses."""

import asyncio

results = []


async def main(order):
    settings = {}

    async def set_it():
        settings["colour"] = "red"

    async def use_it():
        results.append(settings.get("colour"))

    for function in order([set_it, use_it]):
        asyncio.create_task(function())
    await asyncio.sleep(0)


asyncio.run(main(list))
asyncio.run(main(reversed))
print(results)
