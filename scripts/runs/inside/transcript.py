"""Type the file ``typed.py`` of this folder into the standard library's interactive console.

Each line goes to the supervisor with its prompt as it is typed; what the console answers goes to
stdout and stderr as always. A block ends with an empty line, as at a real prompt: where the file
goes on without one, it is typed for the author.
"""

import code
import os

import sitecustomize

PRIMARY, SECONDARY = ">>> ", "... "
GOES_ON = ("else", "elif", "except", "finally", ")", "]", "}")


def type_in(source):
    console = code.InteractiveConsole({"__name__": "__main__", "__doc__": None}, "<stdin>")
    open_block = False
    for line in source.splitlines():
        if open_block and line and not line[0].isspace() and not line.startswith(GOES_ON):
            open_block = press(console, "", open_block)
        if line or open_block:
            open_block = press(console, line, open_block)
    if open_block:
        press(console, "", open_block)


def press(console, line, open_block):
    sitecustomize.say("in", (SECONDARY if open_block else PRIMARY) + line)
    return console.push(line)


with open(os.path.join(os.path.dirname(__file__), "typed.py"), encoding="utf-8") as file:
    type_in(file.read())
