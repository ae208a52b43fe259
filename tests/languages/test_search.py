from __future__ import annotations

from languages.search import split

INDEX = {
    "config": {"lang": ["pt", "en"], "separator": " "},
    "docs": [
        {"location": "", "title": "Início"},
        {"location": "part-1/tasks/#tasks", "title": "Tarefas"},
        {"location": "en/", "title": "Home"},
        {"location": "en/part-1/tasks/#tasks", "title": "Tasks"},
    ],
}


def test_each_language_gets_its_own_pages_under_its_own_root():
    assert split(INDEX, {"pt": "", "en": "en/"}) == {
        "pt": {
            "config": {"lang": ["pt"], "separator": " "},
            "docs": [
                {"location": "", "title": "Início"},
                {"location": "part-1/tasks/#tasks", "title": "Tarefas"},
            ],
        },
        "en": {
            "config": {"lang": ["en"], "separator": " "},
            "docs": [
                {"location": "", "title": "Home"},
                {"location": "part-1/tasks/#tasks", "title": "Tasks"},
            ],
        },
    }
