"""A coroutine is driven by hand, to its end."""

from exercises.seen import Seen
from recorder.events import Return, Yield


def check(seen: Seen) -> None:
    """Every question is answered by ten times its number, and the result is handed on."""
    adds, drives = seen.calls_of("add"), seen.calls_of("drive")
    seen.needs(len(adds) == 1 and len(drives) == 1, "not-once", at=seen.end)
    (add,), (drive,) = adds, drives
    yields = [n for n, event in seen.all(Yield) if event.frame == add.frame] or [add.begin]
    seen.needs(add.how == "returns", "stays", at=yields[-1])
    sums = [event.value for _, event in seen.all(Return, frame=add.frame)]
    seen.needs(sums == ["30"], "answers", at=add.end, value=sums[0])
    given = [event.value for _, event in seen.all(Return, frame=drive.frame)]
    seen.needs(given == ["30"], "not-returned", at=drive.end, value=(given or ["None"])[0])
    seen.needs(seen.lines and seen.lines[-1].endswith("30"), "not-printed", at=seen.end)
