"""The calls that a traceback lists: all, or those from where the exception is caught."""

import traceback


def outer():
    catching()


def catching():
    try:
        raising()
    except ValueError as error:
        print(*[frame.name for frame in traceback.extract_tb(error.__traceback__)])


def raising():
    raise ValueError("no such tree")


outer()
try:
    import_like = {"raising": raising}
    import_like["raising"]()
except ValueError as error:
    print(*[frame.name for frame in traceback.extract_tb(error.__traceback__)])
