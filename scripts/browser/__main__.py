"""Make the files of the reader's Python, if they are not there: ``python -m browser``.

With status 1 and a reason on stderr where they cannot be made; what is only lacking of them is told
there too. A command of its own, so that a
build goes on meanwhile.
"""

from __future__ import annotations

import sys
from pathlib import Path

from toolchain.alone import alone
from toolchain.node import node

from .bundle import Maker, Unmade, locales

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """See above."""
    command = node()
    try:
        with alone(ROOT / "scripts/browser", "making the Python for readers' browsers"):
            maker = Maker(ROOT, locales(ROOT))
            maker.made(command)
            if maker.lacks:
                print(maker.lacks, file=sys.stderr)
    except Unmade as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
