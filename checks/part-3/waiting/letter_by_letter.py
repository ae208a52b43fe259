"""Each letter is read before the next one is written."""

import re

from exercises.seen import Printed, Seen


def check(seen: Seen) -> None:
    """The lines of two tasks come by turns."""
    wrote, read = _of(seen, "write"), _of(seen, "read")
    numbers = [[re.findall(r"\d+", each.text) for each in lines] for lines in (wrote, read)]
    seen.needs(numbers[0] == [["1"], ["2"], ["3"]], "not-written", at=seen.end)
    seen.needs(numbers[1] == [["1"], ["2"], ["3"]], "not-read", at=seen.end)
    for one, other in zip(read, wrote[1:], strict=False):
        number = re.findall(r"\d+", other.text)[0]
        seen.needs(one.at < other.at, "hoards", at=other.at, number=number)


def _of(seen: Seen, name: str) -> list[Printed]:
    """What the task with this coroutine printed."""
    labels = {task.label for task in seen.tasks.values() if task.coroutine == name}
    return [each for each in seen.printed if each.task in labels]
