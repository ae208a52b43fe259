"""What ``python -m asyncio`` can do from outside, by what it says itself.

It is not done here: to look into another process takes the rights of a debugger.
"""

import subprocess
import sys

if sys.version_info >= (3, 14):
    command = [sys.executable, "-m", "asyncio", "pstree", "--help"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print("pid" in told and "ID" in told)
else:
    print("not yet")
