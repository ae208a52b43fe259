"""SIGTERM while the loop runs: the process ends where it is."""

import asyncio
import os
import signal

loop = asyncio.new_event_loop()
loop.call_soon(os.kill, os.getpid(), signal.SIGTERM)
try:
    print("running")
    loop.run_forever()
finally:
    loop.close()
    print("closed")
