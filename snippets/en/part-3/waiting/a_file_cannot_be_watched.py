import asyncio


async def main():
    loop = asyncio.get_running_loop()
    with open(__file__, "rb") as file:
        try:
            loop.add_reader(file, print)
        except PermissionError as error:
            print("PermissionError:", error.strerror)
        text = await asyncio.to_thread(file.read)
    print("a thread reads it:", len(text.splitlines()), "lines")


if __name__ == "__main__":
    asyncio.run(main())
