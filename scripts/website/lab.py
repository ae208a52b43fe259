"""Notebooks: pages of the lab, executed by `runs.notebooks`, rendered by mkdocs-jupyter."""

from __future__ import annotations

import fnmatch
import html
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

from languages import interface
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.utils import meta
from mkdocs_jupyter.config import settings as jupyter
from runs import cells, notebooks, pieces

from . import i18n
from .build import Build


def are_pages() -> None:
    """Have a notebook be a page from the start, in the eyes of every plugin.

    static-i18n rebuilds each File and drops mkdocs-jupyter's wrapper, and then the source would be
    published as index.html (https://github.com/ultrabug/mkdocs-static-i18n/issues/198).
    """
    if ".py" not in utils.markdown_extensions:
        utils.markdown_extensions += (".py",)  # type: ignore[assignment]
    jupyter.templates_dir = str(notebooks.TEMPLATES)  # mkdocs-jupyter has no option for it


def is_notebook(file: File) -> bool:
    """Whether a file of the site is the source of a notebook."""
    return file.src_uri.endswith(".py")


def start(config: MkDocsConfig) -> None:
    """Have all notebooks executed, and return at once."""
    for source in sorted(Path(config.docs_dir).glob("*/lab/*.py")):
        notebooks.start(source)


def refuse_elsewhere(files: Files) -> None:
    """Raises `BuildError` for a notebook elsewhere than in ``lab/``: nothing would run it."""
    for page in filter(is_notebook, files.documentation_pages()):
        if not fnmatch.fnmatch(page.src_uri, "*/lab/*.py"):
            raise BuildError(f"docs/{page.src_uri}: expected notebooks in lab/ and nowhere else")


def with_downloads(files: Files, config: MkDocsConfig) -> Files:
    """The files of the site with the executed notebooks; the pages of these come last, so that they
    run while others are rendered."""
    for page in list(filter(is_notebook, files.documentation_pages())):
        files.remove(page)
        files.append(page)
        # The executed notebook is a file of the site, so that links to it are checked.
        download = File.generated(config, _ipynb(page), content="")
        download.dest_uri = page.dest_uri.removesuffix("/index.html") + ".ipynb"
        files.append(download)
    return files


def _ipynb(page: File) -> str:
    return page.src_uri.removesuffix(".py") + ".ipynb"


class Lab:
    """The notebooks of a process, with what was rendered of each run: by address of its page.
    ``meanwhile``: is called while one is waited for (`runs.waiting`)."""

    def __init__(self, meanwhile: Callable[[], None]) -> None:
        self.meanwhile = meanwhile
        self._rendered: dict[str, tuple[notebooks.Executed, str]] = {}

    def rendered(self, page: Page, config: MkDocsConfig, files: Files) -> str:
        """An executed notebook as Markdown with front matter, made by mkdocs-jupyter with our
        template.

        mkdocs-jupyter's own pages weigh 600 KB, name other hosts, and know no heading ids, no terms
        and no links between pages.
        """
        source = page.file.abs_src_path
        assert source
        run = notebooks.executed(Path(source), self.meanwhile)
        before, text = self._rendered.get(page.url, (None, ""))
        if before is not run:
            page.file.abs_src_path = str(run.file)
            page.render(config, files)  # mkdocs-jupyter's, in the place of MkDocs's own
            page.file.abs_src_path = source
            assert page.content
            text = html.unescape(page.content.partition("<")[0]).lstrip()  # see the template
            self._rendered[page.url] = run, text
        del page.render  # MkDocs's own is back now
        return text


def as_markdown(page: Page, config: MkDocsConfig, files: Files, build: Build, rooms: Lab) -> str:
    """The executed notebook as Markdown; MkDocs goes on with it as with any page."""
    words = interface.words(i18n.language(page))
    text, page.meta = meta.get_data(rooms.rendered(page, config, files))
    assert page.file.abs_src_path
    run = notebooks.executed(Path(page.file.abs_src_path))
    download = files.get_file_from_path(_ipynb(page.file))
    assert download
    address = page.canonical_url and urljoin(page.canonical_url, "..")
    download.content_string = cells.download(run.file, address)
    if run.faults:
        build.faults.append(run.faults)
    return f"{text}\n\n{pieces.after_notebook(run, words)}\n"
