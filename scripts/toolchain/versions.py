"""The versions that the project is tried with: what says them elsewhere is held to these by
tests/test_house.py."""

OLDEST, NEWEST = (3, 11), (3, 15)  # of Python; a newer one is told, and used
OLDEST_NODE = 22
EXECUTABLES = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
