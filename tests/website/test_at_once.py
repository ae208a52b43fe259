"""What is shown of a save before the whole site is built (see tests/test_serve.py), in the cases
that hang on an instant."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from website.at_once import Again, AtOnce


def page(folder: Path, name: str) -> Page:
    file = File(f"{name}.md", str(folder), str(folder / "site"), use_directory_urls=False)
    config = MkDocsConfig()
    config.load_dict({"site_name": "x", "docs_dir": str(folder)})
    config.validate()
    return Page(name, file, config)


class Server:
    """What of MkDocs's server is asked and told; it notices each save at once."""

    def __init__(self, builder: Any) -> None:
        self.builder = builder
        self._want_rebuild = True
        self._epoch_cond = threading.Condition()
        self._visible_epoch = self._wanted_epoch = 1


SAVED = 10**18  # ns


@pytest.mark.parametrize(("began", "left"), [(0, True), (SAVED, True), (SAVED + 1, False)])
def test_a_page_that_was_saved_while_it_was_read_may_have_been_read_before(
    tmp_path: Path, began: int, left: bool
) -> None:
    at_once, file = AtOnce(), tmp_path / "page.md"
    file.write_text("words")
    os.utime(file, ns=(SAVED, SAVED))
    server = Server(lambda: at_once.go_on())
    at_once.before(server)  # type: ignore[arg-type]
    at_once.begin(began)
    at_once.made(page(tmp_path, "page"), [file])
    at_once.published(tmp_path)
    if left:
        with pytest.raises(Again):
            at_once.go_on()
    else:
        at_once.go_on()


def test_a_build_that_was_left_has_browsers_wait(tmp_path: Path) -> None:
    def builder() -> None:
        raise Again

    at_once, server = AtOnce(), Server(builder)
    at_once.before(server)  # type: ignore[arg-type]
    server.builder()
    assert (server._visible_epoch, server._wanted_epoch) == (1, 1)


def test_a_build_that_waits_lets_see_what_there_is_and_is_left_for_any_save(tmp_path: Path) -> None:
    at_once, new, served = AtOnce(), tmp_path / "new", tmp_path / "served"
    seen, waited = list[int](), list[bool]()

    def builder() -> None:
        assert server._visible_epoch == server._wanted_epoch, "a request waits for no build"
        if not at_once.pages:
            at_once.begin(2**63)
            return
        at_once.begin(2**63)
        at_once.made(page(tmp_path, "page"), [file])
        at_once.stands("page.html", "words")
        at_once.put("page.html", new, served)
        server._want_rebuild = bool(waited)
        waited.append(True)
        try:
            at_once.meanwhile()
        finally:
            seen.append(server._visible_epoch)

    server = Server(builder)
    server._want_rebuild = False
    at_once.before(server)  # type: ignore[arg-type]
    file = tmp_path / "page.md"
    file.write_text("words")
    for each in (new, served):
        each.mkdir()
    at_once.begin(2**63)
    at_once.made(page(tmp_path, "page"), [file])
    at_once.published(tmp_path)
    for visible in (2, 3):
        (new / "page.html").touch()
        file.write_text("words" * visible)
        server._wanted_epoch = 999  # as MkDocs has it
        server.builder()
        assert seen.pop() == visible
        assert server._visible_epoch == visible
        assert (served / "page.html").exists()
        server._visible_epoch = server._wanted_epoch
    assert server._wanted_epoch == 3, "nothing more to be seen"


def test_what_was_saved_while_the_first_build_went_on_is_built_by_the_server(
    tmp_path: Path,
) -> None:
    at_once, file = AtOnce(), tmp_path / "page.md"
    file.write_text("words")
    at_once.begin(2**63)
    at_once.made(page(tmp_path, "page"), [file])
    at_once.published(tmp_path)
    for words, saved in (("words", False), ("more words", True)):
        server = Server(lambda: None)
        server._want_rebuild = False
        if saved:
            file.write_text(words)
        at_once.before(server)  # type: ignore[arg-type]
        assert server._want_rebuild is saved


def test_a_save_leaves_no_build_of_saved_pages_between_two_of_them(tmp_path: Path) -> None:
    at_once, file = AtOnce(), tmp_path / "page.md"
    at_once.before(Server(lambda: None))  # type: ignore[arg-type]
    file.write_text("words")
    at_once.begin(0)
    at_once.made(page(tmp_path, "page"), [file])
    at_once.published(tmp_path)
    at_once.pages = frozenset({"page.html"})
    at_once.go_on()
    at_once.pages = frozenset()
    with pytest.raises(Again):
        at_once.go_on()


def test_of_the_other_pages_their_titles_are_left(tmp_path: Path) -> None:
    at_once = AtOnce()
    pages = [page(tmp_path, name) for name in ("one", "other")]
    for each in pages:
        at_once.made(each, [])
    at_once.published(tmp_path)
    again = [page(tmp_path, name) for name in ("one", "other")]
    again[1].title = None
    at_once.pages = frozenset({"one.html"})
    at_once.leave_out(Files([each.file for each in again]))
    assert [each.file.inclusion.is_excluded() for each in again] == [False, True]
    assert again[1].title == "other"
