class Future:
    def __init__(self, loop):
        self.loop, self.callbacks, self.is_set = loop, [], False

    def done(self):
        return self.is_set

    def result(self):
        return self.value

    def set_result(self, value):
        self.is_set, self.value = True, value
        for callback in self.callbacks:
            self.loop.call_soon(callback, self)

    def add_done_callback(self, callback):
        if self.done():
            self.loop.call_soon(callback, self)
        else:
            self.callbacks.append(callback)

    def __await__(self):
        if not self.done():
            yield self
        if not self.done():
            raise RuntimeError("await wasn't used with future")
        return self.result()


if __name__ == "__main__":
    future = Future(loop=None)
    iterator = future.__await__()
    print("the future itself:", next(iterator) is future)
    future.set_result(42)
    try:
        next(iterator)
    except StopIteration as end:
        print("its result:", end.value)
