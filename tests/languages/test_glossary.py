"""The glossary's file, the links to it, its page, and the words to avoid."""

from pathlib import Path

import pytest
from languages import glossary
from languages.glossary import as_markdown, avoided, check_terms, link, load
from languages.terms import BadGlossary
from markdown import markdown

TOML = """
[coroutine.pt]
term = "corrotina"
meaning = 'Uma função "async def" que `await` pode pausar & retomar.'
avoid = ["co-rotina", "co-rotinas"]
why = "a grafia é outra"
[coroutine.en]
term = "coroutine"
meaning = "A function that can pause."

[event-loop.pt]
term = "laço de eventos"
meaning = "Chama o resto."
avoid = ["loop de eventos", "looping"]
[event-loop.en]
term = "event loop"
meaning = "Calls the rest."

[[avoid.pt]]
word = "ecrã"
say = "tela"
"""


@pytest.fixture
def terms(tmp_path: Path) -> glossary.Glossary:
    return read(tmp_path, TOML)


def read(folder: Path, text: str) -> glossary.Glossary:
    file = folder / "glossary.toml"
    file.write_text(text, encoding="utf-8")
    return load(file)


# -- the file


def test_the_glossary_of_the_project_has_no_fault() -> None:
    assert "event-loop" in load().terms


