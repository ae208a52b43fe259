"""close() of a coroutine that has not begun runs nothing; of a paused one, what fits."""

import types


@types.coroutine
def pause():
    yield


async def body(name):
    try:
        print(name, "begins")
        await pause()
    except Exception:
        print(name, "Exception")
    except GeneratorExit:
        print(name, "GeneratorExit")
        raise
    finally:
        print(name, "finally")


body("one").close()
coroutine = body("two")
coroutine.send(None)
coroutine.close()
