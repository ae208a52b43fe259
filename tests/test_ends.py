"""Whatever ends a command: it ends at once and as the signal says, the last good site is whole,
and nothing is left, neither processes nor folders."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from made import (
    PATIENCE,
    ROOT,
    Project,
    environment,
    free_address,
    nightly,
    shared,
    small_project,
    thorough,
    waited,
)
from runs import ends
from runs.supervise import die_with_parent
from toolchain import environment as environment_of_commands

AT_ONCE = 110.0  # seconds, on a crowded machine: less than any limit that would end it otherwise
SLOW = "import subprocess\nsubprocess.Popen(['sleep', '999'], start_new_session=True).wait()\n"
HANGS = "# %% [markdown]\n# # A {{ #a }}\n# text\n\n# %%\nopen('{0}', 'w').close()\n" + SLOW
LONG = '["part/slow"]\ntime_limit = 120\n'
SHOWN = '```python exec="on" run="part/slow"\n```\n'


@dataclass
class Command:
    """A command of the project in a session of its own, as a terminal gives it."""

    process: subprocess.Popen[str]
    said: list[str]

    def wait_for(self, word: str) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line)
            if word in line:
                return
        raise AssertionError("".join(self.said))

    def left(self) -> Callable[[], list[object]]:
        """What is there of it now, to be asked for again when it has ended."""
        below: list[psutil.Process] = []
        folders: set[Path] = set()

        def many() -> bool:
            below[:] = psutil.Process(self.process.pid).children(recursive=True)
            folders.update(*map(folders_of, below))
            return len(below) > 8 and bool(folders)

        assert waited(many)

        def still() -> list[object]:
            return [*filter(is_alive, below), *filter(Path.exists, folders)]

        assert still()
        return still

    def end(self) -> int:
        """Its exit status, which comes at once."""
        status = self.process.wait(AT_ONCE)
        assert self.process.stderr
        self.said += self.process.stderr
        assert "Traceback" not in "".join(self.said)
        return status


def is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def folders_of(process: psutil.Process) -> set[Path]:
    """Where the programs run that it starts."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return {Path(text) for name, text in process.environ().items() if name == "RUN_FOLDER"}
    return set()


@contextlib.contextmanager
def gate() -> Iterator[str]:
    """A program that waits until this is over."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        opened.listen(50)
        waits = f"socket.create_connection(('127.0.0.1', {opened.getsockname()[1]})).recv(1)"
        yield f"import socket\ntry:\n    {waits}\nexcept OSError:\n    pass\n"


@dataclass
class Place:
    project: Project
    temporary: Path
    begun: Path  # is there when the cell of the notebook hangs
    started: list[subprocess.Popen[str]]

    def start(self, *words: str) -> Command:
        # Where the tests run in the background signals are ignored, and children inherit that.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=self.project.folder,
            env={**environment(), "TMPDIR": str(self.temporary)},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        signal.signal(signal.SIGINT, before)
        self.started.append(process)
        return Command(process, [])

    def hang(self) -> None:
        """Let programs and a cell of a notebook hang, with processes that went out of the way."""
        self.project.program("part/slow", SLOW)
        self.project.write("snippets/runs.toml", LONG)
        limits = self.project.folder / "scripts/runs/contracts.py"  # that of a cell as well
        limits.write_text(limits.read_text().replace("TIME_LIMIT = 15.0", "TIME_LIMIT = 999.0"))
        self.project.page("New words.\n\n" + SHOWN)
        for lang in ("pt", "en"):
            self.project.write(f"docs/{lang}/lab/hangs.py", HANGS.format(self.begun))

    def is_clean(self) -> bool:
        beside = [path for path in self.project.folder.iterdir() if path.name.startswith("site.")]
        return not beside and not list(self.temporary.iterdir())


def built(folder: Path) -> None:
    """A project whose last build was good, to be built by the commands of a checkout."""
    project = small_project(folder)
    (project.folder / ".venv").symlink_to(Path(sys.prefix))
    shutil.copy(ROOT / "requirements.txt", project.folder)
    project.page("Last good words.")
    assert project.build().returncode == 0
    project.write("site/.git/HEAD", "ref")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A copy of it."""
    project = Project(tmp_path / "project")
    shutil.copytree(shared("built", built), project.folder, symlinks=True)
    (tmp_path / "temporary").mkdir()
    place = Place(project, tmp_path / "temporary", tmp_path / "begun", [])
    yield place
    for process in place.started:
        process.kill()
        process.communicate()


