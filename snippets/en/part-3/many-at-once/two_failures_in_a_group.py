import asyncio


async def brew():
    try:
        await asyncio.sleep(20)
    except asyncio.CancelledError:
        print("coffee cancelled")
        raise


async def toast():
    raise ValueError("the toast is burnt")


async def fry():
    raise LookupError("there are no eggs")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            for make in brew, toast, fry:
                group.create_task(make())
    except* ValueError as burnt:
        print(burnt.exceptions)
    except* LookupError as lacking:
        print(lacking.exceptions)


if __name__ == "__main__":
    asyncio.run(main())
