"""What the system answers of an ordinary file, at its end too."""

import select

with open(__file__, "rb") as file:
    print("can be read:", bool(select.select([file], [], [], 0)[0]))
    file.read()
    print("at its end:", bool(select.select([file], [], [], 0)[0]))
