import random


def get_random_number():
    die = random.Random(6)
    print("first throw")
    yield die.randint(1, 6)
    print("second throw")
    yield die.randint(1, 6)
    print("third throw")
    yield die.randint(1, 6)
    print("no more throws")


numbers = get_random_number()
print("nothing thrown yet")
print(next(numbers))
print(next(numbers))
print(next(numbers))
try:
    next(numbers)
except StopIteration:
    print("StopIteration")
