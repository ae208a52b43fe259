"""The door to MkDocs: the only file that imports it. Glue and nothing else.

Each cure of a plugin's trap is one small function with the upstream issue in a comment and a test
that fails when the cure is no longer needed or no longer works.
"""

from __future__ import annotations

import fnmatch
import functools
import gc
import html
import json
import logging
import os
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

# MkDocs puts this folder on the path only while it loads this file: import everything here.
import markdown_exec
from jinja2.bccache import Bucket, BytecodeCache
from languages import check as language_checks
from languages import (
    freshness,
    glossary,
    interface,
    notices,
    prose,
    search,
    settings,
    status_page,
    terms,
    workshop,
)
from markdown import Markdown
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url, meta
from mkdocs_jupyter.config import settings as jupyter
from runs import cells, notebooks, places, published, render
from runs.engine import Engine
from runs.page import PageOfRuns
from runs.programs import Program

ROOT = Path(__file__).resolve().parent.parent
SNIPPETS = ROOT / "snippets"
STATUS = "{{ translations }}"
PROGRAMS = "programs"  # where the site publishes the programs' files
log = logging.getLogger("mkdocs.hooks.site")


class _Compiled(BytecodeCache):
    """Templates compiled once a process, and not once a language and build."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


class _Door:
    """What lives as long as the command: one engine, and the build that is under way."""

    def __init__(self) -> None:
        self.serving = False
        self.engine: Engine | None = None
        self.faults: list[str] = []
        self.places = places.Places()
        self.page: Page | None = None
        self.elsewhere: set[str] = set()  # pages in the words of another language, by address
        self.site: Path | None = None  # where the finished site shall go
        self.warnings = 0
        self.strict = False
        self.compiled = _Compiled()


door = _Door()


# -- the command


def on_startup(command: str, dirty: bool) -> None:
    door.serving = command == "serve"
    _notebooks_are_pages()
    logging.getLogger("mkdocs").addHandler(_Counter(logging.WARNING))
    # So that on_shutdown comes also when a service manager or CI ends the command.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def on_shutdown() -> None:
    if door.engine:
        door.engine.close()
    if door.site:  # an interrupt is no error, so on_build_error does not come
        shutil.rmtree(_beside(door.site), ignore_errors=True)
    gc.freeze()  # the process ends: what it holds need not be looked through


class _Counter(logging.Handler):
    """Counts warnings: a strict build that has some does not replace the last good site."""

    def emit(self, record: logging.LogRecord) -> None:
        door.warnings += 1


# -- a build


@event_priority(-50)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    toc = config.mdx_configs.setdefault("toc", {})
    toc["slugify"] = _heading_without_id
    i18n: Any = config.plugins["i18n"]
    language = i18n.current_language or i18n.default_language
    toc["permalink_title"] = interface.words(language)["permalink"]
    markdown_exec.formatters["python"] = _python_fence
    if not door.serving and not _nested(config):
        _build_beside(config)
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    if _nested(config):  # once a build, not once a language
        return
    door.faults, door.places, door.warnings, door.elsewhere = [], places.Places(), 0, set()
    interface.words.cache_clear()
    settings.languages.cache_clear()
    terms.load.cache_clear()
    _states.cache_clear()
    _proofs.cache_clear()
    if broken := language_checks.unusable(ROOT):
        raise BuildError("\n".join(["nothing can be built with these:", *broken]))
    if door.engine is None:
        door.engine = Engine(SNIPPETS, log.info)
    door.faults += door.engine.refresh()
    _start_notebooks(config)
    door.faults += language_checks.everything(ROOT)


@event_priority(-50)  # before static-i18n builds the other languages
def _no_end_at_a_nested_warning(config: MkDocsConfig) -> None:
    """A strict nested build would end all at a warning of MkDocs, before our faults are told; the
    outer build has counted the warning too, and ends strictly after them."""
    if not _nested(config):
        door.strict, config.strict = config.strict, False


@event_priority(-300)
def _finish(config: MkDocsConfig) -> None:
    if _nested(config):
        return
    assert door.engine
    _publish_programs(Path(config.site_dir))
    _fill_pages(Path(config.site_dir))
    _split_search_index(config)
    config.strict = door.strict
    faults = door.engine.reports() + door.faults
    if not door.serving:
        faults += _last_look(config)
    if faults:
        _report(list(dict.fromkeys(faults)))
    elif door.site and not (config.strict and door.warnings):
        try:
            published.replace(door.site, Path(config.site_dir))
        except OSError as error:
            text = f"The finished site cannot take the place of {door.site}: {error}"
            raise BuildError(text) from None
        log.info("The site is in %s", door.site)
        config.site_dir = str(door.site)  # for who comes after, such as gh-deploy


on_post_build = CombinedEvent(_no_end_at_a_nested_warning, _finish)


def _roots(config: MkDocsConfig) -> dict[str, str]:
    """By language, the folder of its pages in the site."""
    i18n: Any = config.plugins["i18n"]
    default = i18n.default_language
    return {lang: "" if lang == default else f"{lang}/" for lang in i18n.build_languages}


def _fill_pages(site: Path) -> None:
    """Put what the runs gave in its places: last, so that pages are made while programs run."""
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        if (filled := door.places.fill(text)) != text:
            file.write_text(filled, encoding="utf-8")


def _split_search_index(config: MkDocsConfig) -> None:
    """static-i18n makes one index of all languages: a search would find pages of another."""
    site = Path(config.site_dir)
    whole = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    for entry in whole["docs"]:
        entry["text"] = door.places.fill_index(entry["text"])
    roots = _roots(config)
    for language, index in search.split(whole, roots, door.elsewhere).items():
        file = site / roots[language] / "search/search_index.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(index, ensure_ascii=False), encoding="utf-8")


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Tell the theme's script where the language of the page has its root, and so its index."""
    i18n: Any = config.plugins["i18n"]
    if _language(page) != i18n.current_language:
        door.elsewhere.add(page.url)
    base = get_relative_url(_roots(config)[i18n.current_language] or ".", page.url)
    return re.sub(r'("base": ?)"[^"]*"', lambda found: f'{found[1]}"{base}"', output, count=1)


