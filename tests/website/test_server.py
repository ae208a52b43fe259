"""What the server of ``scripts/serve`` watches, whatever becomes of it meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands import serve
from watchdog.events import FileSystemEvent
from watchdog.observers import polling
from watchdog.observers.api import EventQueue, ObservedWatch
from website import server


class Looks:
    """An emitter of ``kind`` that watches ``place``; `see` has it look once."""

    def __init__(self, kind: type[polling.PollingEmitter], place: Path) -> None:
        self.events: EventQueue = EventQueue()
        self.emitter = kind(self.events, ObservedWatch(str(place), recursive=True), timeout=0)
        self.emitter.on_thread_start()

    def see(self) -> list[str]:
        self.emitter.queue_events(0)
        return sorted({*self._seen()})

    def _seen(self) -> Iterator[str]:
        while not self.events.empty():
            event: FileSystemEvent = self.events.get()[0]
            if not event.is_directory:
                yield Path(str(event.src_path)).name


def test_what_was_gone_for_a_while_is_watched_still(tmp_path: Path) -> None:
    place, away = tmp_path / "watched", tmp_path / "away"
    file = place / "page.md"
    place.mkdir()
    file.write_text("words")
    looks = Looks(server.Lasting, place)
    assert looks.see() == []
    place.rename(away)
    assert looks.see() == [file.name]
    assert looks.see() == []
    away.rename(place)
    assert looks.see() == [file.name]
    file.write_text("other words")
    assert looks.see() == [file.name]
    assert looks.emitter.should_keep_running()


def test_a_watch_of_watchdogs_own_still_ends_when_a_folder_is_gone(tmp_path: Path) -> None:
    """Why it is ours: when this fails, `server.Lasting` may be needed no longer."""
    place = tmp_path / "watched"
    place.mkdir()
    looks = Looks(polling.PollingEmitter, place)
    place.rmdir()
    looks.see()
    assert not looks.emitter.should_keep_running()


def test_what_is_wrong_takes_the_place_of_what_was_wrong_before(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("<html><body class='x'><p>Good.</p></body></html>")
    for told in ("This is wrong.", "That is wrong."):
        server.show(tmp_path, told)
    text = page.read_text()
    assert text.count(server.TITLE) == 1
    assert "This is wrong." not in text
    assert text.startswith("<html><body class='x'>")
    assert text.index("That is wrong.") < text.index("<p>Good.</p></body></html>")
    assert [each.name for each in tmp_path.iterdir()] == [page.name]


def test_the_server_watches_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vars(serve), "build", None)
    monkeypatch.setitem(vars(polling), "PollingEmitter", None)
    server.guard(lambda: None)
    assert polling.PollingObserver()._emitter_class is server.Lasting
