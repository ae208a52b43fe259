def numbers():
    print("começo")
    yield 1
    yield 2
    yield 3


one, other = numbers(), numbers()
print("chamada")
print(next(one), next(other), next(one))
