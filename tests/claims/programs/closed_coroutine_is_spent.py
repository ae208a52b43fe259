async def main():
    print("started")


coroutine = main()
coroutine.close()
for go_on in coroutine.send, coroutine.throw:
    try:
        go_on(None if go_on.__name__ == "send" else KeyError(404))
    except RuntimeError as error:
        print(error)
