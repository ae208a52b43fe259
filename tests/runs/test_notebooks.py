"""Notebooks: what the lab says is what its cells gave, and a cell that errs is found."""

from __future__ import annotations

import ast
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest
from runs import cells, notebooks
from runs.machine import Machine

DOCS = Path(__file__).resolve().parents[2] / "docs"
LAB = {language: DOCS / language / "lab/running-loop.py" for language in ("pt", "en")}


@pytest.fixture(scope="module")
def runs():
    for source in LAB.values():
        notebooks.start(source)
    return {language: notebooks.executed(source) for language, source in LAB.items()}


@pytest.fixture(params=LAB)
def gave(request, runs):
    """What the n-th cell with this fragment gave, as text."""
    run = runs[request.param]
    assert run.faults == ""
    code = [c for c in nbformat.read(run.file, as_version=4).cells if c.cell_type == "code"]

    def text(fragment, nth=0):
        (cell, *_) = [c for c in code if fragment in c.source][nth:]
        parts = [
            o.get("text") or "\n".join(o.get("traceback", [])) or o.data["text/plain"]
            for o in cell.outputs
        ]
        return "".join(parts).strip()

    return text


# -- the claims of the lab


def test_asyncio_run_is_refused_where_a_loop_runs(gave):
    assert gave("asyncio.run(coroutine)").endswith(
        "RuntimeError: asyncio.run() cannot be called from a running event loop"
    )


def test_the_refusal_comes_before_the_first_step_and_the_coroutine_can_still_be_awaited(gave):
    assert gave("getcoroutinestate") == "'CORO_CREATED'"
    assert gave("await coroutine") == "42"


def test_await_outside_a_function_is_a_syntax_error_in_a_file_but_not_with_the_flag_of_cells(gave):
    assert "SyntaxError: 'await' outside function" in gave('"script.py"')
    assert gave("PyCF_ALLOW_TOP_LEVEL_AWAIT") == "True"


def test_one_loop_runs_in_all_cells(gave):
    assert gave("loop.is_running()") == "True"
    assert gave("get_running_loop() is loop") == "True"


def test_asyncio_run_works_in_another_thread(gave):
    assert gave("to_thread") == "42"


def test_a_task_lives_on_between_cells(gave):
    assert gave("ticker = asyncio.create_task(tick())\nlen(ticks)") == "0"
    assert int(gave("sleep(0.35)")) >= 1


def test_a_cell_that_blocks_stops_the_task_and_one_that_awaits_does_not(gave):
    assert gave("time.sleep(0.3)") == "0"
    assert int(gave("await asyncio.sleep(0.3)")) >= 1


def test_a_task_is_created_in_one_cell_and_awaited_in_the_next_as_often_as_you_like(gave):
    assert gave("task.done()") == "False"
    assert gave("await task") == gave("await task", nth=1) == "42"


def test_a_coroutine_object_is_awaited_once(gave):
    assert "cannot reuse already awaited coroutine" in gave("await coroutine", nth=1)


def test_cancel_is_a_request_and_whoever_awaits_gets_the_error(gave):
    assert gave("ticker.cancel()\nticker.done()") == "False"
    assert gave("await ticker").endswith("CancelledError")
    assert gave("ticker.cancelled()") == "True"


def test_a_cell_run_twice_makes_two_tasks_and_cancel_ends_both(gave):
    assert gave("len(tickers)") == "2"
    assert gave("asyncio.gather") == "[True, True]"


def test_in_a_script_run_cancels_what_is_left(gave):
    assert gave("print(done.stdout").splitlines() == ["42", "tick: CancelledError()"]


# -- the languages


def test_both_languages_have_the_same_code_and_the_same_headings():
    read = {language: jupytext.read(source).cells for language, source in LAB.items()}
    code = [[(c.source, c.metadata) for c in read[lang] if c.cell_type == "code"] for lang in read]
    text = ["\n".join(c.source for c in read[lang] if c.cell_type == "markdown") for lang in read]
    ids = [re.findall(r"^(#+) .*\{ (#\S+) \}$", t, re.M) for t in text]
    headings = [re.findall(r"^#+ ", t, re.M) for t in text]
    assert code[0] == code[1]
    assert ids[0] == ids[1]
    assert [len(i) for i in ids] == [len(h) for h in headings]


# -- what is judged


SOMEONES = Machine(("/home/someone",), {"some-one": "the user who builds"})


def judged(source, outputs=(), stuck=None):
    text = f"# %% [markdown]\n# Hello\n\n# %%{source}\n1 + 1\n"
    notebook = jupytext.reads(text, fmt="py:percent")
    notebook.cells[-1].outputs = [nbformat.from_dict(output) for output in outputs]
    return list(cells.faults(notebook, text, stuck, SOMEONES))


