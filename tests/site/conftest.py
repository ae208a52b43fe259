"""The real site, built once by the real command, under a sub-path, in a real Chromium."""

from __future__ import annotations

import functools
import http.server
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from made import PATIENCE, ROOT, environment
from playwright.sync_api import Browser, Page, sync_playwright
from toolchain import browser as browsers

HOST = "127.0.0.1"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SIZES = {"wide": (1280, 900), "phone": (390, 844)}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """As the usual hosts of static sites do, answer with the site's own 404 page."""
        page = Path(self.directory) / "project/404.html"
        if code != 404 or not page.exists():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None


@dataclass(frozen=True)
class Site:
    """The built site: ``folder`` on the disk, ``url`` where it is served."""

    folder: Path
    url: str

    @property
    def pages(self) -> list[str]:
        """The addresses of all pages below ``url``."""
        found = self.folder.rglob("index.html")
        return sorted(f.parent.relative_to(self.folder).as_posix().strip(".") for f in found)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("www")
    handler = functools.partial(_Quiet, directory=str(root))
    server = http.server.ThreadingHTTPServer((HOST, 0), handler)
    url = f"http://{HOST}:{server.server_port}/project/"
    built = subprocess.run(
        [sys.executable, "scripts/build", "--site-dir", str(root / "project")],
        cwd=ROOT,
        env={**environment(), "SITE_URL": url},
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(root / "project", url)
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = browsers.find_browser()
    assert path, "no Chromium here: 'python3 scripts/test' gets one, or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


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

    def open_to_the_last_request(self, path: str) -> Page:
        """The page, when nothing more is fetched; takes half a second more."""
        self.page.goto(self.site.url + path, wait_until="networkidle")
        return self.page


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def usual(browser: Browser) -> Iterator[Page]:
    """The page of the usual reader, for one test after another: a new one for each would be a
    process of its own, and read and compile every script again."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    page.add_init_script = stays  # type: ignore[method-assign]
    yield page
    context.close()


def stays(*_: object, **__: object) -> None:
    raise AssertionError("what is added here stays for all tests: mark this one pytest.mark.reader()")


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
        context = browser.new_context(**marker.kwargs)
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
