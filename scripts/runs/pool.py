"""Have programs run: hand in a request, get a future of its `Run`.

The work is done by processes of their own (`runs.starter`, one for each interpreter and turn);
here is one thread for each that reads its reports.

Sleeping costs nothing, so the number of runs is not bounded. What is bounded is what costs: the
programs that are starting (a few), and those that are declared busy (one for each core; only in
the first turn, whose figures are shown, unless the recording is to show how they spin).

A program that harms the processes around it harms the runs beside it, and which one did it cannot
be seen. So each run that is lost is run once more, alone: by a process that runs nothing else. What
is lost again is its own doing.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import functools
import itertools
import json
import os
import platform
import re
import resource
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import ends, mishaps
from .contracts import Contract
from .programs import Program
from .recordings import Recording
from .run import Line, Run
from .scratch import in_memory
from .starter import END, FOLDER
from .supervise import FORKED_IN, INSIDE, LAST_FD, MAIN, STARTING_LIMIT

SCRIPTS = Path(__file__).resolve().parent.parent
CORES = os.cpu_count() or 1
STARTING_AT_ONCE = max(1, CORES // 2)  # more would starve the pages, which are made meanwhile
RECORDED = 2  # times as long may a recorded run take: recording is our work, not the program's
SLACK = 20.0  # seconds a report may come after the limit of its run, on a crowded machine
LOOK_EVERY = 0.5  # seconds
LONGEST_REPORT = 1 << 28  # bytes
# A terminal obeys these, a page cannot; the last turn round what stands beside them.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


Key = tuple[str, int, int]


@dataclass
class _Starter:
    """A process that runs programs. ``fault``: why it was ended before its time."""

    process: subprocess.Popen[bytes]
    line: socket.socket
    fault: str = ""

    def say(self, line: bytes) -> None:
        """Ask for a run. Raises OSError when the process has ended."""
        self.line.sendall(line)

    def no_more(self) -> None:
        """Let it end: what still runs there ends at once."""
        with contextlib.suppress(OSError):
            self.line.shutdown(socket.SHUT_WR)

    def kill(self, why: str) -> None:
        """End it at once, with all it runs."""
        self.fault = self.fault or why
        self.process.kill()

    def is_stopped(self) -> bool:
        """Whether somebody has stopped it (since last asked)."""
        with contextlib.suppress(ChildProcessError, AttributeError):  # macOS has no waitid
            return bool(os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG))
        return False


@dataclass
class _Request:
    """A run that was asked for. ``begun``: monotonic time, once the program has begun."""

    number: int
    program: Program
    contract: Contract
    python: str
    turn: int
    fresh: bool
    recorded: bool
    future: Future[Run] = field(default_factory=Future)
    begun: float | None = None
    alone: bool = False
    longer: float = 1.0  # as its time limit times this is how long it may take
    patience: float = 0.0  # seconds that are left for a report to come

    @property
    def starter(self) -> Key:
        """Which process runs it."""
        return self.python, self.turn, self.number if self.alone else 0

    @property
    def measures(self) -> bool:
        return self.contract.busy and (not self.turn or self.contract.spins is not None)

    def line(self) -> bytes:
        spec = {
            "id": self.number,
            "source": self.program.source,  # as it is shown: the file may be saved meanwhile
            "beside": {each.file.name: each.source for each in self.program.beside},
            "python": self.python,
            "transcript": self.contract.transcript,
            "recorded": self.recorded,
            "time_limit": self.contract.time_limit,
            "longer": self.longer,
            "stops_after": self.contract.stops_after,
            "background": self.contract.background,
            "fresh": self.fresh,
        }
        return json.dumps(spec).encode() + b"\n"


class Pool:
    """Runs programs, all at once; ``close()`` ends whatever still runs.

    ``submit`` may be called from any thread. A future never hangs: should a process that runs
    programs end, every open future of it gets a run that says so.
    """

    def __init__(self) -> None:
        """Raises OSError where the machine has no room, or allows too few open files."""
        if resource.getrlimit(resource.RLIMIT_NOFILE)[0] <= LAST_FD:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        self._scratch = ends.scratch(in_memory())
        self.folder = self._scratch.folder
        self._numbers = itertools.count(1)
        self._waiting: list[_Request] = []
        self._open: dict[int, _Request] = {}
        self._starters: dict[Key, _Starter] = {}
        self._readers: list[threading.Thread] = []
        self._closed = threading.Event()
        self._lock = threading.RLock()

    def submit(
        self,
        program: Program,
        contract: Contract,
        python: str = sys.executable,
        turn: int = 0,
        fresh: bool = False,
        recorded: bool = False,
    ) -> Future[Run]:
        """Ask for a run of ``program`` by the interpreter ``python``.

        Runs of another ``turn`` come from another process, with other hashes, so that an order
        which hangs on them shows. ``fresh``: start an interpreter for this run alone.
        ``recorded``: the run has a recording.
        """
        number = next(self._numbers)
        request = _Request(number, program, contract, python, turn, fresh, recorded)
        with self._lock:
            self._waiting.append(request)
            self._admit()
        return request.future

    def slowest(self) -> str:
        """The program that has been running longest, with its seconds; empty when none is."""
        with self._lock:
            begun = [r for r in self._open.values() if r.begun is not None]
            if not begun:
                return ""
            slow = min(begun, key=lambda r: r.begun or 0.0)
            return f"{slow.program.where} ({time.monotonic() - (slow.begun or 0.0):.1f} s)"

    def abandon(self, run: Future[Run]) -> None:
        """End a run at once, or let it not begin: nobody wants it any more, and others may want the
        room. Its future is cancelled, if it has no result yet."""
        with self._lock:
            asked = [*self._waiting, *self._open.values()]
            if not (request := next((each for each in asked if each.future is run), None)):
                return
            if self._open.pop(request.number, None):  # of what is not open nothing is heard
                self._end(request)
            else:
                self._waiting.remove(request)
            run.cancel()
            run.set_running_or_notify_cancel()  # whoever waits learns of it
            self._admit()

    def close(self) -> None:
        """End the runs that are under way and remove every trace of them."""
        self._closed.set()
        with self._lock:
            self._waiting.clear()
            for starter in self._starters.values():
                starter.no_more()
        for reader in self._readers:
            reader.join()
        self._scratch.close()
        ends.forget(self._scratch.close)

    def _admit(self) -> None:
        starting = sum(r.begun is None for r in self._open.values())
        measuring = sum(r.measures for r in self._open.values())
        for request in list(self._waiting):
            if starting >= STARTING_AT_ONCE:
                return
            if request.measures and measuring >= CORES:
                continue
            measuring += request.measures
            starting += 1
            self._waiting.remove(request)
            self._open[request.number] = request
            self._send(request)

    def _send(self, request: _Request) -> None:
        key, limit = request.starter, request.contract
        request.longer = crowd() * (RECORDED if request.recorded else 1)
        longest = limit.stops_after or limit.time_limit * request.longer
        request.patience = STARTING_LIMIT + longest + SLACK
        try:
            if key not in self._starters:
                self._starters[key] = self._starter(key)
            self._starters[key].say(request.line())
        except ConnectionError:
            self._answer({"id": request.number, "lost": ENDED})
        except (OSError, RuntimeError, MemoryError) as error:  # as where no thread can be started
            told = mishaps.sentence(error, SCRIPTS.parent)
            lost = {"lost": "", "machine": told} if told else {"lost": str(error)}
            self._answer({"id": request.number, **lost})

    def _end(self, request: _Request) -> None:
        """Have the process that runs it end it."""
        if not (starter := self._starters.get(request.starter)):
            return
        if request.alone:
            starter.no_more()
            return
        with contextlib.suppress(OSError):  # it has ended, and with it all that it ran
            starter.say(json.dumps({END: request.number}).encode() + b"\n")

    def _starter(self, key: Key) -> _Starter:
        ends.check()
        environment = {
            "PATH": os.defpath,
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(INSIDE),
            "RUN_STARTER": str(SCRIPTS),
            FOLDER: str(self.folder),
            # what an interpreter reads once, while it starts
            "HOME": str(self.folder),
            "NO_COLOR": "1",
            "PYTHON_COLORS": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TZ": "UTC",
        }
        ours, theirs = socket.socketpair()
        with contextlib.ExitStack() as undo:  # where nobody would hear it
            undo.callback(ours.close)
            with theirs:
                process = subprocess.Popen(
                    [key[0], f"{FORKED_IN}/{MAIN}"],
                    stdin=theirs.fileno(),
                    stdout=theirs.fileno(),
                    env=environment,
                    start_new_session=True,
                )
            undo.callback(process.wait)
            undo.callback(process.kill)
            starter = _Starter(process, ours)
            reader = threading.Thread(target=self._read, args=(starter, key), daemon=True)
            if not self._readers:
                threading.Thread(target=self._watch, daemon=True).start()
            reader.start()
            undo.pop_all()
        self._readers.append(reader)
        return starter

    def _read(self, starter: _Starter, key: Key) -> None:
        try:
            self._hear(starter)
        except Exception as error:  # whoever waits must hear of it
            starter.kill(f"what it said could not be read: {error!r}")
        starter.process.wait()
        with self._lock:
            if self._starters.get(key) is starter:
                del self._starters[key]  # the next request gets a new one
            left = [r.number for r in self._open.values() if r.starter == key]
        for number in left:
            self._answer({"id": number, "lost": starter.fault or ENDED})

    def _hear(self, starter: _Starter) -> None:
        trusted = True  # until something comes that the process does not say
        with starter.line, starter.line.makefile("rb") as reports, contextlib.suppress(OSError):
            while line := reports.readline(LONGEST_REPORT):
                try:
                    if trusted:
                        self._answer(json.loads(line))
                except (ValueError, TypeError, AttributeError, KeyError):
                    trusted = False
                    starter.no_more()

    def _watch(self) -> None:
        """End a process that was stopped, or does not answer in time: see what comes of each run
        when it is alone. Time in which this process itself was stopped does not count."""
        before = time.monotonic()
        while not self._closed.wait(LOOK_EVERY):
            now = time.monotonic()
            passed, before = min(now - before, 2 * LOOK_EVERY), now
            with self._lock:
                for starter in self._starters.values():
                    if starter.is_stopped():
                        starter.kill("the process that runs the programs was stopped by a signal")
                for request in self._open.values():
                    request.patience -= passed
                    if request.patience < 0 and request.starter in self._starters:
                        self._starters[request.starter].kill("no report of it came in time")

    def _answer(self, report: dict[str, Any]) -> None:
        with self._lock:
            if report.keys() == {"id"}:
                if request := self._open.get(report["id"]):
                    request.begun = time.monotonic()
                    request.patience -= STARTING_LIMIT
                self._admit()
                return
            request = self._open.pop(report["id"], None)
            if request and "lost" in report and not (request.alone or self._closed.is_set()):
                request.alone, request.begun, request.number = True, None, next(self._numbers)
                self._waiting.insert(0, request)
                request = None
            elif request and request.alone and request.starter in self._starters:
                self._starters[request.starter].no_more()
            self._admit()
        if request:
            try:
                request.future.set_result(_as_run(request, report, self.folder))
            except Exception as error:  # whoever waits must hear of it
                request.future.set_exception(error)


def crowd() -> float:
    """How many times as long as on an idle machine a run may take, for others want the cores."""
    return max(1.0, os.getloadavg()[0] / CORES)


ENDED = "the process that runs the programs has ended"


@functools.cache
def describe(python: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Version ("3.13.0"), platform ("Linux x86_64") and the paths that output may show of an
    interpreter, each with what a reader gets to see instead."""
    code = (
        "import sys,sysconfig,json;"
        "v='%d.%d.%d'%sys.version_info[:3];"
        "p=sysconfig.get_paths();"
        "print(json.dumps([v,p['stdlib'],sys.executable,sys.prefix,sys.base_prefix]))"
    )
    # In a session of its own, so that a Ctrl+C is for the build alone.
    own: dict[str, Any] = {"capture_output": True, "text": True, "start_new_session": True}
    out = subprocess.run([python, "-I", "-c", code], check=True, **own).stdout
    version, stdlib, executable, prefix, base = json.loads(out)
    short = "python" + ".".join(version.split(".")[:2])
    hidden = [(stdlib, f"lib/{short}"), (executable, "python3"), (prefix, "."), (base, ".")]
    resolved = [(str(Path(path).resolve()), instead) for path, instead in hidden]
    return version, f"{platform.system()} {platform.machine()}", tuple(hidden + resolved)


