class Rock:
    def __await__(self):
        try:
            yield 7
        except BaseException as error:
            print(f"Rock: {error!r} saiu do meu yield")
            raise


async def main():
    try:
        await Rock()
    except KeyError:
        print("main: capturei, vou aguardar outra pedra")
    try:
        await Rock()
    finally:
        print("main: fazendo a limpeza")


coroutine = main()
climbed = coroutine.send(None)
print(f"condutor: {climbed} subiu, agora throw")
climbed = coroutine.throw(KeyError(404))
print(f"condutor: {climbed} subiu, agora close")
coroutine.close()
print("condutor: corrotina fechada")
