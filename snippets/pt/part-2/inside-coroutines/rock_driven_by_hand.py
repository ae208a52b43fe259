class Rock:
    def __await__(self):
        received = yield 7
        print(f"Rock: {received} desceu até mim")
        return received


async def main():
    print("main: comecei")
    print("main: vou aguardar a pedra")
    value = await Rock()
    print(f"main: o await me deu {value}")
    return value + 8


coroutine = main()
climbed = coroutine.send(None)
print(f"condutor: {climbed} subiu até mim")

print("condutor: vou mandar 42 para baixo")
try:
    coroutine.send(42)
except StopIteration as end:
    print(f"condutor: main retornou {end.value}")
