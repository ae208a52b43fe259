import timers
from future import Future
from task import Task


class Loop(timers.Loop):
    def create_future(self):
        return Future(self)

    def create_task(self, coroutine):
        return Task(self, coroutine)

    def run_forever(self):
        self.stopping = False
        while not self.stopping:
            self.turn()

    def stop(self):
        self.stopping = True

    def run_until_complete(self, coroutine):
        task = self.create_task(coroutine)
        task.add_done_callback(lambda _: self.stop())
        self.run_forever()
        return task.result()

    def close(self):
        self.ready.clear()


async def main():
    future = loop.create_future()
    loop.call_later(0.3, future.set_result, 42)
    print("main: esperando")
    return await future


if __name__ == "__main__":
    loop = Loop()
    print("main retornou", loop.run_until_complete(main()))
