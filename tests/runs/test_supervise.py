"""A program may do what it likes: there is a report, it tells what happened, nothing stays."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

import pytest
from made import thorough, waited
from runs import compare
from runs import pool as pools
from runs.contracts import Contract
from runs.interpreters import interpreters
from runs.judge import faults
from runs.pool import Pool
from runs.programs import Program
from runs.supervise import LOOK_EVERY

BOTH_WAYS = pytest.mark.parametrize("fresh", [False, True], ids=["forked", "fresh"])


@BOTH_WAYS
def test_lines_come_in_the_order_in_which_they_were_written_across_streams(run, fresh):
    source = (
        "import sys\n"
        "for n in range(300):\n"
        "    print(n, file=(sys.stdout, sys.stderr)[n % 3 == 0])\n"
    )
    lines = run(source, fresh=fresh).lines
    assert [line.text for line in lines] == [str(n) for n in range(300)]
    assert [line.stream for line in lines[:4]] == ["err", "out", "out", "err"]


@pytest.mark.timely
def test_each_line_is_stamped_with_when_it_came(run):
    source = "import time\nprint('a')\ntime.sleep(1)\nprint('b')\n"
    first, second = run(source).lines
    assert 0 <= first.at < second.at - 0.2  # stamped on arrival, which may be late
    assert second.at >= 1


@pytest.mark.timely
def test_a_line_written_in_parts_counts_from_its_first_part(run):
    source = "import time\nprint('a', end=' ', flush=True)\ntime.sleep(1)\nprint('b\\nc')\n"
    first, second = run(source).lines
    assert (first.text, second.text) == ("a b", "c")
    assert first.at < second.at - 0.2


@pytest.mark.timely
def test_wall_and_cpu_are_the_programs_own(run):
    source = (
        "import time\n"
        "class Last:  # while the interpreter ends\n"
        "    def __del__(self, now=time.process_time):\n"
        "        until = now() + 0.2\n"
        "        while now() < until: pass\n"
        "last = Last()\n"
        "time.sleep(0.3)\n"
    )
    result = run(source)
    assert 0.3 <= result.wall < 0.5
    assert result.cpu < 0.1


def test_a_program_that_hangs_is_stopped_in_time(run):
    result = run("import threading\nthreading.Event().wait()\n", time_limit=0.4)
    assert "within 0.4 s, but it was still running" in faults(result)[0]


@pytest.mark.timely  # it has to begin to ignore it before
def test_a_program_that_ignores_being_asked_to_stop_is_killed(run):
    source = (
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: print('asked'))\n"
        "while True: time.sleep(1)\n"
    )
    result = run(source, stops_after=0.2)
    assert result.out == ["asked"]
    assert any("when asked to" in fault for fault in faults(result))
    assert result.status == -signal.SIGKILL, "it did not stop: it was killed"


def test_on_a_crowded_machine_a_program_is_really_left_alone_for_longer(run, monkeypatch):
    monkeypatch.setattr(pools, "crowd", lambda: 1000.0)
    result = run("import time\ntime.sleep(0.5)\nprint('done')\n", time_limit=0.1)
    assert (result.out, faults(result)) == (["done"], [])


def test_a_file_with_nothing_in_it_fills_nothing_however_long_it_is(run):
    source = "import time\nopen('hole', 'wb').truncate(1 << 30)\ntime.sleep(60)\n"
    assert faults(run(source, stops_after=2 * LOOK_EVERY + 0.2)) == []


def test_a_flood_of_output_is_cut(run):
    result = run("while True: print('x' * 1000)\n")
    assert "at most 100,000 bytes of output" in faults(result)[0]
    assert sum(len(line.text) for line in result.lines) < 300_000


# What a program may replace of what is there, none the worse: its end is reported all the same.
REPLACED = {
    "stdout": "import sys\nprint(1)\nsys.stdout = sys.__stdout__ = None\n",
    "what stdout writes to": "import sys\nprint(1)\nsys.stdout.detach()\nsys.stdout = None\n",
    "clocks": "import time\nprint(1)\ntime.process_time = time.monotonic = None\n",
    "JSON": "import json, os\nprint(1)\njson.dumps = os.fstat = os.getpid = None\n",
    "builtins": "import builtins\nprint(1)\ndel builtins.next, builtins.OSError, builtins.str\n",
}


@BOTH_WAYS
@pytest.mark.parametrize("what", REPLACED)
def test_what_a_program_replaces_is_no_matter_for_the_report_of_its_end(run, what, fresh):
    result = run(REPLACED[what], fresh=fresh)
    assert (faults(result), result.out) == ([], ["1"])
    assert result.turns == 0


@pytest.mark.parametrize("own_session", [False, True])
def test_a_process_left_behind_is_named_and_ended(run, own_session, tmp_path):
    pid_file = tmp_path / "pid"
    source = (
        "import subprocess\n"
        f"left = subprocess.Popen(['sleep', '60'], start_new_session={own_session})\n"
        f"open({str(pid_file)!r}, 'w').write(str(left.pid))\n"
    )
    assert "sleep 60" in faults(run(source))[0]
    assert not Path(f"/proc/{pid_file.read_text()}").exists()


@pytest.mark.timely
def test_a_process_that_ends_soon_after_the_program_is_waited_for(run, pool):
    # It writes when the program is gone, and somebody has looked how it ended.
    there = "while kill -0 $0 2> /dev/null; do sleep 0.02; done; echo late"
    source = f"import os, subprocess\nsubprocess.Popen(['sh', '-c', {there!r}, str(os.getpid())])\n"
    result = run(source)
    assert faults(result) == []
    assert result.out == ["late"]
    assert list(pool.folder.iterdir()) == []


def test_a_program_that_kills_its_parents_group_harms_only_itself(run):
    source = "import os\nos.killpg(os.getpgid(os.getppid()), 9)\nimport time\ntime.sleep(60)\n"
    assert "was killed by SIGKILL" in faults(run(source))[0]
    assert run("print('alive')\n").out == ["alive"]


def test_a_program_that_kills_the_process_that_starts_runs_is_noticed_by_all(run, pool):
    source = (
        "import os\n"
        "parent = open(f'/proc/{os.getppid()}/stat').read().rsplit(')', 1)[1].split()[1]\n"
        "os.kill(int(parent), 9)\n"
    )
    assert "has ended" in faults(run(source, turn=7))[0]
    assert run("print('alive')\n", turn=7).out == ["alive"]
    assert pool._starters[sys.executable, 7, 0].process.poll() is None, "there is another one"


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("input('?')", "EOFError"),
        ("import sys\nsys.exit(0)", "it called sys.exit"),
        ("exit()", "it called sys.exit"),
        ("raise SystemExit", "it called sys.exit"),
        ("import os\nos._exit(0)", "os._exit"),
        ("import sys\nsys.stdout.close()", "closed it"),
        ("import os\nos.close(1)", "closed it"),
        ("import os\nos.kill(os.getpid(), 11)", "killed by signal 11"),
        (r"import sys" "\n" r"sys.stdout.buffer.write(b'caf\xe9\n')", "byte 0xe9"),
        ("import sys\nprint('oh', file=sys.stderr)", "nothing on stderr, but came 'oh'"),
        ("async def f(): pass\nf()", "expected no warning (or declare it"),
        ("def f(:", "SyntaxError"),
    ],
)
@BOTH_WAYS
def test_what_no_contract_allows_is_a_fault(run, source, word, fresh):
    found = faults(run(source + "\n", fresh=fresh))
    assert len(found) == 1, found
    assert word in found[0]


@pytest.mark.parametrize(
    ("source", "contract", "word"),
    [
        ("pass", {"raises": "ValueError: x"}, "expected it to raise 'ValueError: x'"),
        ("raise KeyError(1)", {"raises": "ValueError: x"}, "KeyError: 1"),
        ("pass", {"exits": 3}, "expected sys.exit(3)"),
        ("import os\nos._exit(3)", {"exits": 3}, "os._exit"),
        (
            "pass",
            {"stops_after": 100.0},
            "to be still running after 100 s",
        ),
        ("pass", {"warns": ("never awaited",)}, "'never awaited', but it did not come"),
        ("async def f(): pass\nf()", {"warns": ("other",)}, "the warning 'other', but came"),
    ],
)
def test_what_is_declared_is_required(run, source, contract, word):
    found = faults(run(source + "\n", **contract))
    assert any(word in fault for fault in found), found


@pytest.mark.parametrize(
    ("source", "contract"),
    [
        ("raise ValueError('x')", {"raises": "ValueError: x"}),
        ("import sys\nsys.exit(3)", {"exits": 3}),
        ("import sys\nsys.exit(0)", {"exits": 0}),
        ("import os, time\nos.symlink('/', 'all')\ntime.sleep(60)", {"stops_after": 0.6}),
        ("async def f(): pass\nf()", {"warns": ("'f' was never awaited",)}),
    ],
)
def test_what_is_declared_and_comes_is_no_fault(run, source, contract):
    assert faults(run(source + "\n", **contract)) == []


def test_a_program_sees_nothing_of_the_builders_environment(run):
    os.environ["SECRET_OF_THE_BUILDER"] = "hush"
    result = run(
        "import os, resource, sys\nprint(sorted(os.environ))\nprint(sys.path[1:3], __file__)\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE))\n"
    )
    assert result.out[2] == "(0, 0)", "no file is left where it is killed"
    assert result.out[0] == (
        "['HOME', 'LC_ALL', 'NO_COLOR', 'PATH', 'PYTHONDONTWRITEBYTECODE', 'PYTHON_COLORS',"
        " 'TMPDIR', 'TZ']"
    )
    assert "/" not in result.out[1].split("]")[1]


@BOTH_WAYS
def test_tracebacks_name_the_program_and_no_path_of_this_machine(run, fresh):
    source = "import asyncio\nasync def main():\n    raise OSError('x')\nasyncio.run(main())\n"
    text = "\n".join(run(source, fresh=fresh).err)
    assert 'File "shown.py", line 4, in <module>\n    asyncio.run(main())' in text
    assert '"lib/python3.' in text
    assert '"/' not in text


PROBE = """
import gc, os, signal, sys, threading, time, warnings, asyncio, logging
frame, depth = sys._getframe(), 0
while frame:
    frame, depth = frame.f_back, depth + 1
