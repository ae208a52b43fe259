"""A player that stands alone: on a page of its own of the site, or, of any program, in one file.

Both are the same page, from one template. What differs is where styles and scripts are: the site
links them, the file holds them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from . import player, render
from .outcome import Outcome
from .templating import filled

Words = Mapping[str, str]
NOTHING = Markup("")
TEMPLATE = Path(__file__).parent / "templates/alone.html"
OF_A_CHANGE = "styles/what-if.css"
STYLES = [f"styles/{name}.css" for name in ("colours", "page", "runs", "player", "alone")]
SCRIPTS = ["player/player.js", "alone.js"]
OF_A_LARGE_RUN = "styles/large.css", "large.js"  # which has the player in it
IMPORT = re.compile(r'^import (?:\{(?P<names>[^}]*)\} from )?"\./(?P<file>[^"]+)";\n', re.M)
EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function|const|let)\b)", re.M)
NAMES = re.compile(r"^(?:async )?(?:class|function\*?|const|let) (\w+)", re.M)
_STYLE, _SCRIPT = Markup("<style>{}</style>"), Markup('<script type="module">{}</script>')
_LINKS = {
    "icon": Markup('<link rel="icon" href="{}">'),
    "style": Markup('<link rel="stylesheet" href="{}">'),
    "part": Markup('<link rel="modulepreload" href="{}">'),
    "script": Markup('<script type="module" src="{}"></script>'),
}


@dataclass(frozen=True)
class Assets:
    """What a page loads, in its head: links, or what stands inline."""

    styles: list[Markup]
    scripts: list[Markup]


@dataclass(frozen=True)
class Page:
    """A page on which a player stands alone. ``tongue``: the attributes that say its language.
    ``canonical``: the whole address of the page of the site that explains it, ``back`` the same
    from here; empty where there is none."""

    figure: Markup
    title: str
    words: Words
    tongue: Markup
    assets: Assets
    canonical: str = ""
    back: str = ""

    def html(self) -> Markup:
        """The whole page, to which the policy is still to be added."""
        said = player.said_by_script(self.words)
        return filled(TEMPLATE, page=self, words=self.words, said=said, assets=self.assets)


def figure(
    outcome: Outcome,
    told: player.Told,
    words: Words,
    file_url: str,
    notes: Iterable[str] = (),
    marked: Iterable[int] = (),
) -> Markup:
    """The figure of a run with its player and nothing beside it; ``notes`` stand in its caption;
    ``marked``: the numbers of the lines that are highlighted."""
    options = render.Options()
    code = render.program_block(outcome.run.program, options, words, file_url, marked=marked)
    output = render.output_of(outcome, words, file_url)
    shown = player.wrapped(outcome, told, words, code, output, NOTHING)
    return render.framed(outcome, [shown], words, notes)


def linked(folder: Path, address: Callable[[str], str], *more: str) -> Assets:
    """The assets in ``folder`` as links; ``address``: gives that of one, by its name below it;
    ``more``: styles, besides those of every such page."""
    parts = [f"player/{each}" for script in SCRIPTS for each in _imports(folder / script)]
    styles = [_LINKS["icon"].format(address("favicon.svg"))]
    styles += [_LINKS["style"].format(address(name)) for name in (*STYLES, *more)]
    styles += [_LINKS["part"].format(address(name)) for name in parts]
    return Assets(styles, [_LINKS["script"].format(address(name)) for name in SCRIPTS])


def inline(folder: Path, large: bool = False) -> Assets:
    """The assets in ``folder`` as they stand in one file; ``large``: those for a run that needs
    more (`player.Told.needs_more`). Raises ValueError for what cannot stand there."""
    style, script = OF_A_LARGE_RUN
    styles, scripts = ([*STYLES, style], [script, *SCRIPTS[1:]]) if large else (STYLES, SCRIPTS)
    return Assets(
        [_STYLE.format(_safe(folder / name, "</style")) for name in styles],
        [_SCRIPT.format(Markup(one_script(folder / name))) for name in scripts],
    )


def _safe(file: Path, end: str) -> Markup:
    text = file.read_text(encoding="utf-8")
    if end in text.lower():
        raise ValueError(f"{file.name} contains {end}, which would end the element it stands in")
    return Markup(text)


def one_script(file: Path) -> str:
    """A module and all that it imports from beside it, as one module. Raises ValueError for an
    import or export of another form than ours, and for a name that two of them have."""
    texts = list(_with_imports(file, set()))
    names = [name for text in texts for name in NAMES.findall(text)]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"{file.name} and what it imports have the same names: {sorted(twice)}")
    return "\n".join(texts)


def _with_imports(file: Path, seen: set[Path]) -> Iterator[str]:
    if file in seen:
        return
    seen.add(file)
    text = str(_safe(file, "</script"))
    for found in IMPORT.finditer(text):
        if " as " in (found["names"] or ""):
            raise ValueError(f"{file.name} imports under another name: {found[0].strip()}")
        yield from _with_imports(file.parent / found["file"], seen)
    text = EXPORT.sub("", IMPORT.sub("", text))
    if left := re.search(r"^(?:import|export)\b.*", text, re.M):
        raise ValueError(f"{file.name} cannot stand in one file for its {left[0]!r}")
    yield text


def _imports(file: Path) -> list[str]:
    return [found["file"] for found in IMPORT.finditer(file.read_text(encoding="utf-8"))]
