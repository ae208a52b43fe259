"""A future is awaited, and not looked at again and again."""

from exercises.seen import Seen
from recorder.events import Set


def check(seen: Seen) -> None:
    """One pause, from which the bell wakes the task."""
    rings = [found for found in seen.all(Set, how="result") if found.event.value == "'ding'"]
    seen.needs(rings, "no-bell", at=seen.end)
    calls = seen.calls_of("listen")
    seen.needs(len(calls) == 1, "no-listener", at=seen.end)
    pauses = [each for each in seen.pauses if each.begin > calls[0].begin]
    own = [each for each in seen.timed() if each.future != rings[0].event.future]
    again = [each for each in pauses if each.future is None or each in own]
    seen.needs(not again, "looks", at=again[-1].begin if again else None)
    waited = pauses and (calls[0].end or seen.end) > rings[0].at
    seen.needs(waited, "no-pause", at=calls[0].begin)
    heard = [each for each in seen.printed if each.at > rings[0].at and "ding" in each.text]
    seen.needs(heard, "not-heard", at=rings[0].at)
