"""A loop of one's own lets its coroutines take turns."""

from exercises.seen import Seen


def check(seen: Seen) -> None:
    """The steps of both come by turns, and both come to their end."""
    walks = seen.calls_of("walk")
    seen.needs(len(walks) == 2, "not-two", at=seen.end, count=len(walks))
    steps = [line[:3] + line[-1:] for line in seen.lines]
    first = seen.printed[0].at if seen.printed else seen.end
    seen.needs(len(steps) > 1, "left", at=first)
    seen.needs(steps[:2] == ["Ada1", "Max1"], "keeps-on", at=seen.printed[1].at)
    left = [walk for walk in walks if walk.how != "returns"]
    seen.needs(not left, "left", at=left[0].begin if left else None)
    seen.needs(steps == ["Ada1", "Max1", "Ada2", "Max2"], "order", at=seen.end)
