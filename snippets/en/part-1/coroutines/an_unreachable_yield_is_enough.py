import inspect


def plain():
    print("plain runs")


def with_yield():
    print("with_yield runs")
    if False:
        yield


plain()
print(inspect.isgeneratorfunction(plain))
generator = with_yield()
print(inspect.isgeneratorfunction(with_yield))
print(list(generator))
