"""Three cups brew at the same time."""

import re

from exercises.seen import Seen


def check(seen: Seen) -> None:
    brewed = seen.calls_of("brew")
    seen.needs(len(brewed) == 3, "not-three", at=seen.end, count=len(brewed))
    sleeps = [each for each in seen.timed() if brewed[0].begin < each.begin]
    seen.needs(len(sleeps) == 3, "no-sleep", at=brewed[0].begin)
    first, *others = sleeps
    late = [each.begin for each in others if not first.overlaps(each)]
    seen.needs(not late, "one-by-one", at=min(late, default=None))
    last = seen.lines[-1] if seen.lines else ""
    seen.needs(re.findall(r"\d+", last) == ["1", "2", "3"], "served", at=seen.end)
