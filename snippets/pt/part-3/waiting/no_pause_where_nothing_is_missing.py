import asyncio

turns = 0


async def other():
    global turns
    while True:
        turns += 1
        await asyncio.sleep(0)


async def main():
    queue, lock = asyncio.Queue(), asyncio.Lock()
    for number in range(100):
        queue.put_nowait(number)
    task = asyncio.create_task(other())
    for _ in range(100):
        await queue.get()
        async with lock:
            pass
    print("200 vezes await, passos da outra tarefa:", turns)
    await asyncio.sleep(0)
    print("um sleep(0), passos da outra tarefa:", turns)
    task.cancel()


if __name__ == "__main__":
    asyncio.run(main())
