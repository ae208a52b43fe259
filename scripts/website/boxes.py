"""What Markdown extensions write of themselves, in the words of the page: the titles of boxes that
an author gave none (``!!! note``, ``??? tip``), and the link from a footnote back to the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension

Words = Mapping[str, str]
# As admonition and pymdownx.details read them: a kind, maybe more classes, and no title.
UNTITLED = re.compile(
    r"(?P<start>(?:^|\n)(?:!!!|\?{3}\+?) ?(?P<kind>[\w-]+)(?: +[\w-]+)*)(?= *(?:\n|$))"
)
BEFORE_BOXES = 106  # both of them have 105


class InWords(Extension):  # type: ignore[misc]  # Python-Markdown has no types
    """``words``: gives the catalogue of the page that is about to be rendered. To be named after
    the extensions that it is about."""

    def __init__(self, words: Callable[[], Words]) -> None:
        super().__init__()
        self.words = words

    def extendMarkdown(self, md: Markdown) -> None:
        words = self.words()
        md.parser.blockprocessors.register(_Titles(md, words), "titles-in-words", BEFORE_BOXES)
        for extension in md.registeredExtensions:
            if isinstance(extension, FootnoteExtension):
                title = words["footnote_back"].format(number="{}")
                extension.setConfig("BACKLINK_TITLE", title)


class _Titles(BlockProcessor):  # type: ignore[misc]
    """Writes the title that is missing, and leaves the rest to whom it concerns."""

    def __init__(self, md: Markdown, words: Words) -> None:
        super().__init__(md.parser)
        self.words = words

    def test(self, parent: Element, block: str) -> bool:
        return bool(UNTITLED.search(block))

    def run(self, parent: Element, blocks: list[str]) -> bool:
        blocks[0] = UNTITLED.sub(self._titled, blocks[0])
        return False  # the next processor goes on with it

    def _titled(self, found: re.Match[str]) -> str:
        title = self.words.get(f"box_{found['kind'].lower()}")
        return f'{found["start"]} "{title}"' if title else found[0]
