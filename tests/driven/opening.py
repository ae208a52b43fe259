"""Opens the browsers that a machine has; of one that it lacks, says what to install."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
from driven.driver import Browser, Http, Marionette
from made import free_address, waited
from toolchain.browser import find_browser

# Of Firefox: it takes a free port, and asks no other host by itself, since nobody answers there.
SETTINGS = """user_pref("marionette.port", 0);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
"""
CONSOLE = """() => {
  const all = Services.console.getMessageArray().map((each) => String(each.message ?? each));
  Services.console.reset();
  const kept = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage);
  for (const { level, arguments: said, filename } of kept.getEvents()) {
    if (level === "error") all.push(`${filename}: ${said.join(" ")}`);
  }
  kept.clearEvents();
  return all;
}"""
# What it says of all that a worker was fetching when its page went; where somebody waits for it,
# that fails as well.
GONE = "A ServiceWorker intercepted the request and encountered an unexpected error"
NO_TROUBLE = "Warning:", GONE
# WebKit keeps what it says to itself: the page is listened to, from when it has loaded.
LISTENS = """() => {
  if (globalThis.troubles) return;
  globalThis.troubles = [];
  const hear = (text) => globalThis.troubles.push(`${location.href}: ${text}`);
  addEventListener("securitypolicyviolation", (e) => hear(e.violatedDirective + e.blockedURI));
  // That a size is told a frame later is an error by name alone.
  addEventListener("error", (e) => e.message.startsWith("ResizeObserver loop") || hear(e.message));
  addEventListener("unhandledrejection", (e) => hear(e.reason));
  const { error } = console;
  console.error = (...all) => (hear(all.join(" ")), error(...all));
}"""
HEARD = "() => globalThis.troubles?.splice(0) ?? []"


class Lacks(Exception):
    """What is not on this machine, with what to do."""


class Chromium(Browser):
    def troubles(self, address: str) -> list[str]:
        said = [entry["message"] for entry in self.call("Log", type="browser")]
        return [text for text in said if address in text]


class Firefox(Browser):
    def troubles(self, address: str) -> list[str]:
        self.call("Marionette:SetContext", value="chrome")
        said = self.evaluate(CONSOLE)
        self.call("Marionette:SetContext", value="content")
        return [t for t in said if address in t and not any(each in t for each in NO_TROUBLE)]


class WebKit(Browser):
    def open(self, address: str) -> None:
        super().open(address)
        self.evaluate(LISTENS)

    def again(self) -> None:
        super().again()
        self.evaluate(LISTENS)

    def troubles(self, address: str) -> list[str]:
        return self.evaluate(HEARD)


@contextlib.contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    found = find_browser()
    driver = found and shutil.which("chromedriver")
    if not driver:
        raise Lacks("no Chromium with its driver here: apt install chromium chromium-driver")
    address = free_address()
    with started([driver, f"--port={address.rpartition(':')[2]}"], folder):
        arguments = ["--headless=new", "--no-sandbox"]
        options = {"binary": found, "args": arguments}
        logged = {"browser": "ALL"}
        yield Chromium(Http(address), {"goog:chromeOptions": options, "goog:loggingPrefs": logged})


@contextlib.contextmanager
def firefox(folder: Path) -> Iterator[Browser]:
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    if not found:
        raise Lacks("no Firefox here: apt install firefox-esr")
    (folder / "user.js").write_text(SETTINGS)
    command = [found, "--headless", "--no-remote", "--profile", str(folder)]
    with started([*command, "--marionette", "-remote-allow-system-access"], folder):
        port = folder / "MarionetteActivePort"
        assert waited(lambda: port.exists() and port.read_text()), "Firefox names no port"
        yield Firefox(Marionette(int(port.read_text())))


@contextlib.contextmanager
def webkit(folder: Path) -> Iterator[Browser]:
    driver, screens = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    if not driver or not screens:
        raise Lacks("no WebKitGTK here that can be driven: apt install webkit2gtk-driver xvfb")
    address = free_address()
    with screen(screens, folder) as display:
        here = {"DISPLAY": display, "GDK_BACKEND": "x11"}
        with started([driver, f"--port={address.rpartition(':')[2]}"], folder, here):
            yield WebKit(Http(address))


@contextlib.contextmanager
def screen(command: str, folder: Path) -> Iterator[str]:
    """A screen that nobody looks at: its name."""
    reading, writing = os.pipe()
    words = [command, "-displayfd", str(writing), "-screen", "0", "1600x1200x24"]
    with started([*words, "-nolisten", "tcp"], folder, held=(writing,)):
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"


@contextlib.contextmanager
def started(
    command: list[str],
    folder: Path,
    variables: dict[str, str] | None = None,
    held: tuple[int, ...] = (),
) -> Iterator[None]:
    """A process whose home is a folder, ended with all that it has started."""
    home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), **(variables or {})}
    with (folder / "said").open("ab") as said:
        process = psutil.Popen(
            command,
            env={**os.environ, **home},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            pass_fds=held,
            start_new_session=True,
        )
    try:
        yield
    finally:
        for each in [process, *process.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()
        process.wait()


BROWSERS: dict[str, Callable[[Path], contextlib.AbstractContextManager[Browser]]] = {
    "chromium": chromium,
    "firefox": firefox,
    "webkit": webkit,
}
