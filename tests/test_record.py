"""A program of one's own, recorded by the real command: told in sentences, shown in one file."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from large import is_told_truly_everywhere, one_task_can_be_chosen, program
from made import PATIENCE, ROOT, nightly, thorough, waited
from playwright.sync_api import Browser, Page
from runs.scratch import in_memory

TEA = """\
import asyncio, sys

async def boil(name):
    print(name, "on")
    await asyncio.sleep(0.05)
    return name

async def main():
    print(await asyncio.gather(boil("tea"), boil(sys.argv[1])))

asyncio.run(main())
"""
WAITS = """\
import asyncio, os, signal
from pathlib import Path

print(signal.getsignal(signal.SIGTERM) == signal.SIG_DFL, flush=True)

def here():
    os.replace(Path("new").write_text(str(os.getpid())) and "new", "here")

async def main():
    asyncio.get_running_loop().call_soon(here)  # when main has suspended
    await asyncio.sleep(600)

asyncio.run(main())
"""
HEIGHT = "each => getComputedStyle(each).lineHeight"
RECORD = [sys.executable, str(ROOT / "scripts/record")]


def record(
    folder: Path, *words: str, python: list[str] = RECORD
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*python, *words], cwd=folder, capture_output=True, text=True, timeout=PATIENCE
    )


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    (tmp_path / "tea.py").write_text(TEA)
    return tmp_path


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "T2 boil() suspends. It waits for F2, and control goes to the loop. (line 5)"),
        thorough("pt", "linha 5"),
    ],
)
def test_sentences_come_after_the_output_in_a_language(tea, language, said):
    done = record(tea, "--text", "--language", language, "tea.py", "--html")
    assert (done.returncode, done.stdout) == (0, "tea on\n--html on\n['tea', '--html']\n")
    assert said in done.stderr
    assert len(set(done.stderr.splitlines())) == len(done.stderr.splitlines())


@pytest.mark.parametrize(
    "program",
    [thorough(["tea.py", "egg"]), ["-m", "tea", "egg"], thorough(["-c", TEA, "egg"])],
    ids=["file", "module", "code"],
)
def test_each_way_to_begin_a_program(tea, program):
    done = record(tea, "--html", "out.html", *program)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "tea on\negg on\n['tea', 'egg']\n"
    assert "gather" in (tea / "out.html").read_text(encoding="utf-8")


OF_A_TEXT = """\
import asyncio, types
from collections import namedtuple
from dataclasses import dataclass

Pair = namedtuple("Pair", "one other")

@dataclass
class Cup:
    size: int

@types.coroutine
def pause():
    yield

async def main():
    print(Pair(1, 2), Cup(3))
    names = {}
    exec("def poured(): return 4", names)
    print(names["poured"]())
    await pause()
    await asyncio.sleep(0.01)

asyncio.run(main())
"""


@pytest.mark.nightly
def test_what_was_compiled_from_another_text_is_no_code_of_a_program_without_a_file(tmp_path):
    """The methods of a named tuple and a data class, of ours too, are of ``<string>``, as it is."""
    (tmp_path / "made.py").write_text(OF_A_TEXT)
    told = []
    for way in (["made.py"], ["-c", OF_A_TEXT]):
        done = record(tmp_path, "--text", *way)
        assert done.returncode == 0, done.stderr
        assert "pause() goes on" in done.stderr
        told.append(re.sub(r"[\d.,]+\sm?s\b", "", done.stderr).replace(" ", ""))
    assert told[0] == told[1]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_the_file_opens_from_the_disk_and_steps(tea, page):
    troubles: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    assert record(tea, "--html", "out.html", "--language", "pt", "tea.py", "ovo").returncode == 0
    address = (tea / "out.html").as_uri()
    page.goto(address)
    assert page.locator("html").get_attribute("lang") == "pt-BR"
    first = page.locator(".player-said").inner_text()
    page.keyboard.press("ArrowRight")  # the focus is on the page, and not on a button
    assert page.locator(".player-said").inner_text() != first
    page.keyboard.press("End")
    assert page.locator(".run-output .line:not(.later)").all_inner_texts()[-1] == "['tea', 'ovo']"
    before = page.locator(".run-program").evaluate("e => getComputedStyle(e).fontSize")
    page.keyboard.press("+")
    assert page.evaluate("document.documentElement.style.fontSize") == "156.25%", before
    page.wait_for_url(address + "#tea-*")
    assert (asked, troubles) == ([address], [])


HOSTILE = r"""
import asyncio, sys

