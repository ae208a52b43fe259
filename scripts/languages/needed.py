"""What the pages cannot do without in ``mkdocs.yml``, beside its languages. Who takes it out would
be told of what comes of it, on every page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown

from . import settings, shapes

PLUGINS = ("search", "markdown-exec", "mkdocs-jupyter", "i18n")
EXTENSIONS = (
    *("pymdownx.superfences", "pymdownx.highlight", "attr_list", "md_in_html", "toc"),
    *("abbr", "admonition", "def_list"),
)
# Those that MkDocs has otherwise are left out, or have this value.
FIXED: dict[str, Any] = {"docs_dir": "docs", "use_directory_urls": True}
I18N: dict[str, Any] = {"docs_structure": "folder", "fallback_to_default": True}


def faults(root: Path) -> list[str]:
    """What is not there, otherwise, or there twice, each with file and line. Raises
    `BadSettings`."""
    settings.languages(root)
    text = (root / settings.FILE).read_text(encoding="utf-8")
    again = settings.again(yaml.compose(text, settings.LOADER))
    return [f"{settings.FILE}:{line}: {told}" for line, told in again] or [
        f"{settings.FILE}:{settings.line(root, *keys)}: {told}"
        for keys, told in (*_faults(root), *shapes.faults(root))
    ]


def _faults(root: Path) -> shapes.Told:
    given, plugins = settings.whole(root), settings.plugins(root)
    yield from _otherwise(given, FIXED)
    theme = given.get("theme")
    if (theme.get("name") if isinstance(theme, dict) else theme) != "material":
        yield ("theme", "name"), "theme: expected the name material, whose templates ours extend"
    elif isinstance(theme, dict) and "language" in theme:
        told = "theme: language: expected none, for each language sets its own: remove it"
        yield ("theme", "language"), told
    yield from (
        (("plugins",), f"plugins: expected {name}") for name in PLUGINS if name not in plugins
    )
    yield from _otherwise(plugins["i18n"], I18N, "plugins", "i18n")
    extensions = settings.extensions(root)
    for name in EXTENSIONS:
        if name not in extensions and name not in settings.OF_MKDOCS:
            yield ("markdown_extensions",), f"markdown_extensions: expected {name}"
    for name, config in extensions.items():
        try:
            Markdown(extensions=[name], extension_configs={name: config})
        except Exception as error:  # whatever it does with settings that it does not know
            told = f"markdown_extensions: {name} cannot be used: {_why(error)}"
            yield ("markdown_extensions", name), told


def _otherwise(given: dict[str, Any], fixed: dict[str, Any], *where: str) -> shapes.Told:
    for name, value in fixed.items():
        if (came := given.get(name, value)) != value:
            place = ": ".join((*where, name))
            told = f"{place}: expected {_shown(value)}, came {_shown(came)}: mend it, or remove it"
            yield (*where, name), told


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _why(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it has no setting {error}"
    return str(error) or type(error).__name__
