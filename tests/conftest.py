"""A small project for tests, how a hang ends, and which tests share what is dear to make."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import psutil
import pytest
import pytest_timeout
from made import Project, small_project
from runs.pool import crowd
from runs.scratch import Scratch, in_memory
from toolchain import browser as browsers
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Tests that share what is dear to make: where more processes than one run tests, one does these.
# Those that take longest stand first: they begin first, and what is left fills the gaps. Tests of
# hostile programs wait for the most part; the crawl has the site built for all that come behind.
TOGETHER = {
    "tests/runs/test_hostile.py": "hostile",
    "tests/site/test_crawl.py": "crawl",
    "tests/site/test_axe.py": "crawl",
    "tests/languages/": "languages",
    "tests/claims/": "claims",
    "tests/site/test_browsers.py": "browsers",
    "tests/site/test_stage.py": "stage",
    "tests/site/test_player.py": "stage",
    "tests/site/": "site",
    "tests/recorder/test_every_program.py": "recorded",
    "tests/recorder/test_moments.py": "recorded",
    "tests/test_toolchain.py": "toolchain",
    "tests/runs/test_notebooks.py": "notebooks",
    "tests/test_record.py": "alone",
    "tests/website/test_alone.py": "alone",
    "tests/exercises/": "exercises",
    "tests/test_texts.py": "texts",
}
ROOM = 1 << 30  # bytes; a day's tests take 130 MB at once
LONG = "tests/test_serve.py"  # of those that are dealt out one by one these begin first
# Where tests run in the background SIGINT is ignored, and what they start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Of the browser.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Two drop-downs of the address bar, which cost a second of processor time for each window and
    # which nobody sees. Of two such lists the last counts: the rest is what Playwright's own has.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    "AimEnabled,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
    "HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,MediaRouter,"
    "NetworkTimeServiceQuerying,OptimizationHints,PaintHolding,PreconnectToSearch,"
    "ThirdPartyStoragePartitioning",
    # The Python of the browser is compiled once, quickly: no test runs it for long.
    "--js-flags=--liftoff-only",
]
STARTED: pytest.StashKey[set[int]] = pytest.StashKey()
LIMIT: pytest.StashKey[pytest_timeout.Settings] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """A folder for what is made once, for all processes of this run: `made.shared`; and a named
    pipe that is open as long as the run goes on. All temporary files of the run lie there, its
    browsers' too, in memory where there is room: the many small files of the tests' projects cost
    a third of the time on a disk. They go with the run, or, should it be killed, when a later one
    begins. Those of tests that failed stay with --basetemp."""
    if "SHARED_BY_TESTS" not in os.environ:
        scratch = Scratch(in_memory(ROOM, executable=True))
        folder = str(scratch.folder)
        os.environ["SHARED_BY_TESTS"] = os.environ["TMPDIR"] = tempfile.tempdir = folder
        os.environ["RUN_OF_TESTS"] = pipe = f"{folder}/run"
        os.mkfifo(pipe)
        config.add_cleanup(scratch.close)
        config.add_cleanup(functools.partial(os.close, os.open(pipe, os.O_RDWR)))


@pytest.hookimpl(trylast=True)
def pytest_sessionstart() -> None:
    """Ctrl+C is held back (`scripts/test`) until pytest can end well by it."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def pytest_collection() -> None:
    """No garbage is looked for among the tests: they stay to the end of the run."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def group(nodeid: str) -> str | None:
    return next((group for path, group in TOGETHER.items() if nodeid.startswith(path)), None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A case of the night is of the night alone, also of a test that is thorough."""
    for item in items:
        if item.get_closest_marker("nightly"):
            item.own_markers = [mark for mark in item.own_markers if mark.name != "thorough"]
    order = [*TOGETHER.values(), None]
    items.sort(key=lambda item: (order.index(group(item.nodeid)), not item.nodeid.startswith(LONG)))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A small project that can be built."""
    return small_project(tmp_path / "project")


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Deals out tests one by one, but for those of `TOGETHER`, in their order. (xdist's own groups
    of tests, by a mark, are lost on pytest 9.2.)"""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid) or nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    config.option.loadscopereorder = False
    return Together(config, log)


# -- what hangs on being in time is tried again

TRIES = 9  # on a machine where thirty others want the core, most hold at the first or second


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """A test that is marked ``timely`` has to hold once: what it says is said of a machine on which
    no timer is later than the next. What fixtures have run before is run afresh for another try."""
    if not pyfuncitem.get_closest_marker("timely"):
        return None
    given = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    for left in reversed(range(TRIES)):
        try:
            pyfuncitem.obj(**given)
        except Exception:
            if not left:
                raise
            for each in given.values():
                getattr(each, "afresh", lambda: None)()
        else:
            break
    return True


# -- a hang ends the test, and what the test has started, but not the suite


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: pytest_timeout.Settings) -> bool:
    """As pytest-timeout does it, but more is given on a crowded machine, and what the test has
    started ends first: the test may be waiting for it, also while it fails."""
    began = time.monotonic()
    item.stash[LIMIT] = settings

    def ring(_number: int, _frame: FrameType | None) -> None:
        if (left := settings.timeout * crowd() - (time.monotonic() - began)) > 0:
            signal.setitimer(signal.ITIMER_REAL, left)
            return
        end(children() - item.stash[STARTED])
        pytest_timeout.timeout_sigalrm(item, settings)

    item.cancel_timeout = lambda: signal.setitimer(signal.ITIMER_REAL, 0)  # type: ignore[attr-defined]
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, settings.timeout)
    return True


def children() -> set[int]:
    """The children of this process. Asked for before every test, and psutil looks at every process
    of the machine, which Linux spares it."""
    try:
        told = [file.read_text() for file in Path("/proc/self/task").glob("*/children")]
    except OSError:  # a thread has ended meanwhile
        told = []
    if told:
        return {int(pid) for text in told for pid in text.split()}
    return {child.pid for child in psutil.Process().children()}


def end(pids: set[int]) -> None:
    """Kill these children, and theirs."""
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            child = psutil.Process(pid)
            for each in [*child.children(recursive=True), child]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    each.kill()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    item.stash[STARTED] = children()
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    item.stash[STARTED] = children()  # what fixtures have started may serve other tests too
    return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """The timer of a test that failed is off: fixtures may hang as well."""
    if LIMIT in item.stash:
        item.ihook.pytest_timeout_set_timer(item=item, settings=item.stash[LIMIT])
    return (yield)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests of a process: playwright does not begin a second time beside itself."""
    from playwright.sync_api import sync_playwright  # not where no test wants it

    path = browsers.find_browser()
    assert path, "no Chromium here: 'python3 scripts/test' gets one, or says how"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
