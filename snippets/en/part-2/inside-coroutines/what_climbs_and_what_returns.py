class Rock:
    def __await__(self):
        received = yield 7
        return received + 1


async def main():
    return await Rock() + await Rock()


coroutine = main()
print(coroutine.send(None))
print(coroutine.send(10))
try:
    coroutine.send(20)
except StopIteration as end:
    print(end.value)
