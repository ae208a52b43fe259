import asyncio


async def work():
    print("  passo 1")
    await asyncio.sleep(0)
    print("  passo 2")
    await asyncio.sleep(0)
    print("  passo 3")


loop = asyncio.new_event_loop()
task = loop.create_task(work())
turns = 0
while not task.done():
    (job,) = loop._ready
    print(f"na fila: um {type(job).__name__}")
    loop.call_soon(loop.stop)
    loop.run_forever()
    turns += 1
print(f"1 {type(task).__name__}, {turns} trabalhos")
loop.close()
