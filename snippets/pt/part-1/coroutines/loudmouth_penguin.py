import inspect


async def loudmouth_penguin(magic_number: int):
    print(f"ESCUTEM! {magic_number} É UM NÚMERO MÁGICO!")


coroutine = loudmouth_penguin(magic_number=3)
print(coroutine)
print(inspect.getcoroutinestate(coroutine))
del coroutine
print("O programa continua.")
