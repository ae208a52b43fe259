"""Local variables and place survive between two next(); two generators are independent."""


def count():
    number = 0
    while True:
        number += 1
        yield number


one, other = count(), count()
print(next(one), next(one), next(one), next(other))
