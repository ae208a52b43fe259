"""The vocabulary of a recording: every kind of event, what it means and what it carries.

Rule 1: a recording is a list of these events in the order in which they happened, nothing else.
Rule 2: ``at`` is in µs since the program began. So are all other times and durations.
Rule 3: the name of a field tells what it holds: ``handle`` and ``frame`` are numbers, ``task`` and
``future`` labels ("t1", "f1"; a task may stand where a future can), ``shared`` the label of what
tasks share ("q1" for queues, "k1" for locks and the like, "g1" for groups), ``line`` is a line of
the program's file, or as `watched` has it of another one (`File`), or None, ``via`` the library
function which the program called on that line,
``value`` and the like are short safe reprs in which tasks and futures are their labels.

In JSON an event is a list, its kind first: ``["turn", 1204, 1, 3, null, 0]``.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from .own import BUILTINS

__builtins__ = BUILTINS

SCHEMA = 4


class Loop(NamedTuple):
    """An event loop was made. ``name``: its class."""

    at: int
    loop: int
    name: str


class Start(NamedTuple):
    """``run_forever`` begins, by itself or in ``run_until_complete``."""

    at: int
    loop: int


class StopAsked(NamedTuple):
    """The program itself calls ``stop``, on this line: the loop stops at the end of a turn."""

    at: int
    loop: int
    line: int


class Stop(NamedTuple):
    """``run_forever`` ends. The last turn is over."""

    at: int
    loop: int


class Close(NamedTuple):
    """The loop is closed: its ready queue and its timers are emptied."""

    at: int
    loop: int


class Turn(NamedTuple):
    """A turn of the loop begins: it asks the selector to wait. ``number``: 1 for the loop's first.
    ``timeout``: how long at most, None for ever, 0 to look only. ``watched``: how many files it
    watches besides the loop's own, None if that is not known."""

    at: int
    loop: int
    number: int
    timeout: int | None
    watched: int | None


class Woke(NamedTuple):
    """The selector has answered. ``files``: how many are ready."""

    at: int
    loop: int
    files: int


class Watches(NamedTuple):
    """The program calls a method of the loop by which its selector watches a file from now on, or
    does not any more. ``how``: "add_reader", "add_writer", "remove_reader" or "remove_writer";
    ``name``: of the function that is to be called, empty where none is."""

    at: int
    loop: int
    how: str
    name: str
    line: int


class Stuck(NamedTuple):
    """Nothing can ever wake this loop: no timer, no file watched, no other thread."""

    at: int
    loop: int


class Handle(NamedTuple):
    """A job is seen for the first time. ``does``: "step" (begin the task, or go on with it after
    a bare yield), "wake" (go on with the task, for ``future`` is done), or "call" (any other
    callback; ``future``: whose method that is, if it is one of a future or task). ``name``: of the
    function called; ``line``: where the program defines it."""

    at: int
    handle: int
    loop: int
    does: str
    task: str | None
    future: str | None
    name: str
    line: int | None
    args: list[str]


class Ready(NamedTuple):
    """A job joins the end of the ready queue. ``source``: "soon" (call_soon), "threadsafe"
    (call_soon_threadsafe), "timer" (its time has come), "io" (a file is ready), "signal" (one has
    come, whose handler this is)."""

    at: int
    handle: int
    source: str
    line: int | None
    via: str | None


class Timer(NamedTuple):
    """A job is put among the timers. ``when``: its deadline, on the clock of the loop."""

    at: int
    handle: int
    when: int
    line: int | None
    via: str | None


class Clock(NamedTuple):
    """The loop has a clock of its own: from here on that is ``ahead`` µs ahead of ours, as far as
    can be seen without asking it."""

    at: int
    loop: int
    ahead: int


class TimerOut(NamedTuple):
    """A timer leaves the heap: due (then `Ready` follows), or cancelled and cleared away."""

    at: int
    handle: int


class Cancelled(NamedTuple):
    """A job is cancelled. It stays where it is until the loop comes to it."""

    at: int
    handle: int
    line: int | None
    via: str | None


class Run(NamedTuple):
    """The loop takes the first job of the ready queue and calls it."""

    at: int
    handle: int


