import random


def get_random_number():
    die = random.Random(6)
    print("primeiro lance")
    yield die.randint(1, 6)
    print("segundo lance")
    yield die.randint(1, 6)
    print("terceiro lance")
    yield die.randint(1, 6)
    print("acabaram os lances")


numbers = get_random_number()
print("nenhum dado lançado")
print(next(numbers))
print(next(numbers))
print(next(numbers))
try:
    next(numbers)
except StopIteration:
    print("StopIteration")
