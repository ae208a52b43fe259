"""What waits for a translator, in lines: states in, whole lines out."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from languages import to_do, workshop
from languages.fingerprint import logic, words
from languages.freshness import Part, Section, State
from languages.marks import Entry, Mark
from languages.workshop import LanguageState, PageState

CHA = 'print("chá verde")\n'
PROGRAMS = {
    "pt": {"tea/new": CHA, "tea/old": CHA, "tea/copy": "# chá\n"},
    "en": {"tea/old": 'print("tea")\n', "tea/ahead": "# it\n", "tea/copy": "# chá\n"},
}  # fmt: skip
WAS = 'print("chá preto")\n'
NOTED = Mark("pt", {}, {"tea/old": Entry(words(WAS), "1" * 8, logic(WAS))})
SECTIONS = (
    Section("tea", "Tea", 5, 3, State.DONE),
    Section("water", "Water", 6, 9, State.STALE, rebuilt=True),
    Section("end", "The end", 7, 12, State.AHEAD, was="last"),
    Section("milk", "Leite", 8, 15, State.MISSING),
)
STATES = {
    "tea/new": State.MISSING, "tea/old": State.STALE, "tea/ahead": State.AHEAD,
    "tea/copy": State.MISSING, "tea/calm": State.DONE,
}  # fmt: skip


def page(language, name, source, sections=(), programs=None, extra=None, exists=True):
    file = Path(f"/project/docs/{language}/{name}.md") if exists else None
    words = sum(section.words for section in sections)
    told = (language, f"{name}.md", name, source, file, words, sections, programs or {})
    return PageState(*told, extra or {})


TEA = page("en", "tea", "pt", SECTIONS, STATES, {"gone": True, "own": False})
NONE = page(
    "en",
    "none",
    "pt",
    (Section("a", "A", 9, 1, State.MISSING),),
    {"b": State.MISSING},
    exists=False,
)
CALM = page("en", "calm", "pt", SECTIONS[:1])
WRONG = page("en", "wrong", None, (), {"wrong/it": State.DONE})
FAULTS = ["docs/en/wrong.md:1: one", "snippets/en/wrong/it.py:2: two", "docs/en/wrong.mdx: three"]
ENGLISH = LanguageState("en", "English", (NONE, CALM, TEA, WRONG), (1, 2), (3, 4))
ORIGINALS = tuple(page("pt", each, None) for each in ("tea", "calm", "mine"))
BACK = page("pt", "wrong", "en", SECTIONS[2:3])
PORTUGUESE = LanguageState("pt", "Português", (*ORIGINALS, BACK), (2, 2), (4, 4))
SHOP = SimpleNamespace(
    root=Path("/project"),
    located=SimpleNamespace(
        moved={("en", "a.md"): "b.md", ("es", "a.md"): "b.md"},
        gone=[("en", "c.md"), ("es", "c.md")],
        mark=lambda language, path: NOTED,
    ),
    view=SimpleNamespace(
        renamed={("en", "b/it"): "a/it", ("es", "b/it"): "a/it"},
        hidden={("en", "c/it"), ("es", "c/it")},
    ),
    states=[ENGLISH, PORTUGUESE],
    programs=PROGRAMS,
    page=lambda language, path: page(language, path.removesuffix(".md"), None),
    parts=lambda language, path: {
        id: Part(id, f"{id} now", line) for line, id in enumerate(("water", "gone", "own"), 20)
    },
)


def test_a_language_with_its_pages_smallest_first():
    assert list(to_do.of_language(SHOP, ENGLISH, FAULTS)) == [
        "English (en): 42 % of 40 words; interface 1 of 2 terms 3 of 4; 1 of 4 pages are originals",
        "       9 words  none                         missing",
        "      14 words  tea                          1 of 4 sections stale, 1 of 4 sections ahead,"
        " 1 of 4 sections missing, 3 built otherwise, 4 of 5 programs",
        "       0 words  wrong                        2 faults",
        "  move docs/en/a.md to docs/en/b.md: the original is there now",
        "  docs/en/c.md: its original is gone, and no page shows it: delete it, or remove"
        " 'translation' from its front matter, which makes it an original",
        "  move snippets/en/a/it.py to snippets/en/b/it.py: the original is there now",
        "  snippets/en/c/it.py: its page's original shows it no longer: delete it",
        "  docs/pt/wrong.md was changed and its original was not: 1 section"
        " (python3 scripts/translate status pt wrong)",
        "  next: python3 scripts/translate start en none",
    ]
    calm = LanguageState("es", "Español", (CALM,), (0, 2), (0, 4))
    nothing = SimpleNamespace(moved={}, gone=[]), SimpleNamespace(renamed={}, hidden=set())
    shop = SimpleNamespace(located=nothing[0], view=nothing[1], states=[], root=SHOP.root)
    assert list(to_do.of_language(shop, calm, [])) == [
        "Español (es): 100 % of 5 words; interface 0 of 2 terms 0 of 4",
        "  no page waits for a translator",
    ]
    tea = LanguageState("es", "Español", (TEA,), (0, 2), (0, 4))
    _, told, following = to_do.of_language(shop, tea, ["docs/en/tea.md:1: what programs do, too"])
    assert told.endswith(" 3 built otherwise, 1 fault")
    assert following == "  next: python3 scripts/translate status es tea"


def test_a_page_with_its_sections_and_programs(monkeypatch):
    before = Part("water", "water before", 1)
    monkeypatch.setattr(workshop, "before", lambda *_: before)
    monkeypatch.setattr(to_do.history, "versions", lambda *_: ['print("café")\n', WAS])
    assert list(to_do.of_page(SHOP, TEA, ["a fault"])) == [
        "a fault",
        "docs/en/tea.md, translated from docs/pt/tea.md",
        "  done      #tea  (line 3) Tea",
        "  stale     #water  (line 9) Water",
        "            changed in the source (docs/pt/tea.md:20):",
        "            water [-before-] {+now+}",
        "            the source has other links, items, values or programs since it was done",
        "  ahead     #end  (line 12) The end",
        "            docs/pt/tea.md reads as it did when the two last matched",
        "            the source calls it #end: here, change { #last }",
        "  missing   #milk  (line 15) Leite",
        "  gone      #gone  (line 21) the source has it no longer, and no reader sees it:"
        " remove it",
        "  own       #own  (line 22) the source does not have it",
        "  missing   snippets/en/tea/new.py  snippets/pt/tea/new.py is shown:"
        " python3 scripts/translate sync tea/new writes it",
        "  stale     snippets/en/tea/old.py  snippets/pt/tea/old.py says something else now",
        "            chá [-preto-] {+verde+}",
        "  ahead     snippets/en/tea/ahead.py  it says something else now, and"
        " snippets/pt/tea/ahead.py does not",
        "  missing   snippets/en/tea/copy.py  it is there in the words of snippets/pt/tea/copy.py,"
        " which is shown",
        "            line 1 reads as in the source: chá",
        "  when it is right: python3 scripts/translate done en tea [SECTION …]",
    ]
    monkeypatch.setitem(PROGRAMS["pt"], "tea/old", f"1\n{CHA}")
    assert (
        "  stale     snippets/en/tea/old.py  snippets/pt/tea/old.py does something else now:"
        " python3 scripts/translate sync tea/old"
    ) in list(to_do.of_page(SHOP, TEA, []))


def test_a_page_that_is_missing_one_that_is_done_and_an_original():
    assert list(to_do.of_page(SHOP, NONE, [])) == [
        "docs/en/none.md, translated from docs/pt/none.md",
        "  missing   #a  (9 words) A",
        "  missing   snippets/en/b.py",
        "  next: python3 scripts/translate start en none",
    ]
    assert list(to_do.of_page(SHOP, CALM, [])) == [
        "docs/en/calm.md, translated from docs/pt/calm.md",
        "  done      #tea  (line 3) Tea",
    ]
    original = "docs/pt/{}.md is an original: it is translated from no other page."
    assert list(to_do.of_page(SHOP, ORIGINALS[1], [])) == [original.format("calm")]
    assert list(to_do.of_page(SHOP, ORIGINALS[0], [])) == [
        original.format("tea"),
        "  docs/en/tea.md was changed and its original was not: 2 sections"
        " (python3 scripts/translate status en tea)",
    ]
