"""The site as MkDocs's events see it: what lives as long as the command, and one build after the
other."""

from __future__ import annotations

import contextlib
import functools
import gc
import logging
from pathlib import Path
from typing import Any

import markdown_exec
from exercises import declared
from languages import check, interface
from languages.on_disk import WITH_WORDS
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from runs import ends, mishaps, player
from runs.engine import Engine
from runs.scratch import remove
from runs.site_folder import SiteFolder
from runs.templating import compiled

from . import colophon, i18n, lab, offline, publishing, server, templates
from .at_once import AtOnce
from .boxes import InWords
from .build import Build, Warnings, log
from .links import NoAddress
from .pages import Pages
from .policy import policed
from .python_here import PythonHere

KEPT = "The last good site was left as it was."

# Most of what a build makes stays, and little of it goes in circles: to look for these as often as
# Python does by itself costs more than it gives back.
RARELY = 200_000, 50, 1000


class Site:
    """``root``: of the project. Its methods ``on_…`` are MkDocs's events, in their order."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.serving = False
        self.place: SiteFolder | None = None  # where the finished site shall go
        self.warnings = Warnings()
        self.alone = publishing.Alone()
        self.at_once = AtOnce()
        self.lab = lab.Lab(self.at_once.meanwhile)
        self.python = PythonHere(root, lambda said: log.info(said))

    def on_startup(self, command: str, dirty: bool) -> None:
        self.serving = command == "serve"
        try:
            self._begin()
        except Exception as error:
            if told := mishaps.sentence(error, self.root):
                raise BuildError(told) from None
            raise

    def _begin(self) -> None:
        gc.set_threshold(*RARELY)
        lab.are_pages()
        templates.list_once()
        logging.getLogger("mkdocs").addHandler(self.warnings)
        ends.begin()
        self.python.begin(make=not self.serving)
        self.engine = Engine(self.root / "snippets", log.info)
        self.engine.meanwhile = self.at_once.meanwhile
        self.build = Build(self.root, self.engine)
        self.pages = Pages(self.build, self.lab)
        if self.serving:
            server.guard(self._tells)

    def _tells(self) -> str | None:
        """What is wrong, where the site could not be built and it is known."""
        if self.at_once.pages:
            return None
        self.at_once.failed()
        return "\n".join(self.build.faults)

    def on_serve(self, server_: LiveReloadServer, **_: Any) -> None:
        self.at_once.before(server_)
        server.survive(server_, self.at_once.failed)
        # It writes a script of its own into each page, with another number each time.
        app = server_.get_app()
        assert app
        server_.set_app(policed(app))

    def on_shutdown(self) -> None:
        ends.end()
        gc.freeze()  # the process ends: what it holds need not be looked through

    @event_priority(-50)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if not i18n.nested(config):
            self.build = Build(self.root, self.engine)
            self.pages = Pages(self.build, self.lab)
            if self.place:  # of the last build, which did not come to its end
                publishing.discard(self.place)
            elif self.serving:  # MkDocs removes it only where an exception ends it
                ends.at_end(functools.partial(remove, Path(config.site_dir)))
            self.place = publishing.build_beside(config, self.root)
            self.at_once.begin(self.place.began)
            publishing.refuse_address(config)
            self._refuse_unusable()  # before anything is made of words
        toc = config.mdx_configs.setdefault("toc", {})
        toc["slugify"] = self.pages.without_id
        words = interface.in_html(i18n.reader_language(config))  # Markdown leaves entities alone
        toc["permalink_title"] = words["permalink"]
        fences = config.mdx_configs.setdefault("pymdownx.superfences", {})
        ours = self.pages.fences()
        names = {each["name"] for each in ours}
        kept = [each for each in fences.get("custom_fences", []) if each["name"] not in names]
        fences["custom_fences"] = [*kept, *ours]
        markdown_exec.formatters["python"] = self.pages.figure
        config.markdown_extensions += [InWords(self.pages.words), NoAddress()]
        return config

    def on_pre_build(self, config: MkDocsConfig) -> None:
        if i18n.nested(config):  # once a build, not once a language
            return
        self.warnings.count = 0
        if not self.serving:  # most are what they are, however far translations may be
            self.engine.refresh()
        self.build.faults += self.engine.refresh(self.build.shop.view)
        lab.start(config)
        if self.at_once.pages:
            return
        self.build.faults += check.everything(self.root, self.build.shop)
        self.build.faults += declared.faults(self.root, self.engine.programs)

    @event_priority(-99)  # before static-i18n
    def _choose_files(self, files: Files, config: MkDocsConfig) -> Files:
        lab.refuse_elsewhere(files)
        return i18n.with_shown(files, config, self.build)

    @event_priority(-101)  # after static-i18n
    def _name_files(self, files: Files, config: MkDocsConfig) -> Files:
        i18n.say_what_is_shown(files, config, self.build)
        return lab.with_downloads(files, config)

    on_files = CombinedEvent(_choose_files, _name_files)

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> None:
        if self.at_once.pages:
            self.at_once.leave_out(files)

    @event_priority(100)
    def on_page_markdown(
        self, markdown: str, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        self.at_once.go_on()
        return self.pages.text(markdown, page, config, files)

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        return self.pages.content(html, page, config)

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> None:
        # For the templates in scripts/theme: words by language, and the root of each language.
        env.globals.update(
            interface=interface.in_html,
            has_players=lambda page: self.pages.has_players(page),
            python_here=lambda page: self.pages.python_here(page, self.python),
            has_exercises=lambda page: self.pages.has_exercises(page),
            offers_changes=lambda page: self.pages.offers_changes(page),
            said_by_players=lambda language: player.said_by_script(interface.words(language)),
            roots=i18n.roots(config),
            tongue=interface.tongue,
            tag=interface.tag,
            theme_words=lambda language: templates.words(config.theme.dirs, language),
            opening=lambda page: self.pages.opening(page, config),
            colophon=lambda page: colophon.of(page, config, self.build),
            offline=lambda page: (
                ""
                if self.serving
                else offline.place(i18n.reader_language(config), get_relative_url(".", page.url))
            ),
            contents=self.build.contents,
            page_address=lambda language, path: i18n.address(config, language, path),
        )
        env.bytecode_cache = compiled()

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        if i18n.language(page) != i18n.reader_language(config):
            self.build.elsewhere[page.url] = i18n.language(page)
        self.build.sources[page.file.dest_uri] = i18n.source(page, config)
        if self.serving:
            self.at_once.made(page, self.pages.files(page))
            self.at_once.go_on()
        return i18n.with_base(output, page, config)

    @event_priority(-50)  # before static-i18n builds the other languages
    def _no_end_at_a_nested_warning(self, config: MkDocsConfig) -> None:
        """A strict nested build would end all at a warning of MkDocs, before our faults are told;
        the outer build has counted the warning too, and ends strictly after them."""
        if not i18n.nested(config):
            self.build.strict, config.strict = config.strict, False

    @event_priority(-300)
    def _finish(self, config: MkDocsConfig) -> None:
        if i18n.nested(config):
            return
        site = Path(config.site_dir)
        if self.at_once.pages:
            assert self.place
            config.strict = self.build.strict
            served = self.place.site

            def shown(file: str, text: str) -> None:
                self._stands(file, text)
                self.at_once.put(file, site, served)

            publishing.fill(site, self.build, shown, self.pages.as_they_can_be_filled())
            publishing.discard(self.place)
            return
        publishing.add_programs(site, self.build)
        publishing.add_checks(site, self.build)
        self.python.publish(site, i18n.roots(config))

        def told(file: str, text: str) -> None:
            self._stands(file, text)
            self.alone.add(site, self.build, config, self._stands)

        publishing.fill(site, self.build, told, self.pages.as_they_can_be_filled())
        publishing.drop_comments(site)
        i18n.split_search_index(config, self.build)
        if not self.serving:  # there every page is asked for afresh
            offline.publish(site, self.build.began, i18n.roots(config))
        config.strict = self.build.strict
        faults = self.build.told()
        if not self.serving:
            faults = list(dict.fromkeys(faults + publishing.last_look(config, self.build)))
        if faults:
            self._report(faults)
            assert self.place  # under serve, which goes on
            server.keep(self.place.site, site, faults)
        if not (config.strict and self.warnings.count):
            self._publish(config)

    on_post_build = CombinedEvent(_no_end_at_a_nested_warning, _finish)

    def _stands(self, file: str, text: str) -> None:
        if not self.serving:
            return
        began = self.build.began.isoformat(timespec="seconds")
        self.at_once.stands(file, text.replace(began, ""))
        self.at_once.go_on()

    def on_build_error(self, error: Exception) -> None:
        """Raises `BuildError`, without a traceback, for what is no fault of ours."""
        saved = self._saved()
        if self.place:
            publishing.discard(self.place)
        if isinstance(error, MkDocsException):
            return
        if told := mishaps.sentence(error, self.root):
            raise BuildError(f"{told}\n{KEPT}") from None
        if saved:
            raise BuildError(f"{saved} was saved while the site was built: build it again\n{KEPT}")

    def _saved(self) -> str:
        """A file that was saved since the build began, or nothing. What has a time to come was not
        saved just now: a clock was wrong."""
        files = (file for pattern in WITH_WORDS for file in self.root.glob(pattern))
        with contextlib.suppress(OSError):
            began, now = (self.place.began, self.place.now()) if self.place else (0, 0)
            for file in sorted(each for each in files if began < each.stat().st_mtime_ns <= now):
                return file.relative_to(self.root).as_posix()
        return ""

    def _refuse_unusable(self) -> None:
        if broken := check.unusable(self.root):
            self.build.faults += broken
            raise BuildError("\n".join(["nothing can be built with these:", *broken]))

    def _publish(self, config: MkDocsConfig) -> None:
        assert self.place
        publishing.replace(self.place, config)
        if self.serving:
            self.at_once.published(Path(config.docs_dir, "assets"))
            log.info("The whole site is shown")
        else:
            log.info("The site is in %s", self.place.site)

    def _report(self, faults: list[str]) -> None:
        text = f"{len(faults)} fault{'s' * (len(faults) > 1)}:\n\n" + "\n\n".join(faults)
        if not self.serving:
            raise BuildError(f"{text}\n\n{KEPT}")
        log.error(text)
