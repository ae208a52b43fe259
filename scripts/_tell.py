"""The second half of `record`: show and tell what was recorded. Arguments: the file of the job, and
the descriptor that is to be stdout; until then what is there is for what setting up says."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))  # PYTHONSAFEPATH leaves it out
from toolchain import interrupts, streams

interrupts.end_plainly()
streams.begin(told_on_stderr=True)
from pathlib import Path  # noqa: E402

from toolchain import environment  # noqa: E402

environment.enter()
from website import recorded  # noqa: E402

for descriptor in sys.argv[2:]:
    os.dup2(int(descriptor), 1)
sys.exit(recorded.tell(Path(sys.argv[1])))
