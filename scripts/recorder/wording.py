"""Keys and names that sentences and panels share: pure, and no matter of language.

Rule 1: a name is said as the program, or a reader, can look it up.
"""

from __future__ import annotations

from .alike import Fields, Part
from .own import BUILTINS
from .state import LOCALS, Job, State

__builtins__ = BUILTINS

SUSPENDABLE = ("coroutine", "generator", "async generator")
LAMBDA = "<lambda>"
OWN = "_read_from_self"  # what another thread, or a signal, wakes the loop by


def call_of(job: Job, state: State) -> Part:
    """What a job calls that is no step of a task and sets no future, as a key with fields."""
    if state.stops(job):
        return "job_stops", {}
    if job.name.endswith(OWN):
        return "job_own", {}
    if LAMBDA in job.name and job.line:
        place = state.place(job.line)
        key = "job_lambda" if place == job.line else "job_lambda_elsewhere"
        return key, {"call": LAMBDA, "line": place}
    return "job_call", {"call": job.call}


def change(before: Fields, now: Fields) -> tuple[str, int]:
    """What is said of a thing that tasks share, which was like the one and now is like the other,
    and a number that belongs to it; an empty key where nothing is said."""
    for name in ("value", "count", "unfinished") if before and "parent" not in now else ():
        was, is_now = before.get(name), now.get(name)
        if type(was) is int and type(is_now) is int and was != is_now and "parties" not in now:
            if abs(is_now - was) > 1:  # not all that has changed it was looked at
                return f"now_{name}", is_now
            return f"now_{name}_{'more' if is_now > was else 'less'}", is_now
    for name in ("locked", "set"):
        if before and before.get(name) != now.get(name):
            return f"now_{'' if now[name] else 'not_'}{name}", 0
    return "", 0


def is_known(function: str | None) -> bool:
    """Whether this is a function that a reader can look up: not a private one of a library."""
    name = function or "_"
    return not name.startswith("_") or name.startswith("__")


def plain(name: str) -> str:
    """The name of a function without the word for where it was made."""
    return name.replace(LOCALS, "")


def shown_of(function: str) -> str:
    """What a library's function is called: of a method of a protocol the name alone."""
    method = function.rpartition(".")[2]
    return method if method.startswith("__") else function
