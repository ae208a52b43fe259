import inspect
from collections.abc import Coroutine
from types import CoroutineType


async def loudmouth_penguin(magic_number: int):
    print(f"LISTEN! {magic_number} IS A MAGIC NUMBER!")


type(loudmouth_penguin)
inspect.iscoroutinefunction(loudmouth_penguin)
loudmouth_penguin.__code__.co_flags & inspect.CO_COROUTINE
one = loudmouth_penguin(magic_number=3)
type(one)
inspect.iscoroutinefunction(one)
type(one) is CoroutineType
isinstance(one, Coroutine)
other = loudmouth_penguin(magic_number=3)
one is other
one.close()
other.close()
