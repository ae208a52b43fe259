"""The last look: what may not be in a site is found, with file and line."""

from __future__ import annotations

import pytest
from runs.machine import Machine
from website.last_look import check
from website.policy import with_policy

URL = "https://example.org/project/"
GOOD = '<!doctype html>\n<html><head></head><body id="top"><a href="b/#there">x</a></body></html>\n'
OTHER = '<!DOCTYPE html>\n<html><head></head><h2 id="there">x</h2><a href="..">back</a></html>\n'
BUILDER = Machine(("/home/of/builder",))


@pytest.fixture
def site(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "index.html").write_text(with_policy(GOOD))
    (tmp_path / "b/index.html").write_text(with_policy(OTHER))
    (tmp_path / "x.png").write_bytes(b"")
    (tmp_path / "x.vtt").write_bytes(b"")
    (tmp_path / "x.svg").write_text('<svg><g id="here"/></svg>')
    (tmp_path / "x.txt").write_bytes(b"\xff")  # it is looked into, and need not be UTF-8
    return tmp_path


def looked(site, html, url=URL, theme=()):
    """The faults of the site whose first page has ``html`` on the line after the policy and one."""
    page = html if "<!doctype" in html else GOOD.replace("</body>", f"\n{html}</body>")
    (site / "index.html").write_text(with_policy(page))
    return list(map(str, check(site, url, BUILDER, theme)))


@pytest.mark.parametrize("url", ["/", "/project/", URL, "http://127.0.0.1:8000/"])
def test_a_good_site_has_no_faults(site, url):
    assert check(site, url, BUILDER) == []


HOST = "//cdn.example/x"
ASKS = [
    '<img src="{}">',
    "<IMG SRC={}>",
    '<img srcset="x.png 1x, {} 2x">',
    '<img srcset="{}, x.png 2x">',
    '<link rel="preload" as="image" imagesrcset="x.png 1x,{} 2x">',
    '<picture><source srcset="{} 100w"><img src="x.png"></picture>',
    '<video src="{}"></video>',
    '<video poster="{}"></video>',
    '<video><track src="{}"></video>',
    '<audio><source src="{}"></audio>',
    '<input type="image" src="{}">',
    '<table background="{}"></table>',
    '<iframe src="{}"></iframe>',
    "<iframe srcdoc=\"<img src='{}'>\"></iframe>",
    '<embed src="{}">',
    '<object data="{}"></object>',
    '<form action="{}"></form>',
    '<button formaction="{}"></button>',
    '<a href="b/" ping="x {}">x</a>',
    '<script src="{}"></script>',
    '<script type="module">import "{}"</script>',
    '<script type="module">import x from "{}"</script>',
    "<script>fetch(`{}`)</script>",
    "<script>new Worker('{}')</script>",
    '<script>importScripts("{}")</script>',
    '<script type="importmap">{{"imports": {{"x": "{}"}}}}</script>',
    '<link rel="stylesheet" href="{}">',
    '<link rel="alternate stylesheet" href="{}">',
    '<link rel="prefetch" href="{}">',
    '<link rel="preconnect" href="{}">',
    '<link rel="dns-prefetch" href="{}">',
    '<link rel="modulepreload" href="{}">',
    '<link rel="ICON" href="{}">',
    '<link rel="manifest" href="{}">',
    '<meta http-equiv="Refresh" content="3; URL={}">',
    '<base href="{}">',
    '<svg><use href="{}#i"></use></svg>',
    '<svg><image xlink:href="{}"/></svg>',
    '<svg><rect fill="url({}#i)"/></svg>',
    '<svg><animate attributeName="href" to="{}"/></svg>',
    "<style>p {{ background: url({}) }}</style>",
    "<style>@import '{}';</style>",
    '<style>p {{ background: image-set("{}" 1x) }}</style>',
    "<style>p {{ background: u\\72l({}) }}</style>",
    '<style>@font-face {{ src: local("x"), url("{}") }}</style>',
    '<p style="background: URL( {} )">x</p>',
    '<template><img src="{}"></template>',
    '<noscript><img src="{}"></noscript>',
    '<!--> <img src="{}"> -->',
]


@pytest.mark.parametrize("html", ASKS)
def test_every_way_in_which_a_page_asks_another_host_is_told(site, html):
    found = looked(site, html.format(HOST))
    line = next(
        n for n, t in enumerate((site / "index.html").read_text().splitlines(), 1) if HOST in t
    )
    told = f"index.html:{line}: would fetch {HOST}"
    assert any(f.startswith(told) and f.endswith("from another host") for f in found), found


