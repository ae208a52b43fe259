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


async def talk(reader, writer):
    async for line in reader:
        writer.write(b"%d\n" % int(line) ** 2)
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    async with await asyncio.start_server(talk, "127.0.0.1") as db:
        address = db.sockets[0].getsockname()
        _, client = await loop.create_connection(Client, *address)
        print(await asyncio.gather(*map(client.query, (3, 4))))
        client.transport.close()
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    asyncio.run(main())