print("frames", depth)
print("main", sorted(vars(sys.modules["__main__"])), __name__, sys.modules["__main__"].__spec__)
print("threads", threading.active_count(), threading.current_thread().name)
print("filters", warnings.filters)
print("loop", asyncio._get_running_loop())
async def main():
    return asyncio.current_task().get_name()
print("task", asyncio.run(main()))
print("signals", [signal.getsignal(n) for n in (2, 13, 15, 17)], signal.set_wakeup_fd(-1))
print("streams", sys.stdin.name, sys.stdout, sys.stderr.line_buffering, sys.stdout.isatty())
print("open", sorted(int(fd) for fd in os.listdir("/proc/self/fd") if int(fd) < 60))
print("environment", sorted(os.environ), os.getcwd() == os.environ["HOME"])
print("argv", len(sys.argv), os.path.realpath(sys.path[0]) == os.getcwd())
print("modules", sorted({name.partition(".")[0] for name in sys.modules}))
print("logging", logging.root.handlers, logging.root.level)
print("gc", gc.isenabled(), gc.get_threshold(), gc.garbage)
print("hooks", sys.excepthook is sys.__excepthook__, sys.gettrace(), sys.getprofile())
print("stdin", repr(sys.stdin.read()), os.getpgrp() == os.getpid() == os.getsid(0))
"""


@pytest.mark.parametrize("python", interpreters().values(), ids=map(str, interpreters()))
def test_a_forked_run_is_what_a_fresh_interpreter_gives(run, python):
    forked, fresh = run(PROBE, python=python), run(PROBE, python=python, fresh=True)
    assert forked.err == fresh.err == []
    assert [line.split() for line in forked.out] == [line.split() for line in fresh.out]
    assert forked.out[0] == "frames 1"


# What is said while an interpreter ends, of what has been held till then, and by whom.
BEFORE_ITS_END = """
import asyncio, atexit, contextvars, functools, logging, socket, sys, threading, warnings, weakref
class Last:
    def __del__(self): print("freed")
