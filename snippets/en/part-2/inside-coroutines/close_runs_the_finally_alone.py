class Rock:
    def __await__(self):
        yield 7


async def main():
    try:
        await Rock()
    except Exception:
        print("except")
    finally:
        print("finally")
    print("end")


coroutine = main()
coroutine.send(None)
coroutine.close()
