"""At most two pages are fetched at the same time, and not one after the other."""

from exercises.seen import Call, Pause, Seen


def check(seen: Seen) -> None:
    """Of the pauses in fetch never more than two are under way, and once two are."""
    calls = seen.calls_of("fetch")
    seen.needs(len(calls) == 4, "not-four", at=seen.end, count=len(calls))
    seen.needs(all(call.how == "returns" for call in calls), "not-here", at=seen.end)
    pauses = [each for each in seen.timed() if any(_inside(each, call) for call in calls)]
    seen.needs(len(pauses) >= 4, "no-sleep", at=calls[0].begin)
    most = 0
    for pause in pauses:
        others = [each for each in pauses if each.begin < pause.begin < each.end]
        seen.needs(len(others) < 2, "too-many", at=pause.begin, count=len(others) + 1)
        most = max(most, len(others) + 1)
    seen.needs(most == 2, "one-by-one", at=pauses[0].begin)
    last = max(call.end or seen.end for call in calls)
    seen.needs(seen.printed[-1].at > last, "early", at=seen.end)


def _inside(pause: Pause, call: Call) -> bool:
    return pause.task == call.task and call.begin < pause.begin < (call.end or pause.end)
