from __future__ import annotations

from languages.search import SEPARATOR, folded, split

INDEX = {
    "config": {"lang": ["pt", "en"], "separator": " "},
    "docs": [
        {"location": "", "title": "Início", "text": "<p>O laço e a <b>ação</b>; o laço.</p>"},
        {"location": "part-1/tasks/#tasks", "title": "Tarefas", "text": "create_task"},
        {"location": "en/", "title": "Home", "text": "The loop"},
        {"location": "en/part-1/tasks/#tasks", "title": "Tarefas", "text": "create_task"},
    ],
}


def test_each_language_gets_its_own_pages_under_its_own_root():
    found = split(INDEX, {"pt": "", "en": "en/"})
    assert [entry["location"] for entry in found["pt"]["docs"]] == ["", "part-1/tasks/#tasks"]
    assert [entry["location"] for entry in found["en"]["docs"]] == ["", "part-1/tasks/#tasks"]
    for language, index in found.items():
        assert index["config"] == {"lang": [language], "separator": SEPARATOR}


def test_a_page_in_the_words_of_another_language_is_left_to_that_one():
    found = split(INDEX, {"pt": "", "en": "en/"}, {"en/part-1/tasks/"})
    assert [entry["title"] for entry in found["en"]["docs"]] == ["Home"]
    assert len(found["pt"]["docs"]) == 2


def test_accented_words_are_there_once_more_without_accents_out_of_sight():
    home, tasks = split(INDEX, {"pt": "", "en": "en/"})["pt"]["docs"]
    assert home["text"].endswith("<p hidden>laco acao</p>")
    assert home["tags"] == ["inicio"]
    assert tasks == INDEX["docs"][1]
    assert folded("Ação à força") == "Acao a forca"
