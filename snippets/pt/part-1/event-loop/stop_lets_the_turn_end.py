import asyncio

loop = asyncio.new_event_loop()


def first():
    loop.call_soon(print, "quarto")
    loop.stop()
    print("primeiro")


loop.call_soon(first)
loop.call_soon(print, "segundo")
loop.run_forever()
print("terceiro")
loop.close()