class Skip(NamedTuple):
    """The loop takes the first job of the ready queue and drops it, for it was cancelled."""

    at: int
    handle: int


class End(NamedTuple):
    """The job that ran has returned to the loop."""

    at: int
    handle: int


class Failed(NamedTuple):
    """An exception has come out of the job that runs: its loop is about to give it to its exception
    handler. ``line``: where it was raised, in the program's code or in what that called."""

    at: int
    handle: int
    error: str
    line: int | None


class Escaped(NamedTuple):
    """An exception has come out of the job that runs, and out of its loop, which stops for it.
    ``line`` as in `Failed`."""

    at: int
    handle: int
    error: str
    line: int | None


class Task(NamedTuple):
    """A task was made. ``coroutine``: the name of the function. ``eager``: it runs at once;
    ``midway``: some of it has run before, as others had called its ``send``."""

    at: int
    task: str
    coroutine: str
    name: str
    eager: bool
    line: int | None
    via: str | None
    midway: bool = False


class Named(NamedTuple):
    """A task got another name."""

    at: int
    task: str
    name: str


class Waits(NamedTuple):
    """A task has suspended. ``future``: what it waits for, None after a bare yield. ``chain``: who
    awaits whom, outermost first: name of the coroutine, its line, its frame (both None when it is
    not the program's)."""

    at: int
    task: str
    future: str | None
    chain: list[list[Any]]


class Done(NamedTuple):
    """A task has ended. ``how``: "result", "exception" or "cancelled"; ``exits``: whether the class
    of the exception is SystemExit or KeyboardInterrupt, or comes from one: those leave the loop."""

    at: int
    task: str
    how: str
    value: str | None
    exits: bool = False


class Gone(NamedTuple):
    """A task was collected though it had not ended."""

    at: int
    task: str


class Cancel(NamedTuple):
    """A task was asked to cancel: an exception will be thrown into it at its next step."""

    at: int
    task: str
    line: int | None
    via: str | None


class Uncancel(NamedTuple):
    """A request to cancel a task is taken back, as timeouts and groups do."""

    at: int
    task: str


class Future(NamedTuple):
    """A future was made. ``name``: its class."""

    at: int
    future: str
    name: str
    line: int | None
    via: str | None


class Set(NamedTuple):
    """A future is done. ``how`` and ``exits`` as in `Done`."""

    at: int
    future: str
    how: str
    value: str | None
    line: int | None
    via: str | None
    exits: bool = False


class Added(NamedTuple):
    """A callback was added to a future or a task. ``task``: the one it will wake, if that is what
    it does; ``line``: that of the program which did so, None where a library did."""

    at: int
    future: str
    task: str | None
    name: str
    line: int | None = None


class Removed(NamedTuple):
    """A callback was removed from a future or a task; fields as of `Added`."""

    at: int
    future: str
    task: str | None
    name: str
    line: int | None = None


class Shared(NamedTuple):
    """The program makes something of asyncio's that tasks share. ``kind``: "queue", "priority
    queue", "lifo queue", "lock", "event", "condition", "semaphore", "barrier" or "task group";
    ``name``: its class."""

    at: int
    shared: str
    kind: str
    name: str
    line: int


class Contents(NamedTuple):
    """What is in a thing that tasks share, now that it has changed. All of it:

    - queue: ``items`` (the first 8 in words, the next one first; of a priority queue only the
      first is in its order), ``count`` (None if that is not known), ``room`` (None: no limit),
      ``unfinished`` (what `join` waits for), ``getters``, ``putters`` and ``joiners``;
    - lock: ``locked``, ``holder`` (the task, None if that is not known), ``waiters``;
    - condition: the same, and ``lock``, the label of a lock of the program's own;
    - event: ``set``, ``waiters``;
    - semaphore: ``value``, ``bound`` if there is one, ``waiters``;
    - barrier: ``parties``, ``count`` (how many have come), ``state`` ("filling", "draining",
      "resetting", "broken"), ``waiters``;
    - task group: ``tasks`` that are not over (none, where they are many), ``count`` of them,
      ``parent`` (the task that entered it), ``leaving`` (its ``async with`` is at its end),
      ``aborting``.

    Who waits is told by the labels of the futures they wait for, at most 8; ``of_waiters``,
    ``of_getters`` and so on say how many they are. Who was woken stays until its task goes
    on."""

    at: int
    shared: str
    contents: dict[str, Any]


