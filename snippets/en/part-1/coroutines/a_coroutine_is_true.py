import asyncio


async def is_allowed(user):
    return user == "ana"


async def main():
    answer = is_allowed("bob")
    if answer:
        print("come in")
    if not await answer:
        print("stay out")


asyncio.run(main())
