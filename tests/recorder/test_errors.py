"""However a program ends, it writes and returns the same, recorded or not, byte by byte."""

from __future__ import annotations

import json
import os
import re
import subprocess

import pytest
from made import ROOT, nightly
from runs.interpreters import interpreters

IN_MAIN = "import asyncio\nasync def main():\n{}asyncio.run(main())\n"
TWICE = "    f = asyncio.Future()\n    f.set_result(1)\n"


def in_main(text):
    return IN_MAIN.replace("{}", text)


# An exception of which nothing can be asked by name.
CLOSED = (
    "class Closed(Exception):\n"
    "    __cause__ = __context__ = __traceback__ = args = property(lambda self: 1 / 0)\n"
    "    def __str__(self):\n        raise SystemError\n"
    "def f():\n    try:\n        1 / 0\n    except Exception:\n        raise Closed\n"
)
PROGRAMS = {
    "closed": f"{CLOSED}f()\n",
    "closed, in a thread": f"{CLOSED}import threading\nt = threading.Thread(target=f)\nt.start()\n",
    "closed, in a group": f"{CLOSED}try:\n    f()\nexcept Closed as e:\n"
    "    raise ExceptionGroup('g', [e]) from None\n",
    "cause": in_main("    raise RuntimeError('a') from ValueError('b')\n"),
    "syntax": "x = = 1\n",
    "syntax of exec": "exec('x = = 1')\n",
    "syntax of import": "import broken\n",
    "context": "try:\n    1/0\nexcept Exception:\n    {}['x']\n",
    "circle": "a, b = ValueError(1), KeyError(2)\na.__context__, b.__cause__ = b, a\nraise a\n",
    "group": "raise ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [KeyError(2)])])\n",
    "notes": "e = ValueError(1)\ne.add_note('note')\nraise e\n",
    "interrupt": "raise KeyboardInterrupt\n",
    "exit with text": "raise SystemExit('text')\n",
    "exit with a list": "import sys\nsys.exit([1, 2])\n",
    "exit with nothing": "import sys\nsys.exit(None)\n",
    "os._exit": "import os\nprint('x', flush=True)\nos._exit(4)\n",
    "thread": "import threading\nt = threading.Thread(target=lambda: 1/0)\nt.start()\nt.join()\n",
    "what goes with a job": "import asyncio, gc, sys\ngc.disable()\nasync def lost(): pass\n"
    "class Gone:\n    def __init__(self, name): self.name = name\n    def __del__(self):\n"
    "        print(self.name, sys._getframe(1).f_code.co_name, asyncio._get_running_loop())\n"
    "def call(*given): called.set()\ncalled = asyncio.Event()\n"
    "async def main():\n    loop = asyncio.get_running_loop()\n"
    "    for later in (loop.call_soon, lambda *job: loop.call_later(0, *job)):\n"
    "        later(call, Gone('the last of a turn'), lost())\n"
    "        await called.wait()\n        called.clear()\n"
    "        later(call, Gone('cancelled')).cancel()\n        await asyncio.sleep(0)\n"
    "    loop.create_task(asyncio.sleep(0, Gone('result')))\n"
    "    for n in range(4): await asyncio.sleep(0)\n"
    "    loop.call_soon(call, Gone('the last of all'), lost())\n    loop.call_soon(loop.stop)\n"
    "loop = asyncio.new_event_loop()\ntask = loop.create_task(main())\nloop.run_forever()\n"
    "loop.create_task(lost())\nloop.call_soon(call, lost(), Gone('never called'))\n"
    "loop.call_later(9, call, lost(), Gone('a timer'))\nloop.close()\n",
    "signal that is none": "import signal\nsignal.signal(99, print)\n",
    "signal, in a thread": "import signal, threading\n"
    "t = threading.Thread(target=signal.signal, args=[15, print])\nt.start()\nt.join()\n",
    "nothing to become": "import os\nos.execvp('there/is/none', ['none'])\n",
    "selector fails": f"{CLOSED}import asyncio, selectors\n"
    "class Fails(selectors.DefaultSelector):\n    def select(self, timeout=None):\n        f()\n"
    "asyncio.SelectorEventLoop(Fails()).run_forever()\n",
    "unraisable": "class A:\n    def __del__(self):\n        1/0\na = A()\ndel a\n",
    "memory": "raise MemoryError\n",
    "hook": "import sys\nsys.excepthook = lambda *args: print('mine', args[:2])\n1/0\n",
    "hook fails": "import sys\nsys.excepthook = lambda *args: 1/0\n{}['a']\n",
    "print_exc": "import traceback\ntry:\n    1/0\nexcept Exception:\n    traceback.print_exc()\n"
    "    traceback.print_stack()\n",
    "set twice": in_main(f"{TWICE}    f.set_result(2)\n"),
    "set twice, in a thread": "import asyncio, threading\nloop = asyncio.new_event_loop()\n"
    "f = loop.create_future()\nf.set_result(1)\n"
    "t = threading.Thread(target=f.set_result, args=[2])\nt.start()\nt.join()\nloop.close()\n",
    "set twice, by the loop": in_main(
        f"{TWICE}    asyncio.get_running_loop().call_soon(f.set_result, 2)\n"
        "    await asyncio.sleep(0)\n"
    ),
    "wrong arguments": in_main(f"{TWICE}    f.cancel(1, 2)\n"),
    "never awaited": "async def lost():\n    pass\n" + in_main("    lost()\n"),
    "never awaited, in debug mode": "import asyncio\nasync def lost():\n    pass\n"
    "async def main():\n    lost()\nasyncio.run(main(), debug=True)\n",
    "atexit": "import atexit\natexit.register(lambda: 1/0)\natexit.register(print, 'x')\n",
    "semaphore": "import asyncio\nasyncio.Semaphore(-1)\n",
    "context variables": in_main(
        "    import contextvars\n    v = contextvars.ContextVar('v')\n    f = asyncio.Future()\n"
        "    v.set(1)\n    f.add_done_callback(lambda f: print(v.get()))\n    v.set(2)\n"
        "    f.set_result(1)\n    await asyncio.sleep(0)\n"
    ),
    "no valid text": "import os, sys\nname = os.fsdecode(b'caf\\xe9.txt')\n"
    "print(name, file=sys.stderr)\n"
    + in_main("    asyncio.current_task().set_name(name)\n")
    + "raise ValueError(name)\n",
    "closed stdout": "import sys\nprint('x')\nsys.stdout.close()\n",
    "warning": "import warnings\ndef f():\n    warnings.warn('deep', stacklevel=9)\nf()\n",
    "classes": "import abc, asyncio, copy, inspect, pickle\n"
    "class Answer(asyncio.Future, abc.ABC):\n    @abc.abstractmethod\n    def ask(self): ...\n"
    "class Slots(asyncio.Task):\n    __slots__ = ('x',)\n"
    "    def __init_subclass__(cls, **options): print(options)\n"
    "class More(Slots, y=1): pass\n"
    "print(pickle.loads(pickle.dumps(asyncio.Future)) is asyncio.Future, type(asyncio.Task))\n"
    "print(inspect.signature(asyncio.Future), inspect.signature(asyncio.Task))\n"
    "print(inspect.signature(asyncio.Future.cancel), inspect.signature(asyncio.Queue))\n"
    "print(asyncio.Task.__name__, asyncio.Task.__qualname__, asyncio.Task.__module__)\n"
    "asyncio.Task.nothing\n",
}
MODES = {"plain": [], "dev": ["-X", "dev"]}


