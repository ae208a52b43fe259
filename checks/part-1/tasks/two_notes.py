"""Two tasks are waited for before main ends."""

from exercises.seen import Seen
from recorder.events import Cancel


def check(seen: Seen) -> None:
    """Both notes are saved by tasks, and main waits for these and not for a time."""
    saving = [task for task in seen.tasks.values() if task.coroutine == "save"]
    seen.needs(len(saving) == 2, "no-tasks", at=seen.end, count=len(saving))
    for task in saving:
        cancels = seen.all(Cancel, task=task.label)
        at = cancels[0].at if cancels else task.done
        seen.needs(task.how == "result", "lost", at=at)
    others = {task.label for task in saving}
    for pause in seen.timed():
        seen.needs(pause.task in others, "by-time", at=pause.begin)
    last = seen.printed[-1]
    seen.needs(last.task not in others, "main-first", at=last.at)
