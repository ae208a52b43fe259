"""The real site, built once by the real command, under a sub-path, in a real Chromium."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from made import PATIENCE, ROOT, environment, shared
from playwright.sync_api import Browser, Page

HOST = "127.0.0.1"
SIZES = {"wide": (1280, 900), "phone": (390, 844)}


@dataclass(frozen=True)
class Site:
    """The built site: ``folder`` on the disk, ``url`` where it is served."""

    folder: Path
    url: str

    @property
    def pages(self) -> list[str]:
        """The addresses of all pages below ``url``, but for players that stand alone."""
        found = [f for f in self.folder.rglob("index.html") if "players" not in f.parts]
        return sorted(f.parent.relative_to(self.folder).as_posix().strip(".") for f in found)


@pytest.fixture(scope="session")
def site() -> Site:
    """The site, built and served once for all processes of this run."""
    place = shared("www", build_and_serve)
    return Site(place / "project", (place / "url").read_text())


def build_and_serve(making: Path) -> None:
    """What is made is served where it will be, until the run of tests ends."""
    making.mkdir()
    (making / "begun").write_text(str(time.time()))
    _, port = started(making.with_suffix(""))
    url = f"http://{HOST}:{port}/project/"
    built = subprocess.run(
        [sys.executable, "scripts/build", "--site-dir", str(making / "project")],
        cwd=ROOT,
        env={**environment(), "SITE_URL": url},
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (making / "url").write_text(url)


def started(folder: Path) -> tuple[int, int]:
    """A server of ``folder``: its process, which ends by itself when the run of tests does, and so
    after the process of tests that began it, and its port."""
    script, pipe = Path(__file__).with_name("serving.py"), os.environ["RUN_OF_TESTS"]
    told, says = os.pipe()
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, says, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    command = [sys.executable, str(script), str(folder), pipe]
    server = os.posix_spawn(sys.executable, command, os.environ, file_actions=files, setsid=True)
    os.close(says)
    with os.fdopen(told) as port:
        return server, int(port.readline())


@pytest.fixture
def to_be_cut(site: Site) -> Iterator[tuple[str, Callable[[], None]]]:
    """The site at an address of its own, and what cuts it off."""
    server, port = started(site.folder.parent)

    servers = [server]

    def cut() -> None:
        for each in servers:
            os.kill(each, signal.SIGKILL)
            os.waitpid(each, 0)
        servers.clear()

    yield f"http://{HOST}:{port}/project/", cut
    cut()


@dataclass
class Visit:
    """A page and what went wrong while it was open."""

    page: Page
    site: Site
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """The page, when its scripts have run."""
        self.page.goto(self.site.url + path, wait_until="load")
        return self.page

    def afresh(self) -> None:
        """For another try: as if nobody had been here."""
        forget_all(self.page, self.site)
        self.troubles.clear()

    def hears(self, what: str) -> bool:
        """Whether something like it has gone wrong by now."""
        self.page.evaluate("0")  # what has been said meanwhile comes with the answer
        return any(what in trouble for trouble in self.troubles)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that has a size is done in one by day, so that both come up, and at night in both."""
    if "size" in metafunc.fixturenames and "size" not in explicit(metafunc):
        by_day = list(SIZES)[zlib.crc32(metafunc.function.__name__.encode()) % len(SIZES)]
        night = [pytest.param(size, marks=pytest.mark.nightly) for size in SIZES if size != by_day]
        metafunc.parametrize("size", [by_day, *night])


def explicit(metafunc: pytest.Metafunc) -> str:
    """What a test has parameters of its own for."""
    return str([mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")])


@pytest.fixture(scope="session")
def usual(browser: Browser) -> Iterator[Page]:
    """The page of the usual reader, for one test after another: a new one for each would be a
    process of its own, and read and compile every script again."""
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    page.add_init_script = stays  # type: ignore[method-assign]
    yield page
    context.close()


def stays(*_: object, **__: object) -> None:
    raise AssertionError(
        "what is added here stays for all tests: mark this one pytest.mark.reader()"
    )


def forget_all(page: Page, site: Site) -> None:
    """Make who has read before a fresh reader."""
    page.unroute_all()
    if page.url.startswith(site.url):
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    page.goto("about:blank")
    page.context.clear_cookies()
    page.emulate_media(color_scheme="null", reduced_motion="null", forced_colors="null")
    page.mouse.move(0, 0)


@pytest.fixture
def visit(
    browser: Browser, usual: Page, site: Site, request: pytest.FixtureRequest
) -> Iterator[Visit]:
    """A fresh reader; ``@pytest.mark.reader(…)`` gives options of the browser's context."""
    name = request.getfixturevalue("size") if "size" in request.fixturenames else "wide"
    width, height = SIZES[name]
    page = usual
    if marker := request.node.get_closest_marker("reader"):
        context = browser.new_context(**{"service_workers": "block", **marker.kwargs})
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    seen = Visit(page, site)
    heard = listeners(seen)
    for event, listener in heard.items():
        page.on(event, listener)
    yield seen
    for event, listener in heard.items():
        page.remove_listener(event, listener)
    if marker:
        page.context.close()
    else:
        forget_all(page, site)


def listeners(seen: Visit) -> dict[Any, Callable[[Any], object]]:
    """What writes down the troubles of a visit, by the event of its page."""
    told = seen.troubles.append
    return {
        "console": lambda m: m.type == "error" and told(f"console: {m.text}"),
        "pageerror": lambda error: told(f"error: {error}"),
        # What is still on its way when one leaves a page is given up, and no fault.
        "requestfailed": lambda r: r.failure == "net::ERR_ABORTED" or told(f"failed: {r.url}"),
        "response": lambda r: r.status >= 400 and told(f"{r.status}: {r.url}"),
        "request": lambda r: (
            r.url.startswith((seen.site.url, "data:", "blob:", "about:"))
            or told(f"another host: {r.url}")
        ),
    }