# </script><script>alert(1)</script> <!--
async def says(text):
    print(text)
    await asyncio.sleep(0)

async def main():
    bad = "</script><img src=x onerror=alert(2)> \x1b[31m\x00\r\u202eabc\u2028"
    await asyncio.create_task(says(bad), name="</span><script>alert(3)</script>")
    print("<!--question-->", ascii(bad), "long" * 250_000)
    sys.stdout.buffer.write(b"\xff</li>\n")
    future = asyncio.get_running_loop().create_future()
    future.set_result("\udc80</b><script>alert(4)</script>")
    await future
    print("\udc80", file=sys.stderr)
    raise ValueError("</pre><script>alert(5)</script>")

asyncio.run(main())
"""


def test_nothing_that_a_program_says_is_acted_upon(tmp_path, page):
    """Its text, its name, its values and its output are shown, and nothing more."""
    name = "a<b>&'\u202e\udcff.py"
    (tmp_path / name).write_text(HOSTILE)
    acted: list[str] = []
    page.on("dialog", lambda dialog: (acted.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: acted.append(message.text))
    done = subprocess.run([*RECORD, "--html", "out.html", name], cwd=tmp_path, capture_output=True)
    assert done.returncode == 1
    text = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert not {c for c in text if not c.isprintable()} - {"\n", "\t", "\u00a0"}
    assert len(text) < 200_000
    page.goto((tmp_path / "out.html").as_uri())
    for _ in range(page.locator(".player-steps li").count()):
        page.keyboard.press("ArrowRight")
    assert page.locator(".run-name").inner_text() == r"a<b>&'\u202e\udcff.py"
    shown = page.locator(".run-output .line").first.inner_text()
    assert shown == r"</script><img src=x onerror=alert(2)> \x1b[31m\x00\x0d\u202eabc\u2028"
    assert page.locator(".run-program script, .run-output :is(img, script)").count() == 0
    assert acted == []


@pytest.mark.nightly
@pytest.mark.parametrize("width", [390, nightly(1280)])
def test_each_line_stands_beside_its_number(tea, page, width):
    record(tea, "--html", "out.html", "tea.py", "egg")
    page.set_viewport_size({"width": width, "height": 844})
    page.goto((tea / "out.html").as_uri())
    both = ".linenodiv pre", "td.code pre > code"
    assert len({page.locator(each).evaluate(HEIGHT) for each in both}) == 1


@pytest.mark.nightly
@pytest.mark.parametrize("larger", [nightly(0), 4])
def test_what_one_steps_with_is_on_the_screen_with_letters_of_each_size(tea, page, larger):
    """At the opening, without a scroll: the sentence, the controls, and the line that runs."""
    record(tea, "--html", "out.html", "tea.py", "egg")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto((tea / "out.html").as_uri())
    for _ in range(larger):
        page.keyboard.press("+")
    for key in ["End", *["ArrowLeft"] * 8]:
        page.keyboard.press(key)
        for place in (".player-said", ".player-controls", ".player-bar"):
            box = page.locator(place).bounding_box()
            assert box is None or 0 <= box["y"] <= box["y"] + box["height"] <= 900, (key, place)


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, nightly(signal.SIGHUP), thorough(signal.SIGINT)]
)
def test_what_a_signal_ends_is_shown_up_to_there(tmp_path, number):
    (tmp_path / "waits.py").write_text(WAITS)
    command = [*RECORD, "--html", "out.html", "--text", "waits.py"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    )
    with contextlib.ExitStack() as stack:
        stack.callback(process.kill)
        assert waited((tmp_path / "here").exists)
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE)
    assert (out, process.returncode) == ("True\n", -number)
    assert "T1 main() suspends. It waits for F1" in err
    assert number.name in (tmp_path / "out.html").read_text(encoding="utf-8") or number == 2


LEAVES = """\
import asyncio, os, signal, threading, time

def sends():
    while True:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0)

async def main():
    if os.fork() == 0:
        os._exit(0)  # of a child nothing is kept
    os.wait()
    print("leaves", flush=True)
    {}

asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("way", "statuses"),
    [
        ("os._exit(4)", [4]),
        thorough("signal.raise_signal(signal.SIGALRM)", [-signal.SIGALRM]),
        thorough("threading.Thread(target=sends, daemon=True).start(); await asyncio.sleep(60)",
                 [-signal.SIGTERM]),
    ],
    ids=["os._exit", "another signal", "the same again and again"],
)  # fmt: skip
def test_what_leaves_at_once_is_shown_up_to_there(tmp_path, way, statuses):
    """A signal that comes again and again comes at each moment at which the recording is kept."""
    done = record(tmp_path, "--html", "out.html", "--text", "-c", LEAVES.replace("{}", way))
    assert done.returncode in statuses
    assert done.stdout == "leaves\n"
    assert done.stderr.count("Printed: leaves") == 1
    assert "record:" not in done.stderr
    assert (tmp_path / "out.html").exists()


MOCKS = """\
import asyncio, builtins, os

async def main():
    builtins.open = os.replace = os.getpid = lambda *given, **named: print("called", given)

asyncio.run(main())
"""


def test_what_a_program_puts_in_the_place_of_open_is_not_called_to_keep_the_recording(tmp_path):
    done = record(tmp_path, "--text", "-c", MOCKS)
    assert (done.returncode, done.stdout) == (0, "")
    assert "T1 main() ends" in done.stderr


BECOMES = """\
import asyncio, os

async def main():
    print("becomes another", flush=True)
    try:
        os.execv("there/is/none", ["none"])
    except OSError:
        print("is there", flush=True)
    os.execvp("sh", ["sh", "-c", "echo another; exit 4"])

asyncio.run(main())
"""


def test_what_becomes_another_program_is_shown_up_to_there(tmp_path):
    done = record(tmp_path, "--text", "-c", BECOMES)
    assert (done.returncode, done.stdout) == (4, "becomes another\nis there\nanother\n")
    assert "Printed: is there" in done.stderr
    assert (
        "record: the program ended past Python's own end (as os._exit and os.execv do): what"
        in (done.stderr)
    )


@pytest.mark.thorough
def test_what_was_kept_while_it_ran_is_shown_when_it_is_killed(tmp_path):
    """Nothing of ours is called then: the loop, which waits for long, was the time to keep it."""
    (tmp_path / "waits.py").write_text(WAITS)
    command = [*RECORD, "--text", "waits.py"]
    pipe = subprocess.PIPE
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(command, cwd=tmp_path, stdout=pipe, stderr=pipe, text=True, env=env)

    def kept() -> bool:
        return any('"waits"' in each.read_text() for each in tmp_path.glob("record-*/*.json"))

    with contextlib.ExitStack() as stack:
        stack.callback(process.kill)
        assert waited(lambda: (tmp_path / "here").exists() and kept())
        os.kill(int((tmp_path / "here").read_text()), signal.SIGKILL)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGKILL
    assert "record: SIGKILL ended the program at once: what is told ends" in err
    assert "T1 main() suspends. It waits for F1" in err


MANY = """\
import asyncio

async def visit(n):
    await asyncio.sleep(0)
    print("visit", n)

async def main():
    for n in range(100):
        await asyncio.create_task(visit(n), name="the last" if n == 99 else "one")

asyncio.run(main())
"""


@pytest.mark.thorough
def test_the_end_of_a_long_program_is_shown_behind_a_word_of_what_is_left_out(tmp_path, page):
    (tmp_path / "many.py").write_text(MANY)
    ends = ["--events", "200", "--last", "200", "--language", "pt"]
    done = record(tmp_path, *ends, "--text", "--html", "out.html", "many.py")
    told = done.stderr.splitlines()
    (at,) = [n for n, line in enumerate(told) if "Falta aqui um trecho de " in line]
    assert "visit 0" in "".join(told[:at])
    assert "visit 99" in "".join(told[at:])
    assert "visit 50" not in done.stderr
    page.goto((tmp_path / "out.html").as_uri())
    page.keyboard.press("End")
    shown = page.locator(".run-output .line:not(.later)").all_inner_texts()
    (gap,) = [n for n, line in enumerate(shown) if line.startswith("(")]
    kept = [*range(gap), *range(100 - len(shown) + gap + 1, 100)]
    assert [*shown[:gap], *shown[gap + 1 :]] == [f"visit {n}" for n in kept]
    assert shown[gap].endswith(f": {100 - len(kept)})")


