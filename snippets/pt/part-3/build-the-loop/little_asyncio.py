from bare_yield import Pause
from whole_loop import Loop

running = None
new_event_loop = Loop


def get_running_loop():
    return running


def create_task(coroutine):
    return running.create_task(coroutine)


def run(coroutine):
    global running
    running = Loop()
    return running.run_until_complete(coroutine)


async def sleep(seconds):
    if seconds <= 0:
        return await Pause()
    future = running.create_future()
    running.call_later(seconds, future.set_result, None)
    await future


async def main():
    task = create_task(sleep(0.6))
    await sleep(0.1)
    print("main acordou")
    await task
    print("a tarefa terminou")


if __name__ == "__main__":
    run(main())
