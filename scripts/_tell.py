"""The second half of `record`: show and tell what was recorded. Without a job: make ready."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))  # PYTHONSAFEPATH leaves it out
from toolchain import interrupts

interrupts.end_plainly()
from pathlib import Path  # noqa: E402

from toolchain import environment  # noqa: E402

environment.enter()
if sys.argv[1:]:
    from website import recorded

    sys.exit(recorded.tell(Path(sys.argv[1])))
