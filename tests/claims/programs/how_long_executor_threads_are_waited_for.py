"""The longest that ``asyncio.run`` waits for the default executor, in seconds; None: no limit."""

import asyncio.constants

print(getattr(asyncio.constants, "THREAD_JOIN_TIMEOUT", None))
