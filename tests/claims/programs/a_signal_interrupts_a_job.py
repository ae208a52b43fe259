"""The loop cannot interrupt a job, but a signal can: its handler runs in the middle."""

import asyncio
import signal
import time


def job():
    end = time.monotonic() + 30
    while not handled and time.monotonic() < end:
        pass
    print("the job ends")
    loop.stop()


def handle(*_):
    print("the handler runs")
    handled.append(True)


handled = []
signal.signal(signal.SIGALRM, handle)
signal.setitimer(signal.ITIMER_REAL, 0.1)
loop = asyncio.new_event_loop()
loop.call_soon(job)
loop.run_forever()
loop.close()
