async def main():
    return 6 * 7


coroutine = main()
coroutine.send(42)
coroutine.send(None)
coroutine.send(None)
