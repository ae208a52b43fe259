import asyncio
import time

from slow_server import start


async def ask(address, tenths, began):
    begin = time.monotonic() - began
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"%d\n" % tenths)
    await reader.read()
    writer.close()
    return f"{begin:.2f} s – {time.monotonic() - began:.2f} s"


async def main():
    address, began = start(), time.monotonic()
    asked = [ask(address, tenths, began) for tenths in (3, 2, 1)]
    print(*await asyncio.gather(*asked), sep="\n")


if __name__ == "__main__":
    asyncio.run(main())
