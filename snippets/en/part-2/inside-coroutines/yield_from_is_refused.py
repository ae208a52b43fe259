SOURCE = """\
async def main():
    yield from [1, 2, 3]
"""

try:
    compile(SOURCE, "main.py", "exec")
except SyntaxError as error:
    print(f"SyntaxError: {error.msg}")
