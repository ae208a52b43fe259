"""Three coroutines lost on one line give one warning; one on another line gives another."""


async def lost():
    pass


for _ in range(3):
    lost()
lost()
