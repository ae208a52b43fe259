"""Catalogues of the interface and settings: what is wrong in them is told once, with file and line,
and without a traceback."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest
from languages import check, interface, settings
from made import ROOT, thorough

CATALOGUE = "scripts/languages/interface/en.toml"
# What may stand in the place of `output = "Output"`, and what is told of it.
WRONG = {
    "a number": ("output = 1", "output: expected a text, came 1"),
    "a table": ("output = {}", "output: expected a text, came {}"),
    "nothing": ('output = ""', 'output: expected a text with something in it, came ""'),
    "unseen": (r'output = "\u200b"', "output: expected characters that can be seen"),
    "half braces": ('output = "{"', "output: expected braces in pairs"),
    "no name": ('output = "{}"', "output: expected a name alone between braces"),
    "a conversion": ('output = "{x!q}"', "output: expected a name alone between braces"),
    "a format": ('output = "{x:>}"', "output: expected a name alone between braces"),
    "Markdown": ('output = "O & **x**"', "output: expected plain text, came"),
    "HTML": ('output = "<b>O</b>"', "output: expected plain text, came"),
    "braces of a page": ('output = "{{ x }}"', "output: expected plain text, came"),
    "a slip": ('outptu = "O"', "outptu: expected one key in each language, pt.toml:"),
    "other places": ('output = "{x}"', "output: expected the places [] (pt.toml:"),
    "no such key": ("", "expected the key 'output' below this one, as in pt.toml:"),
    "no TOML": ("output = ", "not valid TOML: Invalid value"),
    "no TOML behind a mark": ('# output = "a" b"', "output: not valid TOML behind its #"),
    "no language": ('locale = "xx_Yy_Zz"\n', "not valid TOML: Cannot overwrite a value"),
}


def by_day(cases: dict[str, tuple[str, str]]) -> list[object]:
    """By day every third: they are alike, and each has a project of its own."""
    return [thorough(case) if n % 3 else case for n, case in enumerate(cases)]


def catalogue(project, line: str) -> list[str]:
    file = project.folder / CATALOGUE
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"^output = .*$", lambda _: line, text, flags=re.M), encoding="utf-8")
    return check.unusable(project.folder)


@pytest.mark.parametrize("case", by_day(WRONG))
def test_what_is_wrong_in_a_catalogue_is_told_once_with_its_line(project, monkeypatch, case):
    line, told = WRONG[case]
    monkeypatch.setattr(check.interface, "FOLDER", (project.folder / CATALOGUE).parent)
    text = (project.folder / CATALOGUE).read_text(encoding="utf-8").split("\n")
    at = next(n for n, each in enumerate(text, 1) if each.startswith("output = "))
    (found,) = catalogue(project, line)
    assert found.startswith(f"{CATALOGUE}:{at if line else at - 1}: {told}")


@pytest.mark.parametrize("locale", ["en_US; rm", "en_xx_yy", ""])
def test_a_language_has_a_name_that_others_know(project, monkeypatch, locale):
    monkeypatch.setattr(check.interface, "FOLDER", (project.folder / CATALOGUE).parent)
    file = project.folder / CATALOGUE
    text = re.sub('^locale = ".*?"', f'locale = "{locale}"', file.read_text("utf-8"), flags=re.M)
    file.write_text(text, encoding="utf-8")
    (found,) = check.unusable(project.folder)
    assert re.match(rf"{CATALOGUE}:\d+: locale: expected a ", found)


def test_of_an_empty_catalogue_one_sentence_is_told(project, monkeypatch):
    monkeypatch.setattr(check.interface, "FOLDER", (project.folder / CATALOGUE).parent)
    project.write(CATALOGUE, "")
    (found,) = check.unusable(project.folder)
    assert re.match(rf"{CATALOGUE}: expected \d+ more keys", found)


def test_a_glossary_that_is_not_there_is_told(project, monkeypatch):
    def gone():
        raise FileNotFoundError

    monkeypatch.setattr(check.glossary, "load", gone)
    assert check.unusable(project.folder) == [
        "scripts/languages/glossary.toml: expected it, there is none"
    ]


LANGUAGE = "plugins:\n  - i18n:\n      languages:\n        - {}\n"
SETTINGS = {
    "nothing": ("", "mkdocs.yml: expected settings such as"),
    "a list": ("- 1\n", "mkdocs.yml: expected settings such as"),
    "no UTF-8": (b"a: 1\nb: \xff\n", "mkdocs.yml:2: expected UTF-8, came the byte 0xff"),
    "a tab": ("a: 1\n\tb: 2\n", "mkdocs.yml:2: not valid YAML"),
    "an unknown alias": ("a: *b\n", "mkdocs.yml:1: not valid YAML: found undefined alias"),
    "no plugins": ("plugins: 1\n", "mkdocs.yml:1: expected the plugin i18n"),
    "no languages": ("plugins:\n  - i18n: {}\n", "mkdocs.yml:2: expected the plugin i18n"),
    "a language as text": (LANGUAGE.format("pt"), "mkdocs.yml:3: expected the plugin i18n"),
    "a number": (LANGUAGE.format("{locale: 1, name: x}"), "mkdocs.yml:3: expected the plugin i18n"),
    "twice": (
        LANGUAGE.format("{locale: pt, name: x}\n        - {locale: pt, name: y}"),
        "mkdocs.yml:5: expected each language once, came pt again",
    ),
}


@pytest.mark.parametrize("case", by_day(SETTINGS))
def test_what_is_wrong_in_the_settings_is_told(project, case):
    text, told = SETTINGS[case]
    project.write("mkdocs.yml", text)
    (found,) = check.unusable(project.folder)
    assert found.startswith(told)


ODD = [
    "- x", "1. x", "1) x", "# x", "a_b_c", "*x*", "a *b* c", "x `y`", "[x](y)", "![x](y)", "a & b",
    "a &amp; b", "<b>", "x {: .y}", "x { #y }", "{{ x }}", "(c) us", "www.x.org", "http://x.org",
    "a -- b", "a ... b", "x\\_y", "| a | b |", ": x", "> x", "~~x~~", "x^2^", "==x==", "++a++",
    "*[A]: b", "[^1]", "[^1]: x", "=== x", "!!! note", "x\n\ny", "    x", "+ x", "a: b", "{name}",
    "x {name}", "(x)", "x (y) z", "x ({name}).", "Tea's (\u201chot\u201d): 3 cups, asyncio.run!",
]  # fmt: skip


def test_what_is_plain_at_a_glance_is_plain_to_markdown():
    def texts(given: object) -> Iterator[str]:
        if isinstance(given, dict | list):
            for each in given.values() if isinstance(given, dict) else given:
                yield from texts(each)
        elif isinstance(given, str):
            yield from (given, settings.CODE_SPAN.sub("x", given), interface.CODE.sub("x", given))

    files = [*(ROOT / "scripts/languages").rglob("*.toml"), ROOT / "snippets/runs.toml"]
    ours = [each for file in files for each in texts(tomllib.loads(file.read_text("utf-8")))]
    seen = [each for each in [*ODD, *ours] if settings.PLAIN.fullmatch(each)]
    assert [each for each in seen if not settings.dialect().is_plain(each)] == []
    assert len(seen) > 0.8 * len(ours)
