"""Debug mode measures every job: a callback that is no step of a task is logged as well."""

import asyncio
import time

loop = asyncio.new_event_loop()
loop.set_debug(True)
loop.call_soon(time.sleep, 0.15)
loop.call_later(0.01, loop.stop)
loop.run_forever()
loop.close()
