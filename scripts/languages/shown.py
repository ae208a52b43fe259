"""What a reader sees of a page that is not wholly translated: the sections of the original, in its
order, each in the reader's language or in the original's, and said to be.

The translation may lack sections, have them in another order, and ask for what the original no
longer has. Whoever changed the original has not to mend that: a section that cannot be shown as it
stands in the translation is shown as it stands in the original.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup
from runs.asks import Ask
from runs.fences import Fault

from . import freshness, interface, structure
from .freshness import DESCRIPTION, State
from .markdown_text import front_matter, markdown_in, markdown_of, sections
from .prose import without_code
from .workshop import PageState, Workshop

FOREIGN, HOME = "<!--in:{}-->", "<!--in-->"  # around words of another language, until HTML is made
ATTRIBUTES = re.compile(r"\{:?[^{}]*\}[ \t]*$")
UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
MARKED = re.compile(r"<!--in:(?P<language>[\w-]+)-->|<!--in-->")
PAGE_LINK = re.compile(r"(?!\w+:|/)(?P<path>[^#?\s]*)(?:#(?P<anchor>[^#?\s]*))?")
_ELEMENT, _END = Markup("<div {}>"), Markup("</div>")
# What the interface says it may say in another language, until somebody has translated it.
_NOTE = Markup('<p class="{}" role="note" dir="auto">{} {}</p>')
_LINK = Markup('<a href="#{}" {}>{}</a>')
_ORIGINAL = Markup('<a href="{}">{}</a>')
Faults = Callable[[str, str], Sequence[Fault]]  # of what a text in a language asks for


class Block(NamedTuple):
    """A section as it is shown: the language of its words, its Markdown, its id, and which notice
    it carries: ``stale``, ``unfinished`` or none."""

    language: str
    markdown: str
    id: str
    notice: str = ""


class Shown(NamedTuple):
    """The page that stands at an address: the language it is of, and its file."""

    language: str
    file: Path


def table(shop: Workshop) -> dict[str, dict[str, Shown]]:
    """By language and path, what is shown. A language without a page of its own, or without a
    translated section of it, shows that of the default language, or of another that has it."""
    located = shop.located
    found: dict[str, dict[str, Shown]] = {}
    own = {
        (language, path)
        for language in located.languages
        for path in located.paths
        if shop.page(language, path).translated
    }
    for language in located.languages:
        found[language] = {}
        for path in located.paths:
            source = located.source(language, path)
            for other in dict.fromkeys(
                [language, located.languages[0], source, *located.languages]
            ):
                file = located.file(other, path) if other else None
                if other and file and (other, path) in own:
                    found[language][path] = Shown(other, file)
                    break
    return found


def blocks(shop: Workshop, page: PageState, markdown: str, ask: Faults) -> list[Block]:
    """The sections of a page of which at least one is translated. ``markdown``: of its file,
    without front matter, or what a notebook gave. ``ask``: the faults of what a text asks for."""
    if page.source is None or not page.marked or page.file is None:
        return [Block(page.language, markdown, "")]
    if not page.path.endswith(".py"):
        markdown = in_step(shop, page, markdown_of(page.file))
    own = dict(_pieces(markdown))
    if page.path.endswith(".py"):  # its cells are one program, which stays in one piece
        states = {s.was or s.id: s for s in page.sections}
        missing = {id for id, s in states.items() if s.state is State.MISSING}
        return [
            Block(str(page.source) if id in missing else page.language, text, id)
            if id not in states
            else _block(shop, page, states[id], text, foreign=id in missing)
            for id, text in own.items()
        ]
    broken = unshowable(shop, page, ask)
    theirs = shop.parts(page.source, page.path)
    found = []
    for section in page.sections:
        if not theirs[section.id].built:  # a term: the glossary puts it in, in whatever language
            continue
        text = own.get(section.was or section.id)
        if section.state is State.MISSING or section.id in broken or text is None:
            found.append(original(shop, page, section.id))
        else:
            text = _as_in_source(text, section, theirs[section.id].level)
            found.append(_block(shop, page, section, text))
    return _with_own(page, own, found)


def _block(
    shop: Workshop, page: PageState, section: freshness.Section, text: str, foreign: bool = False
) -> Block:
    if foreign:
        return Block(str(page.source), text, section.id)
    notice = "stale" if _says_otherwise(shop, page, section) else ""
    if section.state is State.UNMARKED:
        notice = "unfinished"
    if section.id == DESCRIPTION:  # which a reader meets in the results of a search
        notice = ""
    return Block(page.language, text, section.id, notice)


def _says_otherwise(shop: Workshop, page: PageState, section: freshness.Section) -> bool:
    """Whether a reader of the source reads something else, or sees other programs; that a link
    leads elsewhere does not count."""
    names = {old: new for (lang, new), old in shop.view.renamed.items() if lang == page.language}
    theirs = page.shown.get(section.id, ())
    here = shop.parts(page.language, page.path)[section.was or section.id].programs
    stale = page.stale_programs & {*theirs}
    others = section.rebuilt and {*theirs} != {names.get(name, name) for name in here}
    return section.state is State.STALE or bool(stale) or others


def _with_own(page: PageState, own: Mapping[str, str], found: list[Block]) -> list[Block]:
    """With the sections that the translation has of itself, each behind the one that it follows
    there; what the source had once and has no longer is left out."""
    renamed = {s.was: s.id for s in page.sections if s.was}
    before = DESCRIPTION
    for id, text in own.items():
        if page.extra.get(id) is False:
            ids = [block.id for block in found]
            place = ids.index(before) + 1 if before in ids else len(ids)
            found.insert(place, Block(page.language, text, id))
        if id not in page.extra or page.extra[id] is False:
            before = renamed.get(id, id)
    return found


def original(shop: Workshop, page: PageState, id: str) -> Block:
    """A section of the page that ``page`` is translated from; where that has not translated it
    either, of the page it comes from itself."""
    source = shop.page(str(page.source), page.path)
    if source.source and source.marked:
        state = next((s.state for s in source.sections if s.id == id), State.DONE)
        if state is State.MISSING:
            return original(shop, source, id)
    assert source.file
    pieces = dict(_pieces(markdown_of(source.file)))
    return Block(source.language, pieces.get(id, ""), id)


def _pieces(markdown: str) -> Iterator[tuple[str, str]]:
    """The sections of a text by id, in order; `DESCRIPTION` for what stands before the first,
    without the front matter."""
    lines = markdown.split("\n")
    headings = sections(markdown)
    starts = [
        (front_matter(markdown), DESCRIPTION),
        *((h.line - 1, h.id or f"line-{h.line}") for h in headings),
    ]
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    for (start, id), end in zip(starts, ends, strict=True):
        yield id, "\n".join(lines[start:end])


def _as_in_source(text: str, section: freshness.Section, level: int) -> str:
    """A section with the id and the level that its heading has in the source now."""
    first, *rest = text.split("\n")
    if section.was:
        first = re.sub(rf"#{re.escape(section.was)}(?=[\s}}])", f"#{section.id}", first)
    if level:
        first = re.sub(r"^#+", "#" * level, first)
    return "\n".join([first, *rest])


# -- what cannot be shown as it stands in the translation


def unshowable(shop: Workshop, page: PageState, ask: Faults) -> set[str]:
    """The sections whose source has changed, and which ask for programs, values, pages or sections
    that are no longer there."""
    if page.file is None or not page.marked or not any(map(page.behind, page.sections)):
        return set()
    markdown = in_step(shop, page, markdown_in(page.file.read_text("utf-8"), page.file.suffix))
    faults = [line for line, _ in ask(markdown, page.language)]
    faults += _broken_links(shop, page, markdown)
    return {
        section.id
        for section in page.sections
        if page.behind(section)
        and any(section_of(markdown, line) == (section.was or section.id) for line in faults)
    }


def section_of(markdown: str, line: int) -> str:
    """The id of the section in which a line stands."""
    before = [heading for heading in sections(markdown) if heading.line <= line]
    return (before[-1].id or f"line-{before[-1].line}") if before else DESCRIPTION


def _broken_links(shop: Workshop, page: PageState, markdown: str) -> Iterator[int]:
    """The lines with links to pages that are nowhere, or to sections that are gone."""
    bare = without_code(markdown)
    for link in structure.LINK.finditer(bare):
        target, _, anchor = link["target"].partition("#")
        path = _resolved(page.path, target) if target else page.path
        is_page = path.endswith((".md", ".py")) and ":" not in target
        missing = is_page and path not in shop.located.paths
        if missing or (is_page and _is_gone(shop, page.language, path, anchor)):
            yield bare.count("\n", 0, link.start()) + 1


def _is_gone(shop: Workshop, language: str, path: str, anchor: str) -> bool:
    """Whether a section stands in the translation of a page and no longer in its source."""
    mark = shop.located.mark(language, path)
    if not anchor or mark is None:
        return False
    return anchor in mark.sections and anchor not in shop.parts(mark.source, path)


def _resolved(path: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def in_step(shop: Workshop, page: PageState, markdown: str) -> str:
    """A translation's text with the names that pages, sections and programs have in the source
    now."""
    if page.source is None or not page.marked:
        return markdown
    located = shop.located
    moved = {old: new for (lang, old), new in located.moved.items() if lang == page.language}
    had = {new: old for old, new in moved.items()}.get(page.path, page.path)
    markdown = _relinked(shop, page, markdown, had, moved)
    for (language, new), old in shop.view.renamed.items():
        if language == page.language:
            markdown = re.sub(rf"(?<![\w/-]){re.escape(old)}(?![\w/-])", new, markdown)
    return markdown


def _relinked(
    shop: Workshop, page: PageState, markdown: str, had: str, moved: Mapping[str, str]
) -> str:
    """``markdown``, written for the path ``had``, with its links to pages, files and sections."""
    pieces, end = [], 0
    for link in structure.LINK.finditer(without_code(markdown)):
        start, stop = link.span("target")
        found = PAGE_LINK.fullmatch(markdown, start, stop)
        if not found:
            continue
        there = _resolved(had, found["path"]) if found["path"] else had
        path = moved.get(there, there)
        target = found["path"]
        if target and (path != there or had != page.path):
            target = posixpath.relpath(path, posixpath.dirname(page.path) or ".")
        anchor = found["anchor"]
        if anchor and path in shop.located.paths:
            anchor = _renamed(shop, page.language, path).get(anchor, anchor)
        pieces += [markdown[end:start], target + (f"#{anchor}" if anchor else "")]
        end = stop
    return "".join([*pieces, markdown[end:]])


def _renamed(shop: Workshop, language: str, path: str) -> dict[str, str]:
    """The ids that sections of a translation have, by which their source has now."""
    return {s.was: s.id for s in shop.page(language, path).sections if s.was}


# -- as Markdown, and as HTML


class Composed(NamedTuple):
    """A page as Markdown. ``languages``: of the words on each line."""

    text: str
    languages: tuple[str, ...]

    def language(self, line: int) -> str:
        """Of the words on a line, counted from 1."""
        return self.languages[min(line, len(self.languages)) - 1]


def as_markdown(
    page: PageState,
    found: list[Block],
    words: Mapping[str, str],
    address: Callable[[str], str],
) -> Composed:
    """The page. ``words``: of the interface, for the notices. ``address``: of the page in the
    language of a block."""
    pieces, languages = [], []
    foreign = [block for block in found if block.language != page.language]
    first = next((n for n, block in enumerate(found) if block.id not in ("", DESCRIPTION)), 0)
    for number, block in enumerate(found):
        notices = []
        if number == first and foreign:
            notices.append(_not_translated(page, foreign, words))
        if block.notice:
            here = f"{address(str(page.source))}#{block.id}"
            link = _ORIGINAL.format(here, words["read_original"])
            notices.append(_NOTE.format("stale", words[block.notice], link))
        pieces.append(_framed(block, notices, block.language == page.language))
        languages += [block.language] * (pieces[-1].count("\n") + 1)
    return Composed("\n".join(pieces), tuple(languages))


def speaks(page: PageState, composed: Composed, ask: Ask, all_: Sequence[Ask]) -> str:
    """The language in which a page shows what it asks for: that of the words around it, but the
    page's own where its program is translated already and nobody is asked what it prints."""
    around = composed.language(ask.line)
    translated = page.programs.get(ask.name, State.MISSING) is not State.MISSING
    predicted = any(
        each.name == ask.name and each.kind == "prediction"
        for each in all_
        if composed.language(each.line) == around
    )
    return page.language if ask.kind == "figure" and translated and not predicted else around


