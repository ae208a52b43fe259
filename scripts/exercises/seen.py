"""What a check looks at: what a program printed, and what happened while it ran.

Rule 1: a check judges by what happened, never by how the program is written: a program may do it
in another way than our solution.
Rule 2: an order is certain, a time is not: a check compares no two times.
Rule 3: the same Python judges at build and in the reader's browser.

An event is known by its number, from 0: of two that happened, the smaller came first.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from recorder import events as e
from recorder.events import Event
from recorder.fold import IDS, OF_LABELS


class Missing(Exception):
    """What a program lacks. ``key``: of the sentence that says it; ``at``: the number of the event
    where one can see it, or None; ``fields``: what the sentence is filled with."""

    def __init__(self, key: str, at: int | None, fields: dict[str, Any]) -> None:
        super().__init__(key)
        self.key, self.at, self.fields = key, at, fields


class Found(NamedTuple):
    """An event and its number."""

    at: int
    event: Any


class Job(NamedTuple):
    """A job that the loop ran: ``name`` of what it called, the ``task`` of which it was a step.
    ``begin`` and ``end``: numbers of events."""

    handle: int
    does: str
    name: str
    task: str | None
    begin: int
    end: int


class Pause(NamedTuple):
    """A task was suspended: for a ``future`` (or a task, by its label), or in a bare yield (None).
    ``end``: the number of the event with which it went on, or of the last event.
    ``line``: that of the program on which it stood."""

    task: str
    future: str | None
    begin: int
    end: int
    line: int | None

    def overlaps(self, other: Pause) -> bool:
        """Whether both were suspended at the same time."""
        return self.begin < other.end and other.begin < self.end


class TaskSeen(NamedTuple):
    """A task: the name of its ``coroutine``, when it was made, and when it ended (None: it did not)
    and ``how``: "result", "exception", "cancelled"."""

    label: str
    coroutine: str
    made: int
    done: int | None
    how: str | None


class Call(NamedTuple):
    """A call of a function of the program, a coroutine or a generator too. ``begin``: when its body
    began; ``end``: when it returned, or an exception left it (``how``: "returns", "unwinds"), None
    if it never did. ``task``: in a step of which it began."""

    frame: int
    name: str
    kind: str
    begin: int
    end: int | None
    how: str | None
    task: str | None


class Printed(NamedTuple):
    """A line on stdout: when it was begun; the job and the task that did it, if one did."""

    text: str
    at: int
    job: int | None
    task: str | None


def named_once(events: Iterable[Event]) -> Iterator[Event]:
    """The events with one name for what stands in the same place in turns that are told as one
    (`recorder.fold`, rule 2): the name from before them, which has been told."""
    first: dict[tuple[str, Any], Any] = {}  # by kind and later name
    for event in events:
        if isinstance(event, e.Fold):
            pairs = [(kind, *pair) for kind, found in event.renamed.items() for pair in found]
            first |= {(kind, now): first.get((kind, was), was) for kind, was, now in pairs}
        ids = {field: getattr(event, field) for field in IDS if first and hasattr(event, field)}
        named = {field: first.get((_kind(field, id_), id_), id_) for field, id_ in ids.items()}
        yield event._replace(**named) if named != ids else event


def _kind(field: str, id_: Any) -> str:
    return OF_LABELS.get(id_[:1], "") if isinstance(id_, str) else IDS[field]


class Seen:
    """A run of a program whose text is ``source``. ``status``: with which it ended, None where it
    was stopped."""

    def __init__(self, source: str, events: Sequence[Event], status: int | None) -> None:
        self.source, self.events, self.status = source, list(named_once(events)), status

    def needs(self, true: object, key: str, at: int | None = None, **fields: Any) -> None:
        """Go on if something is true; else say with the sentence ``key`` that it is missing, to be
        seen at the event number ``at``. Raises ValueError for one that there is not."""
        if at is not None and not (type(at) is int and -1 <= at < len(self.events)):
            wanted = f"at=None or the number of an event, up to {len(self.events) - 1}"
            raise ValueError(f"expected {wanted}, came {at!r}")
        if not true:
            raise Missing(key, at, fields)

    def all(self, kind: type[Any], **fields: Any) -> list[Found]:
        """The events of a kind (of `recorder.events`) with these fields."""
        return [
            Found(n, event)
            for n, event in enumerate(self.events)
            if isinstance(event, kind)
            and all(getattr(event, name) == value for name, value in fields.items())
        ]

    @property
    def end(self) -> int:
        """The number of the last event."""
        return len(self.events) - 1

    # What was printed

    @functools.cached_property
    def printed(self) -> list[Printed]:
        """The lines on stdout."""
        found: list[Printed] = []
        whole = True
        for at, event in self.all(e.Output, stream="out"):
            job = self.job_at(at)
            first, *others = event.text.split("\n")
            if whole:
                found.append(Printed("", at, job and job.handle, job and job.task))
            found[-1] = found[-1]._replace(text=found[-1].text + first)
            found += (Printed(text, at, job and job.handle, job and job.task) for text in others)
            whole = not found[-1].text
            if whole:
                found.pop()
        return found

    @property
    def lines(self) -> list[str]:
        """Their texts."""
        return [each.text for each in self.printed]

    # Jobs and tasks

    @functools.cached_property
    def jobs(self) -> list[Job]:
        """The jobs that the loop ran, in their order."""
        made, found = dict[int, Any](), list[Job]()
        open_: dict[int, int] = {}
        for at, event in enumerate(self.events):
            if isinstance(event, e.Handle):
                made[event.handle] = event
            elif isinstance(event, e.Run):
                about = made[event.handle]
                open_[event.handle] = len(found)
                name, does = about.name, about.does
                found.append(Job(event.handle, does, name, about.task, at, self.end))
            elif isinstance(event, e.End) and event.handle in open_:
                place = open_.pop(event.handle)
                found[place] = found[place]._replace(end=at)
        return found

    def job_at(self, at: int) -> Job | None:
        """The job that ran when an event happened."""
        return next((job for job in self.jobs if job.begin <= at <= job.end), None)

    @functools.cached_property
    def tasks(self) -> dict[str, TaskSeen]:
        """The tasks by their labels, in the order in which they were made; none of those with which
        `asyncio.run` ends."""
        found = {
            event.task: TaskSeen(event.task, event.coroutine, at, None, None)
            for at, event in self.all(e.Task)
            if not event.coroutine.startswith("BaseEventLoop.")
        }
        for at, event in self.all(e.Done):
            if event.task in found:
                found[event.task] = found[event.task]._replace(done=at, how=event.how)
        return found

    @functools.cached_property
    def pauses(self) -> list[Pause]:
        """The pauses of all tasks, in the order in which they began."""
        found = []
        for at, event in self.all(e.Waits):
            steps = (job.begin for job in self.jobs if job.task == event.task and job.begin > at)
            line = next((each[1] for each in reversed(event.chain) if each[1]), None)
            found.append(Pause(event.task, event.future, at, next(steps, self.end), line))
        return found

    def timed(self) -> list[Pause]:
        """The pauses that a timer ended, as those of `asyncio.sleep`."""
        jobs = {event.handle for _, event in self.all(e.Ready, source="timer")}
        sets = [job for job in self.jobs if job.handle in jobs]
        done = {
            event.future
            for at, event in self.all(e.Set)
            if any(job.begin <= at <= job.end for job in sets)
        }
        return [pause for pause in self.pauses if pause.future in done]

    # Calls

    @functools.cached_property
    def calls(self) -> list[Call]:
        """The calls of functions of the program, in the order in which they began."""
        found: dict[int, Call] = {}
        for at, event in enumerate(self.events):
            if isinstance(event, e.Frame) and event.kind not in ("module", "class"):
                job = self.job_at(at)
                frame, task = event.frame, job.task if job else None
                found[frame] = Call(frame, event.name, event.kind, at, None, None, task)
            elif isinstance(event, e.Return | e.Unwind) and event.frame in found:
                how = "returns" if isinstance(event, e.Return) else "unwinds"
                found[event.frame] = found[event.frame]._replace(end=at, how=how)
        return list(found.values())

    def calls_of(self, name: str) -> list[Call]:
        """The calls of the function, whatever it stands in."""
        return [call for call in self.calls if call.name.rpartition(".")[2] == name]
