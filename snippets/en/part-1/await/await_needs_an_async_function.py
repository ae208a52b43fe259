sources = [
    "await task",
    "def f(): await task",
    "async def f(): await task",
]
for source in sources:
    try:
        compile(source, "example.py", "exec")
        print(f"{source:26} compiles")
    except SyntaxError as error:
        print(f"{source:26} {error.msg}")