async def never(): pass
"""
ENDS = {
    "its globals": "last = Last()\natexit.register(print, 'exit')\nkept = never()\nprint(*vars())",
    "a cycle": "last = Last()\nlast.me = last",
    "a loop": "loop = asyncio.new_event_loop()\nasyncio.set_event_loop(loop)\n"
    "async def wait(last): await loop.create_future()\n"
    "task = loop.create_task(wait(Last()))\nloop.run_until_complete(asyncio.sleep(0))\n"
    "del loop, task",
    "a generator": "async def some():\n    try: yield 1\n    finally: print('closed')\n"
    "async def main():\n    global left\n    left = some()\n    await anext(left)\n"
    "asyncio.run(main())",
    "a module": "asyncio.last = Last()\nsys.last = Last()",
    "a class of the library": "asyncio.Queue.last = Last()",
    "a function of the library": "asyncio.sleep.last = Last()",
    "its defaults": "asyncio.sleep.__defaults__ = (Last(),)",
    "what is put in its place": "asyncio.sleep = functools.partial(asyncio.sleep, Last())",
    "a cache": "@functools.lru_cache\ndef made(n): return Last()\nmade(1)",
    "a context": "contextvars.ContextVar('last').set(Last())",
    "a thread": "local = threading.local()\nlocal.last = Last()\n"
    "threading.Timer(0.1, print, ['late']).start()",
    "a logger": "class Told(logging.Handler):\n    def close(self): print('closed')\n"
    "logging.getLogger('told').addHandler(Told())",
    "a finalizer": "last = Last()\nweakref.finalize(last, print, 'final')",
    "an open socket": "warnings.simplefilter('always')\nopen_one = socket.socket()",
    "who imports": "class Late:\n    def __del__(self):\n        try: import linecache, recorder\n"
    "        except ImportError as error: print(error, 'json' in sys.modules)\nlate = Late()",
    "an error": "def fail():\n    last = Last()\n    1 / 0\nfail()",
    "SystemExit": "last = Last()\nraise SystemExit(3)",
    "Ctrl+C": "last = Last()\nraise KeyboardInterrupt",
}
PYTHON, *PYTHONS = interpreters().values()


@pytest.mark.parametrize("python", [PYTHON, *map(thorough, PYTHONS)], ids=map(str, interpreters()))
def test_the_end_of_a_run_is_that_of_a_fresh_interpreter(pool, python):
    def ends(**how):
        sources = [f"{BEFORE_ITS_END}{end}\n" for end in ENDS.values()]
        ended = [Program("en", "part/end", Path("end.py"), source) for source in sources]
        return [pool.submit(each, Contract(), python, **how) for each in ended]

    # Which of what goes in circles ends first hangs on when circles were looked for.
    varies = re.compile("|".join((compare.ALWAYS["address"], compare.DECLARED["collected"])))

    def told(runs):
        each = [future.result() for future in runs]
        err = [[varies.sub("…", line) for line in run.err] for run in each]
        return {n: (r.out, e, r.status) for n, r, e in zip(ENDS, each, err, strict=True)}

    fresh, forked, recorded = ends(fresh=True), ends(), ends(recorded=True)
    said = told(fresh)
    assert said == told(forked) == told(recorded)
    out, err, _ = said["its globals"]
    assert out[1:] == ["exit", "freed"]
    assert "'never' was never awaited" in err[0]
    assert "was destroyed but it is pending" in said["a loop"][1][0]
    assert [status for *_, status in said.values()][-3:] == [1, 3, -2]


def test_a_supervisor_serves_one_run_after_another_until_a_run_ends_it(run):
    parent = "import os\nprint(os.getppid(), len(os.listdir(f'/proc/{os.getppid()}/fd')))\n"
    first, second = run(parent, turn=8).out, run(parent, turn=8).out
    assert first == second
    run("import os\nos.kill(os.getppid(), 9)\n", turn=8)
    assert run(parent, turn=8).out != first


def test_runs_of_another_turn_have_other_hashes(run):
    source = "print([hash(str(n)) for n in range(9)])\n"
    assert run(source, turn=0).out != run(source, turn=1).out


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        (
            "import os\n"
            "os.write(63, b'in >>> typed')\nos.write(63, b'unborn error')\nprint('ran')\n",
            ["ran"],
        ),
        (
            "import socket\n"
            "with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as stranger:\n"
            "    stranger.bind('\"><img src=x>')\n"
            "    stranger.sendto(b'no stream\\n', '../channels/all')\n"
            "print('ran')\n",
            ["ran"],
        ),
    ],
    ids=["typed", "stranger"],
)
def test_only_what_comes_by_stdout_and_stderr_is_output(run, source, kept):
    result = run(source)
    assert [(line.stream, line.text) for line in result.lines] == [("out", t) for t in kept]
    assert faults(result) == []


def test_a_long_program_comes_whole(run):
    assert run(f"# {'x' * 300_000}\nprint('here')\n").out == ["here"]


def test_what_spins_without_measuring_gives_way(run):
    assert run("import os\nprint(os.nice(0))\n", background=True).out == ["19"]


def test_a_program_can_be_interrupted_also_where_the_build_cannot(run):
    asks = "import signal\nprint(signal.getsignal(2).__name__)\n"
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert run(asks, turn=9).out == ["default_int_handler"]
        assert run(asks, turn=9, fresh=True).out == ["default_int_handler"]
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_program_begins_once_so_that_no_limit_can_be_put_off(run):
    source = "import os, time\nwhile True:\n    os.write(63, b'ready 0')\n    time.sleep(0.1)\n"
    assert "within 0.5 s, but it was still running" in faults(run(source, time_limit=0.5))[0]


@pytest.mark.parametrize("text", [r"a\r", r"\x1b[31mred", r"nul\0", r"\u202eturned"])
def test_what_a_page_cannot_show_is_a_fault_and_is_named(run, text):
    result = run(f"print('{text}')\n")
    assert "the control character" in faults(result)[0]
    assert result.out[0].isprintable()


def test_tabs_every_letter_and_blanks_at_the_end_are_text(run):
    result = run("print('a\\tb ção 💤 \\u2028 \\t ')\n")
    assert faults(result) == []
    assert result.out == ["a\tb ção 💤 \u2028 \t "]


def test_what_outlives_its_lost_supervisor_is_ended(run, tmp_path):
    pid_file = tmp_path / "pid"
    source = (
        "import os, subprocess, time\n"
        "left = subprocess.Popen(['sleep', '60'], start_new_session=True)\n"
        f"open({str(pid_file)!r}, 'w').write(str(left.pid))\n"
        "os.kill(os.getppid(), 9)\n"
        "time.sleep(60)\n"
    )
    assert "was killed by SIGKILL" in faults(run(source))[0]
    assert not Path(f"/proc/{pid_file.read_text()}").exists()


def test_closing_in_the_middle_ends_every_process_of_every_run(tmp_path):
    pid_file, file = tmp_path / "pid", tmp_path / "shown.py"
    source = (
        "import subprocess\n"
        "left = subprocess.Popen(['sleep', '60'], start_new_session=True)\n"
        f"open({str(pid_file)!r}, 'w').write(f'{{left.pid}}\\n')\n"
        "left.wait()\n"
    )
    file.write_text(source)
    pool = Pool()
    pool.submit(Program("en", "part/shown", file, source), Contract())
    assert waited(lambda: pid_file.exists() and pid_file.read_text().endswith("\n"))
    pool.close()
    assert not Path(f"/proc/{pid_file.read_text().strip()}").exists()
    assert not pool.folder.exists()


TYPED = {
    "decorator": ("import functools\n@functools.cache\ndef f():\n    return 1\nf()\n", ["1"]),
    "string": ('x = """a\nb\n"""\nx\n', [r"'a\nb\n'"]),
    "names": ("def f():\n    return 1\nelsewhere = 2\nelsewhere\n", ["2"]),
    "branches": ("if 0:\n    1\nelif 0:\n    2\nelse:\n    3\n4\n", ["3", "4"]),
    "brackets": ("x = [\n1,\n2,\n]\nx\n", ["[1, 2]"]),
    "backslash": ("x = 1 + \\\n2\nx\n", ["3"]),
}


@pytest.mark.parametrize("name", TYPED)
def test_a_transcript_types_what_is_in_the_file_and_ends_blocks(run, name):
    source, answers = TYPED[name]
    typed = run(source, transcript=True)
    assert faults(typed) == []
    assert typed.out == answers
    kept = [line[4:] for line in typed.texts("in")]
    assert [line for line in kept if line] == source.splitlines()
    assert kept.count("") == (name in ("decorator", "names", "branches"))  # the ends of blocks


def test_a_transcript_that_was_typed_wrong_is_a_fault(run):
    source = "def f():\n    a = 1\n\n    return a\nf()\n"
    assert "IndentationError" in faults(run(source, transcript=True))[0]
    declared = "x = = 1\n"
    assert faults(run(declared, transcript=True, raises="SyntaxError: invalid syntax")) == []
