"""The languages of the site, as ``mkdocs.yml`` lists them: there and nowhere else."""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from runs.dialect import Dialect

ROOT = Path(__file__).resolve().parents[2]
FILE = "mkdocs.yml"
STYLES = "docs/assets/styles"
CODE_SPAN = re.compile(r"`[^`]*`")
# Words, in which nothing can be a mark: letters and digits, with what may stand between or behind.
PLAIN = re.compile(
    r"(?:[^\W\d_]|\{[a-z]+\})(?:[^\W_]|[ \u00a0,;?%'\"“”’‘…–—]|(?<=[^\W_])[-.'](?=[^\W_])"
    r"|[.:](?=[ \u00a0]|$)|\{[a-z]+\}|\((?!c\)|r\)|tm\))(?=[^\W_]|\{)|(?<=[^\W_]|\})\))*"
)
CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
LOADER: Any = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # some builds of PyYAML lack the fast one


class BadSettings(ValueError):
    """``mkdocs.yml`` cannot be read, or lists no languages; the message says where and why."""


class _Loader(LOADER):  # type: ignore[misc]
    """Reads also what only MkDocs understands, such as ``!ENV``, as nothing."""


_Loader.add_multi_constructor("!", lambda *_: None)


Stamp = tuple[tuple[int, int], ...]


def stamp(*files: Path) -> Stamp:
    """When files were changed (nanoseconds) and their sizes: what is made of them is remembered by
    it, and under ``mkdocs serve`` made anew when they change. (0, 0) for one that is not there."""
    return tuple(map(_stamp, files))


