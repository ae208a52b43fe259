import asyncio
import time


async def serve(reader, writer):
    number = int(await reader.readline())
    await asyncio.sleep(number / 10)
    writer.write(b"%d\n" % number**2)
    writer.close()


async def query(address, number):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"%d\n" % number)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return int(answer)


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    begin = time.monotonic()
    queries = [query(address, number) for number in range(1, 6)]
    print("answers:", await asyncio.gather(*queries))
    print(f"all five took {time.monotonic() - begin:.2f} s")
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
