"""Templates are compiled once."""

from __future__ import annotations

import sys

from jinja2 import Environment, FileSystemLoader
from runs.templating import compiled


def test_a_template_is_compiled_once_wherever_the_project_lies(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    texts = []
    for number, text in enumerate(["a{{ x }}", "a{{ x }}", "b{{ x }}"]):
        folder = tmp_path / f"project-{number}"
        folder.mkdir()
        (folder / "one.html").write_text(text)
        made = Environment(
            loader=FileSystemLoader(folder), bytecode_cache=compiled.__wrapped__(), autoescape=True
        )
        compiles = made.compile
        monkeypatch.setattr(
            made, "compile", lambda *of, do=compiles: texts.append(of[0]) or do(*of)
        )
        assert made.get_template("one.html").render(x=1) == f"{text[0]}1"
    assert texts == ["a{{ x }}", "b{{ x }}"]


def test_what_is_no_environment_of_its_own_gets_nothing_of_ours(monkeypatch):
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert compiled.__wrapped__() is None
