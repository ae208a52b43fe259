"""The theme's templates and icons: read once a process, and not once a language and build."""

from __future__ import annotations

from jinja2 import FileSystemLoader
from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """Keeps compiled templates in memory."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


def list_once() -> None:
    """Have the files of a theme listed once: Material has some ten thousand icons, and MkDocs goes
    through them in each build. What is new in ``scripts/theme`` is seen by a new process."""
    listed: dict[tuple[str, ...], list[str]] = {}
    lists = FileSystemLoader.list_templates

    def list_templates(loader: FileSystemLoader) -> list[str]:
        key = tuple(loader.searchpath)
        if key not in listed:
            listed[key] = lists(loader)
        return listed[key]

    FileSystemLoader.list_templates = list_templates  # type: ignore[method-assign, assignment]
