import asyncio


async def is_allowed(user):
    return user == "ana"


async def main():
    answer = is_allowed("bob")
    if answer:
        print("entre")
    if not await answer:
        print("fique fora")


asyncio.run(main())
