import asyncio


async def brew():
    try:
        await asyncio.sleep(20)
    except asyncio.CancelledError:
        print("café cancelado")
        raise


async def toast():
    raise ValueError("o pão queimou")


async def fry():
    raise LookupError("não há ovos")


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