def _as_run(request: _Request, report: dict[str, Any], folder: Path) -> Run:
    version, system, hidden = describe(request.python)
    program, place = request.program, f"{folder}/{request.number}/program"
    files = [(MAIN, program.filename), *((each.file.name,) * 2 for each in program.beside)]
    paths = (
        *((f"{where}/{file}", shown) for file, shown in files for where in (FORKED_IN, place)),
        (place, "."),
        (str(INSIDE), "…"),
        *hidden,
    )
    troubles = dict(report.get("troubles", {}))
    troubles |= {kind: report[kind] for kind in ("machine", "lost") if report.get(kind)}
    lines = _lines(report.get("chunks", []), paths, troubles)
    return Run(
        program=program,
        contract=request.contract,
        lines=tuple(lines),
        status=report.get("status"),
        wall=report.get("wall", 0.0),
        cpu=report.get("cpu", 0.0),
        began=datetime.datetime.fromtimestamp(report.get("began", 0.0), datetime.UTC),
        python=version,
        platform=system,
        exit_called=report.get("exit_called", False),
        ended_orderly=report.get("ended_orderly", False),
        turns=report.get("turns"),
        troubles=troubles,
        recording=_recording(report.get("recording") if request.recorded else None, paths),
    )


def _recording(text: str | None, paths: tuple[tuple[str, str], ...]) -> Recording | None:
    for path, instead in paths if text else ():
        text = str(text).replace(path, instead)
    try:
        return Recording.of(json.loads(text)) if text else None
    except Exception:  # a program may write there, too, and whatever it likes
        return None


