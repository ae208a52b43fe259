import asyncio

loop = asyncio.new_event_loop()
future = loop.create_future()
future.result()
future.set_result(42)
future.result()
future.set_result(43)
future.set_exception(KeyError(404))
future.cancel()
future.result()
loop.close()
