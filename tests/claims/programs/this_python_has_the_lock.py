"""Whether this Python has a global interpreter lock."""

import sys

print(getattr(sys, "_is_gil_enabled", lambda: True)())