@pytest.mark.parametrize(
    "address",
    [
        "https://cdn.example/x",
        "HTTP://cdn.example/x",
        "/\\cdn.example/x",
        "///cdn.example/x",
        " //cdn.example/x",
        "/&#9;/cdn.example/x",
        "https&colon;//cdn.example/x",
        "https:x.png",
        "wss://cdn.example/",
        "file:///etc/passwd",
    ],
)
def test_an_address_of_another_host_is_known_in_every_spelling(site, address):
    found = looked(site, f'<img src="{address}">')
    assert any("from another host" in fault for fault in found), found


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://cdn.example/">x</a>',
        '<area href="//cdn.example/">',
        '<svg><a href="https://cdn.example/"></a></svg>',
        '<link rel="canonical" href="https://cdn.example/">',
        '<link rel="license" href="https://cdn.example/">',
        '<blockquote cite="https://cdn.example/"></blockquote>',
        '<meta property="og:image" content="https://cdn.example/x.png">',
        '<img src="https://example.org/project/x.png">',
        '<img src="HTTPS://Example.org/project/x.png">',
        '<img src="data:image/png;base64,//8=">',
        '<img srcset="data:image/png;base64,//8= 1x, x.png 2x">',
        "<style>p { background: url(data:image/svg+xml;,<svg/>) }</style>",
        '<style>p::before { content: "//cdn.example" }</style>',
        '<style>/* url(//cdn.example) */ @namespace svg "x";</style>',
        "<p>url(//cdn.example)</p>",
        '<!-- <img src="//cdn.example/x"> -->',
        '<textarea><img src="//cdn.example/x"></textarea>',
        '<script>document.title = "//cdn.example/x"</script>',
        '<script type="application/json">{"code": "fetch(\'//cdn.example\')"}</script>',
        '<video src="x.png" poster="x.png"><track src="x.vtt"></video>',
        '<p class="a"><a name="here"></a><a href="#here">x</a></p>',
        '<a href="">x</a><a href="#">x</a><a href="#top">x</a><a href="b/#TOP">x</a>',
        '<a href="b?q=1#there">x</a><a href="./b/../b/index.html#there">x</a>',
        '<a href="b/#:~:text=back">x</a><a href="#p%C3%A3o">x</a><i id="pão"></i>',
        '<a href="#a%20b">x</a><i id="a%20b"></i>',
        '<a href="mailto:a@b.example">x</a><a href="tel:1">x</a>',
        '<table><td style="text-align: right;">1</td></table>',
        '<meta name="description" content="5; url=//cdn.example">',
        '<meta http-equiv="x" content="5; url=//cdn.example">',
        "<style>@namespace svg 'x'; p::before { content: attr(y, '//cdn.example') }</style>",
        "<style>@import 'x.png'; p::before { content: '//cdn.example' }</style>",
        '<script type="speculationrules">{</script>',
        "<style>p { fill: url(#top) }</style>",
        '<svg><use href="x.svg#here"/></svg>',
        "<p>/home/of/builders /home/of/builder-2 x/home/of/builder</p>",
    ],
)
def test_what_asks_nobody_and_leads_somewhere_is_no_fault(site, html):
    assert looked(site, html) == []


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ('{"cells": []} <!doctype', "index.html:1: expected a page, which starts with <!doctype"),
        (GOOD.replace("b/#", "c/#"), "index.html:4: the link c/#there leads nowhere"),
        (GOOD.replace("#there", "#gone"), "index.html:4: the link b/#gone: the page has nothing"),
        (GOOD.replace("b/#there", "/else/"), "index.html:4: the link /else/ leads out of the site"),
        (GOOD.replace("b/#there", "../else/"), "index.html:4: the link ../else/ leads out"),
        ('<img src="gone.png">', "index.html:5: the link gone.png leads nowhere"),
        ('<img srcset="x.png, gone.png 2x">', "index.html:5: the link gone.png leads nowhere"),
        ('<video poster="gone.png"></video>', "the link gone.png leads nowhere"),
        ("<style>p { background: url(gone.png) }</style>", "the link gone.png leads nowhere"),
        ('<svg><use href="#gone"/></svg>', "the link #gone: the page has nothing with that id"),
        ('<svg><use href="x.svg#gone"/></svg>', "x.svg#gone: the page has nothing with that id"),
        ('<img src="wss://cdn.example/">', "would fetch wss://cdn.example/ from another host"),
        ('<div class="plot">text</div>', "index.html:5: expected"),
        ('<input name="field"><a href="#field">x</a>', "the link #field: the page has nothing"),
        ('<a href="%00">x</a>', "the link %00 leads nowhere"),
        ('<a href="b/index.html/">x</a>', "the link b/index.html/ leads nowhere"),
        ('<a href="//[x">x</a>', "the link //[x is no address"),
        ('<a href="/project//etc/passwd">x</a>', "the link /project//etc/passwd leads nowhere"),
        ('<a href="https://example.org/project/gone/">x</a>', "/project/gone/ leads nowhere"),
        ('<a href="HTTPS://Example.ORG/project/gone/">x</a>', "/project/gone/ leads nowhere"),
        ('<a href="java&#10;script:x()">x</a>', "would not run"),
        ('<img src=" ">', "is empty, and would fetch this page"),
        ('<a href="terms:task">x</a>', "index.html:5: the link terms:task begins with terms:, wh"),
        ('<script>location = "//cdn.example/x"</script>', "would fetch //cdn.example/x"),
        ('<link rel="canonical" href="https://example.org/project/gone/">', "leads nowhere"),
        ('<i id="a"></i>\n<i id="a"></i>', "index.html:6: expected each id once on the page, came"),
        ('<i id="a"></i>\n<a id="a">x</a>\n<i id="a"></i><i id="top"></i>', "again: 'a', 'top'"),
        (
            '<i id="a"></i>\n<i id="a"></i>\n<i id="a"></i><i id="top"></i>',
            "index.html:6: expected",
        ),
        ("".join(f'<i id="{n % 6}"></i>' for n in range(12)), "'3', '4' and 1 more"),
        ('<a onclick="x()">x</a>', 'index.html:5: onclick="x()" would not run'),
        ('<a href="JavaScript:x()">x</a>', "would not run"),
        ('<iframe src="b/"></iframe>', "the policy of our pages allows no <iframe>"),
        ('<script src="data:,x"></script>', "<script> may load files of the site alone"),
        ("<p>\n/home/of/builder/x</p>", "index.html:6: shows a path of the machine that built it"),
        ("<pre>/home/<span>of/builder</span></pre>", "shows a path of the machine"),
        ('<p title="/home/of/builder">x</p>', "shows a path of the machine"),
    ],
)
def test_what_may_not_be_is_told_once(site, html, told):
    (fault,) = looked(site, html)
    assert told in fault


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.css", "a {}\nb { background: url(//cdn.example/x) }", "x.css:2: would fetch //cdn"),
        ("x.css", '@import "https://cdn.example/x";', "x.css:1: would fetch https://cdn.example/x"),
        ("x.css", "b { background: url(gone.png) }", "x.css:1: the link gone.png leads nowhere"),
        ("x.js", '\nimport "https://cdn.example/x";', "x.js:2: would fetch https://cdn.example/x"),
        ("x.js", 'import { y } from "./gone.js";', "x.js:1: the link ./gone.js leads nowhere"),
        ("x.svg", '<svg>\n<image href="//cdn.example/x"/></svg>', "x.svg:2: would fetch //cdn"),
        ("x.svg", '<?xml-stylesheet href="//cdn.example/x"?><svg/>', "x.svg:1: would fetch //cdn"),
        ("x.webmanifest", '{"icons": [{"src": "//cdn.example/x"}]}', "would fetch //cdn.example/x"),
        ("search/search_index.json", r'{"text": "a\n/home/of/builder"}', "index.json:1: shows a"),
        ("lab.ipynb", '"/home/of/builder/x"', "lab.ipynb:1: shows a path of the machine"),
        ("programs/en/x.py", "\n# /home/of/builder", "programs/en/x.py:2: shows a path of"),
        ("sitemap.xml", "<loc>file:///home/of/builder</loc>", "sitemap.xml:1: shows a path of"),
        ("assets/x.js", '"/home/of/builder"', "assets/x.js:1: shows a path of the machine"),
    ],
)
def test_other_files_are_looked_at_too(site, name, text, told):
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text(text)
    found = list(map(str, check(site, URL, BUILDER)))
    assert any(told in fault for fault in found), found