def _last_look(config: MkDocsConfig) -> list[str]:
    assert door.engine
    base = urlsplit(config.site_url or "/").path or "/"
    hidden = [
        str(ROOT),
        os.path.expanduser("~"),
        sys.prefix,
        sys.base_prefix,
        tempfile.gettempdir() + "/",
        str(door.engine.pool.folder),
    ]
    return published.check(Path(config.site_dir), base, hidden)


def on_build_error(error: Exception) -> None:
    if door.site:
        shutil.rmtree(_beside(door.site), ignore_errors=True)


def _nested(config: MkDocsConfig) -> bool:
    """static-i18n builds every other language inside the build of the default one."""
    return bool(getattr(config.plugins["i18n"], "building", False))


def _report(faults: list[str]) -> None:
    text = f"{len(faults)} fault{'s' * (len(faults) > 1)}:\n\n" + "\n\n".join(faults)
    if door.serving:
        log.error(text)
    else:
        raise BuildError(text + "\n\nThe last good site was left as it was.")


# -- a failed build leaves the last good site where it is


def _beside(site: Path) -> Path:
    return site.with_name(f"{site.name}.building")


def _build_beside(config: MkDocsConfig) -> None:
    door.site = Path(config.site_dir).resolve()  # a link to it stays
    if door.site.exists() and not door.site.is_dir():
        raise BuildError(f"expected a folder for the site, came a file: {door.site}")
    config.site_dir = str(_beside(door.site))