def _stamp(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except (OSError, ValueError):  # a name may be none that a file can have
        return 0, 0
    return found.st_mtime_ns, found.st_size


def languages(root: Path = ROOT) -> tuple[str, ...]:
    """The languages of the site by locale, the default one first. Raises `BadSettings`."""
    return _languages(root, stamp(root / FILE))


@functools.lru_cache(maxsize=8)
def _languages(root: Path, _: Stamp) -> tuple[str, ...]:
    listed = _i18n(root)["languages"]
    return tuple(
        each["locale"] for each in sorted(listed, key=lambda each: not each.get("default"))
    )


def bare(code: str) -> str:
    """The code of a language without script and region: ``pt`` of ``pt-BR``."""
    return re.split("[-_]", code.lower())[0]


def names(root: Path = ROOT) -> dict[str, str]:
    """What each language calls itself, by locale. Raises `BadSettings`."""
    return {each["locale"]: each["name"] for each in _i18n(root)["languages"]}


def navigation(root: Path = ROOT) -> list[str]:
    """The pages in the order of the navigation, by path below the folder of a language."""
    return list(_leaves(_read(root).get("nav", [])))


def whole(root: Path = ROOT) -> dict[str, Any]:
    """All settings, by name. Raises `BadSettings`."""
    return dict(_read(root))


def extra(root: Path = ROOT) -> dict[str, Any]:
    """What stands under ``extra``: settings of ours, and of the theme. Raises `BadSettings`."""
    found = _read(root).get("extra") or {}
    if not isinstance(found, dict):
        at = line(root, "extra")
        raise BadSettings(f"{FILE}:{at}: extra: expected settings by name, came {found!r:.60}")
    return dict(found)


# What MkDocs adds to the extensions of mkdocs.yml.
OF_MKDOCS = ("toc", "tables", "fenced_code")


def extensions(root: Path = ROOT) -> dict[str, dict[str, Any]]:
    """The extensions of Markdown by name, with their settings. Raises `BadSettings`."""
    listed = _read(root).get("markdown_extensions") or []
    given = listed if isinstance(listed, list) else [listed]
    found: dict[str, dict[str, Any]] = {}
    for each in given:
        if not isinstance(each, str | dict):
            at = line(root, "markdown_extensions", given.index(each))
            raise BadSettings(f"{FILE}:{at}: markdown_extensions: expected names, came {each!r}")
        found |= each if isinstance(each, dict) else {each: {}}
    if odd := [name for name, config in found.items() if not isinstance(config or {}, dict)]:
        at = line(root, "markdown_extensions", odd[0])
        raise BadSettings(f"{FILE}:{at}: markdown_extensions: {odd[0]}: expected settings by name")
    return {str(name): config or {} for name, config in found.items()}


def is_plain(text: str, code: bool = False) -> bool:
    """Whether Markdown shows a text as it is written, with no mark, tag or entity; ``code``: but
    for code between backticks. It need not be asked about most. Raises `BadSettings`."""
    text = CODE_SPAN.sub("x", text) if code else text
    return bool(PLAIN.fullmatch(text)) or dialect().is_plain(text)


def dialect(root: Path = ROOT) -> Dialect:
    """The Markdown of the pages. Raises `BadSettings`."""
    styles = tuple(sorted((root / STYLES).glob("*.css")))
    return _dialect(root, styles, stamp(root / FILE, *styles))


@functools.lru_cache(maxsize=8)
def _dialect(root: Path, styles: tuple[Path, ...], _: Stamp) -> Dialect:
    from runs.dialect import Dialect  # all of Markdown's extensions come with it

    configs, classes = extensions(root), _of_theme() if styles else frozenset()
    classes = classes.union(*(_classes(file) for file in styles))
    return Dialect([*dict.fromkeys([*OF_MKDOCS, *configs])], configs, classes=classes)


@functools.lru_cache
def theme() -> Path:
    """The folder of the theme's templates."""
    spec = importlib.util.find_spec("material")
    return Path(spec.origin or "").parent / "templates" if spec else Path()


@functools.lru_cache
def _of_theme() -> frozenset[str]:
    """The classes of the theme's styles."""
    files = theme().glob("assets/stylesheets/*.css")
    return frozenset().union(*(_classes(file) for file in files))


def _classes(file: Path) -> set[str]:
    return set(CLASS.findall(file.read_text(encoding="utf-8", errors="replace")))


def _leaves(nav: Any) -> Any:
    for entry in nav if isinstance(nav, list) else [nav]:
        if isinstance(entry, dict):
            for inner in entry.values():
                yield from _leaves(inner)
        else:
            yield str(entry)


def _read(root: Path) -> dict[str, Any]:
    return _read_once(root, stamp(root / FILE))


@functools.lru_cache(maxsize=8)
def _read_once(root: Path, _: Stamp) -> dict[str, Any]:
    data = (root / FILE).read_bytes()
    try:
        read = yaml.load(data.decode(), _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}" if mark else ""
        told = " ".join(filter(None, (error.context, error.problem)))
        raise BadSettings(f"{FILE}{line}: not valid YAML: {told}") from None
    except yaml.YAMLError as error:
        raise BadSettings(f"{FILE}: not valid YAML: {' '.join(str(error).split())}") from None
    except UnicodeDecodeError as error:
        at, came = data.count(b"\n", 0, error.start) + 1, f"the byte 0x{data[error.start]:02x}"
        raise BadSettings(f"{FILE}:{at}: expected UTF-8, came {came}") from None
    if not isinstance(read, dict):
        raise BadSettings(f"{FILE}: expected settings such as site_name: …, came {read!r:.60}")
    return read


def line(root: Path, *keys: str | int) -> int:
    """The line of a setting, by the names that lead to it and, in a list, by its place or its name;
    of what is not there, or there more than once, that of what it stands in. The file can be
    read."""
    return line_in(yaml.compose((root / FILE).read_text(encoding="utf-8"), LOADER), *keys)


def line_in(node: Any, *keys: str | int) -> int:
    """As `line`, in a text of YAML that was composed."""
    found = 1
    for key in keys:
        there = [(at, value) for name, at, value in _inside(node) if name == key]
        if len(there) != 1:
            return found
        ((found, node),) = there
    return found


def again(node: Any, first: int = 1, above: tuple[Any, ...] = ()) -> Iterator[tuple[int, str]]:
    """The keys that stand twice in one mapping, by line: the first counts for nothing. ``first``:
    the line on which the text begins; ``above``: what the node stands in, which it may hold
    again."""
    lines: dict[str, int] = {}
    inner = isinstance(node, yaml.CollectionNode) and node not in above
    for each in node.value if inner else ():
        key, value = each if isinstance(node, yaml.MappingNode) else (None, each)
        if isinstance(key, yaml.ScalarNode):
            line, name = key.start_mark.line + first, str(key.value)
            if name in lines:
                yield line, f"expected each key once, came {name!r} again (line {lines[name]})"
            lines.setdefault(name, line)
        yield from again(value, first, (*above, node))


def _inside(node: Any) -> Iterator[tuple[str | int, int, Any]]:
    """What stands in a node: each name or place, its line and what stands there."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), int(key.start_mark.line) + 1, value
    elif isinstance(node, yaml.SequenceNode):
        for place, each in enumerate(node.value):
            yield place, int(each.start_mark.line) + 1, each
            if isinstance(each, yaml.MappingNode):
                yield from _inside(each)
            else:
                yield str(each.value), int(each.start_mark.line) + 1, each


def plugins(root: Path = ROOT) -> dict[str, Any]:
    """The plugins by name, with their settings. Raises `BadSettings`."""
    listed = _read(root).get("plugins")
    given = listed if isinstance(listed, list) else [listed]
    maps = [{each: None} if isinstance(each, str) else each for each in given]
    return {
        name: config for each in maps if isinstance(each, dict) for name, config in each.items()
    }


def section_titles(root: Path = ROOT) -> dict[str, dict[str, str]]:
    """By language, the titles of the sections of the navigation. Raises `BadSettings`."""
    listed = {each["locale"]: each.get("nav_translations") for each in _i18n(root)["languages"]}
    return {each: found if isinstance(found, dict) else {} for each, found in listed.items()}


def _i18n(root: Path) -> dict[str, Any]:
    found = plugins(root).get("i18n")
    languages = found.get("languages") if isinstance(found, dict) else None
    if not isinstance(languages, list) or not languages or not all(map(_is_language, languages)):
        at = line(root, "plugins", "i18n", "languages")
        raise BadSettings(
            f"{FILE}:{at}: expected the plugin i18n with the locale and name of each language"
        )
    locales = [each["locale"] for each in languages]
    if again := next((each for each in locales if locales.count(each) > 1), ""):
        at = line(
            root, "plugins", "i18n", "languages", len(locales) - 1 - locales[::-1].index(again)
        )
        raise BadSettings(f"{FILE}:{at}: expected each language once, came {again} again")
    assert isinstance(found, dict)
    return found


def _is_language(given: Any) -> bool:
    return isinstance(given, dict) and all(
        isinstance(given.get(key), str) and given[key] for key in ("locale", "name")
    )
