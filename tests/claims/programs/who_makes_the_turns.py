"""Where the turns of asyncio's own loops are made, and whether other loops have to make them so."""

import asyncio
import re
from pathlib import Path

for file in sorted(Path(asyncio.__file__).parent.glob("*events.py")):
    source = file.read_text("utf-8")
    bases = re.findall(r"^class (?:Base)?\w*EventLoop\(([\w.]+)", source, re.MULTILINE)
    print(file.name, "makes the turns:", "def _run_once" in source, *bases[:1])
print("asked of any loop:", hasattr(asyncio.AbstractEventLoop, "_run_once"))
