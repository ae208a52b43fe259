"""How long the selector waits at least when it is asked for a tenth of a millisecond."""

import selectors
import time


def waited():
    began = time.monotonic()
    selector.select(0.0001)
    return time.monotonic() - began


with selectors.EpollSelector() as selector:
    print(min(waited() for _ in range(20)) > 0.0005)
