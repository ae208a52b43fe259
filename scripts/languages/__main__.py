"""``python -m languages``: print every fault of `languages.check.everything`; status 1 if any."""

import sys
from pathlib import Path

from languages.check import everything, unusable

root = Path(__file__).resolve().parents[2]
faults = unusable(root) or everything(root)
print(*faults, sep="\n")
count = f"{len(faults) or 'no'} fault{'s' * (len(faults) != 1)}"
print(f"programs and pages in pairs, terms, catalogues: {count}")
sys.exit(bool(faults))
