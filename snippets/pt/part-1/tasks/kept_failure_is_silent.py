import asyncio


async def buy_a_spade():
    raise ValueError("não há pá na loja")


async def main():
    asyncio.create_task(buy_a_spade())
    await asyncio.sleep(0.1)
    print("Ninguém guardou a primeira tarefa.")
    task = asyncio.create_task(buy_a_spade())
    await asyncio.sleep(0.1)
    print("A segunda está guardada. Já falhou?", task.done())
    del task
    print("Agora ninguém a guarda.")


if __name__ == "__main__":
    asyncio.run(main())
