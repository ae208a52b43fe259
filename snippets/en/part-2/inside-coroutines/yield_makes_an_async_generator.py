async def countdown():
    yield 2
    yield 1


async def main():
    print(f"main: I have an {type(countdown()).__name__}")
    async for number in countdown():
        print(f"main: {number}")
    await countdown()


coroutine = main()
try:
    climbed = coroutine.send(None)
    print(f"driver: {climbed} came up")
except TypeError as error:
    print(f"driver: TypeError: {error}")
