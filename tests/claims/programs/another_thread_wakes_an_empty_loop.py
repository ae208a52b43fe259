"""An empty loop watches one descriptor, and through it another thread can wake it."""

import asyncio
import threading

loop = asyncio.new_event_loop()
print(len(loop._selector.get_map()))
threading.Timer(0.1, loop.call_soon_threadsafe, (loop.stop,)).start()
loop.run_forever()
print("stopped")
loop.close()