# A command that starts one that knows nothing of signals, as scripts/test starts pytest, and that
# one starts a build.
BETWEEN = """
import sys
sys.path.insert(0, "scripts")
from runs import ends
ends.pass_on()
build = [sys.executable, "scripts/build"]
ends.run([sys.executable, "-c", f"import subprocess; subprocess.run({build})"])
"""


def is_whole(place: Place, words: str) -> bool:
    site = place.project.folder / "site"
    return words in place.project.home and (site / ".git/HEAD").exists()


@pytest.mark.parametrize(
    ("number", "whom"),
    [
        (signal.SIGINT, "the group"),
        nightly(signal.SIGTERM, "the process"),
        nightly(signal.SIGHUP, "the group, twice"),
        nightly(signal.SIGQUIT, "the process, then another"),
        nightly(signal.SIGXCPU, "the process"),
    ],
)
def test_a_build_ends_by_any_signal_and_leaves_nothing(place, number, whom):
    place.hang()
    build = place.start("scripts/build")
    build.wait_for("slowest under way")
    assert waited(place.begun.exists)
    still = build.left()
    send = os.killpg if "group" in whom else os.kill
    send(build.process.pid, number)
    if "twice" in whom:
        send(build.process.pid, number)
    if "another" in whom:
        send(build.process.pid, signal.SIGTERM)
    assert build.end() in {-number, -signal.SIGTERM if "another" in whom else -number}
    assert still() == []
    assert place.is_clean()
    assert is_whole(place, "Last good words.")


@pytest.mark.nightly
@pytest.mark.parametrize("whom", ["the process", nightly("the group")])
def test_a_command_that_starts_others_ends_them_in_order_and_leaves_nothing(place, whom):
    place.hang()
    command = place.start("-c", BETWEEN)
    command.wait_for("slowest under way")
    assert waited(place.begun.exists)
    still = command.left()
    send = os.killpg if "group" in whom else os.kill
    send(command.process.pid, signal.SIGTERM)
    assert command.end() == -signal.SIGTERM
    assert still() == []
    assert place.is_clean()
    assert is_whole(place, "Last good words.")


