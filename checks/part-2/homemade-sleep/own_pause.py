"""A pause of one's own, made of a future and a timer."""

from exercises.seen import Seen
from recorder.events import Timer


def check(seen: Seen) -> None:
    """Both pause at the same time, woken up by a timer each, and not by asyncio.sleep."""
    calls = seen.calls_of("pause")
    seen.needs(len(calls) == 2, "not-two", at=seen.end, count=len(calls))
    slept = [at for at, event in seen.all(Timer) if "sleep" in str(event.via)]
    seen.needs(not slept, "asyncio-sleep", at=slept[0] if slept else None)
    mine = {call.task for call in calls}
    pauses = [each for each in seen.pauses if each.task in mine and each.begin > calls[0].begin]
    again = [each for each in pauses if each.future is None]
    seen.needs(not again, "spins", at=again[-1].begin if again else None)
    seen.needs(pauses, "blocks", at=calls[0].end)
    timed = [each for each in seen.timed() if each in pauses]
    seen.needs(len(timed) == 2, "no-timer", at=pauses[0].begin)
    seen.needs(timed[0].overlaps(timed[1]), "one-by-one", at=timed[0].begin)
    seen.needs(all(call.how == "returns" for call in calls), "not-awake", at=seen.end)
