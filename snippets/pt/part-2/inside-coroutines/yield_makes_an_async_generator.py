async def countdown():
    yield 2
    yield 1


async def main():
    print(f"main: tenho um {type(countdown()).__name__}")
    async for number in countdown():
        print(f"main: {number}")
    await countdown()


coroutine = main()
try:
    climbed = coroutine.send(None)
    print(f"condutor: {climbed} subiu")
except TypeError as error:
    print(f"condutor: TypeError: {error}")
