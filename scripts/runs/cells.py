"""What the cells of an executed notebook hold: cleaned, judged, made ready for download.

A cell that must fail says so with Jupyter's own tag, and may name a fragment of the exception:
``# %% tags=["raises-exception"] raises="TypeError: …"``. One that must write to stderr has the tag
``warns``. What is declared is required, and nothing else may raise or write to stderr.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import nbformat

from .machine import Machine
from .pool import CONTROL

OUTPUT_LIMIT = 100_000  # characters a cell may give
COLOUR = re.compile(r"\x1b\[[\d;]*m")
KERNEL_FILE = r"/ipykernel_\d+/\d+\.py"  # the name under which ipykernel compiles a cell


def clean(notebook: Any, place: Path) -> None:
    """Take out what tells of this machine or would differ between equal runs.

    ``place`` is the folder below which the kernel had its temporary files.
    """
    about = notebook.metadata.get("language_info", {})
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook.metadata = nbformat.from_dict({"kernelspec": spec, "language_info": about})
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number}"
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                output.traceback = _traceback(output.traceback)
            elif output.output_type == "stream":
                output.text = _named(output.text, place)
            elif "text/plain" in output.data:
                output.data["text/plain"] = _named(output.data["text/plain"], place)


def _named(text: str, place: Path) -> str:
    return re.sub(re.escape(str(place)) + r"\S*" + KERNEL_FILE, "<cell>", text)


def _traceback(parts: Sequence[str]) -> list[str]:
    """The frames in cells and the last line, without colours; "[…]" for frames of libraries."""
    *frames, last = [COLOUR.sub("", part).rstrip() for part in parts]
    kept: list[str] = []
    for frame in frames:
        if frame.lstrip().startswith("Cell In["):
            kept.append(frame)
        elif frame.lstrip().startswith("File ") and kept and kept[-1] != "[…]":
            kept.append("[…]")
    return [*kept, last.removesuffix(":")]


def faults(
    notebook: Any, text: str, stuck: tuple[int, str] | None, machine: Machine
) -> Iterator[str]:
    """Every cell that did other than it declares, behind its line in ``text``, the source.

    ``stuck``: the number of the code cell that did not end, 0 for the kernel itself, and why.
    ``machine``: the one that builds, of which no output may tell.
    """
    marks = [n for n, line in enumerate(text.splitlines(), 1) if line.startswith("# %%")]
    if not 0 < len(marks) <= len(notebook.cells):
        yield "1: expected cells that begin with '# %%' and a blank, and no other line like that"
        return
    pairs = zip(notebook.cells[-len(marks) :], marks, strict=True)
    code = [(cell, line) for cell, line in pairs if cell.cell_type == "code"]
    if stuck and stuck[0] == 0:
        yield f"1: the kernel did not start: {stuck[1]}"
        return
    for number, (cell, line) in enumerate(code, 1):
        where = f"{line}: cell In[{number}]"
        if stuck and number == stuck[0]:
            yield f"{where}: {stuck[1]}"
            return
        yield from (f"{where}: {fault}" for fault in [*_broken(cell), *_unfit(cell, text, machine)])


def _broken(cell: Any) -> Iterator[str]:
    """Where a cell did other than its tags say."""
    tags = cell.metadata.get("tags", [])
    raised = [f"{o.ename}: {o.evalue}" for o in cell.outputs if o.output_type == "error"]
    came = raised[0] if raised else "no exception"
    if "raises-exception" not in tags and raised:
        yield f"expected no exception, came {came}"
    wanted = cell.metadata.get("raises", "")
    if "raises-exception" in tags and not (raised and wanted in came):
        yield f"expected {wanted or 'an exception'}, came {came}"
    warned = "".join(o.text for o in cell.outputs if o.get("name") == "stderr").strip()
    if bool(warned) != ("warns" in tags):
        yield f"on stderr expected {'a warning' if not warned else 'nothing'}, came {warned!r}"


def _unfit(cell: Any, source: str, machine: Machine) -> Iterator[str]:
    """Why an output cannot be published: too long, not text, telling of this machine."""
    shown = "".join(str(output) for output in cell.outputs)
    if len(shown) > OUTPUT_LIMIT:
        yield f"gives more than {OUTPUT_LIMIT:,} characters"
    kinds = {kind for output in cell.outputs for kind in output.get("data", {})}
    if kinds - {"text/plain"}:
        yield f"gives {', '.join(sorted(kinds))}; the page shows text/plain alone"
    texts = [text for o in cell.outputs for text in (o.get("text"), *o.get("data", {}).values())]
    if control := CONTROL.search("".join(filter(None, texts))):
        yield f"gives the control character {control[0]!r}"
    for what in dict.fromkeys(machine.shown(shown, source)):
        yield f"shows {what}"


def download(file: Path, address: str | None) -> str:
    """The executed notebook ``file`` for readers, as JSON.

    Its text cells lose what only this site understands (heading ids, terms), and their links become
    absolute: ``address`` is that of the folder the source lies in. Without one, links become text.
    """
    notebook: Any = nbformat.read(file, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "raw"]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = re.sub(r" *\{ *(#[\w-]+|download) *\}", "", cell.source)
            text = re.sub(r"\[([^]]+)\]\(term:[^)]+\)", r"\1", text)
            cell.source = re.sub(r"\[([^]]+)\]\((?!\w+:)([^)]+)\)", _link(address), text)
    return str(nbformat.writes(notebook)) + "\n"


def _link(address: str | None) -> Any:
    def absolute(link: re.Match[str]) -> str:
        page = re.sub(r"\bindex\.md|(?<=\w)\.(md|py)\b", lambda m: "/" if m[1] else "", link[2])
        return f"[{link[1]}]({urljoin(address, page)})" if address else link[1]

    return absolute
