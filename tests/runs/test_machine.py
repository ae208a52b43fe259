"""What tells of the machine that builds is found; what only looks like it is left alone."""

from __future__ import annotations

import getpass
import html
import json
import os
import pwd
import socket
from pathlib import Path
from urllib.parse import quote

import pytest
from runs import machine
from runs.machine import Machine

HOME = "/home/maría & co"
ONE = Machine((HOME, "/srv/site", "/docs"))


@pytest.mark.parametrize(
    "text",
    [
        "the file /srv/site/docs/x.md",
        'File "/srv/site/x.py", line 3',
        "it is in /srv/site.",
        "(/srv/site)",
        "file:///srv/site/x",
        "--folder=/srv/site",
        json.dumps("a\n/srv/site/x"),
        json.dumps({"home": HOME}),
        html.escape(f"'{HOME}'"),
        f"?from={quote(HOME + '/x', safe='')}",
        f"<a href='file://{quote(HOME)}'>",
    ],
)
def test_a_path_is_found_however_a_file_writes_it(text):
    assert len(list(ONE.paths(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/srv/site/x",
        "../srv/site",
        "edit/main/docs/pt/index.md",
        "/srv/site-old /srv/site2 /srv/site.bak /srv/sites",
        "/tmp/echo.sock",
        "/docs",
        "/docs/",
        "/docs/part-1/await/",
        "/usr/bin/env python3",
    ],
)
def test_what_is_no_whole_path_of_the_build_is_left_alone(text):
    assert list(ONE.paths(text)) == []


def test_below_a_folder_with_a_single_name_counts_what_is_really_there(monkeypatch):
    there = {"/docs/snippets"}
    monkeypatch.setattr(os.path, "lexists", lambda path: str(path) in there)
    text = "/docs/assets/x.js and /docs/snippets/pt/x.py"
    assert list(ONE.paths(text)) == [(22, "/docs/snippets")]


@pytest.mark.parametrize("home", ["/", "/usr", "/tmp", "/nonexistent", "", "relative"])
def test_a_home_that_is_no_ones_makes_no_path_a_fault(monkeypatch, home):
    monkeypatch.setenv("HOME", home)
    entry = pwd.struct_passwd(("someone-7", "x", 7, 7, "", home, ""))
    monkeypatch.setattr(machine.pwd, "getpwuid", lambda _: entry)
    assert list(machine.here().paths("/tmp/echo.sock /usr/bin/env /home /")) == []


def test_a_user_without_an_entry_and_without_a_home_is_no_error(monkeypatch):
    def missing(_):
        raise KeyError

    for name in ("HOME", "USER", "LOGNAME", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(machine.pwd, "getpwuid", missing)
    assert str(machine.ROOT) in machine.here().folders


def test_a_folder_behind_a_link_is_known_by_both_names(tmp_path, monkeypatch):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    known = machine.here(tmp_path / "link")
    for name in ("real", "link"):
        assert list(known.paths(f"in {tmp_path / name}/x"))


NAMED = Machine(
    ("/home/maria",),
    {"maria": "the user", "build-7": "the machine", "root": "the user", "loop": "the machine"},
)


@pytest.mark.parametrize(
    ("output", "source", "told"),
    [
        ("maria", "print(getpass.getuser())", ["maria, the name of the user"]),
        ("MARIA", "print(getpass.getuser().upper())", ["MARIA, the name of the user"]),
        ("I am root!", "print(pwd.getpwuid(0)[0])", ["root, the name of the user"]),
        ("Linux build-7 6.1", "print(magic())", ["build-7, the name of the machine"]),
        ("at /home/maria", "print(x)", ["/home/maria, a folder of the machine that builds"]),
        ("WARNING:root:late", "logging.warning('late')", []),
        ("Event loop is closed", "asyncio.run(main())", []),
        ("root", "import subprocess\nprint('root')", []),
        ("maria_2 mariana build-70 loop-er", "os.environ", []),
        ("/home/maria", "print('/home/maria')", []),
        ("/home/mariana", "getuser()", []),
    ],
)
def test_a_name_counts_where_the_program_could_have_asked_for_it(output, source, told):
    assert list(NAMED.shown(output, source)) == told


def test_this_machine_knows_its_user_and_its_name():
    names = machine.here().names
    assert getpass.getuser() in names
    assert socket.gethostname() in {*names, "localhost"}
    assert "localhost" not in names
    assert str(Path.cwd()) in machine.here().folders
