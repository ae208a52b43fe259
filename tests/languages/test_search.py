from __future__ import annotations

import json
import subprocess
from pathlib import Path

import material
import pytest
from languages.search import SEPARATOR, folded, split
from made import ROOT
from toolchain.node import node

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


def test_what_is_in_the_words_of_another_language_is_found_and_says_so():
    elsewhere = {"en/part-1/tasks/": "pt", "en/#here": "pt"}
    docs = [*INDEX["docs"], {"location": "en/#here", "title": "Aqui", "text": "Ainda não."}]
    found = split({**INDEX, "docs": docs}, {"pt": "", "en": "en/"}, elsewhere)
    titles = [entry["title"] for entry in found["en"]["docs"]]
    assert titles == ["Home", "Tarefas (Portuguese)", "Aqui (Portuguese)"]
    assert [entry["title"] for entry in found["pt"]["docs"]] == ["Início", "Tarefas"]


def test_a_language_whose_rules_the_theme_does_not_know_is_searched_as_english():
    assert split(INDEX, {"eo": ""})["eo"]["config"]["lang"] == ["en"]


def test_accented_words_are_there_once_more_without_accents_out_of_sight():
    home, tasks = split(INDEX, {"pt": "", "en": "en/"})["pt"]["docs"]
    assert home["text"].endswith("<p hidden>laco acao</p>")
    assert home["tags"] == ["inicio"]
    assert tasks == INDEX["docs"][1]
    assert folded("Ação à força") == "Acao a forca"


# -- what the theme's own worker finds, asked by our script


HERE = Path(__file__).parent
THEME = Path(material.__file__).parent / "templates/assets/javascripts"


def entry(location: str, title: str, text: str) -> dict[str, str]:
    return {"location": location, "title": title, "text": text}


PAGES = [
    entry("loop/", "O laço", "<p>Um laço de eventos. Depois de tudo, de novo.</p>"),
    entry("loop/#queue", "A fila", "<p>Na fila de prontos. Chame <code>create_task(x)</code>.</p>"),
    entry("tasks/", "Tarefas", "<p>Uma tarefa roda depois. O desenho de delta.</p>"),
    entry("tasks/#create", "Como criar", "<p><code>create_task(a)</code> cria.</p>"),
    entry("tasks/#more", "Mais", "<p>Com <code>create_task</code>, de novo: create, task.</p>"),
    entry("await/", "await", "<p>Texto.</p>"),
    entry("await/#with", "Com create_task", "<p>Sem <code>await</code>.</p>"),
    entry("await/#guard", "Quem guarda", "<p>Nada disto.</p>"),
    entry("weak/", "Fracas", "<p>O laço guarda só referências fracas às tarefas.</p>"),
]


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """What a search gives: the sections, best first, and how many words it marks."""
    fields = {"title": {"boost": 20}, "text": {"boost": 1}, "tags": {"boost": 30}}
    config = {"pipeline": ["stopWordFilter"], "fields": fields}
    order = ["loop/", "tasks/", "await/", "weak/"]
    index = split({"config": config, "docs": PAGES}, {"pt": ""}, {}, order)["pt"]
    file = tmp_path_factory.mktemp("search") / "index.json"
    file.write_text(json.dumps({**index, "options": {}}), encoding="utf-8")
    program = node()
    assert program, "no Node here: 'python3 scripts/test' gets one, or says how"

    def search(query: str, written: bool = True) -> tuple[list[str], int]:
        script = [program, str(HERE / "searched.mjs"), str(THEME), str(file), query]
        done = subprocess.run(
            [*script, str(ROOT / "docs/assets/search.js") if written else ""],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        sections, marks = json.loads(done.stdout)
        return sections, marks

    return search


def test_short_words_are_words_and_not_beginnings(ask):
    sections, marks = ask("fila de prontos")
    assert sections[0] == "loop/#queue"
    assert marks == 2 + 1, "fila and prontos, and the title's fila"
    assert ask("fila de prontos", written=False)[1] > 3, "the script is needed no longer"


def test_a_verb_finds_its_other_forms_and_what_is_typed_is_found_before_it_is_whole(ask):
    for typed in ("rodar", "roda", "rod"):
        assert ask(typed)[0] == ["tasks/"], typed
    assert ask("rodar", written=False)[0] == [], "the script is needed no longer"


@pytest.mark.parametrize("typed", ["create_task", "asyncio create_task", "create_tas"])
def test_a_name_finds_first_the_section_that_teaches_it(ask, typed):
    assert ask(typed)[0][0] == "tasks/#create"


def test_a_sentence_finds_where_it_stands_and_not_a_title_with_one_of_its_words(ask):
    assert ask("o laço guarda só referências fracas")[0][0] == "weak/"
    assert ask("o laco guarda so referencias fracas")[0][0] == "weak/"


def test_of_what_is_quoted_all_is_wanted_but_what_says_nothing(ask):
    assert ask('"fila de prontos"')[0][0] == "loop/#queue"
    assert ask('"fila de prontos"', written=False)[0] == [], "the script is needed no longer"
