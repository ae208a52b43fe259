"""How a finished site is filled, looked at for the last time, and takes the place of the last."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from exercises import declared
from languages import interface
from languages.markdown_text import markdown_of
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.utils import get_relative_url
from runs import alone, ends, machine, offered, pieces, player
from runs.site_folder import BUILDING, BadSiteFolder, SiteFolder

from . import addresses, plots
from .build import Alone as Standing
from .build import Build
from .last_look import Fault, check
from .policy import with_policy

PROGRAMS = "programs"  # where the site publishes the programs' files
CHECKS = "checks"  # and what the exercises are judged by
# The folders of the project, in which no site shall be.
OURS = ".ci .git .github .venv checks docs node_modules scripts snippets tests".split()
ALONE = "players"  # and, below the folder of each language, players that stand alone
SCRIPTS = ("assets/player/*.js", "assets/large.js", "assets/python/*.js", "assets/offline/*.js")
# Comments, blank lines, and the blanks with which a line begins.
UNREAD = re.compile(
    r"^[ \t]*(?:/\*\*.*?\*/|//[^\n]*)?[ \t]*\n|^[ \t]+|[ \t]*// [^\n]*|/\*\*[^\n]*?\*/ ?",
    re.M | re.S,
)


def build_beside(config: MkDocsConfig, root: Path) -> SiteFolder:
    """Have MkDocs build beside the last good site of the project in ``root``; returns where that
    is. Raises `BuildError`."""
    if why := _is_no_place(Path(os.path.realpath(config.site_dir)), root.resolve()):
        raise BuildError(f"{config.site_dir} {why}: build into another folder (--site-dir)")
    with ends.whole():
        try:
            place = SiteFolder(Path(config.site_dir))
        except BadSiteFolder as error:
            raise BuildError(str(error)) from None
        ends.at_end(place.close)
    config.site_dir = str(place.new)
    return place


def _is_no_place(site: Path, root: Path) -> str:
    """Why no site shall be put there, or nothing. What is published among the project's own files
    would be taken for one of them by the next build. (Of docs/ and what holds it MkDocs tells.)"""
    for folder in (site, *site.parents):
        if folder.name.endswith(BUILDING):
            return f"lies in {folder.name}, which is there for a build to work in"
        if folder.parent == root and folder.name in OURS:
            return f"lies in {folder.name}, which holds files of the project"
    return ""


def refuse_address(config: MkDocsConfig) -> None:
    """Raises `BuildError` where the site cannot live at the address that it was given."""
    if why := addresses.unfit(config.site_url or ""):
        raise BuildError(
            "SITE_URL: expected an address such as https://example.org/asyncio/, came another:"
            f" {why}: mend it, or unset it"
        )


def add_programs(site: Path, build: Build) -> None:
    """The programs' files, which pages link to."""
    for program in build.engine.programs:
        target = site / PROGRAMS / program.language / f"{program.name}.py"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(program.source, encoding="utf-8")


def check_address(name: str) -> str:
    """Where the site has what an exercise is judged by."""
    return f"{CHECKS}/{name}.json"


def add_checks(site: Path, build: Build) -> None:
    """What the exercises are judged by, for readers' browsers; of what cannot be read the check has
    told."""
    for name, file in declared.checks(build.root, build.engine.programs.names).items():
        with contextlib.suppress(declared.BadExercise):
            check = declared.read(build.root, file).as_json()
            target = site / check_address(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(check, ensure_ascii=False), encoding="utf-8")


def fill(
    site: Path, build: Build, told: Callable[[str, str], None], first: Iterable[str] = ()
) -> None:
    """Fill the pages below ``site``: last, so that they are made while programs run. ``told``: gets
    the path of each, and its text; what it makes of it is not filled. ``first``: paths of some,
    when they can be filled; in which order that is cannot be seen in that of the faults."""
    told_before, faults = build.faults[:], dict[str, list[str]]()
    others = [file.relative_to(site).as_posix() for file in site.rglob("*.html")]
    for name in itertools.chain(first, others):
        if name not in faults:
            build.faults.clear()
            text = filled((site / name).read_text(encoding="utf-8"), build)
            (site / name).write_text(text, encoding="utf-8")
            told(name, text)
            faults[name] = build.faults[:]
    build.faults[:] = [*told_before, *(each for name in sorted(faults) for each in faults[name])]