def test_no_term_of_the_project_contains_a_word_to_avoid() -> None:
    for language in ("pt", "en"):
        for id, words in load().terms.items():
            found = avoided(f"{words[language].term}\n\n{words[language].meaning}", language)
            assert (id, found) == (id, [])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('term = "corrotina"', "", "[coroutine.pt] term: expected it, it is missing"),
        (
            'term = "corrotina"',
            "term = 3",
            "[coroutine.pt] term: expected a text, none of them empty, came 3",
        ),
        (
            'meaning = "Chama o resto."',
            'meaning = " "',
            '[event-loop.pt] meaning: expected a text, none of them empty, came " "',
        ),
        (
            'why = "a',
            'whi = "a',
            "[coroutine.pt] whi: expected one of term, meaning, avoid, why; the nearest: 'why'",
        ),
        (
            'avoid = ["loop de eventos", "looping"]',
            'avoid = "looping"',
            '[event-loop.pt] avoid: expected a list of texts, came "looping"',
        ),
        (
            '"looping"]',
            "1]",
            "[event-loop.pt] avoid: expected a list of texts, none of them empty, "
            'came ["loop de eventos", 1]',
        ),
        ("[event-loop.en]", "[event-loop.xx]", "[event-loop] xx: expected one of"),
        ("[event-loop.en]", "[event-loop.es]", "[event-loop] es: expected one of pt, en"),
        ('say = "tela"', "", "[[avoid.pt]] number 1 say: expected it, it is missing"),
        ("[[avoid.pt]]", "[[avoid.es]]", "[[avoid.es]]: expected [[avoid.…]] with one of pt, en"),
        ("[[avoid.pt]]", "[Laço.pt]", "[Laço]: expected an id of small letters and hyphens"),
        ("[coroutine.pt]", "[coroutine.pt", "not valid TOML"),
        ("`await`", "`await", "[coroutine.pt] meaning: expected code between two backticks"),
        ("`await`", "{{ await }}", "[coroutine.pt] meaning: expected words, for no run is told"),
        ("Chama o", "[a](term:nope)", "[event-loop.pt] meaning: expected plain text with nothing"),
        ("Chama o", "[a](moment:x/y.z)", "[event-loop.pt] meaning: expected plain text with noth"),
        ("Chama o", "Future<int>", "[event-loop.pt] meaning: expected plain text with nothing but"),
        (
            "a grafia",
            "[a](b.md)",
            "[coroutine.pt] why: expected plain text with nothing but `code`",
        ),
        ("laço de eventos", "**zed** `x`", "[event-loop.pt] term: expected plain text, came"),
        ("laço de eventos", "# z", "[event-loop.pt] term: expected plain text, came"),
        ("laço de eventos", "- z", "[event-loop.pt] term: expected plain text, came"),
        (
            '"co-rotinas"',
            '"Corrotina"',
            "[coroutine.pt] avoid: expected words that nobody has to say",
        ),
        (
            '"looping"',
            '"corrotina"',
            "[event-loop.pt] avoid: expected words that nobody has to say",
        ),
        ('"ecrã"', '"corrotina"', "[[avoid.pt]] word: expected words that nobody has to say, came"),
        (
            "laço de eventos",
            "Corrotina",
            "[event-loop.pt] term: expected another word than that of",
        ),
        ("Chama o", r"Chama\n# o", "[event-loop.pt] meaning: expected a text in one line"),
        ("Chama o", "Chama\u200bo", "[event-loop.pt] meaning: expected a text in one line"),
        ("[[avoid.pt]]", "[avoid]\npt = 1\n[x]", "[[avoid.pt]]: expected [[avoid.…]] with one"),
    ],
)
def test_a_mistake_names_the_term_and_the_key(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    text = TOML.replace(old, new)
    if "Laço" in new:
        text = text.replace("[Laço.pt]", '["Laço".pt]')
    with pytest.raises(BadGlossary) as error:
        read(tmp_path, text)
    told = {int(each.split(":")[1]): each.split(": ", 1)[1] for each in error.value.faults}
    (line,) = [line for line, each in told.items() if each.startswith(fault)]
    changed = text.split("\n")[line - 1].replace('"Laço"', "Laço")
    assert (new and new in changed) or changed in new or "is missing" in fault


def test_a_misspelt_key_and_what_is_said_twice_are_told_once(tmp_path: Path) -> None:
    text = TOML.replace('term = "coroutine"', 'trem = "coroutine"')
    text = text.replace('meaning = "Calls the rest."', 'meaning = "Calls the rest."\nwhy = "so"')
    with pytest.raises(BadGlossary) as error:
        read(tmp_path, text)
    assert [each.partition(", came")[0] for each in error.value.faults] == [
        "glossary.toml:8: [coroutine.en] trem: expected one of term, meaning, avoid, why; the"
        " nearest: 'term'",
        "glossary.toml:18: [event-loop.en] why: expected words to avoid beside it",
    ]
    with pytest.raises(BadGlossary) as error:
        read(tmp_path, TOML.replace('"ecrã"', '"Looping"'))
    assert error.value.faults == [
        "glossary.toml:20: [[avoid.pt]] word: expected each word once, came 'Looping' again, which"
        " [event-loop.pt] avoids"
    ]


def test_a_language_that_the_site_has_not_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(BadGlossary) as error:
        read(tmp_path, TOML.replace(".en]", ".fr]"))
    told = "[coroutine] fr: expected one of pt, en, and so in 1 more"
    assert [each.split(": ", 1)[1] for each in error.value.faults] == [told]


def test_all_mistakes_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(BadGlossary) as error:
        read(tmp_path, TOML.replace("term = ", "name = "))
    assert len(error.value.faults) == 8  # four tables: a key too many and one too few in each


# -- links


def test_a_link_to_a_term_has_its_meaning_as_tooltip(terms: glossary.Glossary) -> None:
    assert link("pt", "../g/", "coroutine", terms) == {
        "href": "../g/#coroutine",
        "title": 'Uma função "async def" que await pode pausar & retomar.',
    }


def test_a_term_without_a_word_in_the_language_has_no_tooltip(terms: glossary.Glossary) -> None:
    assert link("es", "g/", "coroutine", terms) == {"href": "g/#coroutine"}


def test_an_unknown_term_leads_nowhere_and_is_told(terms: glossary.Glossary) -> None:
    assert link("pt", "g/", "corotine", terms) is None


# -- the page


def test_the_page_is_a_definition_list(terms: glossary.Glossary) -> None:
    assert as_markdown("pt", terms) == (
        "corrotina { #coroutine }\n"
        ':   Uma função "async def" que `await` pode pausar & retomar.\n'
        "\n"
        '    Em inglês: *coroutine*{ lang="en" dir="ltr" }.'
        " Evite: “co-rotina” (a grafia é outra).\n"
        "\n"
        "laço de eventos { #event-loop }\n"
        ":   Chama o resto.\n"
        "\n"
        '    Em inglês: *event loop*{ lang="en" dir="ltr" }. Evite: “loop de eventos”, “looping”.\n'
    )


def test_python_markdown_gives_each_term_its_id(terms: glossary.Glossary) -> None:
    html = markdown(as_markdown("en", terms), extensions=["attr_list", "def_list"])
    assert html.split("\n")[6:12] == [
        '<dt id="event-loop">event loop</dt>',
        "<dd>",
        "<p>Calls the rest.</p>",
        '<p>In Portuguese: <em dir="ltr" lang="pt-BR">laço de eventos</em>.</p>',
        "</dd>",
        "</dl>",
    ]


def test_the_page_lists_one_form_of_a_word() -> None:
    words = ["escalonar", "escalona", "loop de eventos", "loops de eventos", "looping"]
    assert glossary.main_forms(words) == ["escalonar", "loop de eventos", "looping"]


# -- words to avoid


def test_words_to_avoid_are_found_with_their_lines(terms: glossary.Glossary) -> None:
    text = "O laço.\n\nO Loop de\neventos no ecrã, e co-rotinas.\n"
    assert avoided(text, "pt", terms) == [
        (3, "Loop de eventos", "laço de eventos"),
        (4, "co-rotinas", "corrotina"),
        (4, "ecrã", "tela"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "loopings e ecrãs são outras palavras",
        "`looping`",
        "``a ` looping``",
        "```\nlooping\n```",
        "~~~ py\nlooping\n~~~",
        "    ```\n    looping\n    ```",
        "[a](looping.md)",
        '[a](a.md "looping (a)")',
        "[a]: looping.md",
        "<https://example.org/looping>",
        "https://example.org/looping",
        "---\ntitle: looping\n---\n",
        "## Laço { #looping }",
        "{{ part/looping.wall }}",
        "<!-- looping -->",
        '<span lang="en">looping</span>',
        "[The looping](https://example.org/) (em inglês)",
        "[The looping][a]\n(em inglês)",
        '```predict run="looping"\nQual?\n- looping\n```',
    ],
)
def test_what_is_not_prose_is_left_alone(terms: glossary.Glossary, text: str) -> None:
    assert avoided(text, "pt", terms) == []


@pytest.mark.parametrize(
    "text",
    [
        "looping",
        "**LOOPING**",
        "(looping)",
        "## Looping { #loop }",
        "[looping](a.md)",
        "> - looping",
        '!!! note "Looping"',
        "| looping |",
        "`a` looping `b`",
        "a ` looping\n\nb `",
        '<p class="a">looping</p>',
        '```predict run="a"\nlooping?\n- a\n```',
        '```predict run="a"\nQual?\n- a\n---\nO looping.\n```',
        '```predict run="a"\nQual?\n- a\n---\n- looping\n```',
    ],
)
def test_prose_is_what_people_read(terms: glossary.Glossary, text: str) -> None:
    assert [found.word.lower() for found in avoided(text, "pt", terms)] == ["looping"]


def test_an_accent_may_be_written_in_two_ways(terms: glossary.Glossary) -> None:
    assert avoided("ecra\u0303", "pt", terms) == [(1, "ecrã", "tela")]


def test_each_language_avoids_its_own_words(terms: glossary.Glossary) -> None:
    assert avoided("looping ecrã", "en", terms) == []


def write(project: Path, path: str, text: str) -> None:
    file = project / "docs" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_pages_are_checked_for_words_and_terms(tmp_path: Path, terms: glossary.Glossary) -> None:
    write(tmp_path, "pt/part-1/tasks.md", "# A\n\nUma co-rotina.\n[x](term:loop)\n")
    write(tmp_path, "pt/lab/loop.py", "# %% [markdown]\n# Um looping.\n# %%\n# looping\n")
    write(tmp_path, "en/part-1/tasks.md", "A looping.\n")
    assert check_terms(tmp_path / "docs", ["pt", "en"], glossary=terms) == [
        "docs/pt/lab/loop.py:2: expected 'laço de eventos', came 'looping': change it",
        "docs/pt/part-1/tasks.md:4: expected a term of the glossary, came term:loop: "
        "there is no term 'loop' in glossary.toml; the nearest: 'event-loop'",
        "docs/pt/part-1/tasks.md:3: expected 'corrotina', came 'co-rotina': change it "
        "(a grafia é outra)",
    ]


def test_the_glossary_page_may_name_words_to_avoid(
    tmp_path: Path, terms: glossary.Glossary
) -> None:
    write(tmp_path, "pt/reference/glossary.md", "looping [x](term:coroutine) [y](term:z)\n")
    (fault,) = check_terms(tmp_path / "docs", ["pt"], glossary=terms)
    assert "came term:z" in fault
    assert len(check_terms(tmp_path / "docs", ["pt"], exempt=(), glossary=terms)) == 2
