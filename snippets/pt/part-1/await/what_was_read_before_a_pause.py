import asyncio

balance = 100


async def withdraw(amount):
    global balance
    before = balance
    await asyncio.sleep(0)
    balance = before - amount


async def main():
    await asyncio.gather(withdraw(10), withdraw(20))
    print(balance)


asyncio.run(main())
