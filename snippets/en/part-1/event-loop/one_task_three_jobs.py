import asyncio


async def work():
    print("  step 1")
    await asyncio.sleep(0)
    print("  step 2")
    await asyncio.sleep(0)
    print("  step 3")


loop = asyncio.new_event_loop()
task = loop.create_task(work())
turns = 0
while not task.done():
    (job,) = loop._ready
    print(f"in the queue: a {type(job).__name__}")
    loop.call_soon(loop.stop)
    loop.run_forever()
    turns += 1
print(f"1 {type(task).__name__}, {turns} jobs")
loop.close()
