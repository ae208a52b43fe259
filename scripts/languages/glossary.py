"""One word for one thing: the glossary page, the links to it, and the words to avoid."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup, escape
from runs.templating import filled

from . import interface, settings
from .markdown_text import markdown_of, reading
from .pages import pages
from .prose import prose
from .terms import PAGE, BadGlossary, Glossary, UnknownTerm, Word, load

__all__ = [
    "Avoided",
    "BadGlossary",
    "Glossary",
    "UnknownTerm",
    "as_block",
    "as_markdown",
    "avoided",
    "check_terms",
    "link",
    "load",
]

TEMPLATES = Path(__file__).parent / "templates"
_MEANING = Markup("<span {}>{}</span>")
_BLOCK = Markup('{}\n\n<div class="glossary" {} markdown>\n\n{}\n\n</div>')


class Avoided(NamedTuple):
    """A word to avoid in a text: its 1-based line, the word as written there, what to say."""

    line: int
    word: str
    say: str


def link(
    language: str, href: str, id: str, glossary: Glossary | None = None
) -> dict[str, str] | None:
    """The attributes of a link to a term: its place on the glossary page (``href``, without ``#``),
    and its meaning as the title, if the language has a word for it. None for a term that is not
    there, which `check_terms` tells."""
    try:
        word = (glossary or load()).word(id, language)
    except UnknownTerm:
        return None
    title = {"title": " ".join(word.meaning.replace("`", "").split())} if word else {}
    return {"href": f"{href}#{id}", **title}


def as_block(language: str, seen: Callable[[str], Sequence[str]] = lambda id: ()) -> str:
    """What ``{{ glossary }}`` stands for: an index, and Markdown with HTML around it that says its
    language: it may stand in a text that is not translated yet. ``seen``: gives the Markdown of
    links to moments that show a term."""
    glossary = load()
    terms = Markup(as_markdown(language, glossary, seen))
    return _BLOCK.format(index(language, glossary), interface.tongue(language), terms)


def index(language: str, glossary: Glossary) -> Markup:
    """All terms in the order of the alphabet, by their first letters."""
    words = interface.words(language)
    skip = words["index_without"]
    named = [
        (id, word.removeprefix(skip))
        for id, term in glossary.terms.items()
        for word in term.get(language, next(iter(term.values()))).term.split(", ")
    ]
    ordered = sorted(named, key=lambda pair: folded(pair[1]))
    letters = itertools.groupby(ordered, key=lambda pair: folded(pair[1])[:1].upper())
    return filled(
        TEMPLATES / "index.html",
        said=interface.tongue(language),
        label=words["index"],
        letters=[(letter, list(terms)) for letter, terms in letters],
    )


def folded(text: str) -> str:
    """A text without accents and capitals, to put it in order."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def as_markdown(
    language: str,
    glossary: Glossary | None = None,
    seen: Callable[[str], Sequence[str]] = lambda id: (),
) -> str:
    """All terms in ``language`` as a definition list (def_list, attr_list), for ``{{ glossary }}``.

    Each term carries its id; below its meaning stand the moments that show it, the other languages'
    terms, marked with their language for screen readers, and the renderings to avoid, one form of
    each.
    """
    glossary = glossary or load()
    entries = (_entry(id, words, language, seen(id)) for id, words in glossary.terms.items())
    return "\n".join(entries)


def _entry(id: str, words: Mapping[str, Word], language: str, seen: Sequence[str]) -> str:
    labels = interface.words(language)
    examples = [f"{escape(labels['seen'])}: {', '.join(seen)}."] if seen else []
    if language not in words:  # one that nobody has translated: links lead to it all the same
        other = next(each for each in [*settings.languages(), *words] if each in words)
        word, said = words[other], interface.tongue(other)
        meaning = _MEANING.format(said, Markup(word.meaning))  # which is Markdown
        return f"{word.term} {{ #{id} {said} }}\n:   {' '.join([meaning, *examples])}\n"
    word = words[language]
    notes = [
        f"{escape(interface.in_language(other, language))}:"
        f" *{words[other].term}*{{ {interface.tongue(other)} }}."
        for other in words
        if other != language
    ]
    if word.avoid:
        forms = ", ".join(f"“{form}”" for form in main_forms(word.avoid))
        notes.append(f"{escape(labels['avoid'])}: {forms}{f' ({word.why})' if word.why else ''}.")
    told = " ".join([*examples, *notes])
    return f"{word.term} {{ #{id} }}\n:   {word.meaning}\n\n    {told}\n"


def main_forms(words: Sequence[str]) -> list[str]:
    """Words without the inflections of those before them (a page need not list eleven)."""
    kept: list[str] = []
    for word in words:
        if not any(_akin(word, other) for other in kept):
            kept.append(word)
    return kept


def _akin(word: str, other: str) -> bool:
    return word[:5] == other[:5] or SequenceMatcher(None, word, other).ratio() > 0.85


def avoided(text: str, language: str, glossary: Glossary | None = None) -> list[Avoided]:
    """The words of the prose of a Markdown page that ``language`` avoids, by line.

    Whole words, in any case, also across a line break. Prose is what is not code, front matter,
    a link's target, an attribute list or a value; the text of a ``predict`` fence is prose,
    its options are not. Words of another language are left alone where they are marked as such
    (``<span lang="en">``, the text of a link before "(em inglês)").
    """
    table = (glossary or load()).instead_of(language)
    readable = prose(text)
    folded = readable.casefold()
    found = []
    for word, (say, _) in table.items():
        if not all(part.casefold() in folded for part in _parts(word)):
            continue  # most words are nowhere, and this tells it sooner than the pattern
        for match in _pattern(word).finditer(readable):
            line = readable.count("\n", 0, match.start()) + 1
            found.append(Avoided(line, " ".join(match[0].split()), say))
    return sorted(found)


def check_terms(
    docs: Path,
    languages: Sequence[str],
    exempt: Collection[str] = (PAGE,),
    glossary: Glossary | None = None,
) -> list[str]:
    """Words to avoid and links to unknown terms in the pages, each as ``docs/pt/….md:12: …``.

    ``exempt``: pages, by path below their language, that may contain words to avoid.
    Mistakes of the glossary itself come instead when it has some.
    """
    try:
        glossary = glossary or load()
    except BadGlossary as error:
        return [f"scripts/languages/{fault}" for fault in error.faults]
    faults: list[str] = []
    for language in languages:
        for path, file in pages(docs, language).items():
            where, text = file.relative_to(docs.parent).as_posix(), markdown_of(file)
            faults += [f"{where}:{fault}" for fault in _unknown_links(text, language, glossary)]
            if path not in exempt:
                faults += [f"{where}:{fault}" for fault in _avoided(text, language, glossary)]
    return faults


def _unknown_links(text: str, language: str, glossary: Glossary) -> Iterator[str]:
    for ask in reading(text).asks:
        try:
            if ask.kind == "term":
                glossary.word(ask.name, language)
        except UnknownTerm as error:
            yield f"{ask.line}: expected a term of the glossary, came {ask.raw}: {error}"


def _avoided(text: str, language: str, glossary: Glossary) -> Iterator[str]:
    reasons = {key.casefold(): why for key, (_, why) in glossary.instead_of(language).items()}
    for line, word, say in avoided(text, language, glossary):
        why = reasons.get(word.casefold())
        yield f"{line}: expected {say!r}, came {word!r}: change it{f' ({why})' if why else ''}"


def _parts(word: str) -> list[str]:
    return unicodedata.normalize("NFC", word).split()


def _pattern(word: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, _parts(word)))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
