"""What the front matter of a page may say: the keys that we, MkDocs or the theme read, and what
each may have. The mark of a translation is read by `marks`."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import yaml
from runs import forms
from runs.near import nearest
from runs.toml_lines import Path

from . import marks, settings
from .shapes import Icons, templates

HIDDEN = ("navigation", "toc", "path", "footer", "feedback", "tags")  # what the theme can hide
STATUS = ("new", "deprecated")
Check = Callable[[Path, Any], forms.Faults]


def faults(root: pathlib.Path, text: str, suffix: str) -> Iterator[tuple[int, str]]:
    """What is wrong in the front matter of a page's ``text``, by line. Raises `marks.BadMark` when
    it cannot be read."""
    wrong = list(_faults(root, marks.data(text, suffix)))
    if wrong:
        node = yaml.compose("\n".join(marks.front(text, suffix).lines), settings.LOADER)
        for each in wrong:
            where = ": ".join(str(key) for key in each.path if isinstance(key, str))
            yield settings.line_in(node, *each.path) + 1, f"{where}: {each.text}"


def usable(root: pathlib.Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """The front matter without the keys of which something is told."""
    wrong = {each.path[0] for each in _faults(root, given)}
    return {key: value for key, value in given.items() if str(key) not in wrong}


def _faults(root: pathlib.Path, given: Mapping[Any, Any]) -> forms.Faults:
    known = _known(root)
    for key, value in given.items():
        if key in known:
            yield from known[key]((key,), value)
        else:
            told = f"expected one of {', '.join(known)}, came {forms.shown(str(key))}"
            yield forms.Fault((str(key),), told + nearest(str(key), list(known)))


def _known(root: pathlib.Path) -> dict[str, Check]:
    icons = Icons(root)
    plain = forms.wants("plain text", _is_plain)
    return {
        "title": plain,
        "description": plain,
        "author": plain,
        "hide": _hide,
        "search": _search,
        "icon": lambda path, value: _as_faults(icons.below(path, value), path),
        "status": forms.wants(f"one of {', '.join(STATUS)}", lambda given: given in STATUS),
        "template": forms.wants(
            "a template of the theme, such as main.html", lambda given: _is_template(root, given)
        ),
        marks.KEY: lambda *_: iter(()),
    }


def _as_faults(told: Iterator[tuple[Any, str]], path: Path) -> forms.Faults:
    for _, text in told:
        yield forms.Fault(path, text.partition(": ")[2])


def _is_plain(given: Any) -> bool:
    return forms.is_text(given) and settings.is_plain(given)


def _hide(path: Path, value: Any) -> forms.Faults:
    if not isinstance(value, list):
        yield forms.Fault(path, f"expected a list such as [toc], came {forms.shown(value)}")
        return
    for number, each in enumerate(value):
        if each not in HIDDEN:
            near = nearest(str(each), list(HIDDEN))
            told = f"expected one of {', '.join(HIDDEN)}, came {forms.shown(each)}{near}"
            yield forms.Fault((*path, number), told)


def _search(path: Path, value: Any) -> forms.Faults:
    known: dict[str, Check] = {
        "exclude": forms.wants("true or false", lambda given: isinstance(given, bool)),
        "boost": forms.wants("a number above 0", _is_boost),
    }
    if not isinstance(value, dict):
        told = f"expected settings such as {{exclude: true}}, came {forms.shown(value)}"
        yield forms.Fault(path, told)
        return
    for key, each in value.items():
        if key in known:
            yield from known[key]((*path, key), each)
        else:
            near = forms.nearby(str(key), known)
            yield forms.Fault((*path, str(key)), f"unknown setting{near}")


def _is_boost(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and 0 < given < 1e6


def _is_template(root: pathlib.Path, given: Any) -> bool:
    return (
        isinstance(given, str)
        and "/" not in given
        and any((folder / given).is_file() for folder in templates(root))
    )
