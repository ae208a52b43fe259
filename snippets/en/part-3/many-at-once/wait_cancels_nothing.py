import asyncio


async def toast():
    raise ValueError("the toast is burnt")


async def fry():
    return "egg"


async def brew():
    await asyncio.sleep(20)


async def main():
    tasks = [asyncio.create_task(make()) for make in (toast, fry, brew)]
    done, pending = await asyncio.wait(tasks, timeout=0.1)
    print("done:", len(done), "pending:", len(pending))
    for task in tasks:
        if task in pending:
            print("still waiting")
        else:
            print(task.exception() or task.result())


if __name__ == "__main__":
    asyncio.run(main())
