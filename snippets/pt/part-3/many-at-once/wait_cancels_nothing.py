import asyncio


async def toast():
    raise ValueError("o pão queimou")


async def fry():
    return "ovo"


async def brew():
    await asyncio.sleep(20)


async def main():
    tasks = [asyncio.create_task(make()) for make in (toast, fry, brew)]
    done, pending = await asyncio.wait(tasks, timeout=0.1)
    print("terminadas:", len(done), "pendentes:", len(pending))
    for task in tasks:
        if task in pending:
            print("ainda esperando")
        else:
            print(task.exception() or task.result())


if __name__ == "__main__":
    asyncio.run(main())
