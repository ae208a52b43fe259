"""How HTML of ours is made: never by hand.

Rule 1: blocks are templates of Jinja, small pieces are formats of MarkupSafe. Both escape what they
are given, in text and in attributes, and leave what is HTML already.
Rule 2: what is HTML has the type `Markup`, and nothing else has: a text cannot be taken for HTML,
nor HTML be escaped twice.
"""

from __future__ import annotations

import contextlib
import functools
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, Template
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

_IN_SCRIPT = re.compile("(?<=<)[/!]")
_HARMLESS = {"/": r"\/", "!": r"\u0021"}  # as JSON may write them


def filled(file: Path, /, **fields: object) -> Markup:
    """The HTML (or SVG, or Markdown with HTML) of the template in ``file``.

    Raises `jinja2.UndefinedError` for a field that the template wants and does not get.
    """
    return Markup(_template(file).render(fields))


def said(words: Mapping[str, str], key: str, **fields: object) -> Markup:
    """A sentence of a catalogue as HTML, its places filled with texts or with HTML."""
    return put(escape(words[key]), **fields)


def put(pattern: Markup, /, **fields: object) -> Markup:
    """A piece of HTML with its places, ``{name}``, filled with texts or with HTML: as
    ``pattern.format(…)``, which goes character by character and takes three times as long."""
    escaped = {name: escape(field) for name, field in fields.items()}
    return Markup(str.format_map(pattern, escaped))


def for_script(data: Mapping[str, object]) -> Markup:
    """Data as JSON that can stand in a ``<script>``: nothing in it ends that, or begins a comment
    there. Jinja's ``tojson`` escapes each bracket of HTML, which makes it half as long again."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(_IN_SCRIPT.sub(lambda found: _HARMLESS[found[0]], text))


class _Compiled(FileSystemBytecodeCache):
    """Each is known by its name and the checksum of its text, wherever the project lies."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return super().get_cache_key(name)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Where nothing can be written they are compiled again the next time."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


@functools.cache
def compiled() -> FileSystemBytecodeCache | None:
    """Where compiled templates stay, ours and the theme's, which take Jinja seconds: with the
    packages, in an environment of their own; elsewhere nowhere."""
    if sys.prefix == sys.base_prefix:
        return None
    folder = Path(sys.prefix, "compiled-templates")
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
    return _Compiled(str(folder))


@functools.cache
def _template(file: Path) -> Template:
    return _environment(file.parent).get_template(file.name)


@functools.cache
def _environment(folder: Path) -> Environment:
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        bytecode_cache=compiled(),
        # A line with nothing but a tag of Jinja leaves no line behind, which <pre> would show.
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return made
