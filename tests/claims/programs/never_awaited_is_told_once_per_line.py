"""Coroutines of two functions lost on one line give two warnings; one on another line, a third."""


async def lost():
    pass


async def gone():
    pass


for _ in range(3):
    lost(), gone()
lost()
