"""What a loop that nobody closes says when it is collected, with warnings on."""

import asyncio
import gc
import warnings

warnings.simplefilter("always")
loop = asyncio.new_event_loop()
del loop
gc.collect()
