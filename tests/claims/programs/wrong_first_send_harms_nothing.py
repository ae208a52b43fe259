async def main():
    return 42


coroutine = main()
try:
    coroutine.send(7)
except TypeError as error:
    print(error)
try:
    coroutine.send(None)
except StopIteration as end:
    print(end.value)
