import asyncio


async def cook(name, orders):
    while True:
        order = await orders.get()
        await asyncio.sleep(0.1)
        print(f"{name}: pedido {order}")
        orders.task_done()


async def main():
    orders = asyncio.Queue()
    cooks = [asyncio.create_task(cook(n, orders)) for n in "AB"]
    await asyncio.sleep(0)
    for order in range(1, 4):
        orders.put_nowait(order)
    await orders.join()
    print("tudo servido")
    for each in cooks:
        each.cancel()


if __name__ == "__main__":
    asyncio.run(main())