def _publish_programs(site: Path) -> None:
    assert door.engine
    for program in door.engine.programs:
        target = site / PROGRAMS / program.language / f"{program.name}.py"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(program.file, target)


# -- pages


@event_priority(100)
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    door.page = page
    language = _language(page)
    if _is_notebook(page.file):
        markdown = _notebook_as_markdown(page, config, files, interface.words(language))
    depth = page.file.src_uri.count("/") - 1
    try:
        markdown = _runs_of(page).fill_in(markdown)
        markdown = glossary.link_terms(markdown, language, "../" * depth + "reference/glossary.md")
        if "{{ glossary }}" in markdown:
            terms = f'<div class="glossary" markdown>\n\n{glossary.as_markdown(language)}\n\n</div>'
            markdown = markdown.replace("{{ glossary }}", terms)
    except LookupError as error:
        _fault(page, str(error))
    markdown = _notices(page, markdown, config)
    if STATUS in markdown:
        make = functools.partial(_status, page, config)
        markdown = markdown.replace(STATUS, door.places.block_later(make, lambda: ""))
    for left in re.findall(r"\{\{.*?\}\}", prose.without_code(markdown)):
        _fault(page, f"expected {{{{ page/program.value }}}} or {{{{ … @ code }}}}, came {left}")
    return markdown


def _notices(page: Page, markdown: str, config: MkDocsConfig) -> str:
    """The text with a notice below the heading of each section whose original has changed."""
    language, path = page.file.src_uri.split("/", 1)
    state = workshop.find(_states(), language, path)
    if state is None or state.source is None:
        return markdown
    original = get_relative_url(_address(config, state.source, path), page.url)
    return notices.with_notices(markdown, state, original, interface.words(language))


def _address(config: MkDocsConfig, language: str, path: str) -> str:
    """Where a page is below the site: ``en/part-1/tasks/``."""
    name = path.rpartition(".")[0]
    return _roots(config)[language] + ("" if name == "index" else f"{name}/")


@functools.cache
def _states() -> list[workshop.LanguageState]:
    """How far the languages are, once a build."""
    return workshop.report(ROOT)


@functools.cache
def _proofs() -> dict[tuple[str, str], status_page.Proof]:
    """What the build knows of each program, once a build; waits for all runs."""
    assert door.engine
    return status_page.proofs(door.engine, _states(), settings.languages(ROOT)[0])


def _status(page: Page, config: MkDocsConfig) -> str:
    """The status of all languages; as data and badges it goes beside the page."""

    def address(language: str, path: str, section: str) -> str:
        target = get_relative_url(_address(config, language, path), page.url)
        return f"{target}#{section}" if section and section != freshness.DESCRIPTION else target

    repository = (config.repo_url or "", config.edit_uri or "")
    file = functools.partial(status_page.edit_address, *repository)
    status_page.write(Path(page.file.abs_dest_path).parent, _states(), _proofs())
    words = interface.words(_language(page))
    return status_page.Page(words, _proofs(), address, file).html(_states())


def on_env(env: Any, config: MkDocsConfig, files: Files) -> None:
    # For the templates in scripts/theme: words by language, and the root of each language.
    env.globals.update(interface=interface.words, roots=_roots(config))
    env.bytecode_cache = door.compiled


def _language(page: Page) -> str:
    """The language a page is written in, which is not the reader's on a page that falls back."""
    return page.file.src_uri.split("/", 1)[0]


def _fault(page: Page, message: str) -> None:
    door.faults.append(f"docs/{page.file.src_uri}: {message}")


def _runs_of(page: Page) -> PageOfRuns:
    """What ``page`` shows of runs, with the addresses and the faults of MkDocs."""
    assert door.engine
    language = _language(page)

    def link(program: Program) -> str:
        return get_relative_url(f"{PROGRAMS}/{program.language}/{program.name}.py", page.url)

    fault = functools.partial(_fault, page)
    words = interface.words(language)
    return PageOfRuns(door.engine, language, words, door.places, link, fault)