@pytest.mark.nightly
@pytest.mark.parametrize("closed", [nightly(">&-"), "<&- >&- 2>&-"])
def test_a_build_needs_no_streams(place, closed):
    place.project.program("part/slow", "print('quick')\n")
    place.project.page("New words.\n\n" + SHOWN)
    command = ["sh", "-c", f'exec "$0" scripts/build {closed}', sys.executable]
    done = subprocess.run(command, cwd=place.project.folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert is_whole(place, "New words.")


@pytest.mark.parametrize("where", ["2> /dev/full", thorough("2>&1 | true")])
def test_what_a_build_says_need_not_be_read(place, where):
    place.project.program("part/slow", "print('quick')\n")
    place.project.page("New words.\n\n" + SHOWN)
    command = ["sh", "-c", f'("$0" scripts/build; echo $? > status) {where}', sys.executable]
    subprocess.run(command, cwd=place.project.folder, check=True)
    assert (place.project.folder / "status").read_text() == "0\n"
    assert is_whole(place, "New words.")


FULL = "What was to be said could not be written: No space left on device (standard output)\n"


@pytest.mark.parametrize(
    ("words", "where", "status", "told"),
    [
        ("check", "> /dev/full", 1, FULL),
        ("check", "| true", 128 + signal.SIGPIPE, ""),
        ("build --help", "> /dev/full", 1, FULL),
        ("record --help", "| true", 128 + signal.SIGPIPE, ""),
        thorough("translate status", "> /dev/full", 1, FULL),
        thorough("translate status", "| true", 128 + signal.SIGPIPE, ""),
        thorough("update --help", "| true", 128 + signal.SIGPIPE, ""),
    ],
)
def test_a_stdout_that_cannot_be_written_ends_a_command_in_a_line(words, where, status, told):
    command = f'(python="$0"; "$python" scripts/{words}; echo $? >&2) {where}'
    whole = ["bash", "-c", command, sys.executable]
    done = subprocess.run(whole, cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == f"{told}{status}\n"


CLOSED = """import subprocess, sys
sys.path.insert(0, "scripts")
from toolchain import streams
streams.begin()
streams.open_closed()
print("said")
below = "import os; [os.fstat(number) for number in range(3)]"
sys.exit(subprocess.run([sys.executable, "-c", below]).returncode)
"""


def test_streams_that_a_command_was_started_without_are_there_for_what_it_starts():
    command = ["sh", "-c", 'exec "$0" -c "$1" <&- >&- 2>&-', sys.executable, CLOSED]
    assert subprocess.run(command, cwd=ROOT).returncode == 0


@pytest.mark.thorough
def test_a_disk_that_is_full_is_told_in_a_line(place):
    place.project.program("part/slow", "print('quick')\n")
    place.project.page("New words.\n\n" + SHOWN)
    command = ["sh", "-c", 'ulimit -f 100; exec "$0" scripts/build', sys.executable]
    done = subprocess.run(command, cwd=place.project.folder, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    *_, told, kept = done.stderr.splitlines()
    assert told.startswith("Error: Nothing more can be written: File too large (")
    assert kept == "The last good site was left as it was."
    assert is_whole(place, "Last good words.")
    assert not list(place.project.folder.glob("site.*"))


# Here no package can be read.
FAILS_EARLY = """import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name in ("psutil", "mkdocs"):
            raise OSError(24, "Too many open files", name)
sys.meta_path.insert(0, Finder())
sys.path.insert(0, "scripts")
import _mkdocs
_mkdocs.run("build")
"""


def test_what_the_machine_lacks_is_told_before_anything_has_begun(project):
    command = [sys.executable, "-P", "-c", FAILS_EARLY]
    done = subprocess.run(command, cwd=project.folder, capture_output=True, text=True)
    told = "No more files can be opened: Too many open files (psutil): allow 256 or more"
    assert (done.returncode, done.stderr) == (1, f"{told} (ulimit -n)\n")


@pytest.mark.thorough
def test_a_build_that_is_killed_leaves_no_process_and_the_next_removes_its_folders(place):
    place.hang()
    build = place.start("scripts/build")
    build.wait_for("slowest under way")
    assert waited(place.begun.exists)
    still = build.left()
    build.process.kill()
    assert build.end() == -signal.SIGKILL
    assert waited(lambda: not still())
    assert not place.is_clean()
    assert is_whole(place, "Last good words.")
    place.project.program("part/slow", "print('quick')\n")
    for lang in ("pt", "en"):
        (place.project.folder / f"docs/{lang}/lab/hangs.py").unlink()
    build = place.start("scripts/build")
    assert build.process.wait(PATIENCE) == 0
    assert place.is_clean()
    assert is_whole(place, "New words.")


@pytest.mark.thorough
def test_of_two_builds_at_once_the_second_says_so_and_one_into_another_folder_works(place):
    with gate() as source:  # the programs wait at it till the second has been told
        place.project.program("part/slow", source)
        place.project.write("snippets/runs.toml", LONG)
        place.project.page("New words.\n\n" + SHOWN)
        first = place.start("scripts/build")
        first.wait_for("Building documentation to directory")
        second = place.start("scripts/build")
        third = place.start("scripts/build", "--site-dir", "new")
        assert second.process.wait(PATIENCE) == 1
    told = second.process.stderr.read()
    assert re.search(r"^ERROR +- +another build into \S+/site is under way", told, re.M)
    assert told.count("\n") < 10
    for build in (first, third):
        assert build.process.wait(PATIENCE) == 0, build.process.stderr.read()
    assert is_whole(place, "New words.")
    assert "New words." in (place.project.folder / "new/index.html").read_text()
    assert place.is_clean()


BEGINNING = {
    "build": ["--site-dir", "{}/site"],
    "serve": [],
    "check": [],
    "translate": ["status"],
    # a program that an interrupt ends without a traceback of its own
    "record": ["-c", "import signal, time; signal.signal(2, signal.SIG_DFL); time.sleep(99)"],
    "measure": ["--rounds", "1"],
    "test": ["tests/test_written.py"],
    "update": ["--no-checks"],
}
FIRST = "toolchain.interrupts"  # with that module each begins, and Python can say when


@pytest.mark.parametrize("seconds", [0.1, *map(thorough, (0.01, 0.03, 0.05, 0.07, 0.2, 0.3))])
@pytest.mark.parametrize("command", BEGINNING)
def test_a_command_that_is_interrupted_while_it_begins_ends_without_a_traceback(
    tmp_path, command, seconds
):
    words = [word.format(tmp_path) for word in BEGINNING[command]]
    (tmp_path / "temporary").mkdir()
    with subprocess.Popen(
        [environment_of_commands.outer(), "-X", "importtime", f"scripts/{command}", *words],
        cwd=ROOT,
        env={**environment(), "TMPDIR": str(tmp_path / "temporary")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        begun = Command(process, [])
        begun.wait_for(FIRST)
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        assert begun.end() == -signal.SIGINT
    told = [line for line in begun.said if line.strip() and not line.startswith("import time:")]
    assert len(told) <= 1, told
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, nightly(signal.SIGTERM), nightly(signal.SIGHUP)])
def test_serve_ends_by_any_signal_and_leaves_nothing(place, number):
    place.project.program("part/slow", "print('quick')\n")
    place.project.page(SHOWN)
    address = free_address()
    serve = place.start("scripts/serve", "--dev-addr", address)
    serve.wait_for("Serving on")
    assert not place.is_clean()
    os.killpg(serve.process.pid, number)
    assert serve.end() == -number
    assert place.is_clean()


@pytest.mark.nightly
def test_what_a_command_was_started_to_ignore_stays_ignored(place):
    with gate() as source:
        place.project.program("part/slow", source)
        place.project.write("snippets/runs.toml", LONG)
        place.project.page("New words.\n\n" + SHOWN)
        before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
        build = place.start("scripts/build")
        signal.signal(signal.SIGHUP, before)
        build.wait_for("slowest under way")
        os.killpg(build.process.pid, signal.SIGHUP)
    assert build.process.wait(PATIENCE) == 0
    assert is_whole(place, "New words.")


KILLED = """
import os, signal, sys
sys.path.insert(0, "scripts")
from runs import ends
signal.signal(signal.SIGHUP, signal.SIG_IGN)
ends.pass_on()
os.kill(os.getpid(), signal.SIGHUP)
killed = (
    "import os, sys; sys.path.insert(0, 'scripts'); from runs.scratch import *;"
    "print(Scratch().folder, Scratch(in_memory()).folder, flush=True); os.kill(os.getpid(), 9)"
)
said = ends.run([sys.executable, "-c", killed], stdout=-1, text=True).stdout.split()
print(all(map(os.path.isdir, said)), *said)
"""


def test_a_command_removes_what_those_left_that_were_killed(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", KILLED],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    were_there, on_disk, in_memory = done.stdout.split()
    assert (were_there, Path(on_disk).parent) == ("True", tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert not Path(in_memory).exists()


WAITS = """import signal, subprocess, sys, threading
from runs import ends
ends.PATIENCE = 999.0
for number in (1, 2):
    ends.at_end(lambda number=number: print(number))
    ends.at_end(lambda: 1 / 0)
forgotten = lambda: print("forgotten")
ends.at_end(forgotten)
ends.forget(forgotten)
ends.forget(forgotten)
ends.check()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
below = subprocess.Popen(["sleep", "999"])
threading.Thread(target=lambda: sys.exit(1 / below.wait() and 1 / 0)).start()
ends.end()
try:
    ends.check()
except ends.Ending as error:
    print(error)
"""


# A signal comes when a folder is made and nobody knows yet that it has to go.
HALF_MADE = """
import os, signal, sys, tempfile
sys.path.insert(0, "scripts")
from runs import ends, scratch
make = tempfile.mkdtemp

def and_then(**options):
    made = make(**options)
    os.kill(os.getpid(), signal.SIGTERM)
    sum(range(100_000))  # a handler would begin here
    return made

ends.{begin}()
tempfile.mkdtemp = and_then
ends.scratch()
print("went on", flush=True)
"""


@pytest.mark.parametrize("begin", ["begin", "pass_on"])
def test_a_folder_that_is_half_made_when_a_signal_comes_goes_as_well(tmp_path, begin):
    code = HALF_MADE.format(begin=begin)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**environment(), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (-signal.SIGTERM, "")
    assert list(tmp_path.iterdir()) == []


def test_a_command_ends_what_is_deaf_cleans_up_in_order_and_starts_no_more():
    """What a thread misses meanwhile is no fault, and neither is what fails."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, "-c", WAITS]
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2\n1\nthis command is ending\n"


def test_what_another_thread_starts_meanwhile_is_ended_too(monkeypatch):
    killed, late = [], SimpleNamespace(kill=lambda: killed.append(1))
    seen = [[late], [], [late], [], []]
    me = SimpleNamespace(children=lambda recursive: seen.pop(0))
    monkeypatch.setattr(ends.psutil, "Process", lambda: me)
    monkeypatch.setattr(ends.os, "waitpid", lambda *_: (0, 0))
    ends.end_children()
    assert (killed, seen) == ([1, 1], [])


# It is asked to end, and asked again while it undoes what it has begun.
ASKED_TWICE = """import os, signal, sys
sys.path.insert(0, "scripts")
from toolchain import interrupts
with interrupts.undoing():
    try:
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGHUP)
        print("undone", flush=True)
"""


def test_who_undoes_what_was_begun_is_not_asked_twice():
    command = [sys.executable, "-c", ASKED_TWICE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGTERM, "undone\n", "")


KILLS = """from runs import ends
ends.start(["sleep", "999"])
ends.run(["sh", "-c", "kill -9 $PPID; exec sleep 999"])
"""


def test_what_a_command_starts_ends_with_it_when_it_is_killed():
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, "-c", KILLS]
    done = subprocess.run(command, env=environ, capture_output=True)  # it is open in all of them
    assert done.returncode == -signal.SIGKILL
    late = subprocess.run(["sleep", "999"], preexec_fn=lambda: die_with_parent(1))
    assert late.returncode == -signal.SIGKILL  # the parent was gone before


# The first that it starts ends when it is asked; what that one has started is asked as well.
ASKS = """import os, signal
from runs import ends
ends.ASKED = 999.0
ends.pass_on()
last = "trap 'echo asked; exit' TERM; kill -TERM {}; while :; do sleep 0.1; done"
ends.start(["true"])  # ended, and nobody has heard of it
ends.run(["sh", "-c", f"sh -c \\"{last.format(os.getpid())}\\" & wait"])
"""


def test_a_command_that_starts_others_asks_them_and_theirs_to_end():
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, "-c", ASKS]
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (-signal.SIGTERM, "asked\n"), done.stderr


ELSEWHERE = """import signal, threading, time
from runs import ends
ends.begin()
waiting = threading.Event()
def send():
    time.sleep(0.2)  # till the main thread waits
    signal.pthread_kill(other.ident, signal.SIGTERM)
other = threading.Thread(target=time.sleep, args=(99,), daemon=True)
other.start()
threading.Thread(target=send).start()
waiting.wait()
"""


def test_a_signal_that_another_thread_was_given_ends_a_command_that_waits():
    # Of two signals at once the kernel may give both to a thread that runs.
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    command = [sys.executable, "-c", ELSEWHERE]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=AT_ONCE)
    assert (done.returncode, done.stderr) == (-signal.SIGTERM, "\nEnded by SIGTERM.\n")


# Standard error is gone. The signal comes while the command cleans up, and another after it.
LEAVES = """import os, signal, subprocess, sys
from runs import ends
from runs.scratch import Scratch
os.close(2)
signal.signal(signal.SIGHUP, signal.SIG_IGN)
ends.begin()
os.kill(os.getpid(), signal.SIGHUP)
subprocess.run(["sh", "-c", "sleep 999 >/dev/null & echo $!"])
scratch, numbers = Scratch(), [signal.SIGTERM, int(sys.argv[1])]
def clean():
    if numbers:
        os.kill(os.getpid(), numbers.pop())
    scratch.close()
ends.at_end(clean)
"""


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGXCPU,
        *map(nightly, (signal.SIGUSR1, signal.SIGUSR2, signal.SIGABRT, signal.SIGALRM)),
    ],
)
def test_a_signal_that_others_end_processes_by_leaves_nothing(number, tmp_path):
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", LEAVES, str(int(number))]
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE)
    assert done.returncode == -number
    assert list(tmp_path.iterdir()) == []
    assert not psutil.pid_exists(int(done.stdout)), "its parent had ended before"
