"""Two greetings are awaited, and what they return is printed."""

from exercises.seen import Seen
from recorder.events import Made, NeverAwaited


def check(seen: Seen) -> None:
    """Both bodies run, and the texts are printed."""
    ran = [call for call in seen.calls_of("greet") if call.how == "returns"]
    lost = seen.all(NeverAwaited, name="greet") or seen.all(Made, name="greet")
    seen.needs(ran or not lost, "object", at=lost[0].at if lost else None)
    seen.needs(len(ran) == 2, "not-two", at=lost[0].at if lost else seen.end, count=len(ran))
    for name in ("Ada", "Max"):
        said = [line for line in seen.lines if line.endswith(f", {name}")]
        seen.needs(said, "not-printed", at=seen.end, name=name)