def _heading_without_id(text: str, separator: str) -> str:
    # Python-Markdown asks for a slug only where no id is given.
    if door.page:
        _fault(
            door.page,
            f"the heading {text!r} has no id: add one in English, the same in every language,"
            f" as in '## {text} {{ #short-id }}'",
        )
    return "heading-without-id"


# -- notebooks


def _notebooks_are_pages() -> None:
    """A notebook is a page from the start, in the eyes of every plugin.

    static-i18n rebuilds each File and drops mkdocs-jupyter's wrapper, and then the source would be
    published as index.html (https://github.com/ultrabug/mkdocs-static-i18n/issues/198).
    """
    if ".py" not in utils.markdown_extensions:
        utils.markdown_extensions += (".py",)  # type: ignore[assignment]
    jupyter.templates_dir = str(notebooks.TEMPLATES)  # mkdocs-jupyter has no option for it


def _is_notebook(file: File) -> bool:
    return file.src_uri.endswith(".py")


def _ipynb(page: File) -> str:
    return page.src_uri.removesuffix(".py") + ".ipynb"


def _start_notebooks(config: MkDocsConfig) -> None:
    for source in sorted(Path(config.docs_dir).glob("*/lab/*.py")):
        notebooks.start(source)


@event_priority(-101)  # after static-i18n
def on_files(files: Files, config: MkDocsConfig) -> Files:
    for page in list(filter(_is_notebook, files.documentation_pages())):
        # Last, so that it runs while the other pages are rendered.
        files.remove(page)
        files.append(page)
        if not fnmatch.fnmatch(page.src_uri, "*/lab/*.py"):
            raise BuildError(f"docs/{page.src_uri}: expected notebooks in lab/ and nowhere else")
        # The executed notebook is a file of the site, so that links to it are checked.
        download = File.generated(config, _ipynb(page), content="")
        download.dest_uri = page.dest_uri.removesuffix("/index.html") + ".ipynb"
        files.append(download)
    return files


def _notebook_as_markdown(
    page: Page, config: MkDocsConfig, files: Files, words: render.Words
) -> str:
    """The executed notebook as Markdown, made by mkdocs-jupyter with our template; MkDocs goes on
    with it as with any page.

    mkdocs-jupyter's own pages weigh 600 KB, name other hosts, and know no heading ids, no terms and
    no links between pages.
    """
    source = page.file.abs_src_path
    assert source
    run = notebooks.executed(Path(source))
    page.file.abs_src_path = str(run.file)
    page.render(config, files)  # mkdocs-jupyter's, in the place of MkDocs's own…
    del page.render  # … which is back now
    page.file.abs_src_path = source
    assert page.content
    text = html.unescape(page.content.partition("<")[0])  # see the template
    text, page.meta = meta.get_data(text.lstrip())
    download = files.get_file_from_path(_ipynb(page.file))
    assert download
    address = page.canonical_url and urljoin(page.canonical_url, "..")
    download.content_string = cells.download(run.file, address)
    if run.faults:
        door.faults.append(run.faults)
        text += "\n\n" + render.failure(words["failed"], run.faults)
    return f"{text}\n\n<p data-search-exclude><small>{render.ran(run, words)}</small></p>\n"


# -- fences


def _python_fence(*, code: str, md: Markdown, **options: Any) -> str:
    # markdown-exec's own way of running is not open: it is in this process, where a page's
    # sys.exit(0) would end MkDocs with status 0 and no site.
    page, extra = door.page, options.get("extra", {})
    assert page
    name = extra.pop("run", "")
    if not name:
        _fault(page, 'a fence with exec="on": expected run="…", the name of a program in snippets')
    place = _runs_of(page).figure(name, extra)
    options.update(html=True, extra={})
    return markdown_exec.base_format(
        language="python", run=lambda *_, **__: place, code=code, md=md, **options
    )