class Made(NamedTuple):
    """A coroutine or generator object, of which nothing has run, is in a variable for the first
    time. ``line``: that of the program before the one where it was seen; ``kind`` as of `Frame`."""

    at: int
    name: str
    line: int
    kind: str


class Unbegun(NamedTuple):
    """A coroutine or generator object that was told to be made has ended, and nothing of it has
    run: it was closed, or an exception was thrown into it. ``line``: as in `Made`."""

    at: int
    name: str
    line: int


class NeverAwaited(NamedTuple):
    """A coroutine object was destroyed that had never begun."""

    at: int
    name: str
    line: int | None


class Frame(NamedTuple):
    """A function of the program begins to run, if no `Midway` follows. ``kind``: "module", "class",
    "function", "coroutine", "generator" or "async generator"; ``line``: its definition."""

    at: int
    frame: int
    kind: str
    name: str
    line: int


class Midway(NamedTuple):
    """The function that is first told of here has begun before."""

    at: int
    frame: int


class Driven(NamedTuple):
    """The coroutine that has just begun is not awaited: another one has called its ``send``."""

    at: int
    frame: int


class Through(NamedTuple):
    """The function that has just begun, or gone on, is not asked by a coroutine of the program's,
    but by one of a library's with this name that the program's awaits, or by others for that.
    ``name`` is empty where the program's own asks it now."""

    at: int
    frame: int
    name: str


class FirstStep(NamedTuple):
    """The function that has just begun is the outermost one of the program in the first step of
    this eager task, inside another step."""

    at: int
    frame: int
    task: str


class Line(NamedTuple):
    """The program comes to a line. Its variables are as the last `Variables` said."""

    at: int
    frame: int
    line: int


class Awaits(NamedTuple):
    """The program awaits a task or future that is done, on this line: there is no pause."""

    at: int
    frame: int
    line: int
    future: str


class Variables(NamedTuple):
    """Local variables (of a module: global ones) that changed, None for those deleted."""

    at: int
    frame: int
    changed: dict[str, str | None]


class Yield(NamedTuple):
    """A coroutine or generator suspends, on this line; ``value`` climbs to whoever resumed it.
    ``within``: the frame that awaits it, by way of a library's it may be; None where it is asked
    for values, or driven by a loop or by hand."""

    at: int
    frame: int
    value: str
    line: int
    within: int | None = None


class Resume(NamedTuple):
    """A suspended coroutine or generator goes on."""

    at: int
    frame: int


class Throw(NamedTuple):
    """A suspended coroutine or generator goes on with an exception. ``by``: the function of a
    library's, or of asyncio's, that it comes out of, empty where there is none."""

    at: int
    frame: int
    value: str
    by: str = ""


class Return(NamedTuple):
    """A function returns."""

    at: int
    frame: int
    value: str


class Unwind(NamedTuple):
    """A function ends by an exception."""

    at: int
    frame: int
    value: str


class Raised(NamedTuple):
    """An exception has come into a function that runs, out of one of a library's or of asyncio's
    that it calls or awaits. ``by``: the name of that."""

    at: int
    frame: int
    by: str
    value: str
    line: int


class Output(NamedTuple):
    """The program printed. ``stream``: "out" or "err"."""

    at: int
    stream: str
    text: str
    line: int | None


class Thread(NamedTuple):
    """What follows happens in another thread. ``number``: 0 for the main one."""

    at: int
    number: int


class File(NamedTuple):
    """Code of a further file is seen, below the folder that is watched. ``number``: of the file in
    lines; ``name``: from the folder on."""

    at: int
    number: int
    name: str


class Omitted(NamedTuple):
    """Visits to lines that were not recorded since there were too many in one job, by line; and
    calls, by the line at which the function begins."""

    at: int
    visits: list[list[int]]
    calls: list[list[int]]


