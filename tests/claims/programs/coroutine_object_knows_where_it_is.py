class Rock:
    def __await__(self):
        yield 7


async def main():
    value = 42
    await Rock()
    return value


coroutine = main()
coroutine.send(None)
print(coroutine.cr_frame.f_lineno - main.__code__.co_firstlineno, coroutine.cr_frame.f_locals)
coroutine.close()
