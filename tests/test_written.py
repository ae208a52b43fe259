"""Pages as authors write them, through a real build: what is asked for is shown wherever it stands,
what is written wrongly is told once with its line, and nothing of it is published."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from made import Project
from written import BRACES, LEFT, LOOSE, RUNS, SHOWN, indented

CONTRACT = '["part/shown".values]\nn = { line = 1 }\n'
PREDICTION = """```predict run="part/shown" value="n"
How **many**? See the [task](term:task) at {{ part/shown.n }}.

- 41
- 42
---
Because of [this](reference/glossary.md).
```"""
# Where a prediction may stand, and what its form then stands in.
NESTS = {
    "margin": (PREDICTION, "article"),
    "tildes": (PREDICTION.replace("```", "~~~~"), "article"),
    "admonition": (f'!!! note "N"\n\n{indented(PREDICTION)}', "admonition note"),
    "list": (f"1. item\n\n{indented(PREDICTION)}", "li"),
    "tab": (f'=== "A"\n\n{indented(PREDICTION)}', "tabbed-block"),
}


class Nest(HTMLParser):
    """In which elements each form of a prediction stands, by tag or class."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[set[str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "form" and ("class", "predict") in attrs:
            self.found.append({name for pair in self.open for name in pair})
        if tag not in ("input", "br", "img", "meta", "link", "hr"):
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass


def text_of(html: str) -> str:
    """What a reader reads of a page, code included."""
    article = re.sub(
        r"<!--.*?-->|<script.*?</script>", "", html.split("<article", 1)[1], flags=re.S
    )
    return re.sub(r"<[^>]+>", "", article.split("</article>", 1)[0])


def built_with(project: Project, pages: dict[str, str]) -> dict[str, str]:
    project.program("part/shown", "print(42)\n")
    project.write("snippets/runs.toml", CONTRACT)
    for name, text in pages.items():
        for lang in ("pt", "en"):
            project.write(f"docs/{lang}/{name}.md", f"# H {{ #h }}\n\n{text}\n")
    nav = (project.folder / "mkdocs.yml").read_text(encoding="utf-8")
    listed = "".join(f"  - {name}.md\n" for name in pages)
    nav = nav.replace("nav:\n  - index.md\n", f"nav:\n  - index.md\n{listed}")
    project.write("mkdocs.yml", nav)
    built = project.build()
    assert built.returncode == 0, built.stderr
    site = project.folder / "site"
    return {name: (site / name / "index.html").read_text("utf-8") for name in pages}


def test_what_is_asked_for_is_shown_wherever_it_stands(project):
    runs = {f"r{n}": text for n, text in enumerate(RUNS.values())}
    nests = {f"p{n}": text for n, (text, _) in enumerate(NESTS.values())}
    shown = {f"s{n}": text for n, text in enumerate(SHOWN.values())}
    items = {"items": "- {{ part/shown.n }}. As duas\n- {{ part/shown @ print }}. E uma"}
    links = {"links": "<a href='term:task'>a</a> <A HREF=term:task>b</a> [c](term:task \"T\")"}
    project.program("part/é a#b", "print(1)\n")
    odd = {"odd": '```python exec="on" run="part/é a#b"\n```'}
    pages = built_with(project, runs | nests | shown | items | links | odd)
    for name in runs:
        assert pages[name].count('<figure class="run"') == 1, runs[name]
        assert '<span class="line out"' in pages[name]
    for name, (_, where) in zip(nests, NESTS.values(), strict=True):
        (around,) = Nest(pages[name]).found
        assert where in around or where == "article", (nests[name], around)
        assert "How <strong>many</strong>?" in pages[name]
        assert pages[name].count('name="option"') == 2
        assert "data-right><input" in pages[name]
        assert re.search(r'<a class="term" href="../reference/glossary/#task" title=', pages[name])
        assert '<a href="../reference/glossary/">this</a>' in pages[name]
    for name in shown:
        assert "run-failed" not in pages[name]
        assert 'class="run"' not in pages[name]
    assert "{{ a/b.c }} {{ x }" in text_of(pages[f"s{list(SHOWN).index('another language')}"])
    assert 'href="../programs/pt/part/%C3%A9%20a%23b.py"' in pages["odd"]
    titles = re.findall(r'<a class="term" href="../reference/[^>]*title="([^"]*)">', pages["links"])
    assert len(titles) == 3
    assert titles[2] == "T"
    assert "42. As duas" in text_of(pages["items"])
    assert "1. E uma" in text_of(pages["items"])
    for name, page in pages.items():
        if name not in shown:
            assert "{{" not in text_of(page)
            assert "@@" not in text_of(page)


