"""The second half of `record`: show and tell what was recorded. Without a job: make ready."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # PYTHONSAFEPATH leaves it out
from toolchain import environment

environment.enter()
if sys.argv[1:]:
    from website import recorded

    sys.exit(recorded.tell(Path(sys.argv[1])))
