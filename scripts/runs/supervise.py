"""Run one program under limits, in a process that no other run depends on meanwhile.

Rule 1: whatever the program does, this process gives a report or dies; both are noticed.
Rule 2: the program's session is its own; its parent is this process, alone in its group, so that
a program that kills its parent's group kills the supervision of itself and nothing more.
Rule 3: what is left behind is found (Linux: orphans come here) and ended before the report.
Rule 4: nothing that a program can put somewhere is waited for: a file is read only if it is one,
up to a size; messages are taken some at a time; what is said on the control channel is doubted.

Theory: stdout, stderr and a control channel are three datagram sockets that send to one receiver.
So messages arrive in the order in which they were written, across streams, and each tells where it
comes from; two pipes could not. Each is stamped on arrival, against the moment the child's
`sitecustomize` said that the program begins.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import select
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import mishaps

INSIDE = Path(__file__).parent / "inside"
MAIN = "program.py"
FORKED_IN = "/proc/self/cwd"  # a prepared interpreter starts there: each fork finds its own `MAIN`
FORKS = Path("/proc/self/cwd").exists()
LAST_FD = 63  # the control channel, out of the way of the numbers that a program gets
OUTPUT_LIMIT = 100_000  # bytes, both streams together
STARTING_LIMIT = 60.0  # seconds an interpreter may take until the program begins
GRACE = 1.0  # seconds between being asked to stop and being killed
LINGER = 0.5  # seconds a helper process may outlive the program
MESSAGE = 1 << 18
MESSAGES = 1000  # taken before the clock is looked at again
LOOK_EVERY = 0.25  # seconds between two looks at what a program takes up
MOST_PROCESSES = 100
MOST_BYTES, MOST_FILES = 1 << 26, 5000  # in the folder of a run
LONGEST_RECORDING = 1 << 26  # bytes


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends (Linux; elsewhere nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def die_with_parent(parent: int) -> None:
    """Have this process killed when ``parent``, whose only thread made it, ends (Linux; elsewhere
    nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)


def children() -> list[int]:
    """The children of this process, ended ones too. Raises OSError where the system tells none."""
    return [int(pid) for pid in Path("/proc/thread-self/children").read_text().split()]


def below(pids: Iterable[int], most: int = 1 << 30) -> set[int]:
    """These processes and all below them; no more are looked for once there are so many."""
    found, left = set(pids), list(pids)
    while left and len(found) < most:
        for file in Path(f"/proc/{left.pop()}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                new = set(map(int, file.read_text().split())) - found
                found |= new
                left += new
    return found


def stands_still(pid: int) -> bool:
    """Whether a process is stopped or has ended; False where the system does not tell."""
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0]
            in "TZX"
        )
    except (OSError, IndexError):
        return False


def end_tree(pids: Iterable[int]) -> None:
    """Kill these processes and all below them. All are stopped first: what only dies one by one
    can make new ones faster than it is killed."""
    tree: set[int] = set()
    while new := below(pids) - tree:
        tree |= new
        _signal_all(new, signal.SIGSTOP)
    _signal_all(tree, signal.SIGKILL)