def filled(text: str, build: Build) -> str:
    """A page with what the runs gave in its places. What is in it then is all that its policy
    allows."""
    return with_policy(plots.drawn(build.places.fill(text)))


def drop_comments(site: Path) -> None:
    """Take what is there for who reads the project out of the published scripts of the player and
    of the reader's runs: it is a third of them. No text of JavaScript in them goes over several
    lines, or looks like a comment."""
    for file in (each for pattern in SCRIPTS for each in site.glob(pattern)):
        file.write_text(UNREAD.sub("", file.read_text(encoding="utf-8")), encoding="utf-8")


class Alone:
    """The pages on which players stand alone: no page of the navigation, the search or the map of
    the site, but with the same policy as any. Under serve few of them change with a save."""

    def __init__(self) -> None:
        # Of what each was made, and what it is.
        self.made: dict[str, tuple[tuple[Any, ...], str]] = {}
        self.written: dict[str, Standing] = {}

    def add(
        self, site: Path, build: Build, config: MkDocsConfig, told: Callable[[str, str], None]
    ) -> None:
        """Write those that are new since it was last called, and tell of each as `fill` does. To
        be called when a page has been filled; what keeps a run from being shown was told there,
        with its line, but for changed programs."""
        for address, each in build.alone.items():
            if self.written.get(address) is each:
                continue
            self.written[address] = each
            try:
                html = self.page(address, each, config)
            except player.NoMoment as error:
                if each.changed:
                    build.faults.append(str(error))
                continue
            file = site / address / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(html, encoding="utf-8")
            told(f"{address}index.html", html)

    def page(self, address: str, each: Standing, config: MkDocsConfig) -> str:
        """The page at ``address``."""
        assets = alone.linked(
            Path(config.docs_dir) / "assets",
            lambda name: get_relative_url(f"assets/{name}", address),
            *([alone.OF_A_CHANGE] if each.changed else []),
        )
        words, url = interface.words(each.outcome.run.program.language), config.site_url or ""
        of = each, words, assets, url
        if address not in self.made or self.made[address][0] != of:
            page = _alone_page(address, each, words, assets, url)
            self.made[address] = of, with_policy(page)
        return self.made[address][1]


def _alone_page(
    address: str,
    each: Standing,
    words: Mapping[str, str],
    assets: alone.Assets,
    site_url: str,
) -> str:
    outcome, explained, changed = each
    program = outcome.run.program
    told = player.tell(program, outcome.run.contract, outcome.recording)
    file = quote(get_relative_url(f"{PROGRAMS}/{program.language}/{program.name}.py", address))
    notes = [pieces.ran(outcome.run, words), player.note(words)]
    opens = player.anchor(program, player.opens(told, outcome.run))
    if changed:  # its moments are not on the page that explains it before somebody asks for them
        opens = player.slug(program)
    marked = offered.marked(changed) if changed else []
    figure = alone.figure(outcome, told, words, file, notes, marked)
    page = alone.Page(
        figure=offered.whole(changed, figure, words) if changed else figure,
        title=words["player_title"].format(name=program.filename),
        words=words,
        tongue=interface.tongue(program.language),
        assets=assets,
        canonical=urljoin(site_url, explained) if site_url else "",
        back=f"{get_relative_url(explained, address)}#{opens}",
    )
    return str(page.html())


def last_look(config: MkDocsConfig, build: Build) -> list[str]:
    """What is wrong with the finished site (`website.last_look`) and was not told of a page."""
    here = machine.here(build.engine.pool.folder)
    theme = [Path(folder) for folder in config.theme.dirs]
    found = check(Path(config.site_dir), config.site_url or "/", here, theme)
    lost = tuple(player.anchor(program, "") for program in build.engine.failed())
    kept = [f for f in found if not build.follows(f.file) and not _is_lost(f, lost, build, config)]
    return _each_once(kept, build, config)


