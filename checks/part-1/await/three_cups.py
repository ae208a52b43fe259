"""Three cups brew at the same time."""

import re

from exercises.seen import Seen


def check(seen: Seen) -> None:
    brewed = seen.calls_of("brew")
    seen.needs(len(brewed) == 3, "not-three", at=seen.end, count=len(brewed))
    sleeps = [each for each in seen.timed() if brewed[0].begin < each.begin]
    seen.needs(len(sleeps) == 3, "no-sleep", at=brewed[0].begin)
    first, *others = sleeps
    together = all(first.overlaps(each) for each in others)
    seen.needs(together, "one-by-one", at=first.begin)
    last = seen.lines[-1] if seen.lines else ""
    seen.needs(re.findall(r"\d+", last) == ["1", "2", "3"], "served", at=seen.end)
