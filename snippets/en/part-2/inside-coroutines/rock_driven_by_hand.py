class Rock:
    def __await__(self):
        received = yield 7
        print(f"Rock: {received} came down to me")
        return received


async def main():
    print("main: started")
    print("main: about to await the rock")
    value = await Rock()
    print(f"main: the await gave me {value}")
    return value + 8


coroutine = main()
climbed = coroutine.send(None)
print(f"driver: {climbed} came up to me")

print("driver: sending 42 down")
try:
    coroutine.send(42)
except StopIteration as end:
    print(f"driver: main returned {end.value}")
