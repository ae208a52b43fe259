import inspect


async def loudmouth_penguin(magic_number: int):
    print(f"ESCUTEM! {magic_number} É UM NÚMERO MÁGICO!")


type(loudmouth_penguin)
inspect.iscoroutinefunction(loudmouth_penguin)
one = loudmouth_penguin(magic_number=3)
type(one)
inspect.iscoroutinefunction(one)
other = loudmouth_penguin(magic_number=3)
one is other
one.close()
other.close()
