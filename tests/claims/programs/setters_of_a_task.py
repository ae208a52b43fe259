import asyncio


async def work(fail):
    if fail:
        raise KeyError(404)
    return 42


async def main():
    for fail in False, True:
        task = asyncio.create_task(work(fail))
        for setter, value in (task.set_result, 43), (task.set_exception, KeyError(405)):
            try:
                setter(value)
            except RuntimeError as error:
                print(error)
        await asyncio.wait([task])
        print(task)


asyncio.run(main())
