"""The folder of the site: the new one takes the place of the old one as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commands import run
from made import ROOT, environment
from runs import site_folder
from runs.site_folder import BadSiteFolder, SiteFolder

HOSTS = {".git/HEAD": "ref", ".nojekyll": "", "CNAME": "example.org", ".well-known/x": "x"}


def lay(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def laid(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_text() for file in files}


OLD = {"index.html": "old", "gone/index.html": "old"}
NEW = {"index.html": "new", "here/index.html": "new"}


@pytest.fixture(params=["at once", "in two steps"])
def site(request, tmp_path, monkeypatch):
    if request.param == "in two steps":
        monkeypatch.setattr(site_folder, "_exchange", lambda one, other: False)
    lay(tmp_path / "site", OLD | HOSTS)
    return tmp_path / "site"


def published(site: Path) -> None:
    folder = SiteFolder(site)
    lay(folder.new, NEW)
    folder.publish()
    folder.close()


def test_what_is_not_ours_stays_and_all_else_is_the_new_site(site):
    site.chmod(0o750)
    published(site)
    assert laid(site) == NEW | HOSTS
    assert site.stat().st_mode & 0o777 == 0o750
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_hidden_file_that_the_new_site_has_too_is_the_new_one(site):
    folder = SiteFolder(site)
    lay(folder.new, NEW | {".nojekyll": "ours"})
    folder.publish()
    folder.close()
    assert laid(site) == NEW | HOSTS | {".nojekyll": "ours"}


def test_a_build_that_fails_leaves_the_last_good_site_and_nothing_beside_it(site):
    folder = SiteFolder(site)
    lay(folder.new, NEW)
    folder.close()
    assert laid(site) == OLD | HOSTS
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_signal_that_comes_while_it_cleans_up_leaves_nothing_either(site, monkeypatch):
    """Its handler cleans up anew, and nothing goes on behind it."""
    place, remove, came = SiteFolder(site), site_folder.scratch.remove, []

    def interrupted(folder):
        if not came:
            came.append(folder)
            place.close()
            raise KeyboardInterrupt
        remove(folder)

    monkeypatch.setattr(site_folder.scratch, "remove", interrupted)
    with pytest.raises(KeyboardInterrupt):
        place.close()
    assert [entry.name for entry in site.parent.iterdir()] == ["site"]


def test_folders_that_are_made_for_a_site_go_when_none_comes(tmp_path):
    SiteFolder(tmp_path / "a/b/site").close()
    assert list(tmp_path.iterdir()) == []
    published(tmp_path / "a/b/site")
    assert laid(tmp_path / "a/b/site") == NEW


KILLED = """
import os, shutil, sys
from pathlib import Path
sys.path[:0] = [{scripts!r}]
from runs import site_folder

left = {calls}
def counted(name, then):
    def call(*args, **kwargs):
        global left
        left -= 1
        if not left:
            os._exit(9)
        return then(*args, **kwargs)
    return call

Path.rename = counted("rename", Path.rename)
shutil.rmtree = counted("rmtree", shutil.rmtree)
if {in_steps}:
    site_folder._exchange = lambda one, other: False
site_folder._exchange = counted("exchange", site_folder._exchange)
folder = site_folder.SiteFolder(Path({site!r}))
for name in ("index.html", "here/index.html"):
    (folder.new / name).parent.mkdir(parents=True, exist_ok=True)
    (folder.new / name).write_text("new")
folder.publish()
folder.close()
"""


@pytest.mark.parametrize("in_steps", [False, True])
@pytest.mark.parametrize("first", [False, True], ids=["again", "first"])
def test_a_kill_at_any_point_loses_nothing_once_the_next_build_has_begun(tmp_path, in_steps, first):
    seen = set()
    for calls in range(1, 99):
        site = tmp_path / str(calls) / "site"
        site.parent.mkdir()
        if not first:
            lay(site, OLD | HOSTS)
        told = {"scripts": str(ROOT / "scripts"), "calls": calls, "site": str(site)}
        code = KILLED.format(in_steps=in_steps, **told)
        ended = run(["-c", code], tmp_path, environment()).returncode
        assert ended in (0, 9)
        SiteFolder(site).close()
        kept = {} if first else HOSTS
        assert laid(site) in ([{}, NEW] if first else [OLD | kept, NEW | kept]), calls
        assert {path.name for path in site.parent.iterdir()} <= {"site"}
        seen.add(laid(site).get("index.html"))
        if ended == 0:
            break
    assert seen == ({None, "new"} if first else {"old", "new"})


def refused(target: Path) -> str:
    with pytest.raises(BadSiteFolder) as error:
        SiteFolder(target)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_second_build_into_the_same_folder_hears_of_the_first(site):
    first = SiteFolder(site)
    lay(first.new, NEW)
    assert "another build into" in refused(site)
    elsewhere = SiteFolder(site.with_name("other"))
    elsewhere.close()
    first.publish()
    first.close()
    assert laid(site) == NEW | HOSTS
    published(site)


def test_where_no_site_can_be_is_told_and_nothing_is_touched(tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("mine")
    assert "expected a folder for the site, came a file" in refused(file)
    assert "cannot make" in refused(file / "site")
    circle = tmp_path / "circle"
    circle.symlink_to(circle)
    assert "is a link that leads nowhere" in refused(circle)
    lay(tmp_path / "home", {"letters/a.txt": "mine"})
    assert "holds other things than a site, such as letters" in refused(tmp_path / "home")
    assert laid(tmp_path / "home") == {"letters/a.txt": "mine"}
    lay(tmp_path / "taken.building", {"index.html": "mine"})
    assert "holds what no build has put there (index.html)" in refused(tmp_path / "taken")
    assert laid(tmp_path / "taken.building") == {"index.html": "mine"}
    (tmp_path / "linked.building").symlink_to(tmp_path / "home")
    assert "holds what no build has put there (a link)" in refused(tmp_path / "linked")
    monkeypatch.setattr(os.path, "ismount", lambda path: True)
    (tmp_path / "mount").mkdir()
    assert "is a mount point" in refused(tmp_path / "mount")


def test_a_site_that_cannot_be_replaced_stays(site, monkeypatch):
    folder = SiteFolder(site)
    lay(folder.new, NEW)

    def refuse(self: Path, target: Path) -> None:
        raise OSError(16, "Device or resource busy")

    with monkeypatch.context() as patched:
        patched.setattr(site_folder, "_exchange", lambda one, other: False)
        rename = Path.rename
        patched.setattr(Path, "rename", lambda s, t: refuse(s, t) if s == site else rename(s, t))
        with pytest.raises(BadSiteFolder, match=r"cannot take the place of .*: Device or resource"):
            folder.publish()
    folder.close()
    assert laid(site) == OLD | HOSTS
    assert [path.name for path in site.parent.iterdir()] == ["site"]