RAISED = {
    "output_type": "error",
    "ename": "KeyError",
    "evalue": "'x'",
    "traceback": ["KeyError: 'x'"],
}
DECLARED = ' tags=["raises-exception"]'


def shown(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


@pytest.mark.parametrize(
    ("source", "outputs", "fault"),
    [
        ("", [RAISED], "expected no exception, came KeyError: 'x'"),
        (DECLARED, [], "expected an exception, came no exception"),
        (DECLARED + ' raises="OSError"', [RAISED], "expected OSError, came KeyError: 'x'"),
        (
            "",
            [shown("") | {"name": "stderr", "text": "oh"}],
            "on stderr expected nothing, came 'oh'",
        ),
        (' tags=["warns"]', [], "on stderr expected a warning, came ''"),
        (
            "",
            [shown("/home/someone/x")],
            "shows /home/someone/x, a folder of the machine that builds",
        ),
        ("", [shown("I am some-one.")], "shows some-one, the name of the user who builds"),
        ("", [shown("\x1b[31mred")], r"gives the control character '\x1b'"),
        ("", [shown("x" * 100_000)], "gives more than 100,000 characters"),
        (
            "",
            [{"output_type": "display_data", "metadata": {}, "data": {"image/png": ""}}],
            "gives image/png; the page shows text/plain alone",
        ),
    ],
)
def test_a_cell_that_does_other_than_it_declares_is_named_with_its_line(source, outputs, fault):
    assert judged(source, outputs) == [f"4: cell In[1]: {fault}"]


@pytest.mark.parametrize("source", ["", "print(1)\n", "# %%\n1\n# %%timeit\n2\n"])
def test_a_notebook_whose_cells_cannot_be_told_apart_is_a_fault(source):
    notebook = jupytext.reads(source, fmt="py:percent")
    (fault,) = cells.faults(notebook, source, None, SOMEONES)
    assert "expected cells that begin with '# %%'" in fault


def test_a_cell_that_does_what_it_declares_has_no_fault():
    assert judged("", [shown("fine")]) == judged(DECLARED + ' raises="KeyError"', [RAISED]) == []


def test_a_traceback_keeps_the_frames_in_cells_and_no_paths():
    output = nbformat.from_dict(RAISED)
    output.traceback = [
        "\x1b[31m----\x1b[39m",
        "\x1b[31mKeyError\x1b[39m   Traceback (most recent call last)",
        "\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[2]\x1b[39m, line 1\n----> 1 f()\n",
        "\x1b[36mFile \x1b[39m\x1b[32m/home/someone/x.py:186\x1b[39m, in f()\n--> 186 raise\n",
        "\x1b[36mFile \x1b[39m\x1b[32m/home/someone/y.py:1\x1b[39m, in g()\n",
        "\x1b[31mKeyError\x1b[39m: 'x'",
    ]
    cell = nbformat.from_dict({"cell_type": "code", "outputs": [output]})
    cells.clean(
        notebook := nbformat.from_dict({"metadata": {}, "cells": [cell]}), Path("/tmp/place")
    )
    assert notebook.cells[0].outputs[0].traceback == [
        "Cell In[2], line 1\n----> 1 f()",
        "[…]",
        "KeyError: 'x'",
    ]


# -- kernels


@pytest.fixture
def written(tmp_path):
    def write(text, name="lab.py"):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_a_cell_that_ends_its_kernel_is_named(written):
    ends = written("# %%\nimport os\n\n# %%\nos._exit(3)\n", "ends.py")
    dead = notebooks.start(ends).result().faults
    assert "ends.py:4: cell In[2]: " in dead
    assert "died" in dead.lower()


@pytest.mark.timely  # the first cell has to end
def test_a_cell_that_hangs_is_named(written, monkeypatch):
    monkeypatch.setattr(notebooks, "TIME_LIMIT", 1)
    text = "# %%\nimport asyncio\n\n# %%\nawait asyncio.sleep(600)\n"
    slow = notebooks.start(written(text, "hangs.py")).result().faults
    assert "hangs.py:4: cell In[2]: did not end within 1 s" in slow


@pytest.mark.thorough
def test_on_a_crowded_machine_a_cell_may_take_longer(written, monkeypatch):
    monkeypatch.setattr(notebooks, "TIME_LIMIT", 1)
    monkeypatch.setattr(os, "getloadavg", lambda: (1000.0, 0, 0))
    text = "# %%\nimport time\n\ntime.sleep(1.5)\n"
    assert notebooks.start(written(text)).result().faults == ""


def test_a_kernel_is_this_python_with_nothing_of_this_home(written, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path / "nothing-here"))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))  # no kernelspec to be found
    monkeypatch.setenv("SOME_TOKEN", "x")
    text = "import os, sys\n(sys.version, os.listdir(), 'SOME_TOKEN' in os.environ)\n"
    run = notebooks.executed(written("# %%\n" + text))
    (cell,) = nbformat.read(run.file, as_version=4).cells
    assert ast.literal_eval(cell.outputs[0].data["text/plain"]) == (sys.version, [], False)
    assert not (tmp_path / "nothing-here").exists()


