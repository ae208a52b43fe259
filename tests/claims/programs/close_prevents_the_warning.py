"""A coroutine closed before it began: its body never runs and nothing is warned."""


async def body():
    print("body")


coroutine = body()
coroutine.close()
coroutine.close()
del coroutine
print("end")