def _is_lost(fault: Fault, lost: tuple[str, ...], build: Build, config: MkDocsConfig) -> bool:
    """Whether a link leads to what is not there as something else failed, which was told: a moment
    (``lost``: how the ids of those begin), or what a page has of which something was told."""
    path, _, fragment = _below(fault, _base(config)).partition("#")
    file = f"{path}index.html" if path.endswith("/") else path
    return bool(fragment) and (unquote(fragment).startswith(lost) or build.follows(file))


def _each_once(faults: list[Fault], build: Build, config: MkDocsConfig) -> list[str]:
    """The faults with their places in the sources; what comes of one setting in many places of the
    site is told of that, or of the first place. Where faults of the settings were told, what has no
    place in a source may come of them, and is left for when they are mended."""
    base, settings = _base(config), build.root / "mkdocs.yml"
    listed = settings.read_text(encoding="utf-8").split("\n") if settings.is_file() else []
    broken = any(told.startswith(f"{settings.name}:") for told in build.faults)
    told, places = dict[str, str](), Counter[str]()
    for fault in faults:
        where, address = _where_written(fault, build), _below(fault, base)
        if broken and where == str(fault):
            continue
        what = fault.what.replace(fault.about, address) if fault.about else fault.what
        if where == str(fault) and (line := _listed(address, listed)):
            where = f"{settings.name}:{line}: {what}"
        same = what if where == str(fault) else where
        places[same] += 1
        told.setdefault(same, where)
    more = {same: f" (and in {count - 1} more)" for same, count in places.items() if count > 1}
    return [where + (more.get(same, "") if same != where else "") for same, where in told.items()]


def _base(config: MkDocsConfig) -> str:
    return urlsplit(config.site_url or "/").path or "/"


def _below(fault: Fault, base: str) -> str:
    """What a fault is about, as it would stand in the settings: below the site, if it is there."""
    if fault.about.startswith("#"):
        return fault.about
    with contextlib.suppress(ValueError):
        whole = urlsplit(urljoin(base + fault.file, fault.about))
        if not whole.scheme and not whole.netloc:
            return urlunsplit(whole).removeprefix(base)
    return fault.about


def _listed(address: str, lines: list[str]) -> int:
    """The line of the settings on which an address stands, 0 if on none."""
    alone = re.compile(rf"(?<![^\s'\"\[,])/?{re.escape(address)}(?![^\s'\"\],}}])")
    return next((n for n, line in enumerate(lines, 1) if address and alone.search(line)), 0)


def _where_written(fault: Fault, build: Build) -> str:
    """A fault with the line of the page's source, if what it is about stands there: an address, its
    fragment or an id. The finished page is not there for its author to look into."""
    source = build.root / "docs" / build.sources.get(fault.file, "")
    if source.is_file():
        lines = [unescape(line) for line in markdown_of(source).split("\n")]
        fragment = "#" + fault.about.partition("#")[2]
        for about in filter(None, (fault.about, fragment)):
            links = re.compile(
                ("" if about == fault.about else r"(?<!\{)(?<!\{ )") + re.escape(about)
            )
            found = [n for n, line in enumerate(lines, 1) if links.search(line) and about != "#"]
            if found:
                name = source.relative_to(build.root).as_posix()
                return f"{name}:{found[-1]}: {fault.what}"
    return str(fault)


def replace(place: SiteFolder, config: MkDocsConfig) -> None:
    """Put the finished site in its place. Raises `BuildError` when that cannot be."""
    try:
        place.publish()
    except BadSiteFolder as error:
        raise BuildError(str(error)) from None
    config.site_dir = str(place.site)  # for who comes after, such as gh-deploy
    discard(place)


def discard(place: SiteFolder) -> None:
    """Leave nothing beside the site."""
    place.close()
    ends.forget(place.close)
