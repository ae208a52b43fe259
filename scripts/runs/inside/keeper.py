"""Keep the kernel of a notebook: start it, and when it or the build has ended, however that came
about, end whatever its cells have started. ``keeper.py`` takes the arguments of the kernel.

The kernel looks after the death of its parent, too, but only after its own.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

LOOK_EVERY = 0.1  # seconds


def adopt_orphans():
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def children():
    with contextlib.suppress(OSError):
        return list(map(int, Path("/proc/thread-self/children").read_text().split()))
    return []


def end_all():
    while below := children():
        for pid in below:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


build = os.getppid()
adopt_orphans()
signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for a cell; the kernel sets its own handler
os.environ["JPY_PARENT_PID"] = str(os.getpid())
kernel = subprocess.Popen([sys.executable, "-m", "ipykernel_launcher", *sys.argv[1:]])
while kernel.poll() is None and os.getppid() == build:
    time.sleep(LOOK_EVERY)
kernel.kill()
end_all()
sys.exit(1 if kernel.returncode else 0)
