"""How a section, or a program, of a translation stands to its source: each state and what it needs,
on texts of a word or two."""

from __future__ import annotations

import pytest
from languages.fingerprint import logic, words
from languages.freshness import Part, Section, State, compare, gone, of_program, parts_of
from languages.marks import Entry, Mark
from languages.to_do import changes
from tea import PAGINA

OLD, NEW, HERE, THERE = (
    Part(title, f"{title} {text}", line, "b")
    for title, text, line in (
        ("Chá", "quente", 3), ("Chá", "bem quente", 4), ("Tea", "hot", 5), ("Tea", "very hot", 6),
    )
)  # fmt: skip


def done(source: Part, here: Part, built: str = "b") -> Entry:
    return Entry(source.digest, here.digest, built)


def copy(source: Part) -> Entry:
    return Entry(source.digest, source.digest, source.built, True)


@pytest.mark.parametrize(
    ("source", "here", "entry", "state", "touched"),
    [
        (OLD, None, None, State.MISSING, False),
        (OLD, None, done(OLD, HERE), State.MISSING, False),
        # Nobody has called it done.
        (OLD, OLD, None, State.MISSING, True),
        (OLD, HERE, None, State.UNMARKED, True),
        (OLD, OLD, copy(OLD), State.MISSING, False),
        (NEW, OLD, copy(OLD), State.MISSING, False),
        (NEW, NEW, copy(OLD), State.MISSING, True),
        (OLD, HERE, copy(OLD), State.UNMARKED, True),
        (NEW, HERE, copy(OLD), State.STALE, True),
        # Somebody has.
        (OLD, HERE, done(OLD, HERE), State.DONE, False),
        (OLD, HERE, Entry(OLD.digest), State.DONE, False),
        (OLD, THERE, done(OLD, HERE), State.AHEAD, True),
        (NEW, HERE, done(OLD, HERE), State.STALE, False),
        (NEW, THERE, done(OLD, HERE), State.STALE, True),
        (NEW, NEW, done(OLD, HERE), State.MISSING, True),
        (OLD, OLD, done(OLD, OLD), State.DONE, False),
    ],
)
def test_the_state_of_a_section(source, here, entry, state, touched):
    translation = {"tea": here} if here else {}
    mark = Mark("pt", {"tea": entry} if entry else {})
    shown = here or source
    assert compare({"tea": source}, translation, mark) == [
        Section("tea", shown.title, source.words, shown.line, state, touched)
    ]


def test_a_source_that_is_built_otherwise_is_told():
    def rebuilt(source: Part, entry: Entry) -> bool:
        return compare({"tea": source}, {"tea": HERE}, Mark("pt", {"tea": entry}))[0].rebuilt

    assert rebuilt(OLD, done(OLD, HERE, "other"))
    assert not rebuilt(OLD, done(OLD, HERE))
    assert not rebuilt(OLD, Entry(OLD.digest)), "of earlier times"
    assert not rebuilt(OLD._replace(built=""), done(OLD, HERE)), "a term of the glossary"


def test_a_section_with_another_id_is_known_by_its_words():
    mark = Mark("pt", {"tea": done(OLD, HERE), "own": Entry("0" * 8)})
    assert compare({"brew": OLD}, {"tea": HERE}, mark) == [
        Section("brew", "Tea", OLD.words, HERE.line, State.DONE, was="tea")
    ]
    assert gone({"brew": OLD}, {"tea": HERE}, mark) == {}
    # The words alone do not make it that: the source still has it, the translation has it no more,
    # or it was there before.
    for source, translation, marked in (
        ({"tea": OLD, "brew": OLD}, {"tea": HERE}, {"tea": done(OLD, HERE)}),
        ({"brew": OLD}, {}, {"tea": done(OLD, HERE)}),
        ({"brew": OLD}, {"tea": HERE}, {"tea": done(OLD, HERE), "brew": done(OLD, HERE)}),
    ):
        told = compare(source, translation, Mark("pt", marked))[-1]
        assert (told.id, told.state, told.was) == ("brew", State.MISSING, "")


