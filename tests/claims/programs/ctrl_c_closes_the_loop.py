"""SIGINT while the loop waits without limit: the exception passes through ``finally``."""

import asyncio
import os
import signal
import threading

loop = asyncio.new_event_loop()
threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
try:
    loop.run_forever()
except KeyboardInterrupt:
    print("KeyboardInterrupt")
finally:
    loop.close()
    print("closed", loop.is_closed())
