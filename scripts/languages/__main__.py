"""``python -m languages``: print every fault of `languages.check.everything`; status 1 if any."""

import sys
from pathlib import Path

from languages.check import everything, unusable

root = Path(__file__).resolve().parents[2]
faults = unusable(root) or everything(root)
print(*faults, sep="\n")
print(f"programs and pages in pairs, terms, catalogues: {len(faults) or 'no'} faults")
sys.exit(bool(faults))
