"""The process that others are forked from: a prepared interpreter, with no thread and no loop.

``main()`` is called by ``inside/sitecustomize.py`` while the interpreter starts. Requests come as
lines of JSON on stdin, reports go as lines of JSON to stdout. Each run has a supervisor to itself,
forked here and used again for a later run, which forks the program; in the program's process
``main()`` returns.

Forking here, and not in the process that builds pages (large, with threads), makes a run cost
little and keeps the build out of reach: nothing that a program does to its parents touches MkDocs.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from .supervise import Begin, adopt_orphans, children, supervise

DONE = 0  # what a supervisor announces when a run is over, in the place of a process id
FOLDER = "RUN_FOLDER"  # the variable that names the folder in which each run gets its own


def main() -> int:
    """Serve requests until stdin ends. Returns, in a program's process only, the descriptor of
    its control channel."""
    # What is here now stays: no collection, here or in a fork, need walk over it (and copy it).
    gc.freeze()
    gc.disable()
    begin = Starter(Path(os.environ.pop(FOLDER))).loop()
    if begin is None:
        os._exit(0)
    gc.enable()
    return begin.control


class Starter:
    """The loop of the process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines: dict[int, socket.socket] = {}  # to each supervisor, by its process id
        self.idle: list[int] = []  # supervisors that wait for a run
        self.running: dict[int, dict[str, Any]] = {}  # by the supervisor's process id
        self.children: dict[int, int] = {}  # supervisor's process id → the program's
        self.unread = b""
        self.open = True

    def loop(self) -> Begin | None:
        self.wake, self.woken = socket.socketpair()
        self.wake.setblocking(False)
        self.woken.setblocking(False)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # what a fresh interpreter inherits
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.woken.fileno())
        adopt_orphans()
        self.begun, self.tell = os.pipe()
        while self.open or self.running:
            sources: list[Any] = [self.wake, self.begun, *([0] if self.open else [])]
            ready, _, _ = select.select(sources, [], [])
            if self.begun in ready:
                self.note_begun()
            if self.wake in ready:
                with contextlib.suppress(BlockingIOError):
                    self.wake.recv(4096)
            self.reap()
            if 0 in ready:
                for spec in self.requests():
                    if begin := self.give(spec):
                        return begin
        signal.set_wakeup_fd(-1)  # before it is closed: a supervisor may end at any moment
        return None

    def requests(self) -> list[dict[str, Any]]:
        data = os.read(0, 1 << 16)
        if not data:  # nobody waits for the reports any more
            self.open = False
            for pid in list(self.running):
                self.end(pid)
            for pid in self.idle:
                self.lines[pid].close()
        *lines, self.unread = (self.unread + data).split(b"\n")
        return [json.loads(line) for line in lines]

    def give(self, spec: dict[str, Any]) -> Begin | None:
        """Give a run to a supervisor, an idle one or a new one."""
        if not self.idle and (begin := self.hire()):
            return begin
        supervisor = self.idle.pop()
        self.running[supervisor] = spec
        with contextlib.suppress(OSError):  # it has died: `reap` will tell
            self.lines[supervisor].sendall(json.dumps(spec).encode() + b"\n")
        return None

    def hire(self) -> Begin | None:
        """Fork a supervisor. Returns something in the process of one of its programs only."""
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid:
            theirs.close()
            self.lines[pid] = ours
            self.idle.append(pid)
            return None
        signal.set_wakeup_fd(-1)  # before it is closed: a signal may come at any moment
        for line in (ours, self.wake, self.woken, *self.lines.values()):
            line.close()
        return self.work(theirs)

    def work(self, line: socket.socket) -> Begin:
        """In a supervisor: one run after another, until the line ends, or a run has broken it."""
        os.setsid()
        me = os.getpid()
        while request := line.recv(1 << 16):
            spec = json.loads(request)
            place = self.folder / str(spec["id"])
            try:
                place.mkdir()
                report = supervise(spec, place, lambda child: self.announce(me, child))
                if isinstance(report, Begin):
                    line.detach()  # its descriptor is the program's by now
                    return report
                (place / "report").write_text(json.dumps(report), encoding="utf-8")
            except BaseException as error:
                with contextlib.suppress(OSError):
                    (place / "broken").write_text(repr(error), encoding="utf-8")
                break
            self.announce(me, DONE)
        os._exit(0)

    def announce(self, supervisor: int, child: int) -> None:
        os.write(self.tell, f"{supervisor}:{child}\n".encode())

    def note_begun(self) -> None:
        for line in os.read(self.begun, 1 << 16).decode().split():
            supervisor, child = map(int, line.split(":"))
            if child == DONE and supervisor in self.running:
                self.report(supervisor)
            elif supervisor in self.running:
                self.children[supervisor] = child
                self.say({"id": self.running[supervisor]["id"]})

    def reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            if pid not in self.lines:  # an orphan that came here, ended
                continue
            if select.select([self.begun], [], [], 0)[0]:
                self.note_begun()  # what it said before it ended
            self.lines.pop(pid).close()
            if pid in self.running:
                self.report(pid, os.waitstatus_to_exitcode(status))
            else:
                self.idle.remove(pid)

    def report(self, pid: int, ended: int | None = None) -> None:
        """Pass on the report of the run that ``pid`` supervised, which goes on or has ``ended``
        with that status."""
        spec = self.running.pop(pid)
        child = self.children.pop(pid, None)
        place = self.folder / str(spec["id"])
        try:
            report = json.loads((place / "report").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            report = {"lost": self.why_lost(place, ended or 0)}
            if child:  # its supervisor is gone, so the program ends here
                _kill_group(child)
            self.end_orphans()
        shutil.rmtree(place, ignore_errors=True)
        if ended is None:
            self.idle.append(pid)
        self.say({"id": spec["id"], **report})

    def end_orphans(self) -> None:
        """End what came here because its supervisor is gone (Linux; elsewhere nothing comes)."""
        with contextlib.suppress(OSError):
            while orphans := set(children()) - self.lines.keys():
                for pid in orphans:
                    os.kill(pid, signal.SIGKILL)
                time.sleep(0.01)
                self.reap()

    @staticmethod
    def say(message: dict[str, Any]) -> None:
        """A report, or, when there is nothing but the number, that the run has begun."""
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.write(json.dumps(message) + "\n")
            sys.stdout.flush()

    @staticmethod
    def why_lost(place: Path, status: int) -> str:
        with contextlib.suppress(OSError):
            return (place / "broken").read_text(encoding="utf-8")
        if status < 0:
            return f"the process that watched it was killed by {signal.Signals(-status).name}"
        return "the process that watched it left no report"

    def end(self, pid: int) -> None:
        for group in (self.children.get(pid), pid):
            if group:
                _kill_group(group)


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
