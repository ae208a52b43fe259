import asyncio


class Client(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        self.asked, self.rest = [], b""

    async def query(self, number):
        future = asyncio.get_running_loop().create_future()
        self.asked.append(future)
        self.transport.write(b"%d\n" % number)
        return await future

    def data_received(self, data):
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            future = self.asked.pop(0)
            if not future.done():
                future.set_result(int(line))


async def serve(reader, writer):
    async for line in reader:
        writer.write(b"%d\n" % int(line) ** 2)
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    _, client = await loop.create_connection(Client, *address)
    print(await asyncio.gather(client.query(3), client.query(4)))
    client.transport.close()
    await asyncio.sleep(0.2)
    server.close()


asyncio.run(main())
