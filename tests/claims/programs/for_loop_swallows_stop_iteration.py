"""A for loop calls next() until StopIteration, and ends quietly."""


def three():
    yield 1
    yield 2
    yield 3


numbers = three()
for number in numbers:
    print(number)
print(next(numbers, "exhausted"))