@pytest.mark.thorough
def test_a_large_run_of_many_tasks_is_told_truly_everywhere_and_a_task_can_be_chosen(
    tmp_path, page
):
    (tmp_path / "large.py").write_text(program(items=20))
    record(tmp_path, "--html", "out.html", "large.py")
    page.goto((tmp_path / "out.html").as_uri())
    place = page.locator("run-player.large.many")
    is_told_truly_everywhere(place, at_least=20)
    one_task_can_be_chosen(place, "t8")
    labels = place.locator(".player-choice label").all_text_contents()
    assert " T8 producer 2 · produce()" in labels


SERVES = """\
import asyncio, os, signal
from pathlib import Path

async def rests():
    await asyncio.sleep(600)

async def main():
    resting = asyncio.create_task(rests())
    await asyncio.sleep(0)
    print(signal.getsignal(signal.SIGUSR1) == signal.SIG_DFL, flush=True)
    asked = asyncio.Event()
    if os.path.exists("handles"):
        signal.signal(signal.SIGUSR1, lambda *_: asked.set())
        print(callable(signal.getsignal(signal.SIGUSR1)))
    os.replace(Path("new").write_text(str(os.getpid())) and "new", "here")
    while not (asked.is_set() or os.path.exists("go")):
        await asyncio.sleep(0.01)
    print("asked")
    resting.cancel()

asyncio.run(main())
"""


@pytest.mark.nightly
@pytest.mark.parametrize("handles", [False, True])
def test_from_a_signal_on_a_program_is_shown_with_all_that_it_had_begun(tmp_path, handles):
    (tmp_path / "serves.py").write_text(SERVES)
    if handles:
        (tmp_path / "handles").write_text("")
    command = [*RECORD, "--from-signal", "USR1", "--text", "serves.py"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=tmp_path, stdout=pipe, stderr=pipe, text=True)
    with contextlib.ExitStack() as stack:
        stack.callback(process.kill)
        assert waited((tmp_path / "here").exists)
        if handles:  # it passes it on
            process.send_signal(signal.SIGUSR1)
        else:
            os.kill(int((tmp_path / "here").read_text()), signal.SIGUSR1)
            (tmp_path / "go").write_text("")
        out, err = process.communicate(timeout=PATIENCE)
    assert out == "True\n" + "True\n" * handles + "asked\n"
    first, *told = err.splitlines()
    assert "A signal has asked for what follows. Left out before it: " in first
    assert "begins" not in err  # both tasks have, before
    assert "The loop runs the next step of T1 main()" in "".join(told)
    assert "T2 rests() ends, cancelled" in err


def test_of_a_signal_that_does_not_come_a_line_says_so(tea):
    done = record(tea, "--from-signal", "USR2", "tea.py", "egg")
    said = "record: the signal USR2 has not come, so nothing was kept\n"
    assert (done.returncode, done.stderr) == (1, said)


@pytest.mark.nightly
def test_lines_of_all_modules_below_a_folder_say_where_they_are(tmp_path, page):
    for name in ("shop", "site-packages"):
        (tmp_path / name).mkdir()
    (tmp_path / "site-packages/installed.py").write_text("async def there():\n    return 1\n")
    (tmp_path / "shop/orders.py").write_text(
        "import asyncio\n\nasync def fetch(n):\n    await asyncio.sleep(0)\n    return n\n"
    )
    (tmp_path / "main.py").write_text(
        "import asyncio, sys\nsys.path.append('site-packages')\nimport installed\n"
        "from shop import orders\n\nasync def main():\n"
        "    await installed.there()\n    await asyncio.gather(orders.fetch(1))\n\n"
        "asyncio.run(main())\n"
    )
    done = record(tmp_path, "--source", ".", "--text", "--html", "out.html", "main.py")
    assert "fetch() begins. (shop/orders.py:3)" in done.stderr
    assert "T2 fetch() suspends for one turn" in done.stderr
    assert "(line 8)" in done.stderr
    assert "there()" not in done.stderr
    page.goto((tmp_path / "out.html").as_uri())
    page.get_by_label("Move by").select_option(value="line")
    said = set()
    for _ in range(200):
        said.add(page.locator(".player-said").inner_text())
        page.keyboard.press("ArrowRight")
    assert "shop/orders.py:4 is next: await asyncio.sleep(0)" in said
    assert any(each.endswith("(shop/orders.py:4)") for each in said)
    plain = record(tmp_path, "--text", "main.py")
    assert "orders.py" not in plain.stderr


