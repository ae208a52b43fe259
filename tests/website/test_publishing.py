"""What is put into a finished site, where its faults are said to be, and how it takes its place."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from exercises import declared
from made import ROOT, run_of
from mkdocs.exceptions import BuildError
from runs import ends, player
from runs.programs import Programs
from runs.site_folder import BadSiteFolder
from website import publishing
from website.build import Alone as Standing
from website.build import Build
from website.last_look import Fault

OUTCOME = SimpleNamespace(run=run_of("a"))


def test_the_files_of_programs_are_what_was_read(tmp_path):
    """A file may have been saved meanwhile, or be gone."""
    program = dataclasses.replace(OUTCOME.run.program, name="part/p", source="print('ção')\n")
    publishing.add_programs(tmp_path, SimpleNamespace(engine=SimpleNamespace(programs=[program])))
    published = (tmp_path / "programs/en/part/p.py").read_text(encoding="utf-8")
    assert published == "print('ção')\n"


def test_of_what_is_no_program_its_run_tells_nothing_more(tmp_path):
    said = (
        "snippets/pt/part/one.py:1: a syntax error ('(' was never closed): mend it; only words may"
    )
    found, other = f"{said} change", "snippets/pt/part/one.py.py:1\n  expected exit status 0"
    ran = ["snippets/pt/part/one.py:1\n  expected", "snippets/pt/part/one.py\n  expected", other]
    programs = Programs(tmp_path / "snippets")
    engine = SimpleNamespace(contracts={}, programs=programs, reports=lambda same: ran)
    build = Build(tmp_path, engine, faults=[found])
    assert build.told() == [other, found]


def test_a_check_that_cannot_be_read_keeps_no_other_from_the_site(tmp_path, monkeypatch):
    def read(root: Path, file: Path) -> object:
        if file.name == "bad":
            raise declared.BadExercise("bad")
        return SimpleNamespace(as_json=lambda: {"said": "ção"})

    monkeypatch.setattr(declared, "checks", lambda *_: {"a/bad": Path("bad"), "a/b": Path("b")})
    monkeypatch.setattr(declared, "read", read)
    engine = SimpleNamespace(programs=SimpleNamespace(names=[]))
    publishing.add_checks(tmp_path, SimpleNamespace(root=tmp_path, engine=engine))
    (file,) = (each for each in tmp_path.rglob("*") if each.is_file())
    assert file == tmp_path / publishing.check_address("a/b")
    assert json.loads(file.read_text(encoding="utf-8")) == {"said": "ção"}


PLOT = """<!doctype html>
<html lang="pt-BR"><head></head><body>
<div class="plot">
<table><tr><th>Where</th><th>one</th></tr>
<tr><td>@@1@@</td><td><data class="run-value" value="1.5" title="from a.py">1,5</data> s</td></tr>
</table>
</div>
"""


def test_pages_are_filled_before_they_are_drawn_and_get_their_policy(tmp_path):
    (tmp_path / "a").mkdir()
    file = tmp_path / "a/index.html"
    file.write_text(PLOT, encoding="utf-8")
    places = SimpleNamespace(fill=lambda text: text.replace("@@1@@", "one by one"))
    told: dict[str, str] = {}
    build = SimpleNamespace(places=places, faults=[])
    publishing.fill(tmp_path, build, told.__setitem__)
    text = file.read_text(encoding="utf-8")
    assert told == {"a/index.html": text}
    assert "one by one" in text
    assert '<g class="series' in text
    assert "Content-Security-Policy" in text


def test_pages_are_filled_as_they_can_be_and_their_faults_told_in_order(tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.html").write_text(f"<html><head></head><body>{name}</body></html>")
    faults = ["told before"]

    def fill(text: str) -> str:
        name = next(name for name in "abc" if f"<body>{name}" in text)
        faults.extend(f"docs/{name}:{line}" for line in (9, 10))
        return text

    build = SimpleNamespace(places=SimpleNamespace(fill=fill), faults=faults)
    told: list[str] = []
    first = ["c.html", "a.html"]
    publishing.fill(tmp_path, build, lambda name, _: told.append(name), iter(first))
    assert told == ["c.html", "a.html", "b.html"]
    assert faults == ["told before", *(f"docs/{name}:{line}" for name in "abc" for line in (9, 10))]


SCRIPT = """\
/** What it does,
 * over two lines. */
import a from "./a.js"; // why

\t// alone
  export const b = "https://example.org"; /** of c */ let c;
