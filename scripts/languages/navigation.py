"""``nav`` of ``mkdocs.yml``: each entry leads to a page, once, and each section has a title in each
language. MkDocs tells some of it, once for each language and without the line, or in what comes of
it on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import pathspec
import yaml
from runs.near import nearest

from . import located, pages, settings

ELSEWHERE = ("http://", "https://", "mailto:")  # how an entry begins that leads out of the site
TEXT = "tag:yaml.org,2002:str"
_ABSENT = "expected each page once, {} is not there: add it, or name it under not_in_nav"


def faults(root: Path) -> list[str]:
    """What is wrong under ``nav``, each with the file, the line and the nearest name."""
    text = (root / settings.FILE).read_text(encoding="utf-8")
    given = _values(yaml.compose(text, settings.LOADER))
    nav = given.get("nav")
    languages = settings.languages(root)
    known = [path for each in languages for path in pages.pages(root / "docs", each)]
    titles = settings.section_titles(root)
    if not isinstance(nav, yaml.SequenceNode) or not nav.value:
        line = nav.start_mark.line + 1 if nav else 1
        return [f"{settings.FILE}:{line}: nav: expected a list of pages and sections"]
    seen: dict[str, int] = {}
    found = [*_entries(nav, {*known}, languages, seen), *_sections(nav, titles)]
    if not found:  # else a page may be the one that an entry means
        let_out = _let_out(given, languages)
        for path in located.located(root).paths:
            if path not in seen and not let_out(path):
                found.append((settings.line(root, "nav"), _ABSENT.format(path)))
    return [f"{settings.FILE}:{line}: nav: {told}" for line, told in sorted({*found})]


Told = Iterator[tuple[int, str]]


def _values(node: Any) -> Mapping[str, Any]:
    """Of a mapping, its values by what stands before them."""
    return {key.value: value for key, value in node.value if isinstance(key.value, str)}


def _let_out(given: Mapping[str, Any], languages: Iterable[str]) -> Callable[[str], bool]:
    """Whether a page is one of those that ``not_in_nav`` names, in patterns as of .gitignore, with
    or without a language before it."""
    named = pathspec.GitIgnoreSpec.from_lines(
        str(getattr(given.get("not_in_nav"), "value", "")).splitlines()
    )
    return lambda path: any(
        named.match_file(each) for each in (path, *(f"{language}/{path}" for language in languages))
    )


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _entries(
    nodes: yaml.SequenceNode, known: set[str], languages: tuple[str, ...], seen: dict[str, int]
) -> Told:
    for node in nodes.value:
        if isinstance(node, yaml.ScalarNode):
            if str(node.value).startswith(ELSEWHERE):
                yield _line(node), f"expected a title before it, - Title: {node.value}, came none"
            else:
                yield from _page(node, known, languages, seen)
        elif not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
            yield _line(node), "expected a page, or a title and what it is of"
        elif isinstance(inner := node.value[0][1], yaml.ScalarNode):
            yield from _page(inner, known, languages, seen)
        elif isinstance(inner, yaml.SequenceNode) and inner.value:
            yield from _entries(inner, known, languages, seen)
        else:
            yield _line(node), "expected a page or a list of pages below this title"


def _page(
    node: yaml.ScalarNode, known: set[str], languages: tuple[str, ...], seen: dict[str, int]
) -> Told:
    path, line = str(node.value), _line(node)
    if node.tag != TEXT:
        yield line, f"expected the path of a page, such as index.md, came {path or 'nothing'}"
    elif path.startswith(ELSEWHERE):
        return
    elif path not in known:
        first, *rest = PurePosixPath(path).parts or ("",)
        below = "/".join(rest)
        yield (
            line,
            f"expected a page below docs/{languages[0]}, came {path!r}"
            + (
                f": leave its language out, {below}"
                if first in languages and below in known
                else nearest(path, known)
            ),
        )
    elif path in seen:
        yield line, f"expected each page once, came {path!r} again, which is on line {seen[path]}"
    seen.setdefault(path, line)


def _sections(nodes: yaml.SequenceNode, titles: Mapping[str, Iterable[str]]) -> Told:
    for node in nodes.value:
        if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
            continue
        name, inner = node.value[0]
        if isinstance(inner, yaml.SequenceNode) and inner.value:
            lack = [language for language, known in titles.items() if name.value not in known]
            if lack:
                told = f"{name.value}: expected its title in each language, below nav_translations"
                yield _line(name), f"{told}; there is none in {', '.join(lack)}"
            yield from _sections(inner, titles)