# Addresses; and what debug mode logs of steps, slow only where the machine is crowded.
VARIES = re.compile(rb"0x[0-9a-f]+|^Executing .* took .* seconds\n", re.MULTILINE)


@pytest.mark.parametrize("mode", ["plain", nightly("dev")])
@pytest.mark.turns("name", [*PROGRAMS], half=True)
def test_it_ends_as_it_would(tmp_path, version, name, mode):
    file, into = tmp_path / "program.py", tmp_path / "out.json"
    file.write_text(PROGRAMS[name])
    (tmp_path / "broken.py").write_text("def f(:\n")
    env = {"PYTHONPATH": str(ROOT / "scripts"), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath}

    def ran(*recorder):
        command = [interpreters()[version], *MODES[mode], *recorder, "program.py"]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True)
        said = (re.sub(VARIES, b"", text) for text in (done.stdout, done.stderr))
        return done.returncode, *said

    assert ran("-m", "recorder", "-o", str(into)) == ran()
    assert name == "os._exit" or json.loads(into.read_text())["lost"] == 0


FAILING = "def f():\n    1 / 0\n\nf()\n"
# As a build runs it, and a browser: whoever calls the recorder stands below the program.
CALLER = """\
from recorder.program import run
from recorder.recording import Settings

def call():
    run("program.py", [], Settings(), lambda recorder: None)

call()
"""


def test_what_calls_the_recorder_is_in_no_traceback_of_the_program(tmp_path, version):
    (tmp_path / "program.py").write_text(FAILING)
    (tmp_path / "caller.py").write_text(CALLER)
    env = {"PYTHONPATH": str(ROOT / "scripts")}

    def ran(file):
        command = [interpreters()[version], file]
        return subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, text=True).stderr

    said = ran("program.py")
    shown = re.findall(r'File ".*?(\w+\.py)", line (\d+)', said)
    assert shown == [("program.py", "4"), ("program.py", "2")]
    assert re.findall(r'File ".*?(\w+\.py)", line (\d+)', ran("caller.py")) == shown
