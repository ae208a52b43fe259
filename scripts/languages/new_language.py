"""Open a language: what has to be there before the first page is translated.

With it the site builds at once: every page falls back on the default language, with a notice, and
the words of the interface on those of the language that the catalogue was made from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import material
from babel import Locale, UnknownLocaleError

from . import interface, on_disk, settings

THEME = Path(material.__file__).parent / "templates/partials/languages"
CODE = re.compile(r"[a-z]{2,3}")
OWN = ("name", "locale")  # what a catalogue cannot take from another
BEGINS = re.compile(r"^(?P<indent> *)- locale: *(?P<code>[\w-]+)")


class CannotAdd(ValueError):
    """The language cannot be opened; the message says why."""


def add(root: Path, code: str, model: str = "en") -> Iterator[str]:
    """Add the language ``code``, its texts to be translated taken from ``model``; yields what was
    done and what is next, in lines. Raises `CannotAdd` before anything is written."""
    name = _autonym(root, code)
    settings_file, catalogue = root / settings.FILE, _catalogue(root, code)
    text = settings_file.read_text(encoding="utf-8")
    with_it = _with_language(text, code, name, model)
    words = _waiting(_catalogue(root, model), code, name)
    on_disk.put(catalogue, words)
    try:
        on_disk.put(settings_file, with_it)
    except BaseException:
        catalogue.unlink()
        raise
    yield f"{name} ({code}) is open: python3 scripts/serve shows it at /{code}/, untranslated"
    yield "To be translated, in any order:"
    yield f"  {settings.FILE}: the lines below 'locale: {code}'"
    yield f"  scripts/languages/interface/{code}.toml: each line behind '# ', which goes with it"
    yield f"  scripts/languages/glossary.toml: a table [….{code}] for each term, at the latest with"
    yield "  the page reference/glossary"
    yield f"  the pages: python3 scripts/translate status {code}, smallest first"


def _autonym(root: Path, code: str) -> str:
    known = settings.languages(root)
    if code in known:
        raise CannotAdd(f"{code} is open already; there are {', '.join(known)}")
    if settings.bare(code) in known:
        raise CannotAdd(
            f"{settings.bare(code)} is open already, and a language is here once, not once for each"
            f" region or script: came {code!r}"
        )
    if not CODE.fullmatch(code):
        raise CannotAdd(
            "expected a code of two or three small letters, such as"
            f" {bare if CODE.fullmatch(bare := settings.bare(code)) else 'es'!r}, came {code!r}"
            " (a region is written into its catalogue of the interface, as locale: zh_TW)"
        )
    try:
        name = Locale.parse(code).get_display_name(code)
    except (UnknownLocaleError, ValueError):
        raise CannotAdd(f"no language is known by the code {code!r} (ISO 639)") from None
    if not (THEME / f"{code}.html").exists() or not name:
        have = ", ".join(sorted(file.stem for file in THEME.glob("??.html")))
        raise CannotAdd(f"the theme has no words for {code!r}; it speaks {have}")
    return str(name[0].upper() + name[1:])


def _catalogue(root: Path, code: str) -> Path:
    return root / interface.FOLDER.relative_to(settings.ROOT) / f"{code}.toml"


def _waiting(model: Path, code: str, name: str) -> str:
    """The catalogue of a new language: every text a comment, until it is translated."""
    lines = [
        f"# Words of the interface in {name}. Every language has the same keys; {{braces}} are",
        "# filled in. A line that begins with '# ' and a key waits for a translator: translate it,",
        "# and take '# ' away. Until then the site says it in the words that stand here.",
        f'name = "{name}"',
        f'locale = "{code}"',
    ]
    for line in model.read_text(encoding="utf-8").split("\n")[1:]:
        key = line.partition(" = ")[0]
        if key not in OWN:
            lines.append(f"# {line}" if re.fullmatch(r"[a-z][a-z0-9_]*", key) else line)
    return "\n".join(lines)


def _with_language(text: str, code: str, name: str, model: str) -> str:
    """``mkdocs.yml`` with the lines of ``model`` once more, for ``code``, behind the last one."""
    lines = text.split("\n")
    blocks = list(_blocks(lines))
    theirs = [block for block in blocks if block[0] == model]
    if not theirs:
        raise CannotAdd(f"{settings.FILE}: expected '- locale: {model}' below i18n, there is none")
    _, first, end = theirs[0]
    own = [
        re.sub(rf"^( *- locale: *){model}\b", rf"\g<1>{code}", line) for line in lines[first:end]
    ]
    own = [
        re.sub(r"^( *name: ).*", lambda m: m[1] + name, line) if _is_name(line) else line
        for line in own
    ]
    own.insert(
        0, re.sub(r"\S.*", "# To be translated: what this language has from another.", own[0])
    )
    last = blocks[-1][2]
    return "\n".join([*lines[:last], *own, *lines[last:]])


def _is_name(line: str) -> bool:
    return bool(re.match(r" *name: ", line))


def _blocks(lines: list[str]) -> Iterator[tuple[str, int, int]]:
    """The languages of ``mkdocs.yml``: code, first line, end."""
    for number, line in enumerate(lines):
        if begins := BEGINS.match(line):
            indent = len(begins["indent"])
            inside = re.compile(rf" {{{indent + 1},}}\S")
            end = number + 1
            while end < len(lines) and inside.match(lines[end]):
                end += 1
            yield begins["code"], number, end
