import asyncio


async def save(note):
    await asyncio.sleep(0.8 / note)
    print(f"nota {note} salva")


async def main():
    async with asyncio.TaskGroup() as group:
        for note in (1, 2):
            group.create_task(save(note))
    print("main termina")


if __name__ == "__main__":
    asyncio.run(main())