def _signal_all(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


@dataclass(frozen=True)
class Begin:
    """What `supervise` returns in the process of the program: the control channel's descriptor."""

    control: int


def supervise(
    spec: dict[str, Any], place: Path, began: Callable[[int], None]
) -> dict[str, Any] | Begin:
    """Run ``spec`` in the new folder ``place`` and report; calls ``began(pid)`` when it begins.

    ``spec``: source, beside (sources of what it imports, by name of the file), transcript,
    recorded, python, time_limit (seconds), longer (how many times as long it is left alone, for
    others want the core), stops_after (seconds or None), background (give way to others), fresh
    (start an interpreter instead of forking this one). The report is plain data for JSON: chunks
    [[seconds, stream, text]], status, wall, cpu, began (Unix time), exit_called, ended_orderly,
    turns (of its event loops; None where the program came to no ordinary end), troubles, recording
    (JSON as text, or None).
    """
    return _Supervisor(spec, place, began).report()


def give_way() -> None:
    """Let others have the cores first: this process, and its session where Linux groups by it."""
    os.nice(19)
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text("19")


class _Supervisor:
    def __init__(self, spec: dict[str, Any], place: Path, began: Callable[[int], None]) -> None:
        self.spec, self.place, self.tell_begin = spec, place, began
        self.chunks: list[tuple[float, str, bytes]] = []
        self.troubles: dict[str, str] = {}
        self.size = 0
        self.zero: float | None = None  # monotonic time of the program's begin
        self.zero_cpu = 0.0
        self.began = time.time()
        self.end: dict[str, Any] = {}
        self.full = ""  # why its recording could not be kept
        self.status: int | None = None
        self.asked: float | None = None  # when the child was asked to stop
        self.stopped = ""  # the signal by which it stands still, if it does
        self.finished: float | None = None
        self.looked = time.monotonic()
        self.cpu = 0.0

    def report(self) -> dict[str, Any] | Begin:
        adopt_orphans()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        self.inside = os.open(self.place, os.O_RDONLY | os.O_DIRECTORY)  # whatever moves meanwhile
        self.open_channels()
        self.prepare()
        me = os.getpid()
        wake, woken = self.hear_of_children()
        if self.spec["fresh"] or not FORKS:
            self.pid = self.start()
        elif not (pid := os.fork()):
            try:
                signal.set_wakeup_fd(-1)
                wake.close()
                woken.close()
                die_with_parent(me)
                return self.become_program()
            except BaseException as error:
                with contextlib.suppress(OSError):
                    self.senders["control"].send(f"unborn {error!r}".encode())
                os._exit(70)  # it must not go on as a second supervisor
        else:
            self.pid = pid
        for sender in self.senders.values():
            sender.close()
        while self.finished is None:
            ready, _, _ = select.select([self.receiver, wake], [], [], self.patience())
            if self.receiver in ready:
                self.receive()
            if wake in ready:
                with contextlib.suppress(BlockingIOError):
                    wake.recv(64)
                self.reap()
            self.enforce()
            self.look()
        self.receive()
        self.end_leftovers()
        self.receive()
        signal.set_wakeup_fd(-1)
        for sock in (wake, woken, self.receiver):
            sock.close()
        summary = self.summary()
        os.close(self.inside)
        return summary

    # -- the child

    def open_channels(self) -> None:
        channels = self.place / "channels"
        channels.mkdir()
        os.chdir(channels)  # the name of a socket must be short, however long the path
        self.receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.receiver.bind("all")
        self.receiver.setblocking(False)
        self.senders = {}
        for stream in ("out", "err", "control"):
            sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            sender.bind(stream)
            sender.connect("all")
            sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MESSAGE)
            self.senders[stream] = sender

    def prepare(self) -> None:
        """Lay out the folder of the run: only what the program needs, under the name `MAIN`. What
        the interpreter starts with lies there too, but for a recorded run, which goes there."""
        self.folder = self.begins_in = self.place / "program"
        self.folder.mkdir()
        if self.spec["transcript"]:
            _write(self.folder / "typed.py", self.spec["source"])
            shutil.copyfile(INSIDE / "transcript.py", self.folder / MAIN)
        else:
            _write(self.folder / MAIN, self.spec["source"])
        for name, source in self.spec["beside"].items():
            _write(self.folder / name, source)
        if self.spec["recorded"]:
            self.begins_in = self.place / "recorded"
            self.begins_in.mkdir()
            shutil.copyfile(INSIDE / "recorded.py", self.begins_in / MAIN)
        self.started = time.monotonic()

    @staticmethod
    def hear_of_children() -> tuple[socket.socket, socket.socket]:
        wake, woken = socket.socketpair()
        woken.setblocking(False)
        wake.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(woken.fileno())
        return wake, woken

    def start(self) -> int:
        """Start an interpreter that comes to the program the ordinary way."""
        control = self.senders["control"].fileno()
        environment = {"PYTHONPATH": str(INSIDE), "RUN_CONTROL": str(control)}
        self.child = subprocess.Popen(
            [self.spec["python"], str(self.begins_in / MAIN)],
            stdin=subprocess.DEVNULL,
            stdout=self.senders["out"].fileno(),
            stderr=self.senders["err"].fileno(),
            pass_fds=[control],
            cwd=self.begins_in,
            env=self.environment() | environment,
            start_new_session=True,
        )
        return int(self.child.pid)

    def become_program(self) -> Begin:
        """In the fork: be what a fresh interpreter would be, then let it go on with its start."""
        os.setsid()
        if self.spec["background"]:
            give_way()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        # A builder in the background ignores SIGINT; a reader's program does not.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(self.senders["out"].fileno(), 1)
        os.dup2(self.senders["err"].fileno(), 2)
        control = os.dup2(self.senders["control"].fileno(), LAST_FD)
        for sock in (self.receiver, *self.senders.values()):
            sock.close()
        os.close(self.inside)
        os.closerange(3, control)
        os.closerange(control + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        os.chdir(self.begins_in)
        os.environ.clear()
        os.environ.update(self.environment())
        sys.argv[:] = [MAIN]
        return Begin(control)

    def environment(self) -> dict[str, str]:
        """All that a program gets to know of where it runs."""
        return {
            "PATH": os.defpath,
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "NO_COLOR": "1",
            "PYTHON_COLORS": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    # -- what comes from it

    def receive(self) -> None:
        for _ in range(MESSAGES):
            try:
                data, sender = self.receiver.recvfrom(MESSAGE)
            except BlockingIOError:
                return
            at, stream = time.monotonic(), os.path.basename(sender or "")
            if stream == "control":
                try:
                    self.told(at, data.decode())
                except (ValueError, TypeError, KeyError, RecursionError):
                    self.troubles["spoke"] = repr(data[:60])
            elif stream in ("out", "err"):  # a program can make senders of its own: not heard
                self.keep(at, stream, data)

    def keep(self, at: float, stream: str, data: bytes) -> None:
        if self.size > OUTPUT_LIMIT:
            return
        self.chunks.append((at, stream, data))
        self.size += len(data)
        if self.size > OUTPUT_LIMIT:
            self.troubles["flooded"] = f"{OUTPUT_LIMIT:,} bytes"
            self.kill()

    def told(self, at: float, message: str) -> None:
        # A program could speak here too: what it says must not harm more than its own run.
        kind, _, text = message.partition(" ")
        if kind == "ready" and self.zero is None:
            self.zero, self.zero_cpu, self.began = at, float(text), time.time()
            self.tell_begin(self.pid)
        elif kind == "end":
            end = json.loads(text)
            whole = {"exit": bool(end["exit"]), "stdout": bool(end["stdout"]), "at": at}
            turns = None if end["turns"] is None else int(end["turns"])
            self.end = whole | {"cpu": float(end["cpu"]), "turns": turns}
        elif kind == "unborn" and self.zero is None:
            self.troubles["unborn"] = text[:200]
        elif kind == "full":
            self.full = text[:99]
        elif kind == "in" and self.spec["transcript"]:
            self.keep(at, "in", f"{text}\n".encode())

    # -- limits

    def deadline(self) -> float:
        if self.zero is None:
            return self.started + STARTING_LIMIT
        limit = self.spec["time_limit"] * self.spec["longer"]
        return self.zero + float(self.spec["stops_after"] or limit)

    def patience(self) -> float:
        until = self.deadline() if self.asked is None else self.asked + GRACE
        return max(0.0, min(LOOK_EVERY, until - time.monotonic()))

    def look(self) -> None:
        """See now and then what the program takes up."""
        now = time.monotonic()
        if now < self.looked + LOOK_EVERY:
            return
        self.looked = now
        if self.fills():
            self.troubles["filled"] = f"{MOST_BYTES >> 20} MB in {MOST_FILES:,} files"
        elif FORKS and len(below(children(), MOST_PROCESSES)) > MOST_PROCESSES:
            self.troubles["multiplied"] = f"{MOST_PROCESSES} processes"
        elif self.stopped and FORKS and all(map(stands_still, below(children()))):
            self.troubles["stopped"] = self.stopped
        else:
            return
        self.kill()
        with contextlib.suppress(OSError):
            end_tree(children())

    def fills(self) -> bool:
        """Whether there is more in the folder of the run than may be."""
        size, files, left = 0, 0, [self.place]
        with contextlib.suppress(OSError):
            while left:
                for entry in os.scandir(left.pop()):
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    files += 1
                    if size > MOST_BYTES or files > MOST_FILES:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        left.append(Path(entry.path))
        return False

    def enforce(self) -> None:
        now = time.monotonic()
        if self.finished is not None or now < self.deadline():
            return
        if self.asked is None:
            self.asked = now
            if not self.spec["stops_after"] or self.zero is None:
                limit = self.spec["time_limit"] if self.zero else STARTING_LIMIT
                self.troubles["hung"] = f"{limit:g} s"
            self.signal(signal.SIGTERM)
        elif now >= self.asked + GRACE:
            self.troubles["deaf"] = f"{GRACE:g} s"
            self.kill()

    def signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)

    # -- its end

    def reap(self) -> None:
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG | os.WUNTRACED | os.WCONTINUED)
            except ChildProcessError:
                return
            if not pid:
                return
            if os.WIFSTOPPED(status) or os.WIFCONTINUED(status):
                if pid == self.pid:
                    going = os.WIFCONTINUED(status)
                    self.stopped = "" if going else signal.Signals(os.WSTOPSIG(status)).name
            elif pid == self.pid:
                self.finished = time.monotonic()
                self.status = os.waitstatus_to_exitcode(status)
                self.cpu = usage.ru_utime + usage.ru_stime

    def end_leftovers(self) -> None:
        until = time.monotonic() + LINGER
        while (left := self.descendants()) and time.monotonic() < until:
            time.sleep(0.01)
            self.reap()
        if left:
            self.troubles["left"] = "; ".join(filter(None, map(_command, left[:9]))) or "a process"
        while left:
            self.kill()
            end_tree(left)
            time.sleep(0.01)
            left = self.descendants()

    def descendants(self) -> list[int]:
        """Living processes of the run: our children where orphans come here, else its group."""
        self.reap()
        try:
            return children()
        except OSError:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, 0)
                return [self.pid]
            return []

    def summary(self) -> dict[str, Any]:
        zero = self.zero if self.zero is not None else self.started
        # The interpreter's own way down is not the program's time.
        last = self.end.get("at") or self.finished or zero
        cpu = self.end.get("cpu", self.cpu)
        chunks = []
        for at, stream, data in self.chunks:
            chunks.append((max(0.0, at - zero), stream, data.decode("latin-1")))
        if not self.end.get("stdout", True):
            self.troubles["closed"] = "stdout"
        asked_in_vain = self.asked is None or "deaf" in self.troubles
        recording = self.recording()
        if self.full and (recording is None or "recording.new" in os.listdir(self.inside)):
            self.troubles["machine"] = mishaps.no_room(self.full, self.place)
        return {
            "chunks": chunks,
            "status": self.status if asked_in_vain else None,
            "wall": last - zero,
            "cpu": max(0.0, cpu - self.zero_cpu),
            "began": self.began,
            "exit_called": self.end.get("exit", False),
            "ended_orderly": bool(self.end),
            "turns": self.end.get("turns"),
            "troubles": self.troubles,
            "recording": recording,
        }

    def recording(self) -> str | None:
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW
        with contextlib.suppress(OSError, UnicodeDecodeError):
            found = os.open("recording.json", flags, dir_fd=self.inside)
            with open(found, "rb") as file:
                about = os.fstat(found)
                if stat.S_ISREG(about.st_mode) and about.st_size <= LONGEST_RECORDING:
                    return file.read(LONGEST_RECORDING).decode()
        return None


def _write(file: Path, source: str) -> None:
    file.write_text(source, encoding="utf-8", newline="\n")


def _command(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return " ".join(os.path.basename(w.decode(errors="replace")) for w in words[:3] if w)