class Fold(NamedTuple):
    """Here ``turns`` turns happened that were like the last ``period`` ones. ``until``: when they
    were over; ``shortest``/``longest``: of one period. ``renamed``: what was there before and what
    stands in its place now, for "handle", "frame", "task", "future", "queue", "key" and "group".
    What the last of them said: ``changed`` variables by frame, ``timers`` and ``args`` by handle,
    ``values`` and ``contents`` by label, ``clocks`` by loop."""

    at: int
    period: int
    turns: int
    until: int
    shortest: int
    longest: int
    renamed: dict[str, list[list[Any]]]
    changed: dict[int, dict[str, str | None]]
    timers: dict[int, int]
    values: dict[str, str | None]
    args: dict[int, list[str]]
    contents: dict[str, dict[str, Any]]
    clocks: dict[int, int]


class Gap(NamedTuple):
    """Here ``events`` events are not kept, in which ``turns`` turns began, up to ``until``: since
    only the first and the last ones were asked for (``why``: "last"), or those from a signal on
    ("signal"). ``lines``: how many were printed meanwhile; ``open``: the streams that were in the
    midst of one behind them. ``state``: a `state.State`, `carried.packed`, as it was then."""

    at: int
    why: str
    events: int
    turns: int
    until: int
    lines: int
    open: list[str]
    state: list[Any]


class Lost(NamedTuple):
    """Before this so many events were ``lost``, or more: there was no more memory or no deeper
    recursion, a signal came while one was noted, the program had a trace function of its own (on
    3.11) or an audit hook that raises, or has classes of its own in the place of asyncio's, or the
    recorder has a fault. What is told behind it may lack something."""

    at: int
    lost: int


class Cut(NamedTuple):
    """The recording ends here and the program goes on. ``why``: "events", "seconds" or "output", of
    which there were too many; "lost": what follows cannot be told without those that were; "own":
    the program runs a loop in a way of its own from here on, of which nothing can be seen."""

    at: int
    why: str


class Snapshot(NamedTuple):
    """What really is so, before a job runs or the selector is asked, to compare a replay with.
    ``ready``: the queue in order, with the job that runs next; ``timers``: their
    numbers, then their deadlines; ``tasks``: those of the loop that live (of many some, by turns),
    each with its state (None until it is done), what it waits for, how often it was asked to
    cancel, and the frames in its chain; ``futures``, tasks too: state, value and callbacks of each;
    ``frames``: line and variables of those that are suspended in a task, and the frame that awaits
    each, and of those that wait for the loop variables (no line); ``shared``: the contents of
    what tasks share, without holders."""

    at: int
    loop: int
    ready: list[int]
    timers: list[int]
    tasks: dict[str, list[Any]]
    futures: dict[str, list[Any]]
    frames: dict[int, list[Any]]
    shared: dict[str, dict[str, Any]]


Event: TypeAlias = (
    Loop | Start | StopAsked | Stop | Close | Turn | Woke | Watches | Stuck | Handle | Ready | Timer
    | Clock | TimerOut | Cancelled | Run | Skip | End | Failed | Escaped | Task | Named | Waits
    | Done | Gone | Cancel | Uncancel | Future | Set | Added | Removed | Shared | Contents | Made
    | Unbegun | NeverAwaited | Frame | Midway | Driven | Through | FirstStep | Line | Awaits
    | Variables | Yield | Resume | Throw | Return | Unwind | Raised | Output | Thread | File
    | Omitted | Fold | Gap | Lost | Cut | Snapshot
)  # fmt: skip
KINDS: dict[str, type[Any]] = {
    "".join("_" + c.lower() if c.isupper() else c for c in kind.__name__).strip("_"): kind
    for kind in Event.__args__
}
NAMES = {kind: name for name, kind in KINDS.items()}


def as_list(event: Event) -> list[Any]:
    """An event as JSON holds it."""
    return [NAMES[type(event)], *event]


def from_list(item: list[Any]) -> Event:
    """The event of a list. Raises KeyError for an unknown kind, TypeError for missing fields."""
    fields = [_numbered(field) if isinstance(field, dict) else field for field in item[1:]]
    event: Event = KINDS[item[0]](*fields)
    return event


def _numbered(field: dict[str, Any]) -> dict[Any, Any]:
    """JSON has no numbers as keys."""
    return {int(key) if key.isdecimal() else key: value for key, value in field.items()}
