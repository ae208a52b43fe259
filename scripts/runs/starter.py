"""The process that others are forked from: a prepared interpreter, with no thread and no loop.

``main()`` is called by ``inside/sitecustomize.py`` while the interpreter starts. Requests come as
lines of JSON on stdin, reports go as lines of JSON to stdout. Each run has a supervisor to itself,
forked here and used again for a later run, which forks the program; in the program's process
``main()`` returns.

Programs may be hostile, and all of this is done by the same user. So words go through sockets that
have no name: a file or a pipe could be opened by anybody, and replaced by something on which
reading never ends. A supervisor that is stopped is killed at once, and its run is lost. If the
starter itself is stopped or killed, the pool notices, and its supervisors die with it.

Forking here, and not in the process that builds pages (large, with threads), makes a run cost
little and keeps the build out of reach: nothing that a program does to its parents touches MkDocs.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import mishaps
from .scratch import remove
from .supervise import Begin, adopt_orphans, children, die_with_parent, end_tree, supervise

END = "end"  # what is asked for a run that shall end at once; all else asks for one
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
    gc.collect(0)  # of little; and when the next one is due does not depend on what was done here
    gc.enable()
    return begin.control


@dataclass
class Wire:
    """To a supervisor and from it: lines of JSON. ``told``: what has come of the next one."""

    socket: socket.socket
    told: bytes = b""

    def say(self, message: Any) -> None:
        """Raises OSError when the other side is gone."""
        self.socket.sendall(json.dumps(message).encode() + b"\n")

    def hear(self) -> list[Any]:
        """The messages that have come whole; waits where the socket does. The last is None when
        the other side is gone."""
        try:
            data = self.socket.recv(1 << 20)
        except BlockingIOError:
            return []
        except OSError:
            data = b""
        *lines, self.told = (self.told + data).split(b"\n")
        return [*map(json.loads, lines), *([] if data else [None])]


class Starter:
    """The loop of the process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines: dict[int, Wire] = {}  # to each supervisor, by its process id
        self.idle: list[int] = []  # supervisors that wait for a run
        self.running: dict[int, dict[str, Any]] = {}  # by the supervisor's process id
        self.children: dict[int, int] = {}  # supervisor's process id → the program's
        self.stopped: set[int] = set()  # supervisors that somebody has stopped
        self.unread = b""
        self.open = True

    def loop(self) -> Begin | None:
        self.build = os.getppid()
        self.wake, self.woken = socket.socketpair()
        self.wake.setblocking(False)
        self.woken.setblocking(False)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # what a fresh interpreter inherits
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.woken.fileno())
        adopt_orphans()
        self.sources = selectors.DefaultSelector()
        self.sources.register(0, selectors.EVENT_READ)
        self.sources.register(self.wake, selectors.EVENT_READ)
        while self.open or self.running:
            ready = {key.fd: key.data for key, _ in self.sources.select()}
            for pid in filter(None, ready.values()):
                self.hear(pid)
            if self.wake.fileno() in ready:
                with contextlib.suppress(BlockingIOError):
                    self.wake.recv(4096)
            self.reap()
            if 0 in ready:
                for spec in self.requests():
                    if END in spec:
                        self.end_run(spec[END])
                    elif begin := self.give(spec):
                        return begin
        signal.set_wakeup_fd(-1)  # before it is closed: a supervisor may end at any moment
        if os.getppid() != self.build:  # it was killed, and nobody else tidies up
            remove(self.folder)
        return None

    def requests(self) -> list[dict[str, Any]]:
        try:
            data = os.read(0, 1 << 16)
        except OSError:
            data = b""
        if not data:  # nobody waits for the reports any more
            self.open = False
            self.sources.unregister(0)
            for pid in list(self.running):
                self.end(pid)
        *lines, self.unread = (self.unread + data).split(b"\n")
        return [json.loads(line) for line in lines]

    def give(self, spec: dict[str, Any]) -> Begin | None:
        """Give a run to a supervisor, an idle one or a new one."""
        if not self.idle and (begin := self.hire()):
            return begin
        supervisor = self.idle.pop()
        self.running[supervisor] = spec
        line = self.lines[supervisor]
        line.socket.setblocking(True)  # what does not fit at once is taken as soon as it is read
        with contextlib.suppress(OSError):  # it has died: `reap` will tell
            line.say(spec)
        line.socket.setblocking(False)
        return None

    def hire(self) -> Begin | None:
        """Fork a supervisor. Returns something in the process of one of its programs only."""
        ours, theirs = socket.socketpair()
        starter = os.getpid()
        pid = os.fork()
        if pid:
            theirs.close()
            ours.setblocking(False)
            self.lines[pid] = Wire(ours)
            self.sources.register(ours, selectors.EVENT_READ, pid)
            self.idle.append(pid)
            return None
        signal.set_wakeup_fd(-1)  # before it is closed: a signal may come at any moment
        self.sources.close()
        for sock in (ours, self.wake, self.woken, *(line.socket for line in self.lines.values())):
            sock.close()
        die_with_parent(starter)
        return self.work(Wire(theirs))

    def work(self, line: Wire) -> Begin:
        """In a supervisor: one run after another, until the line ends, or a run has broken it."""
        os.setsid()
        heard: list[Any] = []
        while True:
            while not heard:
                heard = line.hear()
            if (spec := heard.pop(0)) is None:
                os._exit(0)
            try:
                report = supervise(spec, self.place(spec["id"]), lambda child: line.say(child))
                if isinstance(report, Begin):
                    line.socket.detach()  # its descriptor is the program's by now
                    return report
                line.say(report)
            except BaseException as error:
                with contextlib.suppress(OSError):
                    line.say(self.why(error, spec))
                os._exit(1)

    def why(self, error: BaseException, spec: dict[str, Any]) -> dict[str, str]:
        """The report of a run that an error of ours, or of the machine, has cost."""
        if isinstance(error, OSError) and error.errno in mishaps.NO_ROOM:
            place = self.folder / str(spec["id"])
            return {"lost": "", "machine": mishaps.no_room(error.strerror or "", place)}
        return {"lost": repr(error)}

    def place(self, number: int) -> Path:
        """A new folder for a run; an earlier program may have shut or removed where it shall be."""
        place = self.folder / str(number)
        with contextlib.suppress(OSError):
            os.chmod(self.folder, 0o700)
        place.mkdir(parents=True)
        return place

    def hear(self, pid: int) -> None:
        """Take what a supervisor says: the process id of its program, or the report of the run."""
        line = self.lines.get(pid)
        for message in line.hear() if line else ():
            if message is None:
                with contextlib.suppress(KeyError):
                    self.sources.unregister(self.lines[pid].socket)
            elif isinstance(message, dict):
                self.report(pid, message)
            elif pid in self.running:
                self.children[pid] = message
                self.say({"id": self.running[pid]["id"]})

    def reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG | os.WUNTRACED)
            except ChildProcessError:
                return
            if not pid:
                return
            if os.WIFSTOPPED(status):
                self.stopped.add(pid)
                os.kill(pid, signal.SIGKILL)
            elif pid in self.lines:  # else an orphan that came here, ended
                self.hear(pid)  # what it said before it ended
                self.forget(pid)
                if pid in self.running:
                    self.report(pid, {"lost": self.why_lost(pid, status)})
                with contextlib.suppress(ValueError):
                    self.idle.remove(pid)

    def forget(self, pid: int) -> None:
        if line := self.lines.pop(pid, None):
            with contextlib.suppress(KeyError):
                self.sources.unregister(line.socket)
            line.socket.close()

    def report(self, pid: int, report: dict[str, Any]) -> None:
        """Pass on the report of the run that ``pid`` supervised; when it is lost, end what is left
        of the run, for its supervisor is gone."""
        spec, child = self.running.pop(pid, None), self.children.pop(pid, None)
        if spec is None:
            return
        if "lost" in report:
            if child:
                _kill_group(child)
            self.end_orphans()
        elif pid in self.lines:
            self.idle.append(pid)
        remove(self.folder / str(spec["id"]))
        self.say({"id": spec["id"], **report})

    def end_orphans(self) -> None:
        """End what came here because its supervisor is gone (Linux; elsewhere nothing comes)."""
        with contextlib.suppress(OSError):
            while orphans := set(children()) - self.lines.keys():
                end_tree(orphans)
                self.reap()

    @staticmethod
    def say(message: dict[str, Any]) -> None:
        """A report, or, when there is nothing but the number, that the run has begun."""
        with contextlib.suppress(OSError):
            sys.stdout.write(json.dumps(message) + "\n")
            sys.stdout.flush()

    def why_lost(self, pid: int, status: int) -> str:
        if pid in self.stopped:
            return "the process that watched it was stopped by a signal"
        if os.WIFSIGNALED(status):
            name = signal.Signals(os.WTERMSIG(status)).name
            return f"the process that watched it was killed by {name}"
        return "the process that watched it left no report"

    def end_run(self, number: int) -> None:
        """End a run before its time; what is left of it goes when its supervisor has ended."""
        for pid in [pid for pid, spec in self.running.items() if spec["id"] == number]:
            self.end(pid)

    def end(self, pid: int) -> None:
        for group in (self.children.get(pid), pid):
            if group:
                _kill_group(group)
        os.kill(pid, signal.SIGKILL)  # it may have no group of its own yet


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