"""


def test_scripts_are_published_without_what_is_for_who_reads_the_project(tmp_path):
    for name in ("assets/player/a.js", "assets/other/a.js"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(SCRIPT, encoding="utf-8")
    publishing.drop_comments(tmp_path)
    assert (tmp_path / "assets/player/a.js").read_text(encoding="utf-8") == (
        'import a from "./a.js";\nexport const b = "https://example.org"; let c;\n'
    )
    assert (tmp_path / "assets/other/a.js").read_text(encoding="utf-8") == SCRIPT


def test_a_player_that_cannot_stand_alone_is_told_only_where_no_page_told_of_it(
    tmp_path, monkeypatch
):
    def none(*_: object) -> str:
        raise player.NoMoment("no such moment")

    alone = publishing.Alone()
    monkeypatch.setattr(alone, "page", none)
    players = {"a/": Standing(OUTCOME, ""), "b/": Standing(OUTCOME, "", SimpleNamespace())}
    build = SimpleNamespace(alone=players, faults=[])
    told: list[str] = []
    alone.add(tmp_path, build, SimpleNamespace(), lambda name, _: told.append(name))
    assert build.faults == ["no such moment"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.thorough
def test_a_site_without_an_address_names_none(project, monkeypatch):
    monkeypatch.setenv("SITE_URL", "")
    project.program("part/shown", "import asyncio\nasyncio.run(asyncio.sleep(0))\n")
    project.page('```python exec="on" run="part/shown" show="player"\n```\n')
    built = project.build()
    assert built.returncode == 0, built.stderr
    pages = list((project.folder / "site").rglob("*.html"))
    assert {"players", "en"} <= {
        page.relative_to(project.folder / "site").parts[0] for page in pages
    }
    assert not any('rel="canonical"' in page.read_text(encoding="utf-8") for page in pages)


def test_a_player_that_stands_alone_is_made_again_when_what_it_shows_has_changed(monkeypatch):
    made = []
    monkeypatch.setattr(
        publishing, "_alone_page", lambda *of: made.append(of) or "<!doctype html><head></head>"
    )
    alone, config = publishing.Alone(), SimpleNamespace(docs_dir=ROOT / "docs", site_url=None)
    for explained in ("a/", "a/", "b/"):
        assert "Content-Security-Policy" in alone.page("x/", Standing(OUTCOME, explained), config)
    assert [each.explained for _, each, *_ in made] == ["a/", "b/"]


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ("gone/", "docs/en/a.md:3: what"),
        ("../b/#there", "docs/en/a.md:5: what"),  # only its fragment stands there
        ("x", "docs/en/a.md:9: what"),  # the last of them
        ("#", "en/a/index.html:40: what"),
        ("nowhere#a", "en/a/index.html:40: what"),  # the heading of that id is no link to it
        ("nowhere", "en/a/index.html:40: what"),
        ("", "en/a/index.html:40: what"),
    ],
)
def test_a_fault_of_a_finished_page_is_told_where_it_was_written(tmp_path, about, told):
    file = tmp_path / "docs/en/a.md"
    file.parent.mkdir(parents=True)
    file.write_text("# A { #a }\n\n[1](gone/)\n\n[2](b.md#there)\n\nx\n\nx\n", encoding="utf-8")
    build = SimpleNamespace(root=tmp_path, sources={"en/a/index.html": "en/a.md"})
    fault = Fault("en/a/index.html", 40, "what", about)
    assert publishing._where_written(fault, build) == told
    assert publishing._where_written(fault, SimpleNamespace(root=tmp_path, sources={})) == (
        "en/a/index.html:40: what"
    )


def test_the_last_look_knows_the_address_of_the_site_and_leaves_what_follows(tmp_path, monkeypatch):
    seen = []
    faults = [
        Fault("a.html", 1, "one"),
        Fault("b.html", 2, "two"),
        Fault("b.html", 3, "into a page of which something was told", "a.html#gone"),
        Fault("c/index.html", 4, "into a page of which something was told", "../a.html#gone"),
    ]
    monkeypatch.setattr(publishing, "check", lambda *of: seen.append(of) or faults)
    build = SimpleNamespace(
        root=tmp_path,
        sources={},
        faults=[],
        engine=SimpleNamespace(pool=SimpleNamespace(folder=tmp_path), failed=list),
        follows=lambda file: file == "a.html",
    )
    theme = SimpleNamespace(dirs=["/theme"])
    for url in ("https://example.org/a/", None):
        config = SimpleNamespace(site_dir=str(tmp_path), site_url=url, theme=theme)
        assert publishing.last_look(config, build) == ["b.html:2: two"]
    assert [(url, theme) for _, url, _, theme in seen] == [
        ("https://example.org/a/", [Path("/theme")]),
        ("/", [Path("/theme")]),
    ]


SETTINGS = "logo: assets/gone.svg\nextra:\n  link: /x/gone/\n  css: 'https://example.org/a.css'\n"


def test_what_comes_of_one_setting_in_many_places_is_told_once(tmp_path):
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    build = SimpleNamespace(root=tmp_path, sources={}, faults=[])
    config = SimpleNamespace(site_url="https://example.org/x/")
    faults = [
        Fault("index.html", 3, "the link assets/gone.svg leads nowhere", "assets/gone.svg"),
        Fault("a/index.html", 4, "the link ../assets/gone.svg leads nowhere", "../assets/gone.svg"),
        Fault("404.html", 5, "the link /x/assets/gone.svg leads nowhere", "/x/assets/gone.svg"),
        Fault("a/index.html", 6, "would fetch https://example.org/a.css from another host",
              "https://example.org/a.css"),
        Fault("a/index.html", 7, "the link /gone/ leads out of the site", "/gone/"),
        Fault("index.html", 8, "the link b/ leads nowhere", "b/"),
        Fault("index.html", 9, "the link b/ leads nowhere", "b/"),
        Fault("a/index.html", 9, "the link ../b/ leads nowhere", "../b/"),
        Fault("a/index.html", 10, "the link #c: the page has nothing with that id", "#c"),
        Fault("a/index.html", 11, "shows a path"),
    ]  # fmt: skip
    assert publishing._each_once(faults, build, config) == [
        "mkdocs.yml:1: the link assets/gone.svg leads nowhere",
        "mkdocs.yml:4: would fetch https://example.org/a.css from another host",
        "a/index.html:7: the link /gone/ leads out of the site",
        "index.html:8: the link b/ leads nowhere (and in 2 more)",
        "a/index.html:10: the link #c: the page has nothing with that id",
        "a/index.html:11: shows a path",
    ]
    build.faults = ["mkdocs.yml:1: nav: expected another page"]
    assert publishing._each_once(faults, build, config) == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://example.org/asyncio/", ""),
        ("http://127.0.0.1:8000/", ""),
        ("", ""),
        ("https://example.org:99999/", "port out of range"),
        ("ftp://example.org/", "it begins with another thing than http"),
        ("https:///x/", "it begins with another thing than http"),
        ("https://me:word@example.org/", "it names a user"),
        ("https://example.org/?a", "no page can lie below a ? or #"),
        ("https://example.org/#a", "no page can lie below a ? or #"),
        ("https://example.org/a/../b/", "it has a . or .. between two slashes"),
        ("https://example.org/a b/", "it has a blank or a quote"),
    ],
)
def test_a_site_lives_where_it_can_have_pages(url, why):
    if not why:
        publishing.refuse_address(SimpleNamespace(site_url=url))
        return
    with pytest.raises(BuildError, match=f"SITE_URL: expected an address .*{re.escape(why)}"):
        publishing.refuse_address(SimpleNamespace(site_url=url))


def test_no_site_lies_among_the_files_of_a_project(project):
    before = sorted(project.folder.rglob("*"))
    for name in ("snippets/out", ".venv/x", "site.building", "scripts", "tests/a/b"):
        done = project.build("--site-dir", name)
        assert done.returncode == 1, name
        (told,) = [line for line in done.stderr.splitlines() if "--site-dir" in line]
        assert re.search(r" lies in [^:]+: build into another folder \(--site-dir\)$", told)
    assert sorted(project.folder.rglob("*")) == before
    assert project.build("--site-dir", "elsewhere").returncode == 0


def test_the_folders_of_the_project_are_known():
    said = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout
    there = {name.partition("/")[0] for name in said.splitlines() if "/" in name}
    assert there | {".git", ".venv", "node_modules"} == {*publishing.OURS}


def test_a_site_takes_its_place_and_nothing_stays_beside_it(tmp_path, monkeypatch):
    config = SimpleNamespace(site_dir=str(tmp_path / "site"))
    before = list(ends._at_end)
    place = publishing.build_beside(config, ROOT)
    assert (config.site_dir, ends._at_end) == (str(place.new), [*before, place.close])
    (place.new / "index.html").write_text("new")
    publishing.replace(place, config)
    assert (config.site_dir, ends._at_end) == (str(tmp_path / "site"), before)
    assert [each.name for each in tmp_path.iterdir()] == ["site"]
    config.site_dir = str(tmp_path / "site/index.html")
    with pytest.raises(BuildError, match="expected a folder for the site, came a file"):
        publishing.build_beside(config, ROOT)

    def refuse() -> None:
        raise BadSiteFolder("it cannot")

    with pytest.raises(BuildError, match="it cannot"):
        publishing.replace(SimpleNamespace(publish=refuse), config)