def _not_translated(page: PageState, foreign: list[Block], words: Mapping[str, str]) -> Markup:
    links = []
    for block in foreign:
        if block.id != DESCRIPTION:
            title = freshness.plain(block.markdown.split("\n")[0])
            links.append(_LINK.format(block.id, interface.tongue(block.language), title))
    language = interface.name_of(foreign[0].language, page.language)
    said = words["partly_untranslated"].format(language=language)
    return _NOTE.format("stale untranslated", said, Markup(" · ").join(links))


def _framed(block: Block, notices: Sequence[str], own: bool) -> str:
    """A block with what is said of it below its heading; one of another language says so."""
    lines = block.markdown.split("\n")
    height = _heading_height(block, lines)
    head, body = lines[:height], "\n".join(lines[height:])
    if not own and head and ATTRIBUTES.search(head[0]):
        head[0] = re.sub(r"[ \t]*\}[ \t]*$", f" {interface.tongue(block.language)} }}", head[0])
    if not own and body.strip():
        body = f"\n{FOREIGN.format(block.language)}\n\n{body}\n\n{HOME}\n"
    said = "".join(f"\n{notice}\n" for notice in notices)
    return "\n".join([*head, said, body] if said else [*head, body])


def _heading_height(block: Block, lines: list[str]) -> int:
    """How many lines the heading takes with which a section begins: none, one or two."""
    if block.id in ("", DESCRIPTION):
        return 0
    return 1 + (not lines[0].startswith("#") and bool(UNDERLINE.match("".join(lines[1:2]))))


def as_html(page: str) -> str:
    """The HTML of a page with what is of another language in elements that say so."""
    return MARKED.sub(_element, page)


def framed(language: str, html: str) -> str:
    """HTML in the words of a language, in an element that says so."""
    return str(_ELEMENT.format(interface.tongue(language))) + html + str(_END)


def _element(found: re.Match[str]) -> str:
    language = found["language"]
    return str(_ELEMENT.format(interface.tongue(language)) if language else _END)
