class Rock:
    def __await__(self):
        yield 7


async def main():
    try:
        await Rock()
    except GeneratorExit:
        await Rock()


coroutine = main()
coroutine.send(None)
try:
    coroutine.close()
except RuntimeError as error:
    print(error)