WRONG = {
    "nothing": ([], "expected a program: a file, -m module, or -c code"),
    "only --": (["--text", "--"], "expected a program: a file, -m module, or -c code"),
    "no name": (["--html=", "tea.py"], "expected the name of a file, came ''"),
    "a folder's name": (["--html", "new/", "tea.py"], "expected the name of a file, came 'new/'"),
    "no file": (["none.py"], "there is no file none.py"),
    "no module": (["-m"], "expected a module after -m"),
    "option": (["--htlm", "x", "tea.py"], "unrecognized arguments: --htlm"),
    "language": (["--language", "xx", "tea.py"], "invalid choice: 'xx'"),
    "number": (["--events", "0", "tea.py"], "invalid positive number value: '0'"),
    "no folder": (["--html", "none/out.html", "tea.py"], "cannot be written to: No such file"),
    "folder": (["--html", ".", "tea.py"], "is a folder: expected a file"),
    "itself": (["--html", "tea.py", "tea.py"], "is the program itself"),
    "stdin": (["-"], "standard input cannot be shown"),
    "no events": (["--last", "0", "tea.py"], "invalid positive number value: '0'"),
    "no number": (["--last", "ten", "tea.py"], "invalid positive number value: 'ten'"),
    "signal": (["--from-signal", "KILL", "tea.py"], "invalid choice: 'KILL'"),
    "no source": (["--source", "none", "tea.py"], "expected a folder, came 'none'"),
    "source a file": (["--source", "tea.py", "tea.py"], "expected a folder, came 'tea.py'"),
    "-o alone": (["--html", "x", "-o", "y", "tea.py"], "-o is where --text goes"),
    "twice": (["--html", "x", "--text", "-o", "x", "tea.py"], "are the same file"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_is_told_in_a_line_before_the_program_begins(tea, case):
    words, told = WRONG[case]
    done = record(tea, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert os.listdir(tea) == ["tea.py"]


NOT_BEGUN = {
    "syntax": (["wrong.py"], "SyntaxError: "),
    "no module": (["-m", "nowhere"], "No module named nowhere"),
    "no __main__": (["."], "can't find '__main__' module in"),
}


@pytest.mark.parametrize("case", ["syntax", *map(thorough, [*NOT_BEGUN][1:])])
def test_of_what_does_not_begin_nothing_is_told_but_why(tmp_path, case):
    (tmp_path / "wrong.py").write_text("x = (")
    words, why = NOT_BEGUN[case]
    done = record(tmp_path, "--text", "--html", "out.html", *words)
    *errors, last = done.stderr.splitlines()
    assert (done.returncode, last) == (
        1,
        "record: nothing of the program was seen: it did not begin",
    )
    assert why in errors[-1]
    assert os.listdir(tmp_path) == ["wrong.py"]


def test_help_and_readme_say_which_status_that_is(tmp_path):
    said = " ".join(record(tmp_path, "--help").stdout.split())
    assert "The exit status is the program's; it is 1 where that would be 0, and" in said
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert "The exit status is the program's, or 1 where that would be 0 but" in readme


ENDS = {
    "status": ("import asyncio, sys; asyncio.run(asyncio.sleep(0)); sys.exit(3)", 3, None),
    "no loop": ("import asyncio; print(1)", 1, "no event loop ran"),
    "no loop, and a status": ("import sys; sys.exit(3)", 3, "no event loop ran"),
    "a generator": ("print(list(x for x in 'ab'))", 0, None),
    "past the end": ("import os; os._exit(4)", 4, "no event loop ran"),
    "killed": ("import os; os.kill(os.getpid(), 9)", -9, "SIGKILL ended the program at once"),
    "another loop": ("import sys; sys.modules['uvloop'] = sys", 1, "is that of uvloop"),
}


@pytest.mark.parametrize("case", ["status", "another loop", *map(thorough, [*ENDS][1:-1])])
def test_it_ends_as_the_program_did(tmp_path, case):
    code, status, told = ENDS[case]
    done = record(tmp_path, "--html", "out.html", "-c", code)
    assert done.returncode == status
    assert (told or "") in done.stderr
    assert done.stderr.count("\n") == bool(told)
    assert (tmp_path / "out.html").exists() == (told is None)


def test_a_file_that_is_there_stays_when_nothing_can_be_told(tmp_path):
    (tmp_path / "out.html").write_text("before")
    record(tmp_path, "--html", "out.html", "-c", "import os; os._exit(0)")
    assert os.listdir(tmp_path) == ["out.html"]
    assert (tmp_path / "out.html").read_text() == "before"


def test_a_file_in_memory_is_a_file_and_what_a_shell_opened_goes_on(tea):
    folder = in_memory()
    with tempfile.TemporaryDirectory(dir=folder) as place:
        out = Path(place, "out")
        for _ in range(2):
            done = record(tea, "--text", "-o", str(out), "tea.py", "egg")
            assert (done.returncode, done.stderr) == (0, "")
        assert out.read_text().count("An event loop is made.") == 1
        with out.open("w") as shell:
            command = [*RECORD, "--text", "-o", "/dev/stdout", "tea.py", "egg"]
            subprocess.run(command, cwd=tea, stdout=shell, check=True)
        assert re.match(r"(?s)tea on\n.*An event loop is made", out.read_text())


def test_the_program_is_run_as_python_would(tea):
    """Its options, its variables and its path are those of a plain run."""
    code = (
        "import sys, os; print(sys.path, sys.argv, sys.flags, sys.orig_argv, __name__,"
        " {k: v for k, v in os.environ.items() if k not in ('_', 'SHLVL')})"
    )
    options = [sys.executable, "-X", "dev", "-O"]
    plain = record(tea, "-c", code, "a", "--b", python=options)
    recorded = record(tea, "-c", code, "a", "--b", python=[*options, RECORD[1]])
    assert recorded.stdout == plain.stdout


CLOSED = {"stdin": "<&-", "stdout": ">&-", "stderr": "2>&-", "all": "<&- >&- 2>&-"}


@pytest.mark.parametrize("which", [*map(thorough, [*CLOSED][:-1]), "all"])
def test_where_a_stream_is_closed_the_program_runs_as_python_would_and_is_told(tea, which):
    code = "import asyncio, os, sys\nasync def main(): pass\nasyncio.run(main())\n"
    code += "fds = sorted(fd for fd in map(int, os.listdir('/dev/fd')) if fd < 64)\n"
    code += "open('seen', 'a').write(f'{sys.stdin, sys.stdout, sys.stderr, fds}\\n')\n"
    (tea / "looks.py").write_text(f"{code}print('said')\n")
    before = shlex.join([*RECORD, "--text", "-o", "out"])
    done = [
        subprocess.run(
            ["sh", "-c", f"exec {command} looks.py {CLOSED[which]}"],
            cwd=tea, capture_output=True, text=True,
        )
        for command in (shlex.quote(sys.executable), before)
    ]  # fmt: skip
    plain, recorded = ((each.returncode, each.stdout, each.stderr) for each in done)
    assert recorded == plain
    first, second = (tea / "seen").read_text().splitlines()
    assert second == first
    assert "An event loop is made." in (tea / "out").read_text()


def test_a_device_that_is_full_is_told_in_a_line(tea):
    done = record(tea, "--text", "-o", "/dev/full", "tea.py", "egg")
    assert (done.returncode, done.stderr) == (1, "record: /dev/full: No space left on device\n")


# Ctrl+C comes when the recording is about to be written.
INTERRUPTED = """import asyncio, os, signal
real = os.path.realpath
def interrupted(path, **named):
    if "recording.json" in path:
        os.path.realpath = real
        os.kill(os.getpid(), signal.SIGINT)
    return real(path, **named)
os.path.realpath = interrupted
async def main():
    await asyncio.sleep(0.2)
try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize(
    ("options", "heard"),
    [([], ""), (["--events", "20"], "interrupted\n")],
    ids=["at its end", "while it runs"],
)
def test_ctrl_c_while_the_recording_is_written_is_the_programs_alone(tea, options, heard):
    done = record(tea, *options, "--text", "-o", "out", "-c", INTERRUPTED)
    assert (done.returncode, done.stdout, done.stderr) == (0, heard, "")
    assert "An event loop is made." in (tea / "out").read_text()


def test_where_nobody_reads_what_is_told_no_more_is_said(tea):
    code = "import asyncio\nasync def main(): pass\nasyncio.run(main())\n"
    command = shlex.join([*RECORD, "--text", "-o", "/dev/stdout", "-c", code])
    done = subprocess.run(
        ["sh", "-c", f"({command}; echo $? >&2) | true"], cwd=tea, capture_output=True, text=True
    )
    assert done.stderr == "1\n"
