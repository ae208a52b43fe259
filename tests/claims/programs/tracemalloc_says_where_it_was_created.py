"""With tracemalloc on, the warning says where the lost coroutine was created."""

import tracemalloc

tracemalloc.start()


async def lost():
    pass


created_here = lost()
del created_here
