"""What goes into the reader's browser, file by file.

``LEFT_OUT``: what no program of a reader needs there, or could use. ``SOURCES``: what tracebacks
of the programs here lead through. ``LIBRARIES``: what telling a run needs of the libraries of the
build; that it is enough is tried by telling one (tests/browser).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parent.parent
LEFT_OUT = "|".join(
    [
        r"^(_pyrepl|wsgiref|xmlrpc|site-packages|__phello__)/|^xml/(dom|sax)/|^__hello__",
        r"^encodings/(cp(?!1252|437)|mac_|iso8859_(?!1\.|15)|koi8|kz|ptcp|hp|big5|euc|gb|hz|iso2022"
        r"|johab|shift|tis|palmos|mbcs|oem)",
        r"^(antigravity|bdb|cProfile|compileall|ftplib|imaplib|mailbox|modulefinder|netrc"
        r"|nturl2path|pdb|pickletools|plistlib|poplib|profile|pstats|pty|py_compile|pyclbr|pydoc"
        r"|_py_abc|_pydatetime|_pyio|rlcompleter|smtplib|socketserver|sre_\w+|tabnanny|tarfile|this"
        r"|trace|tty|wave|webbrowser|zipapp)\.py$",
        r"^asyncio/(windows|proactor|__main__)|^http/(server|cookiejar)|^multiprocessing/dummy",
        r"^logging/(config|handlers)|^sqlite3/(dump|__main__)|^pyodide/(http/|console|_nodesock)",
        r"^ctypes/(macholib/|_aix)|\.(txt|ini|typed|bat|ctypes)$|fetch_macholib",
    ]
)
SOURCES = r"^(asyncio/|concurrent/futures/_base|contextlib|threading)"
LIBRARIES = {
    "jinja2": "__init__ _identifier async_utils bccache compiler defaults environment exceptions"
    " filters idtracking lexer loaders nodes optimizer parser runtime tests utils visitor",
    "markupsafe": "__init__ _native",
    "pygments": "__init__ filter filters/__init__ formatter formatters/__init__ formatters/_mapping"
    " formatters/html lexer lexers/__init__ lexers/_mapping lexers/python modeline plugin regexopt"
    " style styles/__init__ styles/_mapping styles/default token unistring util",
    "babel": "__init__ core dates localedata localtime/__init__ localtime/_fallback"
    " localtime/_helpers localtime/_unix numbers plural",
}


def of_program() -> dict[str, Path]:
    """What stands around a program, by name in its archive: the recorder and the browser's part."""
    return {**_package("recorder"), **_inside()}


def of_telling(locales: Iterable[str]) -> dict[str, Path]:
    """What tells of a run, with what the locales of all languages say of numbers."""
    return {
        **reached("browser.telling"),
        **{f"runs/templates/{f.name}": f for f in sorted(SCRIPTS.glob("runs/templates/*.html"))},
        **dict(_libraries()),
        **dict(_numbers(locales)),
    }


def reached(module: str) -> dict[str, Path]:
    """A module of ours with all modules of ours that it needs, by name in its archive."""
    found: dict[str, Path] = {}
    left = [module]
    while left:
        name = left.pop()
        place = SCRIPTS / name.replace(".", "/")
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        there = file.relative_to(SCRIPTS).as_posix()
        if file.exists() and there not in found:
            found[there] = file
            package = name if place.is_dir() else name.rpartition(".")[0]
            left += [package, *_imported(ast.parse(file.read_text(encoding="utf-8")), package)]
    return dict(sorted(found.items()))


def _imported(tree: ast.AST, package: str) -> Iterator[str]:
    """What is imported in a piece of code of a package, but for types alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(filter(None, [package if node.level else "", node.module]))
            yield from (base, *(f"{base}.{each.name}" for each in node.names))
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield from _imported(node, package)


def _package(name: str) -> dict[str, Path]:
    return {f"{name}/{file.name}": file for file in sorted((SCRIPTS / name).glob("*.py"))}


def _inside() -> dict[str, Path]:
    files = sorted((SCRIPTS / "browser/inside").glob("*.py"))
    there = {f"browser/inside/{file.name}": file for file in files}
    return {"browser/__init__.py": SCRIPTS / "browser/__init__.py", **there}


def _folder(package: str) -> Path:
    found = find_spec(package)
    assert found
    assert found.origin
    return Path(found.origin).parent


def _libraries() -> Iterator[tuple[str, Path]]:
    for package, modules in LIBRARIES.items():
        for module in modules.split():
            yield f"{package}/{module}.py", _folder(package) / f"{module}.py"


def _numbers(locales: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """The data of locales, and of what each is a kind of: ``pt_BR``, ``pt``, ``root``."""
    folder = _folder("babel")
    yield "babel/global.dat", folder / "global.dat"
    parts = {"root"}
    for locale in locales:
        words = re.split("[-_]", locale)
        parts |= {"_".join(words[:n]) for n in range(1, len(words) + 1)}
    for part in sorted(parts):
        if (file := folder / f"locale-data/{part}.dat").exists():
            yield f"babel/locale-data/{part}.dat", file
