"""A forgotten ``await`` in a condition: the coroutine object is true, whatever it would return."""


async def is_allowed():
    return False


answer = is_allowed()
print(bool(answer))
answer.close()
