"""Standard streams that the command was started without (``>&-``, some services), put right."""

from __future__ import annotations

import os
import sys


def open_closed() -> None:
    """Have all three be there, leading nowhere: else the next file that is opened gets the number,
    and what a process below says goes into that file."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest that is free
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115
