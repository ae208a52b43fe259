async def divide(a, b):
    return a / b


for arguments in (1, 0), (1,):
    try:
        divide(*arguments).close()
        print("no exception")
    except Exception as error:
        print(type(error).__name__)
