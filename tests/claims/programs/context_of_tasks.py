import asyncio
import contextvars

colour = contextvars.ContextVar("colour", default="none")


async def look():
    return colour.get()


async def child():
    seen = colour.get()
    colour.set("red")
    return seen, await asyncio.create_task(look())


async def main():
    colour.set("green")
    print(*await asyncio.create_task(child()), colour.get())
    own = contextvars.copy_context()
    print(*await asyncio.create_task(child(), context=own), own[colour])


asyncio.run(main())
