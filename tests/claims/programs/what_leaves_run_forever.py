"""Of what callbacks raise, KeyboardInterrupt and SystemExit leave the loop; the rest is logged."""

import asyncio


def give_up(error):
    raise error


for error in ValueError(1), KeyboardInterrupt(2), SystemExit(3):
    loop = asyncio.new_event_loop()
    loop.call_soon(give_up, error)
    loop.call_later(0.05, loop.stop)
    try:
        loop.run_forever()
        print("went on after", repr(error))
    except BaseException as left:
        print("left by", repr(left))
    loop.close()
