import asyncio


def show(future):
    print(future)
    for question in future.result, future.exception:
        try:
            answer = question()
        except (Exception, asyncio.CancelledError) as error:
            print(f"  {question.__name__}() levanta {error!r}")
        else:
            print(f"  {question.__name__}() retorna {answer!r}")


async def main():
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in range(4)]
    futures[1].set_result(42)
    futures[2].set_exception(KeyError(404))
    futures[3].cancel()
    for future in futures:
        show(future)


if __name__ == "__main__":
    asyncio.run(main())
