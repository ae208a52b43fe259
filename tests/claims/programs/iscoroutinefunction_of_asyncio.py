"""Does asyncio's own ``iscoroutinefunction`` warn?"""

import asyncio
import warnings


async def work():
    pass


with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    print(asyncio.iscoroutinefunction(work), [each.category.__name__ for each in told])
