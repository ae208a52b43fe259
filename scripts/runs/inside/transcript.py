"""Type the file ``typed.py`` of this folder into the standard library's interactive console.

Each line goes to the supervisor with its prompt as it is typed; what the console answers goes to
stdout and stderr as always. A block ends with an empty line, as at a real prompt: where the file
goes on without one, it is typed for the author.
"""

import code
import codeop
import os
import re
import warnings

import sitecustomize

PRIMARY, SECONDARY = ">>> ", "... "
BRANCH = re.compile(r"(else|elif|except|finally)\b")


def type_in(source):
    console = code.InteractiveConsole({"__name__": "__main__", "__doc__": None}, "<stdin>")
    open_block = False
    for line in source.splitlines():
        at_margin = line and not line[0].isspace() and not BRANCH.match(line)
        if open_block and at_margin and would_end(console):
            open_block = press(console, "", open_block)
        if line or open_block:
            open_block = press(console, line, open_block)
    if open_block:
        press(console, "", open_block)


def would_end(console):
    """Whether an empty line would end what is open: a block, but no string, bracket, decorator."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return codeop.compile_command("\n".join([*console.buffer, ""])) is not None
        except (SyntaxError, ValueError, OverflowError):
            return False


def press(console, line, open_block):
    sitecustomize.say("in", (SECONDARY if open_block else PRIMARY) + line)
    return console.push(line)


with open(os.path.join(os.path.dirname(__file__), "typed.py"), encoding="utf-8") as file:
    type_in(file.read())
