"""The last look: what may not be in a site is found, with file and line."""

from __future__ import annotations

import pytest
from runs.published import check

GOOD = '<!doctype html>\n<html><body id="top"><a href="b/#there">x</a></body></html>\n'
OTHER = '<!DOCTYPE html>\n<html><h2 id="there">x</h2><a href="..">back</a></html>\n'


@pytest.fixture
def site(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "index.html").write_text(GOOD)
    (tmp_path / "b/index.html").write_text(OTHER)
    return tmp_path


def test_a_good_site_has_no_faults(site):
    assert check(site, "/", ["/home/of/builder"]) == []
    assert check(site, "/project/", []) == []


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ('{"cells": []}', "index.html: expected a page, which starts with <!doctype html"),
        (GOOD.replace("b/#", "c/#"), "index.html:2: the link c/#there leads nowhere"),
        (GOOD.replace("#there", "#gone"), "index.html:2: the link b/#gone: the page has nothing"),
        (GOOD.replace("b/#there", "/else/"), "index.html:2: the link /else/ leads out of the site"),
        (GOOD.replace("b/#there", "../else/"), "index.html:2: the link ../else/ leads out"),
        (GOOD + '<img src="gone.png">', "index.html:3: the link gone.png leads nowhere"),
        (GOOD + '<script src="//cdn.org/x.js">', "would fetch //cdn.org/x.js from another host"),
        (GOOD + "/home/of/builder/x", "index.html:3: shows a path of the machine that built it"),
    ],
)
def test_what_may_not_be_is_told(site, html, told):
    (site / "index.html").write_text(html)
    found = check(site, "/project/", ["/home/of/builder"])
    assert any(told in fault for fault in found), found