def test_a_notebook_runs_again_when_it_changed_or_failed_and_only_then(written, monkeypatch):
    ran = []

    def execute(source, text):
        ran.append(text)
        return notebooks.Executed(source, "a fault" * ("bad" in text), None, 0.0, "", "")

    monkeypatch.setattr(notebooks, "_execute", execute)
    for text in ("good", "good", "bad", "bad", "good"):
        source = written(text)
        notebooks.start(source).result()
        notebooks.executed(source)
        notebooks.executed(source)
    assert ran == ["good", "bad", "bad", "good"]


def test_the_file_for_readers_tells_nothing_of_this_machine_and_has_no_marks_of_this_site(runs):
    text = cells.download(runs["en"].file, "https://example.org/en/lab/")
    notebook = json.loads(text)
    nbformat.validate(notebook)
    assert all(cell["cell_type"] != "raw" for cell in notebook["cells"])
    prose = "".join("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown")
    assert "{ " not in prose
    assert "term:" not in prose
    assert "(https://example.org/en/part-1/tasks/)" in prose
    assert "(https://example.org/en/lab/running-loop.ipynb)" in prose
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    for path in (
        sys.prefix,
        sys.base_prefix,
        str(Path.home()),
        "ipykernel_",
        str(notebooks._folder()),
    ):
        assert path not in text


def test_without_an_address_links_become_text(runs):
    assert "](" not in "".join(
        "".join(c["source"])
        for c in json.loads(cells.download(runs["pt"].file, None))["cells"]
        if c["cell_type"] == "markdown"
    )


# -- the traps of the plugins: that the cure works, and that it is still needed


@pytest.mark.thorough
def test_mkdocs_jupyter_writes_our_markdown_with_our_template(written, monkeypatch):
    from mkdocs_jupyter import convert
    from mkdocs_jupyter.config import settings

    head = "# ---\n# description: a > b\n# ---\n\n"
    text = head + '# %% [markdown]\n# # A & *b* { #a }\n\n# %%\n"<&amp;>"\n'
    file = notebooks.executed(written(text)).file
    plain = convert.nb2html(str(file))
    monkeypatch.setattr(settings, "templates_dir", str(notebooks.TEMPLATES))
    ours = html.unescape(convert.nb2html(str(file)).partition("<")[0])
    assert ours.lstrip().startswith("---\ndescription: a > b\n---\n")
    assert "\n# A & *b* { #a }\n" in ours
    assert '``````python\n"<&amp;>"\n``````' in ours
    assert '<pre tabindex="0"><code>&#39;&lt;&amp;amp;&gt;&#39;</code></pre>' in ours
    assert len(ours) < 2_000
    assert len(plain) > 100_000
    assert "https://cdn" in plain


@pytest.mark.nightly
@pytest.mark.parametrize("cured", [True, False])
def test_a_notebook_is_a_page_only_when_its_extension_is_one_of_pages(tmp_path, cured):
    for language in ("pt", "en"):
        (tmp_path / "docs" / language).mkdir(parents=True)
        (tmp_path / "docs" / language / "index.md").write_text("# Home\n")
        (tmp_path / "docs" / language / "lab.py").write_text("# %% [markdown]\n# # Lab\n")
    (tmp_path / "hook.py").write_text(
        "import mkdocs.utils\nmkdocs.utils.markdown_extensions += ('.py',)\n"
    )
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: x\nsite_url: https://example.org/\n"
        + ("hooks: [hook.py]\n" if cured else "")
        + 'plugins:\n  - mkdocs-jupyter: {include: ["lab.py"], cache: false}\n'
        "  - i18n:\n      docs_structure: folder\n      languages:\n"
        "        - {locale: pt, name: pt, default: true}\n        - {locale: en, name: en}\n"
    )
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    pages = [tmp_path / "site" / place / "index.html" for place in ("lab", "en/lab")]
    assert [page.read_text()[:15].lower() == "<!doctype html>" for page in pages] == [cured, cured]
