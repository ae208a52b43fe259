"""A page or a drawing as a browser reads it."""

from __future__ import annotations

from functools import cached_property

import turbohtml

Element = turbohtml.Element


class Document:
    """What is in ``html``, with lines (``element.source_line``, from 1), templates included."""

    def __init__(self, html: str) -> None:
        self._tree = turbohtml.parse(html, allow_declarative_shadow_roots=False)

    def select(self, selector: str) -> list[Element]:
        """The elements that a CSS selector means, in order."""
        return self._tree.select(selector)

    @cached_property
    def speaking(self) -> list[tuple[Element, dict[str, str]]]:
        """The elements that have more than a class (three in four only say how they look), each
        with its attributes by their names without a prefix (``xlink:href``)."""
        found = self._tree.xpath_iter("//*[@*[name() != 'class']]")
        elements = [each for each in found if isinstance(each, Element)]
        return [(e, {_bare(n): text(v) for n, v in e.attrs.items()}) for e in elements]


def _bare(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name


def text(value: str | list[str] | None) -> str:
    """The value of an attribute as it was written."""
    return value if isinstance(value, str) else " ".join(value or ())


def line_of(element: Element) -> int:
    return element.source_line or 1


def is_code(script: Element) -> bool:
    """Whether a script element holds JavaScript, and not data."""
    kind = text(script.attrs.get("type")).strip().lower()
    return kind in ("", "module") or kind.endswith(("javascript", "ecmascript", "jscript"))


def is_rules(script: Element) -> bool:
    """Whether a script element holds JSON that tells the browser where to load from."""
    return text(script.attrs.get("type")).strip().lower() in ("importmap", "speculationrules")
