"""What calls back is made awaitable."""

from exercises.seen import Seen
from recorder.events import Return, Timer


def check(seen: Seen) -> None:
    """Each fetch pauses until its rows are there, both at the same time, and returns them."""
    calls = seen.calls_of("fetch")
    seen.needs(len(calls) == 2, "not-two", at=seen.end, count=len(calls))
    queries = seen.calls_of("query")
    seen.needs(len(queries) == 2, "no-query", at=seen.end, count=len(queries))
    tasks = {call.task for call in calls}
    pauses = [p for p in seen.pauses if p.task in tasks and p.begin > calls[0].begin]
    seen.needs(pauses, "no-pause", at=calls[0].end)
    again = [at for at, event in seen.all(Timer) if "sleep" in str(event.via)]
    again += [pause.begin for pause in pauses if pause.future is None]
    seen.needs(not again, "looks", at=again[-1] if again else None)
    seen.needs(queries[1].begin < pauses[0].end, "one-by-one", at=pauses[0].begin)
    for call in calls:
        given = [event.value for _, event in seen.all(Return, frame=call.frame)]
        seen.needs(given and given[0] in ("100", "200"), "no-rows", at=call.end, value=given[0])
    last = seen.lines[-1] if seen.lines else ""
    seen.needs("100" in last and "200" in last, "not-printed", at=seen.end)
