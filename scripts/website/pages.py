"""One page on its way through MkDocs: its text with places for what it asks for, the fences that
Markdown makes HTML of, and its links."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

import markdown_exec
from languages import (
    freshness,
    front_matter,
    glossary,
    interface,
    moments_of_terms,
    ring,
    settings,
    shown,
    workshop,
)
from languages.markdown_text import markdown_of
from markdown import Markdown
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from pymdownx.superfences import SuperFencesException
from runs import asks, player, predict
from runs.contracts import Contract
from runs.dialect import NO_ID, Dialect
from runs.outcome import Outcome
from runs.page import ASK, PageOfRuns
from runs.programs import Program
from runs.what_if import Changed

from . import bench, i18n, lab, links, publishing, python_here, status
from .build import Alone, Build
from .python_here import PythonHere

GLOSSARY = "reference/glossary.md"
ALL_RUNS = "translations"  # the block that tells of them
_EXAMPLE = Markup('<a class="moment" href="{}">{}, <code>{}</code></a>')


class Pages:
    """The pages of a ``build``. Markdown's own extensions do not know which page they are at work
    on: ``now`` is the one that MkDocs renders."""

    def __init__(self, build: Build, notebooks: lab.Lab) -> None:
        self.build, self.lab = build, notebooks
        self.now: Page | None = None
        self.runs: dict[str, PageOfRuns] = {}  # by address
        self.files_of: dict[str, str] = {}  # of the site, likewise

    def text(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The Markdown of a page as Python-Markdown shall get it."""
        self.now = page
        if lab.is_notebook(page.file):
            markdown = lab.as_markdown(page, config, files, self.build, self.lab)
        page.meta = front_matter.usable(self.build.root, page.meta)
        composed = self._composed(page, markdown, config)
        reading = self._read(composed.text, page)
        self.runs[page.url] = runs = self._runs(page, reading, composed, config)
        self.files_of[page.url] = page.file.dest_uri
        return runs.text()

    def _composed(self, page: Page, markdown: str, config: MkDocsConfig) -> shown.Composed:
        """The page with what is not translated in the words of its original, and notices."""
        language, state = i18n.language(page), self._state(page)
        found = shown.blocks(self.build.shop, state, markdown, self.build.ask)
        foreign = {block.id: block.language for block in found if block.language != language}
        if freshness.DESCRIPTION in foreign:
            page.meta.pop("description", None)
        self.build.elsewhere |= {f"{page.url}#{id}": other for id, other in foreign.items()}

        def address(other: str) -> str:
            return get_relative_url(i18n.address(config, other, i18n.path(page)), page.url)

        return shown.as_markdown(state, found, interface.in_html(language), address)

    def _state(self, page: Page) -> workshop.PageState:
        return self.build.shop.page(i18n.language(page), i18n.path(page))

    def content(self, html: str, page: Page, config: MkDocsConfig) -> str:
        """The HTML of a page with links to moments and terms."""
        here = get_relative_url(i18n.address(config, i18n.language(page), GLOSSARY), page.url)
        term = functools.partial(glossary.link, i18n.language(page), here)
        moment = self.runs[page.url].moment
        html = shown.as_html(html)
        return links.resolved(html, {"term": term, "moment": lambda to: {"href": moment(to)}})

    def as_they_can_be_filled(self) -> Iterator[str]:
        """The files of the pages, each when the runs that it shows have ended; while others run,
        what takes long of the players is made. What has to do with all runs is not among them."""
        makes: dict[Program, list[Callable[[Outcome], None]]] = {}
        left: dict[str, set[Program]] = {}
        for address, runs in self.runs.items():
            for program, make in runs.needs():
                makes.setdefault(program, []).append(make)
                left.setdefault(address, set()).add(program)
            if address not in left and not any(ask.name == ALL_RUNS for ask in runs.reading.asks):
                yield self.files_of[address]
        for outcome in self.build.engine.as_they_end(makes):
            program = outcome.run.program
            for make in makes[program]:
                make(outcome)
            for address in (each for each, programs in left.items() if program in programs):
                left[address].discard(program)
                if not left[address]:
                    yield self.files_of[address]

    def has_players(self, page: Page) -> bool:
        """Whether a page shows a recorded run to step through: its HTML says so too late."""
        return page.url in self.runs and self.runs[page.url].has_players

    def python_here(self, page: Page, python: PythonHere) -> str:
        """What a page says of the Python that runs its programs in the reader's browser; nothing
        where it has no programs."""
        runs = self.runs.get(page.url)
        shown = runs.programs if runs else []
        if not shown:
            return ""
        engine = self.build.engine
        changed = [each.program for p in shown for each in engine.changes(p)]
        pairs = [(p, engine.contracts.get(p.name, Contract())) for p in [*shown, *changed]]
        base = get_relative_url(python_here.FOLDER, page.url)
        said = functools.partial(python.said, i18n.language(page), base, pairs)
        return self.build.places.later(said, str)

    def offers_changes(self, page: Page) -> bool:
        """Whether a page offers changes of a program that it shows."""
        return page.url in self.runs and self.runs[page.url].offers_changes

    def files(self, page: Page) -> list[Path]:
        """The files that a page shows: its own, and those of its programs."""
        shown = self.build.shown[i18n.language(page)][i18n.path(page)].file
        runs = self.runs.get(page.url)
        return [shown, *(program.file for program in (runs.programs if runs else []))]

    def has_exercises(self, page: Page) -> bool:
        """Whether a page has exercises."""
        return page.url in self.runs and self.runs[page.url].has_exercises

    def fences(self) -> list[dict[str, Any]]:
        """What superfences shall know besides markdown-exec's own fence: predictions and
        exercises."""
        accepts = lambda language, inputs, options, attrs, md: not options.update(inputs)  # noqa: E731
        return [
            {"name": name, "class": name, "validator": accepts, "format": self.block}
            for name in asks.KINDS
        ]

    def figure(self, *, code: str, md: Markdown, **options: Any) -> str:
        """markdown-exec's fence: the place of a run.

        Its own way of running is not open: it is in this process, where a page's sys.exit(0) would
        end MkDocs with status 0 and no site.
        """
        number = options.get("extra", {}).get(ASK)
        # Without a number it stands in a comment: what is asked for has been read.
        place = self._now().figure(int(number)) if number else ""
        options.update(html=True, extra={})
        made: str = markdown_exec.base_format(
            language="python", run=lambda *_, **__: place, code=code, md=md, **options
        )
        return made

    def block(
        self, source: str, language: str, _: str, options: Mapping[str, str], *__: Any, **___: Any
    ) -> Element:
        """The fence of a prediction or of an exercise."""
        if ASK not in options:
            return Element("div")
        now = self._now()
        make = now.exercise if language == "exercise" else now.prediction
        try:
            return make(int(options[ASK]), source)
        except Exception as error:  # superfences would show the fence as text, without a word
            raise SuperFencesException(str(error)) from error

    def without_id(self, text: str, separator: str) -> str:
        """Python-Markdown asks for a slug only where a heading has no id; the check has told it."""
        if self.now:
            self.build.doubts.append(
                f"docs/{self.now.file.src_uri}: the heading {text!r} has no id"
            )
        return NO_ID

    def words(self) -> Mapping[str, str]:
        """The words of the interface in the language of the page that is being rendered."""
        assert self.now
        return interface.words(i18n.language(self.now))

    @property
    def _dialect(self) -> Dialect:
        return settings.dialect(self.build.root)

    def _now(self) -> PageOfRuns:
        assert self.now
        return self.runs[self.now.url]

    def _runs(
        self, page: Page, reading: asks.Reading, composed: shown.Composed, config: MkDocsConfig
    ) -> PageOfRuns:
        language = i18n.language(page)

        def link(program: Program) -> str:
            address = f"{publishing.PROGRAMS}/{program.language}/{program.name}.py"
            return quote(get_relative_url(address, page.url))

        def alone(program: Program, outcome: Outcome, changed: Changed | None) -> str:
            address = f"{i18n.roots(config)[program.language]}{publishing.ALONE}/{program.name}/"
            own = page.url.strip("/").endswith(program.name.rpartition("/")[0])
            if own or address not in self.build.alone:
                self.build.alone[address] = Alone(outcome, page.url, changed)
            return quote(get_relative_url(address, page.url))

        @functools.cache
        def players() -> dict[str, str]:
            there = self.build.players(language).items()
            return {program: self._address(path, page, config) for program, path in there}

        def check(name: str) -> str:
            return quote(get_relative_url(publishing.check_address(name), page.url))

        return PageOfRuns(
            engine=self.build.engine,
            language=language,
            words=interface.words(language),
            places=self.build.places,
            reading=reading,
            blocks={
                "glossary": lambda _: glossary.as_block(language, self._examples(page, config)),
                "gallery": lambda _: self.build.places.block_later(
                    lambda: bench.gallery(self.build, language, link), lambda: ""
                ),
                "ring": lambda path: self._ring(path, language),
                "score": lambda _: self._score(language),
                ALL_RUNS: lambda _: self.build.places.block_later(
                    lambda: status.html(page, config, self.build), lambda: ""
                ),
            },
            link=link,
            fault=functools.partial(self._fault, page, reading),
            speaks=lambda ask: shown.speaks(self._state(page), composed, ask, reading.asks),
            say=interface.words,
            frame=shown.framed,
            players=players,
            check=check,
            alone=alone,
        )

    def _examples(self, page: Page, config: MkDocsConfig) -> Callable[[str], list[str]]:
        """What gives links to the moments that show a term; of others the check has told."""
        language, build = i18n.language(page), self.build
        found, players = moments_of_terms.by_term(build.engine.contracts), build.players(language)

        def links(term: str) -> list[str]:
            there = [each for each in found.get(term, ()) if each.program in players]
            made = [self._example(each, players[each.program], page, config) for each in there]
            return [build.places.later(lambda link=link: link, str) for link in made]  # type: ignore[misc]

        return links

    def _example(
        self, example: moments_of_terms.Example, path: str, page: Page, config: MkDocsConfig
    ) -> Markup:
        language = i18n.language(page)
        there = self._address(path, page, config)
        program = self.build.engine.programs.get(language, example.program)
        title = self.build.title(language, path)
        href = f"{there}#{player.anchor(program, example.moment)}"
        return _EXAMPLE.format(href, title, program.filename)

    def _score(self, language: str) -> str:
        words = interface.words(language)
        return self.build.places.block_later(lambda: predict.score_html(words), str)

    @staticmethod
    def _address(path: str, page: Page, config: MkDocsConfig) -> str:
        """From a page to another one of its language."""
        return get_relative_url(i18n.address(config, i18n.language(page), path), page.url)

    def _ring(self, path: str, language: str) -> str:
        """The whole ring or, in a line, that of a page; of one that has none the check has told."""
        words, places = interface.words(language), self.build.places
        if not path:
            return places.block_later(lambda: ring.whole(words), str)
        parts = ring.declared(self.build.root).get(path, [])
        return places.later(lambda: ring.drawing(parts, words), str)

    def opening(self, page: Page, config: MkDocsConfig) -> Markup:
        """The drawing beside the title of a page, if it has one, in the words of its reader."""
        parts = ring.declared(self.build.root).get(i18n.path(page))
        if not parts:
            return Markup("")
        language = i18n.reader_language(config)
        here = get_relative_url(i18n.address(config, language, GLOSSARY), page.url)
        term = functools.partial(glossary.link, language, here)
        return ring.opening(parts, interface.words(language), term)

    def _read(self, markdown: str, page: Page) -> asks.Reading:
        """What the page asks for. Its file was read by the check; what MkDocs hands over is often
        the same without front matter."""
        source = self._source(page)
        return asks.read(source if source.endswith(markdown) else markdown, self._dialect)

    def _source(self, page: Page) -> str:
        return markdown_of(self.build.shown[i18n.language(page)][i18n.path(page)].file)

    def _fault(self, page: Page, reading: asks.Reading, ask: asks.Ask, text: str) -> None:
        """Told with the line in the file, which is not that of a text with notices or outputs."""
        written = asks.read(self._source(page), self._dialect).like(ask, reading)
        self.build.fault(self._file(page), written.line if written else None, text)

    def _file(self, page: Page) -> str:
        """The name of its file below ``docs/``: in another language, where it falls back."""
        file = self.build.shown[i18n.language(page)][i18n.path(page)].file
        return file.relative_to(self.build.root / "docs").as_posix()