def test_what_is_written_wrongly_is_told_once_with_its_line_and_not_published(project):
    project.program("part/shown", "print(42)\n")
    settings = project.folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("nav:\n", "not_in_nav: /m/\nnav:\n", 1), encoding="utf-8")
    wrong = {f"l{n}": text for n, (text, _) in enumerate(LOOSE.values())}
    wrong |= {f"b{n}": text for n, text in enumerate(BRACES.values())}
    wrong |= {f"t{n}": text for n, (text, _) in enumerate(LEFT.values())}
    # The same in places where a fence may stand.
    typo = '```python exec="on" run="part/shwon"\n```'
    nested = {
        "admonition": f'!!! note "N"\n\n{indented(typo)}',
        "list": f"- item\n\n{indented(typo)}",
        "tab": f'=== "A"\n\n{indented(typo)}',
        "tildes": typo.replace("```", "~~~"),
        "quote": "> " + typo.replace("\n", "\n> "),
        "quotes": typo.replace('"', "'"),
        "option": typo.replace("shwon", "shown").replace("exec", 'shwo="x" exec'),
        "mark": indented(typo.replace('shwon"', 'shown" mark="absent"')).join(["- x\n\n", ""]),
        "link": "[x](gone.md)",
        "kind": "[x](terms:task)",
        "fragment": "[x](#gone)",
        "id": 'x <i id="h"></i>',
        "host": "[x](http://[::1)",
        "script": "[x](javascript:alert(1))",
        "entities": "[x](java&#10;script:alert(1))",
        "handler": '<p onclick="x()">y</p>',
        "element": "<object></object>",
        "content": typo.replace("shwon", "shown").replace("\n", "\nprint(1)\n"),
    }
    for name, text in {**wrong, **nested}.items():
        project.write(f"docs/pt/m/{name}.md", f"# H {{ #h }}\n\n{text}\n")
    for front in ("template: gone.html", "hide: 5", "search: x", "icon: a/b", "description: [a]"):
        name = front.partition(":")[0]
        nested[name] = f"---\n{front}\n---\n# H {{ #h }}\n"
        project.write(f"docs/pt/m/{name}.md", nested[name])
    built = project.build()
    assert built.returncode != 0
    assert "Traceback" not in built.stderr
    assert not (project.folder / "site").exists()
    faults = re.split(r"\d+ faults:\n\n", built.stderr, maxsplit=1)[1].split("\n\n")
    for name in (*wrong, *nested):
        about = [each for each in faults if re.search(rf"\bm/{name}(/index\.html|\.md)\b", each)]
        assert len(about) == 1, (name, {**wrong, **nested}[name], about)
        assert re.match(rf"docs/pt/m/{name}\.md:\d+: ", about[0])
    assert not any("en/m/" in each for each in faults), "a page in the words of another language"


def test_an_empty_page_is_told_and_no_more(project):
    for lang in ("pt", "en"):
        project.write(f"docs/{lang}/index.md", "")
    built = project.build()
    assert built.returncode != 0
    assert "Traceback" not in built.stderr
    assert "docs/pt/index.md:1: expected a heading" in built.stderr
