"""Make the files of the reader's Python, if they are not there, and print where they are.

``python -m browser``, with status 1 and a reason on stderr where they cannot be made. A command of
its own, so that a build goes on meanwhile.
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
    sys.stdout, out = sys.stderr, sys.stdout  # what Node's set-up tells is no answer
    command = node()
    maker = Maker(ROOT, locales(ROOT), lambda: command)
    try:
        with alone(ROOT / "scripts/browser", "making the Python for readers' browsers"):
            bundle = maker.made()
    except Unmade as error:
        sys.exit(str(error))
    print(bundle.folder, file=out)


if __name__ == "__main__":
    main()