def test_the_themes_files_may_say_what_they_like_and_ask_no_other_host(site, tmp_path_factory):
    theme = tmp_path_factory.mktemp("theme")
    for folder in (theme, site):
        (folder / "x.js").write_text('let x = "/home/of/builder"\nimport "./gone.js"')
        (folder / "x.css").write_text("a { background: url(gone.png); fill: url(#x) }")
        (folder / "folder.js").mkdir()
    assert check(site, URL, BUILDER, [theme]) == []
    assert len(check(site, URL, BUILDER)) == 3
    (site / "x.css").write_text("a { background: url(//cdn.example/x) }")
    assert len(check(site, URL, BUILDER, [theme])) == 1
    (theme / "index.html").write_text("")  # its template of our page
    assert len(looked(site, "<p>/home/of/builder</p>", theme=[theme])) == 2


def test_a_path_of_the_site_is_none_of_the_builder(site):
    (site / "home/of/builder").mkdir(parents=True)
    assert looked(site, "<p>/home/of/builder</p>", "/") == []
    assert looked(site, "<p>/project/home/of/builder</p>") == []


def test_each_fault_is_told_once(site):
    assert len(looked(site, '<img src="gone.png"><img src="gone.png">')) == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("<meta http-equiv", "<meta name"), "index.html:1: expected one Content-Security-Policy"),
        (("'sha256-", "'sha256-x"), "index.html:5: the policy of the page does not allow this"),
        (("default-src 'none'", "default-src *"), "index.html:3: expected the policy"),
        (("</head>", "<script>2</script></head>"), "the policy of the page does not allow this"),
        (("<head>", "<head><link rel=icon href=x.png>"), "expected one Content-Security-Policy"),
    ],
)
def test_a_page_without_the_policy_that_it_needs_is_told(site, change, told):
    page = with_policy(GOOD.replace("</body>", "\n<script>1</script></body>"))
    assert page.count(change[0]) == 1
    (site / "index.html").write_text(page.replace(*change))
    found = list(map(str, check(site, URL, BUILDER)))
    assert any(told in fault for fault in found), found
