class Rock:
    def __await__(self):
        try:
            yield 7
        except BaseException as error:
            print(f"Rock: {error!r} came out of my yield")
            raise


async def main():
    try:
        await Rock()
    except KeyError:
        print("main: caught it, awaiting another rock")
    try:
        await Rock()
    finally:
        print("main: cleaning up")


coroutine = main()
climbed = coroutine.send(None)
print(f"driver: {climbed} came up, now throw")
climbed = coroutine.throw(KeyError(404))
print(f"driver: {climbed} came up, now close")
coroutine.close()
print("driver: coroutine closed")
