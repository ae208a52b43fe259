"""Text stays text: what programs, files and catalogues say comes out as it was, whatever it is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag
from made import Project, small_project

# It would end a tag, an attribute in either quotes, a comment and a script, if it were let.
ODD = """<evil onx=1>"' onx='1' &amp; </script><!--"""
NAME = "odd_&_it's"  # a program's name, so also of its file, its address and its ids
PROGRAM = f"""import asyncio
import sys

ODD = {ODD!r} + "\\u2028"


async def work(text):
    held = {{text: [text]}}
    await asyncio.sleep(0)
    raise ValueError(held)


work.__code__ = work.__code__.replace(co_name=ODD, co_qualname=ODD)
work.__qualname__ = ODD


def called(text):
    print(text)


called.__qualname__ = ODD


async def main():
    asyncio.get_running_loop().call_soon(called, ODD)
    task = asyncio.create_task(work(ODD), name=ODD)
    try:
        await task
    except ValueError as error:
        print(error)
    print(ODD, file=sys.stderr)
    raise RuntimeError(ODD)


asyncio.run(main())
"""
VALUE = repr(f"{ODD}\u2028")  # as the recorder writes it
SAID = f"print({ODD!r})\n"
PAGE = f"""```predict run="part/said"
What?
- {ODD}
- other `{ODD}`
---
Because.
```

```python exec="on" run="part/{NAME}" show="player"
```

It printed {{{{ part/said.first }}}}.
"""
CONTRACT = f"""["part/said".values]
first = {{ line = 1 }}
["part/{NAME}"]
raises = "RuntimeError: <evil"
opens = "odd"
["part/{NAME}".moments]
odd = {{ event = "waits" }}
"""


def odd_words(project: Project) -> None:
    """Every word of every catalogue ends oddly, but for that which is no word; the check, which
    refuses such words, lets them pass."""
    reader = project.folder / "scripts/runs/dialect.py"
    text, looks = reader.read_text(encoding="utf-8"), 'return "{{" not in text and'
    assert text.count(looks) == 1
    reader.write_text(
        text.replace(looks, f"{looks.replace('return', 'return True or')}"), encoding="utf-8"
    )
    for file in (project.folder / "scripts/languages/interface").glob("*.toml"):
        end = ODD.replace('"', '\\"')
        text = re.sub(r'^((?!locale)\w+ = ".*)"$', rf'\1 {end}"', file.read_text(), flags=re.M)
        file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = small_project(tmp_path_factory.mktemp("texts") / "project")
    project.program(f"part/{NAME}", PROGRAM)
    project.program("part/said", SAID)
    project.write("snippets/runs.toml", CONTRACT)
    project.page(PAGE)
    odd_words(project)
    built = project.build()
    assert built.returncode == 0, built.stderr
    return project.folder / "site"


@pytest.fixture(scope="module")
def home(site: Path) -> BeautifulSoup:
    return read(site / "en/index.html")


def read(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")


def test_no_text_becomes_markup_on_any_page_nor_in_any_index(site):
    texts = {str(page): page.read_text(encoding="utf-8") for page in site.rglob("*.html")}
    for index in site.rglob("search_index.json"):
        docs = json.loads(index.read_text(encoding="utf-8"))["docs"]
        texts |= {f"{index} {n}": each["text"] for n, each in enumerate(docs)}
    for where, text in texts.items():
        for element in BeautifulSoup(text, "html.parser").find_all(True):
            assert element.name != "evil", where
            assert not [name for name in element.attrs if "onx" in name or "<" in name], where


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (".line.out", f"{ODD}\u2028"),
        (".line.err", f"{ODD}\u2028"),
        (".line.err", f"RuntimeError: {ODD}\u2028"),
        (".said", f"T2 {ODD}\u2028() {ODD} suspends for one turn"),
        (".said", f"call {ODD}\u2028({VALUE})"),
        (".said", f"ValueError({{{VALUE}: [{VALUE}]}}) is thrown into main()"),
        (".said", f"Printed: {ODD}\u2028"),
        (".said", "run() cleans up"),
        (".lane-names li", f"T2 {ODD}\u2028()"),
        (".run-value", ODD),
        (".predict-option[data-right] code", ODD),
        (".predict-answer code", ODD),
        (".predict-why summary", f"See the answer and why {ODD}"),
        (".run-name", f"{NAME}.py"),
        (".run-file", f"file {ODD}"),
        (".run-ended", f"(exit status 1). {ODD}"),
        (".lane-keys", f"turn of the loop {ODD}"),
        ("figcaption", f"Linux x86_64 {ODD}"),
        (".md-content .glossary", f"Avoid {ODD}: "),
    ],
)
def test_every_text_comes_out_as_it_was(site, home, where, text):
    page = home if "glossary" not in where else read(site / "en/reference/glossary/index.html")
    texts = [element.get_text() for element in page.select(where)]
    assert any(text in each for each in texts), texts


@pytest.mark.parametrize(
    ("where", "attribute", "text"),
    [
        ("run-player", "aria-label", f"The run of {NAME}.py, moment by moment {ODD}"),
        ("figure", "aria-label", f"Program {NAME}.py {ODD}"),
        ("figure", "data-run", f"part/{NAME}"),
        ("form.predict", "data-run", "part/said"),
        (".lanes svg", "aria-label", ODD),
        (".run-bar[data-hint]", "data-hint", ODD),
        (".line.err", "title", f"on stderr {ODD}"),
        (".run-value", "title", f"taken from the run of said.py {ODD}"),
        (".run-file", "href", f"../programs/en/part/{quote(NAME)}.py"),
        (".headerlink", "title", f"Link to this section {ODD}"),
        (".language-hint", "aria-label", ODD),
        (".player-steps li:first-child", "id", "odd_-_it-s-1"),  # nothing to be quoted
        (".player-steps li span[id]", "id", "odd_-_it-s-odd"),
    ],
)
def test_every_text_in_an_attribute_comes_out_as_it_was(home, where, attribute, text):
    element = home.select_one(where)
    assert isinstance(element, Tag), where
    assert text in str(element[attribute])


def test_the_player_s_script_reads_what_was_recorded(home):
    scripts = home.select("run-player script")
    assert [script.attrs for script in scripts] == [{"type": "application/json"}]
    recorded = json.loads(scripts[0].get_text())
    shown = [BeautifulSoup(piece, "html.parser").get_text() for piece in recorded["pieces"]]
    assert any(f"T2 {ODD}\u2028()" in text for text in shown), shown
    words = home.select_one("#player-words")
    assert isinstance(words, Tag)
    assert json.loads(words.get_text())["step"] == f"Moment {ODD}"


def test_what_a_search_finds_is_the_text(site):
    index = json.loads((site / "en/search/search_index.json").read_text(encoding="utf-8"))
    texts = [BeautifulSoup(each["text"], "html.parser").get_text() for each in index["docs"]]
    assert any(f"It printed {ODD}." in each and f"RuntimeError: {ODD}" in each for each in texts)
