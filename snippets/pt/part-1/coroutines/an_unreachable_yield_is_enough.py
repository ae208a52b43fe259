import inspect


def plain():
    print("plain roda")


def with_yield():
    print("with_yield roda")
    if False:
        yield


plain()
print(inspect.isgeneratorfunction(plain))
generator = with_yield()
print(inspect.isgeneratorfunction(with_yield))
print(list(generator))
