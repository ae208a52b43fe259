"""``mkdocs serve``: nothing runs again that did not change, and what changed runs at once."""

from __future__ import annotations

import contextlib
import re
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from made import PATIENCE, ROOT, Project, server, waited
from website import policy
from website.document import Document

BUILT = "The whole site is shown"  # MkDocs says how long it took, but the same time only once


@dataclass
class Served:
    project: Project
    address: str
    log: Path

    def page(self, name: str = "") -> str:
        with urllib.request.urlopen(f"{self.address}{name}", timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def wait(self, until: Callable[[str], bool]) -> str:
        """The page, when it has come to this."""
        found = [""]

        def asked() -> bool:
            with contextlib.suppress(OSError):
                found.append(self.page())
            return until(found[-1])

        assert waited(asked), f"the log says:\n{self.log.read_text()}"
        return found[-1]

    @property
    def shown(self) -> int:
        """How often pages were shown before the whole site was built."""
        return self.log.read_text().count("Shown after")

    @property
    def built(self) -> int:
        """How often the whole site was built."""
        return self.log.read_text().count(BUILT)

    def epoch(self) -> int:
        """By what number MkDocs knows the site that browsers show; another one has them reload."""
        found = re.search(r"livereload\((\d+), ", self.page())
        assert found
        return int(found[1])

    def runs_again(self, program: str) -> None:
        """Have a program run once more: with another contract it could do something else."""
        self.project.write("snippets/runs.toml", f'["{program}"]\ntime_limit = 60\n')

    def ran(self) -> list[int]:
        """How many programs each build had to run."""
        return [int(n) for n in re.findall(r"(\d+) programs?, \d+ runs in", self.log.read_text())]


# What takes a package of its own to be drawn: it must leave the process as it was.
PLOT = """<div class="plot" markdown>

| Where | took |
|---|---|
| here | {{ part/first.wall }}&nbsp;s |

</div>
"""


@pytest.fixture
def served(project: Project, tmp_path: Path) -> Iterator[Served]:
    project.program("part/first", "print('first', 1 + 1)\n")
    project.program("part/second", "print('second', 2 + 2)\n")
    fence = '```python exec="on" run="part/{}"\n```\n\n'
    project.page(fence.format("first") + fence.format("second") + PLOT)
    log = tmp_path / "log"
    # Verbose: it says when it has seen that a file was saved.
    with server(project.folder, log, "--verbose") as (address, _):
        served = Served(project, address, log)
        served.wait(lambda page: "second 4" in page)
        yield served


def test_only_what_changed_runs_again(served: Served) -> None:
    assert waited(served.ran)  # it is told beside the work
    assert served.ran() == [4]  # two programs in two languages
    for lang in ("pt", "en"):
        served.project.write(f"snippets/{lang}/part/second.py", "print('second', 3 + 3)\n")
    page = served.wait(lambda page: "second 6" in page)
    assert "first 2" in page
    assert waited(lambda: sum(served.ran()) == 6)
    served.project.page('New words.\n\n```python exec="on" run="part/first"\n```\n')
    served.wait(lambda page: "New words" in page)
    assert sum(served.ran()) == 6


# A program that ends when a test says so.
HELD = """\
import os, time

while not os.path.exists({!r}):
    time.sleep(0.01)
print({!r})
"""


def test_a_saved_page_shows_before_the_whole_site_is_built_again(
    served: Served, tmp_path: Path
) -> None:
    assert waited(lambda: served.built)
    gate = tmp_path / "gate"
    served.project.program("part/held", HELD.format(str(gate), "held"))  # no page shows it
    served.project.page("Seen early, {{ part/unknown.wall }}.\n")
    served.wait(lambda page: "Seen early" in page)
    early = served.epoch()
    assert waited(lambda: served.shown == 1)
    assert served.built == 1
    assert "part/unknown" not in served.log.read_text()  # of faults the whole site tells
    gate.touch()
    assert waited(lambda: served.built >= 2)
    assert served.log.read_text().count("docs/pt/index.md:") == served.built - 1
    assert served.epoch() == early  # what browsers have is what the whole site has

    gate.unlink()
    served.runs_again("part/held")
    for lang in ("pt", "en"):
        title = f"# Another title {{ #home }}\n\nSeen early, {lang}.\n"
        served.project.write(f"docs/{lang}/index.md", title)
    served.wait(lambda page: "Another title" in page)
    early = served.epoch()
    assert "Another title" not in served.page("404.html")
    gate.touch()
    assert waited(lambda: "Another title" in served.page("404.html"))
    assert waited(lambda: served.epoch() != early)  # for other pages name it too


@pytest.mark.thorough
def test_a_page_that_is_saved_while_the_whole_site_is_built_comes_first(
    served: Served, tmp_path: Path
) -> None:
    assert waited(lambda: served.built)
    gate = tmp_path / "gate"
    gate.touch()
    served.project.program("part/second", HELD.format(str(gate), "second 7"))
    served.wait(lambda page: "second 7" in page)
    assert waited(lambda: served.built >= 2)
    gate.unlink()
    read = served.log.read_text().count("Building 'en'")  # when the pages of the other are made
    served.runs_again("part/second")
    assert waited(lambda: served.log.read_text().count("Building 'en'") > read)
    shown = served.shown
    served.project.page("Seen first.\n")
    saved = "FileModifiedEvent(src_path=" + repr(str(served.project.folder / "docs/pt/index.md"))
    assert waited(lambda: saved in served.log.read_text())
    gate.touch()
    assert "Seen first" in served.wait(lambda _: served.shown > shown)
    order = re.findall(f"Shown after|Building documentation|{BUILT}", served.log.read_text())
    last = len(order) - order[::-1].index("Shown after") - 1
    assert order[last - 1] == "Building documentation"  # of which no end is told


# A program without end, which says that it has begun.
HANGS = "import os, time\n\nopen({!r} + str(os.getpid()), 'w').close()\ntime.sleep(10_000)\n"


def test_while_a_program_hangs_pages_are_there_and_a_save_ends_it(
    served: Served, tmp_path: Path
) -> None:
    assert waited(lambda: served.built)
    served.project.write("snippets/runs.toml", '["part/second"]\ntime_limit = 120\n')
    begun = tmp_path / "begun"
    begun.mkdir()
    served.project.program("part/second", HANGS.format(f"{begun}/"))
    assert waited(lambda: len(list(begun.iterdir())) == 4)  # in two languages, twice
    hang = [psutil.Process(int(file.name)) for file in begun.iterdir()]
    assert "second 4" in served.page()

    served.project.write("docs/pt/reference/glossary.md", "# G { #glossary }\n\nOther words.\n")
    assert waited(lambda: "Other words" in served.page("reference/glossary/"))
    assert all(map(psutil.Process.is_running, hang))
    assert "second 4" in served.page()

    served.project.program("part/second", "print('second', 5 + 5)\n")
    assert "first 2" in served.wait(lambda page: "second 10" in page)
    assert not any(map(psutil.Process.is_running, hang))


@pytest.mark.thorough
def test_the_script_that_reloads_a_page_is_allowed_by_its_policy(served: Served) -> None:
    page = served.page()
    assert re.search(r"<script>[^<]*livereload\(\d+, \d+\)", page)
    assert list(policy.faults(Document(page))) == []


@pytest.mark.nightly
def test_a_failing_program_shows_on_the_page_and_the_server_goes_on(served: Served) -> None:
    served.project.program("part/second", "1 / 0\n")
    page = served.wait(lambda page: "run-failed" in page)
    assert "ZeroDivisionError" in page
    assert "to run it alone: python3 snippets/pt/part/second.py" in page
    assert "first 2" in page
    served.project.program("part/second", "print('second', 5 + 5)\n")
    assert "run-failed" not in served.wait(lambda page: "second 10" in page)


# What an author may save halfway, and what the page then says at its top.
HALFWAY = {
    "front matter": (
        "docs/pt/index.md",
        "---\ndescription: a: b\n---\n# H { #home }\n",
        "not valid",
    ),
    "glossary": ("scripts/languages/glossary.toml", "[x\n", "glossary.toml:1: not valid TOML"),
    "catalogue": ("scripts/languages/interface/pt.toml", "[x\n", "pt.toml:1: not valid TOML"),
    "bytes": (
        "docs/pt/index.md",
        b"# H { #home }\n\ncaf\xe9\n",
        "docs/pt/index.md:3: expected UTF-8",
    ),
    "settings": ("mkdocs.yml", "site_name: [\n", ""),
    "no theme": ("mkdocs.yml", "site_name: x\ntheme: nothing\n", "Unrecognised theme name"),
    "gone": ("docs/pt/index.md", None, ""),
    "empty": ("docs/pt/index.md", "", "expected a heading"),
    "no heading": ("docs/pt/index.md", "Words.\n", "expected a heading"),
}


def test_the_server_always_answers_and_shows_the_last_good_page_with_what_is_wrong(
    served: Served,
) -> None:
    for what, (name, text, told) in HALFWAY.items():
        file = served.project.folder / name
        good, epoch, built = file.read_bytes(), served.epoch(), served.built
        if text is None:
            file.unlink()
        else:
            served.project.write(name, text)
        if what in ("empty", "no heading"):  # a fault like others: the page is what it is
            served.wait(lambda page: "second 4" not in page)
            assert waited(lambda told=told: told in served.log.read_text())
        elif what == "gone":
            served.wait(lambda page: "untranslated" in page)  # in English, and says so
        else:
            page = served.wait(lambda page: "run-failed" in page)
            assert "second 4" in page, what
            assert told in page, what
        assert waited(lambda epoch=epoch: served.epoch() != epoch), what  # browsers reload
        epoch = served.epoch()
        file.write_bytes(good)
        served.wait(lambda page: "run-failed" not in page and "second 4" in page)
        served.wait(lambda page: "untranslated" not in page)
        assert waited(lambda epoch=epoch: served.epoch() != epoch), what
        assert waited(lambda built=built: served.built > built), what  # said as ever


@pytest.mark.thorough
def test_a_folder_that_git_takes_away_and_brings_back_is_watched_still(
    served: Served, tmp_path: Path
) -> None:
    for name in ("snippets", "docs"):
        folder, away = served.project.folder / name, tmp_path / name
        folder.rename(away)
        served.wait(lambda page: "run-failed" in page)
        away.rename(folder)
        served.wait(lambda page: "run-failed" not in page and "second 4" in page)
    served.project.program("part/second", "print('second', 5 + 5)\n")
    served.wait(lambda page: "second 10" in page)


@pytest.mark.nightly  # every program runs
def test_the_site_itself_is_built_again_and_again(tmp_path: Path) -> None:
    """What one build leaves in the process is no harm to the next, whatever pages have."""
    ignored = shutil.ignore_patterns(".git", ".venv*", "site", "node_modules", "__pycache__")
    shutil.copytree(ROOT, tmp_path / "copy", ignore=ignored)
    page, log = tmp_path / "copy/docs/en/part-3/cpu.md", tmp_path / "log"
    with server(tmp_path / "copy", log) as (address, _):
        served = Served(Project(page.parent), f"{address}en/part-3/cpu/", log)
        served.wait(lambda text: "<svg" in text)
        for words in ("Once more.", "And again."):
            built = served.built
            page.write_text(f"{page.read_text()}\n{words}\n")
            assert "run-failed" not in served.wait(lambda text, words=words: words in text)
            assert waited(lambda built=built: served.built > built)
        # All pages, made without all others, are what the whole site has: no browser asks again.
        shown, built = served.shown, served.built
        for file in (tmp_path / "copy/docs").glob("*/**/*.md"):
            file.touch()
        assert waited(lambda: served.shown > shown)
        assert "en/contribute/status/index.html, " in served.log.read_text()
        epoch = served.epoch()
        assert waited(lambda: served.built > built)
        assert served.epoch() == epoch
