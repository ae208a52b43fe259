import asyncio


async def answer():
    return 42


async def main():
    task = asyncio.create_task(answer())
    print(f"é um Future: {isinstance(task, asyncio.Future)}")
    try:
        task.set_result(43)
    except RuntimeError as error:
        print(f"RuntimeError: {error}")
    await task
    print(f"resultado: {task.result()}")


if __name__ == "__main__":
    asyncio.run(main())
