"""Each player has a page of its own, on which it stands alone, in each language."""

from __future__ import annotations

import functools
import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from made import Project, small_project, thorough

TEA = """\
import asyncio


async def boil():
    await asyncio.sleep(0.01)
    print("tea")


asyncio.run(boil())
"""
PLAYER = '```python exec="on" run="home/tea" show="player"\n```\n'
FOUND = {
    "pt": ("players/home/tea/", "", "pt-BR", "Tela cheia"),
    "en": ("en/players/home/tea/", "en/", "en", "Full screen"),
}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = small_project(tmp_path_factory.mktemp("alone") / "project")
    project.program("home/tea", TEA)
    named = '["home/tea".moments]\nlater = { event = "turn" }\n'
    project.write("snippets/runs.toml", '["home/tea"]\nopens = "later"\n' + named)
    project.page(PLAYER)
    done = project.build()
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture(scope="module")
def url(built: Project) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(built.folder / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("language", [thorough("pt"), "en"])
def test_the_figure_leads_to_it_and_it_leads_back(built, url, browser, language):
    address, home, tag, full = FOUND[language]
    page = browser.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(url + home)
    page.locator("a.run-alone").click()
    page.wait_for_url(url + address)
    assert page.locator("html").get_attribute("lang") == tag
    assert page.locator("button.full").inner_text() == full
    assert page.locator("link[rel=canonical]").get_attribute("href").endswith(f":8000/{home}")
    before = page.locator(".player-number").inner_text()
    page.keyboard.press("ArrowRight")
    assert page.locator(".player-number").inner_text() != before
    page.locator(".alone-bar a").click()
    page.wait_for_url(f"{url}{home}#tea-*")
    assert page.locator(".player-number").inner_text() == before
    assert troubles == []
    page.close()


@pytest.mark.thorough
def test_it_steps_inside_a_frame(built, url, browser):
    page = browser.new_page()
    address = url + FOUND["en"][0]
    page.set_content(f'<iframe src="{address}" width="800" height="700"></iframe>')
    frame = page.frame_locator("iframe")
    before = frame.locator(".player-number").inner_text()
    frame.locator(".player-button.forward").click()
    assert frame.locator(".player-number").inner_text() != before
    page.close()


def test_no_search_and_no_map_knows_it(built):
    site: Path = built.folder / "site"
    for address, *_ in FOUND.values():
        text = (site / address / "index.html").read_text(encoding="utf-8")
        assert '<meta name="robots" content="noindex">' in text
        assert "unsafe" not in re.findall(r'Policy" content="([^"]*)"', text)[0]
    assert "players/" not in (site / "sitemap.xml").read_text(encoding="utf-8")
    for index in site.rglob("search_index.json"):
        found = json.loads(index.read_text(encoding="utf-8"))
        assert not any("players/" in entry["location"] for entry in found["docs"])
