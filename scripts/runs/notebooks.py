"""Execute the notebooks of the lab, each once, in a kernel of this very Python.

The kernel is a process of its own with an empty HOME; one thread a notebook waits for it, so that
notebooks overlap with each other and with the programs.
"""

from __future__ import annotations

import asyncio
import datetime
import functools
import os
import platform
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from . import cells, ends, machine
from .contracts import TIME_LIMIT
from .pool import crowd
from .scratch import in_memory
from .supervise import INSIDE
from .waiting import Meanwhile, result

TEMPLATES = Path(__file__).parent / "templates"
_pool = ThreadPoolExecutor(8, "notebook")
_runs: dict[Path, tuple[str, Future[Executed]]] = {}


@dataclass(frozen=True)
class Executed:
    """A notebook that ran.

    ``file``: the .ipynb with its outputs. ``faults``: where it did other than it declares, a line
    each, for the people who build. ``wall``: seconds from the start of its kernel to the end of its
    last cell. ``began``, ``python``, ``platform``: as in `runs.run.Run`.
    """

    file: Path
    faults: str
    began: datetime.datetime
    wall: float
    python: str
    platform: str


class _OwnKernel(AsyncKernelManager):
    """A kernel of this Python. No kernelspec is looked up: HOME may be empty or hold another's."""

    @property
    def kernel_spec(self) -> KernelSpec:
        argv = [sys.executable, str(INSIDE / "keeper.py"), "-f", "{connection_file}"]
        return KernelSpec(argv=argv, name="python3", language="python")


def start(source: Path) -> Future[Executed]:
    """Have ``source`` executed, and return at once. To be called once a build.

    What has not changed since it ran well is not run again while this process lives.
    """
    text = source.read_text(encoding="utf-8")
    before, run = _runs.get(source, ("", None))
    if run is None or before != text or (run.done() and (run.exception() or run.result().faults)):
        run = _pool.submit(_execute, source, text)
        _runs[source] = text, run
    return run


def executed(source: Path, meanwhile: Meanwhile = lambda: None) -> Executed:
    """The finished run of ``source``; static-i18n's nested builds may ask as often as they like.
    ``meanwhile``: as `waiting.ended` calls it."""
    run = _runs[source][1] if source in _runs else start(source)
    return result(run, meanwhile)


@functools.cache
def _folder() -> Path:
    return ends.scratch(in_memory()).folder


def _execute(source: Path, text: str) -> Executed:
    place = Path(tempfile.mkdtemp(dir=_folder()))
    notebook = jupytext.reads(text, fmt="py:percent")
    began, since = datetime.datetime.now(datetime.UTC), time.monotonic()
    stuck = _run(notebook, place)
    wall = time.monotonic() - since
    cells.clean(notebook, place)
    here = machine.here(place)
    name = "/".join(source.parts[-4:])
    found = [f"{name}:{fault}" for fault in cells.faults(notebook, text, stuck, here)]
    if found:
        found.append(
            f"run it alone: jupytext --set-kernel python3 --execute --to ipynb --output - {name}"
        )
    file = place / f"{source.stem}.ipynb"
    nbformat.write(notebook, file)
    system = f"{platform.system()} {platform.machine()}"
    return Executed(file, "\n".join(found), began, wall, platform.python_version(), system)


def _run(notebook: nbformat.NotebookNode, place: Path) -> tuple[int, str] | None:
    """Fill in the outputs. When a cell hangs or ends the kernel: its number and what happened."""
    scratch = place / "scratch"
    scratch.mkdir()
    client = NotebookClient(
        notebook,
        # Sockets in the folder instead of ports, which programs that listen might take meanwhile.
        km=_OwnKernel(transport="ipc", connection_file=str(place / "kernel.json")),
        timeout=int(TIME_LIMIT * crowd()),
        allow_errors=True,  # what may fail is judged afterwards, all cells at once
        record_timing=False,
        shutdown_kernel="immediate",
    )
    names = {"PATH": os.defpath, "HOME": str(place), "TMPDIR": str(place), "TZ": "UTC"}
    names |= {"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
    ends.check()
    try:
        asyncio.run(client.async_execute(cleanup_kc=True, cwd=str(scratch), env=names))
    except TimeoutError:
        return client.code_cells_executed, f"did not end within {TIME_LIMIT:g} s"
    except RuntimeError as error:  # the kernel died
        return client.code_cells_executed, str(error)
    return None
