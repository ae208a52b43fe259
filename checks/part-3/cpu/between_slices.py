"""A computation gives way between its slices."""

import re

from exercises.seen import Seen


def check(seen: Seen) -> None:
    """The ticker ticks while the sum is under way."""
    calls = seen.calls_of("add_up")
    seen.needs(len(calls) == 1 and calls[0].end, "no-sum", at=seen.end)
    begin, end = calls[0].begin, calls[0].end or seen.end
    sums = [each for each in seen.printed if "1799970000" in re.sub(r"\D", "", each.text)]
    seen.needs(sums, "wrong-sum", at=end)
    ticking = {task.label for task in seen.tasks.values() if task.coroutine == "tick"}
    ticks = [each for each in seen.printed if each.task in ticking]
    seen.needs(len(ticks) == 3, "no-ticks", at=seen.end)
    between = [each for each in ticks if begin < each.at < end]
    seen.needs(between, "starves", at=begin)
    seen.needs(len(between) >= 2, "once", at=between[-1].at if between else end)
