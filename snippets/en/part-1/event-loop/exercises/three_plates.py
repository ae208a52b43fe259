import asyncio


def wash(loop):
    for plate in (1, 2, 3):
        print(f"plate {plate} is clean")
    loop.call_soon(loop.stop)


def ring():
    print("the doorbell rings")


loop = asyncio.new_event_loop()
loop.call_soon(wash, loop)
loop.call_soon(ring)
loop.run_forever()
loop.close()
