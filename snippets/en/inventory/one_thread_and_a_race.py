import asyncio

balance = 100


async def pay(amount):
    global balance
    before = balance
    await asyncio.sleep(0)
    balance = before - amount


async def main():
    await asyncio.gather(pay(10), pay(20))
    print(balance)


asyncio.run(main())
