"""What an event loop waits with on this system."""

import asyncio

loop = asyncio.new_event_loop()
print(type(loop._selector).__name__)
loop.close()
