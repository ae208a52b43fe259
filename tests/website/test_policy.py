"""The policy of a page: by its own hashes, early, once, and the same wherever it is made."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from website.policy import policed, with_policy

PAGE = """<!doctype html>
<html>
<head>
  <meta charset="utf-8">
  {}
</head>
<body>{}</body></html>"""


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def directives(page: str) -> dict[str, list[str]]:
    (content,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    return {name: sources for name, *sources in map(str.split, content.split(";"))}


def test_nothing_is_allowed_but_the_pages_own_files_and_data_of_icons():
    allowed = directives(with_policy(PAGE.format("", "x")))
    assert allowed.pop("default-src") == ["'none'"]
    assert allowed.pop("base-uri") == allowed.pop("form-action") == ["'none'"]
    assert allowed.pop("img-src") == ["'self'", "data:"]
    assert set(map(tuple, allowed.values())) == {("'self'",)}


def test_what_stands_inline_is_allowed_by_its_hash_and_only_that():
    body = """<script>a && b</script><script type="module">c</script><script src="x.js"></script>
<script type="application/json">{"d": 1}</script><p style="color: &quot;red&quot;">x</p>
<!-- <script>e</script> --><template><script>f</script></template>"""
    allowed = directives(with_policy(PAGE.format("<style>g {}</style>", body)))
    assert set(allowed["script-src"]) == {"'self'", *map(hash_of, ["a && b", "c", "f"])}
    assert allowed["style-src"][0] == "'self'"
    style, attribute = hash_of("g {}"), hash_of('color: "red"')
    assert set(allowed["style-src"]) == {"'self'", style, "'unsafe-hashes'", attribute}


def test_a_script_with_lines_of_windows_has_the_hash_that_a_browser_computes():
    allowed = directives(with_policy(PAGE.format("", "<script>a\r\nb</script>")))
    assert hash_of("a\nb") in allowed["script-src"]


def test_it_comes_before_all_but_the_encoding_and_takes_the_place_of_an_older_one():
    page = with_policy(PAGE.format("<script>a</script>", "x"))
    charset, policy = page.index("<meta charset"), page.index("<meta http-equiv")
    assert charset < policy < page.index("<script>")
    assert page.index("<meta charset") < 1024
    assert with_policy(page) == page
    longer = page.replace("</body>", "<script>b</script></body>")
    assert hash_of("b") in directives(with_policy(longer))["script-src"]


@pytest.mark.parametrize("text", ["500 Internal Server Error", ""])
def test_what_is_no_page_stays_as_it_is(text):
    assert with_policy(text) == text


def test_a_server_gives_pages_the_policy_they_need_as_they_leave():
    page = with_policy(PAGE.format("", "é")).replace("</body>", "<script>late</script></body>")

    def app(environ, start_response):
        kind = "text/html; charset=utf-8" if environ["PATH_INFO"] == "/" else "text/css"
        data = page.encode()
        start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(data)))])
        return [data[:5], data[5:]]

    def ask(path):
        started = []
        body = b"".join(policed(app)({"PATH_INFO": path}, lambda *a: started.append(a)))
        return body, dict(started[0][1])

    body, headers = ask("/")
    assert hash_of("late") in directives(body.decode())["script-src"]
    assert headers["Content-Length"] == str(len(body))
    assert ask("/x.css")[0] == page.encode()
