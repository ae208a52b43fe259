"""What kind of thing a setting of ``mkdocs.yml`` is, where MkDocs, the theme or a plugin looks at
nothing, and ends by a traceback, or says nothing and makes another site."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pathspec.gitignore
from runs.near import nearest

from . import pages, settings

Keys = tuple[str | int, ...]
Told = Iterator[tuple[Keys, str]]  # what leads to a setting, and what is wrong there
HOOKS, THEME = "scripts/hooks.py", "scripts/theme"
ICONS = ".icons"
# How templates ask whether a feature is wanted; scripts ask by its name alone.
ASKED, NAME = (
    re.compile(r'"([a-z.]+)" (?:not )?in features'),
    re.compile(r'"([a-z]+(?:\.[a-z]+)+)"'),
)


def faults(root: Path) -> Told:
    """What is of another kind than it has to be. Raises `BadSettings`."""
    given = settings.whole(root)
    theme, extra = given.get("theme"), settings.extra(root)
    hooks = given.get("hooks")
    if not isinstance(hooks, list) or HOOKS not in hooks:
        yield _wrong(("hooks",), f"a list with {HOOKS}, without which no page is made", hooks)
    yield from _texts(("extra_css",), given.get("extra_css"), "assets/styles/page.css")
    if "alternate" in extra:
        yield ("extra", "alternate"), "extra: alternate: expected none, it is made: remove it"
    yield from _hidden(given.get("exclude_docs"), root)
    if isinstance(theme, dict):
        yield from _of_theme(theme, root)
    languages = settings.plugins(root)["i18n"]["languages"]
    for place, language in enumerate(languages):
        keys = ("plugins", "i18n", "languages", place)
        if (link := language.get("link")) is not None and not _is_folder(link):
            yield _wrong((*keys, "link"), "an address such as /en/", link)
        if language.get("build") is False:
            yield _wrong((*keys, "build"), "none, for each that is listed is built", False)
        if language.get("default") is True and any(e.get("default") for e in languages[:place]):
            first = next(each["locale"] for each in languages if each.get("default"))
            yield (
                (*keys, "default"),
                f"plugins: i18n: expected one default language, came {language['locale']} beside"
                f" {first}",
            )


def _hidden(patterns: Any, root: Path) -> Told:
    """Pages that MkDocs is told to leave out."""
    if not isinstance(patterns, str):
        return  # which MkDocs tells
    out = pathspec.gitignore.GitIgnoreSpec.from_lines(patterns.splitlines())
    for language in settings.languages(root):
        for path in pages.pages(root / "docs", language):
            if out.match_file(f"{language}/{path}"):
                told = f"exclude_docs: expected no page among them, came docs/{language}/{path}"
                yield ("exclude_docs",), told
                return


def _of_theme(theme: Mapping[str, Any], root: Path) -> Told:
    if (folder := theme.get("custom_dir")) != THEME:
        yield _wrong(("theme", "custom_dir"), f"{THEME}, the folder of our templates", folder)
    for name, example in (("features", "navigation.top"), ("static_templates", "404.html")):
        yield from _texts(("theme", name), theme.get(name), example)
    features = theme.get("features")
    for place, each in enumerate(features if isinstance(features, list) else []):
        if isinstance(each, str) and each not in (known := _features(templates(root))):
            near = nearest(each, known)
            yield _wrong(("theme", "features", place), "a feature that the theme has", each, near)
    icons = Icons(root)
    yield from icons.below(("theme", "icon"), theme.get("icon") or {})
    palette = theme.get("palette")
    if isinstance(palette, list):
        for place, each in enumerate(palette):
            yield from _of_palette(("theme", "palette", place), each, icons)
    elif palette is not None:
        yield from _of_palette(("theme", "palette"), palette, icons)


def _of_palette(keys: Keys, given: Any, icons: Icons) -> Told:
    if not isinstance(given, dict):
        yield _wrong(keys, "colours by name, such as primary: custom", given)
        return
    for name in ("media", "scheme", "primary", "accent"):
        if not isinstance(given.get(name, ""), str):
            yield _wrong((*keys, name), "a text", given[name])
    toggle = given.get("toggle")
    if isinstance(toggle, dict) and toggle.get("icon"):
        yield from icons.below((*keys, "toggle", "icon"), toggle["icon"])
    elif toggle is not None:
        yield _wrong((*keys, "toggle"), "an icon, such as {icon: material/weather-night}", toggle)


def templates(root: Path) -> tuple[Path, Path]:
    """The folders of our templates and of the theme's."""
    return root / THEME, settings.theme()


@functools.lru_cache
def _features(folders: tuple[Path, ...]) -> list[str]:
    """What the templates in these folders, and their scripts, may be asked for."""
    found = set[str]()
    for folder in folders:
        for file in folder.rglob("*.html"):
            found.update(ASKED.findall(file.read_text(encoding="utf-8")))
        for file in folder.glob("assets/javascripts/bundle*.js"):
            found.update(NAME.findall(file.read_text(encoding="utf-8")))
    return sorted(found)


class Icons:
    """The icons that the theme and ours have."""

    def __init__(self, root: Path) -> None:
        self.folders = [folder / ICONS for folder in templates(root)]

    def below(self, keys: Keys, given: Any) -> Told:
        """What is no icon in a setting that is one, or has them by names."""
        if isinstance(given, dict):
            for name, each in given.items():
                yield from self.below((*keys, str(name)), each)
        elif keys == ("theme", "icon") or not isinstance(given, str) or not self._has(given):
            near = nearest(str(given), self._like(str(given)))
            yield _wrong(keys, "the name of an icon, such as material/translate", given, near)

    def _has(self, name: str) -> bool:
        return ".." not in name and any((each / f"{name}.svg").is_file() for each in self.folders)

    def _like(self, name: str) -> list[str]:
        """The icons that lie in the same folder."""
        found = [
            f"{Path(name).parent.as_posix()}/{file.stem}"
            for folder in self.folders
            for file in (folder / name).parent.glob("*.svg")
        ]
        return sorted(found)


def _texts(keys: Keys, given: Any, example: str) -> Told:
    if given is None:
        return
    if not isinstance(given, list):
        yield _wrong(keys, f"a list such as [{example}]", given)
        return
    for place, each in enumerate(given):
        if not isinstance(each, str):
            yield _wrong((*keys, place), f"a text such as {example}", each)


def _is_folder(link: Any) -> bool:
    return isinstance(link, str) and link.startswith("/") and link.endswith("/")


def _wrong(keys: Keys, expected: str, came: Any, more: str = "") -> tuple[Keys, str]:
    where = ": ".join(str(key) for key in keys if isinstance(key, str))
    shown = "nothing" if came is None else f"{came!r:.60}"
    return keys, f"{where}: expected {expected}, came {shown}{more}"
