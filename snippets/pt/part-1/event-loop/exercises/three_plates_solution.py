import asyncio


def wash(loop, plate):
    print(f"prato {plate} limpo")
    if plate < 3:
        loop.call_soon(wash, loop, plate + 1)
    else:
        loop.call_soon(loop.stop)


def ring():
    print("a campainha toca")


loop = asyncio.new_event_loop()
loop.call_soon(wash, loop, 1)
loop.call_soon(ring)
loop.run_forever()
loop.close()