def _lines(
    chunks: list[list[Any]], paths: tuple[tuple[str, str], ...], troubles: dict[str, str]
) -> list[Line]:
    """Whole lines out of what was written, in order; a line counts from its first character."""
    open_lines: dict[str, int] = {}
    raw: list[list[Any]] = []
    for at, stream, text in chunks:
        for piece in re.findall(r"[^\n]*\n|[^\n]+", text):
            if stream not in open_lines:
                open_lines[stream] = len(raw)
                raw.append([at, stream, ""])
            raw[open_lines[stream]][2] += piece
            if piece.endswith("\n"):
                del open_lines[stream]
    return [Line(at, stream, _shown(text, paths, troubles)) for at, stream, text in raw]


def _shown(text: str, paths: tuple[tuple[str, str], ...], troubles: dict[str, str]) -> str:
    data = text.encode("latin-1").removesuffix(b"\n")
    try:
        shown = data.decode("utf-8")
    except UnicodeDecodeError as error:
        shown = data.decode("utf-8", "backslashreplace")
        troubles.setdefault("not-utf-8", f"byte 0x{data[error.start]:02x} in {shown!r:.60}")
    for path, instead in paths:
        shown = shown.replace(path, instead)
    if control := CONTROL.search(shown):
        troubles.setdefault("control", f"{control[0]!r} in {shown!r:.60}")
    return CONTROL.sub(lambda found: repr(found[0])[1:-1], shown)
