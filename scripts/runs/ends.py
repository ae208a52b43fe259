"""Whatever ends this command, nothing of it is left: no process, no folder.

Rule 1: a signal is no exception. It does not unwind through code of others, which may wait, catch
it, or go on: the handler ends the processes, removes the folders, and then lets the signal do what
it does to any process, so that whoever waits for this one learns what it ended by.
Rule 2: what cleans up takes no lock, since it may come while the main thread holds any, and may
come twice.
Rule 3: what is started is a child of this process, or comes to be one when its parent ends (Linux).
Rule 4: what is made and what removes it are known together (`whole`).
Rule 5: the handler runs in the main thread, but of two signals at once the kernel may give both to
another thread, and the main thread sleeps on: a thread sees to it that it wakes (`_wake_main`).

A command that only starts others (`pass_on`) asks before it kills: they clean up after themselves.
After those that had to be killed it cleans up.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import psutil

from .scratch import Scratch, tidy
from .supervise import adopt_orphans, die_with_parent

# By what others end a process: people and terminals, machines that go down or have had enough.
SIGNALS = (
    signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGABRT,
    signal.SIGALRM, signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU,
)  # fmt: skip
PATIENCE = 5.0  # seconds that killed processes may take to be gone
ASK_AFTER = 0.5  # seconds: what Ctrl+C reached too, or has lost its parent, mostly ends by itself
HEED = 0.05  # seconds in which the main thread mostly wakes by itself
ASKED = 10.0  # seconds in which what was asked to end may do so

_at_end: list[Callable[[], None]] = []
_ending = False
_making: list[None] = []  # an entry for each `whole` under way
_came: list[int] = []  # signals that wait for its end


class Ending(RuntimeError):
    """Something was to be started while this command ends."""


def begin() -> None:
    """From now on a signal that ends this process ends all that it has started. What the process
    was started to ignore (``nohup``, ``&``) stays ignored."""
    adopt_orphans()
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end_by)
    if not any(thread.name == _wake_main.__name__ for thread in threading.enumerate()):
        came, comes = os.pipe()
        os.set_blocking(comes, False)
        signal.set_wakeup_fd(comes, warn_on_full_buffer=False)
        name = _wake_main.__name__
        threading.Thread(target=_wake_main, args=(came,), name=name, daemon=True).start()


def pass_on() -> None:
    """From now on a signal that ends this process ends the commands that it has started (`run`);
    however it ends, the folders go of those that were killed."""
    at_end(tidy)
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _pass_on)


def run(
    command: list[str], hears: bool = False, **options: Any
) -> subprocess.CompletedProcess[Any]:
    """Run a command that ends with this process, however that ends (Linux). What a terminal sends
    to all (Ctrl+C) is not for the command: it is asked to end by us, and says nothing. ``hears``:
    it has something to say then, and is held back from hearing it till it unblocks SIGINT."""
    return subprocess.run(command, preexec_fn=_below(hears), **options)


def heard(command: list[str], **options: Any) -> int:
    """As `run`, but returns the exit status; where our stdout is no terminal, what the command says
    there goes through this process, which knows what to do when it cannot be written."""
    if sys.stdout.isatty():
        return run(command, **options).returncode
    with start(command, stdout=subprocess.PIPE, **options) as process:
        assert process.stdout
        try:
            while said := os.read(process.stdout.fileno(), 1 << 16):
                sys.stdout.buffer.write(said)
                sys.stdout.flush()
        except BaseException:
            process.kill()
            raise
    return process.returncode


def start(command: list[str], **options: Any) -> subprocess.Popen[Any]:
    """As `run`, but it goes on beside this process."""
    return subprocess.Popen(command, preexec_fn=_below(False), **options)


def _below(hears: bool) -> Callable[[], None]:
    me = os.getpid()

    def begin() -> None:
        die_with_parent(me)
        if hears:
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        else:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    return begin


def at_end(clean: Callable[[], None]) -> None:
    """Have ``clean`` called when the command ends, the last that was given first. It may be called
    in a signal handler, and more than once."""
    _at_end.append(clean)


@contextlib.contextmanager
def whole() -> Iterator[None]:
    """What is made here and given to `at_end` is both or neither: a signal waits meanwhile, which
    has to be short."""
    _making.append(None)
    try:
        yield
    finally:
        _making.pop()
        if _came and not _making:
            signal.pthread_kill(threading.main_thread().ident or 0, _came.pop())


def scratch(where: Path | None = None) -> Scratch:
    """A new folder that goes when the command ends, whenever that is."""
    tidy(where)  # which may take long, and is done by then
    with whole():
        made = Scratch(where)
        at_end(made.close)
    return made


def forget(clean: Callable[[], None]) -> None:
    """Have ``clean`` called no more."""
    with contextlib.suppress(ValueError):
        _at_end.remove(clean)


def check() -> None:
    """To be called before a process is started. Raises `Ending` when the command is ending."""
    if _ending:
        raise Ending("this command is ending")


@atexit.register
def end() -> None:
    """End the processes of this command and remove its folders."""
    global _ending
    _ending = bool(_at_end)
    if _at_end:
        threading.excepthook = lambda _: None  # what other threads miss from now on is no news
        with contextlib.suppress(psutil.Error):  # nothing is told of processes (no /proc)
            end_children()
    while _at_end:
        with contextlib.suppress(Exception):
            _at_end[-1]()
        _at_end.pop()


def end_children() -> None:
    """Kill all processes below this one, and wait until they are gone."""
    me, until, quiet = psutil.Process(), time.monotonic() + PATIENCE, 0
    while quiet < 2 and time.monotonic() < until:  # another thread may be starting one just now
        left = me.children(recursive=True)
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        quiet = 0 if left else quiet + 1
        time.sleep(0.005)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def ask_children() -> None:
    """Ask the children of this process to end, and whom they leave behind (Linux); wait for it."""
    adopt_orphans()
    began, me, seen = time.monotonic(), psutil.Process(), dict[int, float]()
    while (left := _living(me.children())) and time.monotonic() < began + ASKED:
        for process in left:
            if time.monotonic() > seen.setdefault(process.pid, time.monotonic()) + ASK_AFTER:
                with contextlib.suppress(psutil.Error):
                    process.terminate()
        time.sleep(0.05)


def _living(processes: list[psutil.Process]) -> list[psutil.Process]:
    left = []
    for process in processes:
        with contextlib.suppress(psutil.Error):
            if process.status() != psutil.STATUS_ZOMBIE:
                left.append(process)
    return left


def _pass_on(number: int, frame: FrameType | None) -> None:
    if _making:
        _came.append(number)
        return
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    ask_children()
    _end_by(number, frame)


def _wake_main(came: int) -> None:
    """Interrupt what the main thread waits in, once for each byte of ``came``, the number of a
    signal (`signal.set_wakeup_fd`), until its handler has begun."""
    while byte := os.read(came, 1):
        time.sleep(HEED)
        if signal.getsignal(byte[0]) is _end_by:
            signal.pthread_kill(threading.main_thread().ident or 0, byte[0])


def _end_by(number: int, _: FrameType | None) -> None:
    if _making:
        _came.append(number)
        return
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    with contextlib.suppress(OSError):  # the terminal may be gone
        os.write(2, f"\nEnded by {signal.Signals(number).name}.\n".encode())
    try:
        end()
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
