"""A recording in English, one sentence for each event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .events import NAMES, Event
from .own import BUILTINS

__builtins__ = BUILTINS

TEMPLATES = {
    "loop": "loop {loop} is made: {name}",
    "start": "loop {loop} starts",
    "stop_asked": "loop {loop} is asked to stop{place}",
    "stop": "loop {loop} stops",
    "close": "loop {loop} is closed",
    "turn": "—— turn {number} of loop {loop}: the selector waits {timeout}",
    "woke": "the selector answers: {files} files ready",
    "watches": "{how} of loop {loop} is called{place}",
    "stuck": "nothing can ever wake loop {loop}",
    "handle": "job {handle}: {job}",
    "ready": "job {handle} joins the ready queue ({source}){place}",
    "timer": "job {handle} becomes a timer for {when}{place}",
    "clock": "loop {loop} has a clock of its own, which is {ahead} µs ahead",
    "timer_out": "job {handle} is no timer any more",
    "cancelled": "job {handle} is cancelled{place}",
    "run": "job {handle} runs",
    "skip": "job {handle} is dropped, for it was cancelled",
    "end": "job {handle} has returned",
    "failed": "{error} comes out of job {handle}{place}",
    "escaped": "{error} comes out of job {handle} and of its loop",
    "task": "task {task} is made of {coroutine}{place}",
    "named": "task {task} is named {name}",
    "waits": "task {task} suspends, waiting for {future}: {chain}",
    "done": "task {task} ends: {how} {value}",
    "gone": "task {task} is collected, though it has not ended",
    "cancel": "task {task} is asked to cancel{place}",
    "uncancel": "task {task}: one request to cancel is taken back",
    "future": "future {future} is made{place}",
    "set": "future {future} is done: {how} {value}{place}",
    "added": "{future} gets a callback: {callback}",
    "removed": "{future} loses a callback: {callback}",
    "shared": "{kind} {shared} is made (line {line})",
    "contents": "{shared} has {contents}",
    "made": "an object of {name} is made, none of its body runs (line {line})",
    "unbegun": "an object of {name} ends, none of its body has run{place}",
    "never_awaited": "{name} was never awaited",
    "frame": "frame {frame}: {kind} {name} runs",
    "midway": "frame {frame} had begun before",
    "driven": "frame {frame} is sent into by hand",
    "through": "frame {frame} is awaited by way of {name}",
    "first_step": "frame {frame} is in the first step of task {task}",
    "line": "line {line}, frame {frame}",
    "awaits": "line {line} awaits {future}, frame {frame}",
    "variables": "frame {frame} has {changed}",
    "yield": "frame {frame} suspends on line {line}, {value} climbs",
    "resume": "frame {frame} goes on",
    "throw": "frame {frame} goes on with {value}",
    "return": "frame {frame} returns {value}",
    "raised": "{by} raises {value} in frame {frame}, on line {line}",
    "unwind": "frame {frame} ends by {value}",
    "output": "printed to {stream}: {text!r}",
    "thread": "in thread {number}:",
    "file": "file {number} is {name}: its lines are those from {number}000000 on",
    "omitted": "more visits, not told: {visits}; calls: {calls}",
    "fold": "… {turns} turns like the last {period}, until {until}",
    "gap": "… {events} events are not kept, of {turns} turns, until {until}",
    "lost": "… {lost} events were lost: what follows may lack something",
    "cut": "the recording ends here ({why}), the program goes on",
    "snapshot": "ready {ready}, timers {timers}, tasks {tasks}, futures {futures}",
}


def sentences(recorded: Iterable[Event]) -> Iterator[str]:
    """The time in ms and a sentence, for each event."""
    for event in recorded:
        yield f"{event.at / 1000:10.3f}  {sentence(event)}"


def sentence(event: Event) -> str:
    """What happened, in a sentence."""
    return TEMPLATES[NAMES[type(event)]].format_map(wording(event))


def wording(event: Event) -> dict[str, Any]:
    """The fields of an event, as sentences say them."""
    fields: dict[str, Any] = dict(zip(event._fields, event, strict=True))
    said = {name: "" if value is None else value for name, value in fields.items()}
    said["place"] = place(fields.get("line"), fields.get("via"))
    for name in ("when", "until"):
        if name in fields:
            said[name] = f"{fields[name] / 1000:.3f} ms"
    if "timeout" in fields:
        timeout = fields["timeout"]
        said["timeout"] = "for ever" if timeout is None else f"{timeout / 1000:.3f} ms at most"
    if "does" in fields:
        said["job"] = job(fields)
    if NAMES[type(event)] in ("added", "removed"):
        said["callback"] = f"wakes {fields['task']}" if fields["task"] else fields["name"]
    if "changed" in fields:
        said["changed"] = ", ".join(
            f"no {name}" if value is None else f"{name} = {value}"
            for name, value in fields["changed"].items()
        )
    if "contents" in fields and "shared" in fields:
        said["contents"] = ", ".join(f"{name} {it}" for name, it in fields["contents"].items())
    if "visits" in fields:
        said["visits"] = ", ".join(f"line {line}: {count}" for line, count in fields["visits"])
    if "chain" in fields:
        said["future"] = fields["future"] or "its next turn"
        said["chain"] = " → ".join(
            name if line is None else f"{name} (line {line})" for name, line, _ in fields["chain"]
        )
    return said


def job(fields: dict[str, Any]) -> str:
    if fields["does"] == "step":
        return f"a step of task {fields['task']}"
    if fields["does"] == "wake":
        return f"task {fields['task']} goes on, for {fields['future']} is done"
    return f"{fields['name']}({', '.join(fields['args'])})"


def place(line: int | None, via: str | None) -> str:
    if line is None:
        return ""
    return f" by {via} (line {line})" if via else f" (line {line})"
