"""Three plates are washed in three jobs, so that the doorbell is heard in time."""

import itertools
import re

from exercises.seen import Seen


def check(seen: Seen) -> None:
    """Each plate in a job of its own; the bell after the first and before the last."""
    plates = [each for each in seen.printed if re.search(r"\d", each.text)]
    numbers = [re.findall(r"\d+", each.text) for each in plates]
    seen.needs(numbers == [["1"], ["2"], ["3"]], "plates", at=seen.end)
    for one, other in itertools.pairwise(plates):
        seen.needs(one.job != other.job, "one-job", at=other.at)
    bells = [each for each in seen.printed if each not in plates]
    seen.needs(bells, "no-bell", at=seen.end)
    first, last = plates[0], plates[-1]
    seen.needs(bells[0].at > first.at, "bell-first", at=bells[0].at)
    seen.needs(bells[0].at < last.at, "bell-last", at=last.at)
    seen.needs(bells[0].job not in {each.job for each in plates}, "bell-called", at=bells[0].at)
