"""The prose of a page: its text with blanks for everything that is not read as sentences."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from .markdown_text import Fence, fences, front_matter

ENGLISH_ONLY = "(em inglês)"

CODE_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
NOT_PROSE = [
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"\]\((?:[^()\n]|\([^()\n]*\))*\)"),  # a link's target and title
    re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:.*$", re.MULTILINE),  # [name]: target
    re.compile(r"\{\{.*?\}\}|\{[:\s]*[#.][^{}\n]*\}|\{[^{}\n]*=[^{}\n]*\}"),  # values, attributes
    # Words of another language: marked as such, or the name of a page that is in English only.
    re.compile(r"<(\w+)[^<>]*\slang=[^<>]*>.*?</\1>", re.DOTALL),
    re.compile(r"\[[^\[\]]*(?:\]\[[^\[\]]*\])?(?=\s+" + re.escape(ENGLISH_ONLY) + ")"),
    re.compile(r"<[^<>\n]+>|https?://\S+"),
]


def without_code(text: str) -> str:
    """A text of the same length with blanks for front matter, code and fences' marks."""
    lines = text.split("\n")
    hidden = set(range(front_matter(text)))
    for fence in fences(text):
        hidden |= {number - 1 for number in _code_lines(fence, lines)}
    kept = [" " * len(line) if number in hidden else line for number, line in enumerate(lines)]
    return CODE_SPAN.sub(_blank, "\n".join(kept))


def _code_lines(fence: Fence, lines: list[str], options: bool = False) -> Iterator[int]:
    """The lines of a fence that hold no prose: all, but for the sentences of a prediction (and, if
    asked for, its ``options``) and of an exercise."""
    first, last = fence.lines
    in_options = not options and fence.language == "predict"
    for number in range(first, last + 1):
        text = lines[number - 1].strip(" \t>")
        in_options = in_options and text != "---"
        sentence = first < number != last and not (in_options and text.startswith("-"))
        sentence = sentence and text != "---"
        if not (fence.language in ("predict", "exercise") and sentence):
            yield number


def prose(text: str) -> str:
    """What a reader reads of a Markdown text, on the lines on which it stands (NFC)."""
    text = without_code(unicodedata.normalize("NFC", text))
    for pattern in NOT_PROSE:
        text = pattern.sub(_blank, text)
    return text


# What a translator does not act on, and what stands in its place.
MARKUP = [
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"\]\((?:[^()\n]|\([^()\n]*\))*\)"), "]"),  # a link's target and title
    (re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:.*$", re.MULTILINE), ""),  # [name]: target
    (re.compile(r"\{\{.*?\}\}"), "{}"),  # a value: that there is one counts
    (re.compile(r"\{:?\s[^{}\n]*\}|\{[#.][^{}\n]*\}|\{[^{}\n]*=[^{}\n]*\}"), ""),  # attributes
    (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?|===)[ \t]*[\w-]*[ \t]*", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*#+[ ]*", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*\|?[ :-]+(?:\|[ :-]*)+$", re.MULTILINE), ""),  # below a table's head
    (re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|\|"), " "),
]


def as_read(text: str) -> str:
    """The words that a reader reads of a Markdown text, code spans too, without marks and without
    blocks of code, on the lines on which they stand (NFC)."""
    text = unicodedata.normalize("NFC", text)
    lines = text.split("\n")
    hidden = set(range(front_matter(text)))
    for fence in fences(text):
        hidden |= {number - 1 for number in _code_lines(fence, lines, options=True)}
    text = "\n".join("" if n in hidden else line for n, line in enumerate(lines))
    for pattern, instead in MARKUP:
        text = pattern.sub(functools.partial(_instead, instead), text)
    return text


def _instead(text: str, match: re.Match[str]) -> str:
    return text + "\n" * match[0].count("\n")


def _blank(match: re.Match[str]) -> str:
    return "\n".join(" " * len(line) for line in match[0].split("\n"))