def test_what_only_the_translation_has_was_there_once_or_is_its_own():
    mark = Mark("pt", {"tea": done(OLD, HERE), "milk": done(NEW, THERE)})
    here = {"tea": HERE, "milk": THERE, "own": THERE}
    assert gone({"tea": OLD}, here, mark) == {"milk": True, "own": False}
    assert gone({"tea": OLD}, here, None) == {"milk": False, "own": False}


CHA, TEA, HOT = 'print("chá")\n', 'print("tea")\n', 'print("hot tea")\n'
NUMBER = "print(1)\n"


def noted(source: str, here: str, copied: bool = False) -> Entry:
    return Entry(words(source), words(here), logic(source), copied)


@pytest.mark.parametrize(
    ("source", "here", "entry", "known", "state"),
    [
        (CHA, None, noted(CHA, TEA), True, State.MISSING),
        (None, TEA, noted(CHA, TEA), True, State.DONE),
        (CHA, TEA, None, False, State.DONE),
        (CHA, TEA, None, True, State.UNMARKED),
        (CHA, CHA, None, True, State.MISSING),
        (NUMBER, NUMBER, None, True, State.UNMARKED),  # there is nothing to translate
        (CHA, CHA, noted(CHA, CHA, True), True, State.MISSING),
        (CHA, TEA, noted(CHA, CHA, True), True, State.UNMARKED),
        (NUMBER, NUMBER, noted(NUMBER, NUMBER, True), True, State.UNMARKED),
        (CHA, TEA, noted(CHA, TEA), True, State.DONE),
        (CHA, HOT, noted(CHA, TEA), True, State.AHEAD),
        (HOT, TEA, noted(CHA, TEA), True, State.STALE),
        (f"1\n{CHA}", TEA, noted(CHA, TEA), True, State.STALE),
    ],
)
def test_the_state_of_a_program(source, here, entry, known, state):
    assert of_program(source, here, entry, known) is state


PAGE = """---
description: About tea.
---

Before all.

# Tea { #tea }

It is **hot** now.

## Water

Of water.
"""


def test_the_sections_of_a_page():
    found = parts_of(PAGE, ".md")
    told = {id: (part.title, part.text, part.line, part.words) for id, part in found.items()}
    assert told == {
        "description": ("", "About tea. Before all.", 1, 4),
        "tea": ("Tea", "Tea It is hot now.", 7, 5),
        "line-11": ("Water", "Water Of water.", 11, 3),
    }
    assert list(parts_of("# Tea { #tea }\n", ".md")) == ["tea"]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("Isso foi tudo.", "Isso não foi tudo.", {"end"}),
        ("## Água {", "## Água quente {", {"water"}),
        ("Do que a", "Sobre o que a", {"description"}),
        ("- Ferva.\n- Despeje.", "- Ferva.\n- Despeje.\n- Espere.", {"water"}),
        ("`brew`", "`asyncio`", {"tea"}),
        # What a translator need not act on:
        (
            "O laço *espera* por `brew`.\nEspera muito",
            "O laço **espera**\npor `brew`. Espera muito",
            set(),
        ),
        ("(#end)", "(#water)", set()),
        ('run="part/tea"', 'run="part/tea" mark="sleep"', set()),
        ("## O fim", "<!-- a note to ourselves -->\n\n## O fim", set()),
        ("- Ferva.\n- Despeje.", "* Ferva.\n* Despeje.", set()),
    ],
)
def test_a_changed_sentence_changes_its_section_and_a_changed_layout_none(old, new, changed):
    assert PAGINA.count(old) == 1
    before, after = (parts_of(text, ".md") for text in (PAGINA, PAGINA.replace(old, new)))
    assert {id for id in before if before[id].digest != after[id].digest} == changed


def test_what_has_changed_is_told_with_words_around():
    before = "one two three four five six seven eight nine ten"
    told = changes(before, before.replace("eight", "8"))
    assert told == ["… two three four five six seven [-eight-] {+8+} nine ten"]
    assert changes(before, before.replace("two", "2 or 3")) == [
        "one [-two-] {+2 or 3+} three four five six seven eight …"
    ]
    often = "the word " * 150
    assert changes(often, f"first {often}") == ["{+first+} the word the word the word …"]
    many = " ".join(map(str, range(40)))
    assert changes(many, f"a {many} b") == ["{+a+} 0 1 2 3 4 5 …", "… 34 35 36 37 38 39 {+b+}"]
