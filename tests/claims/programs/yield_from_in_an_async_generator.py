SOURCE = """\
async def numbers():
    yield 1
    yield from others()
"""

try:
    compile(SOURCE, "numbers.py", "exec")
except SyntaxError as error:
    print(error.msg)
