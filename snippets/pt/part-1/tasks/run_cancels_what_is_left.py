import asyncio


async def sleeper():
    try:
        await asyncio.sleep(60)
    finally:
        await asyncio.sleep(0.2)
        print("a tarefa fez a limpeza")


async def main():
    task = asyncio.create_task(sleeper())
    await asyncio.sleep(0)
    print("main termina")
    return task


if __name__ == "__main__":
    task = asyncio.run(main())
    print("cancelada?", task.cancelled())
