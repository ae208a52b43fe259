import inspect


async def loudmouth_penguin(magic_number: int):
    print(f"LISTEN! {magic_number} IS A MAGIC NUMBER!")


coroutine = loudmouth_penguin(magic_number=3)
print(coroutine)
print(inspect.getcoroutinestate(coroutine))
del coroutine
print("The program goes on.")
