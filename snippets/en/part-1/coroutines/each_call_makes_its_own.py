def numbers():
    print("begin")
    yield 1
    yield 2
    yield 3


one, other = numbers(), numbers()
print("called")
print(next(one), next(other), next(one))
