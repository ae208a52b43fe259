"""Nobody waits: who changes a page writes one language, the site is built at each step, and every
reader is told what is translated. One small project is built once for many statements."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from commands import run
from made import Project, environment, nightly, thorough
from tea import CHA, PAGE, PAGINA, change, git, states, translate

MILK = '## Leite { #milk }\n\nCom leite.\n\n```python exec="on" run="part/milk"\n```\n\n'
ES = "docs/es/part.md"


@pytest.fixture
def shop(translated, tmp_path) -> Project:
    """The project of test_translate, with Spanish begun: one of four sections is translated."""
    shutil.copytree(translated, tmp_path / "project")
    project = Project(tmp_path / "project")
    for words in (("new", "es"), ("start", "es", "part")):
        assert translate(project, *words).returncode == 0
    change(project, ES, "Isso foi tudo.", "Eso fue todo.")
    change(project, ES, "## O fim", "## El fin")
    return project


def article(project: Project, path: str) -> str:
    """What a reader reads of a page, without its figures' insides."""
    page = (project.folder / f"site/{path}index.html").read_text(encoding="utf-8")
    return page[page.index("<article") : page.index("</article")]


def section(text: str, id: str) -> str:
    """A section of an article, its heading included."""
    start = text.rindex("<h", 0, text.index(f'id="{id}"'))
    end = re.search(r"<h[12] ", text[start + 3 :])
    return text[start : start + 3 + end.start()] if end else text[start:]


def checked(project: Project) -> str:
    """The faults that scripts/check tells of pages and programs; "" if there are none."""
    done = run(["-m", "languages"], project.folder, {**environment(), "PYTHONPATH": "scripts"})
    assert bool(done.returncode) == ("no faults" not in done.stdout), done.stderr
    return done.stdout if done.returncode else ""


def rewrite(project: Project, name: str, *pairs: tuple[str, str]) -> None:
    for old, new in pairs:
        change(project, name, old, new)


# -- the author of the original


def test_an_author_writes_one_language_and_every_reader_is_told(shop):
    rewrite(
        shop,
        "docs/pt/part.md",
        ("- Despeje.\n", "- Despeje.\n- Espere.\n"),  # a list item
        ("## O fim { #end }", MILK + "## O fim { #the-end }"),  # a section, a program, another id
        ("(#end)", "(#the-end)"),
        ("Do que a página trata.", "De chá."),
    )
    shop.write("snippets/pt/part/milk.py", 'print("leite")\n')
    built = shop.build()
    assert built.returncode == 0, built.stderr
    english, spanish = article(shop, "en/part/"), article(shop, "es/part/")
    # What has changed says so, what is new is there in the words of the original, and says so.
    assert 'class="stale"' in section(english, "water")
    assert "Boil it." in section(english, "water")
    assert '<div lang="pt-BR" dir="ltr">' in section(english, "milk")
    assert "leite" in section(english, "milk")
    assert 'aria-label="Programa milk.py"' in section(english, "milk")
    assert '<a href="#milk" lang="pt-BR" dir="ltr">Leite</a>' in english
    # What has another id keeps its words, and what links to it follows.
    assert "That was all." in section(english, "the-end")
    assert 'see <a href="#the-end">the end</a>' in english
    assert 'class="stale"' not in section(english, "the-end")
    # A page that was begun says which of its sections are not translated.
    assert "Eso fue todo." in section(spanish, "the-end")
    assert "not finished" in section(spanish, "the-end")
    for id, words in {"tea": "espera", "water": "Espere.", "milk": "Com leite."}.items():
        assert f'<a href="#{id}" lang="pt-BR" dir="ltr">' in spanish
        assert re.search(rf'<h[12] [^>]*id="{id}"[^>]*lang="pt-BR"', spanish)
        assert words in section(spanish, id)
    assert "cannot be shown" not in english + spanish
    # The commands say the same, and fail for nobody but who translates.
    assert states(shop) == {"description": "stale", "water": "stale", "milk": "missing"}
    told = translate(shop, "status", "en", "part").stdout
    assert "the source calls it #the-end: here, change { #end }" in told
    assert "sync part/milk writes it" in told
    assert set(states(shop, language="es")) == {"description", "tea", "water", "milk", "the-end"}
    assert checked(shop) == ""


@pytest.mark.thorough
def test_what_an_author_deletes_and_moves_goes_from_every_language(shop):
    text = (shop.folder / "docs/pt/part.md").read_text(encoding="utf-8")
    water, end = text.index("## Água"), text.index("## O fim")
    moved = text[:water] + text[end:] + "\n" + MILK
    shop.write("docs/pt/part.md", moved)  # without #water, and with #milk behind #end
    shop.write("snippets/pt/part/milk.py", 'print("leite")\n')
    (shop.folder / "snippets/pt/part/tea.py").unlink()
    change(
        shop,
        "docs/en/part.md",
        "## The end { #end }",
        "## Own { #own }\n\nMine.\n\n## The end { #end }",
    )
    built = shop.build()
    assert built.returncode == 0, built.stderr
    english = article(shop, "en/part/")
    assert "Boil it." not in english
    assert re.findall(r'<h[12] [^>]*id="([\w-]+)"', english) == ["tea", "own", "end", "milk"]
    assert not (shop.folder / "site/programs/en/part/tea.py").exists()
    told = translate(shop, "status", "en", "part").stdout
    assert re.search(r"gone +#water .* the source has it no longer", told)
    assert re.search(r"own +#own .* the source does not have it", told)
    assert "snippets/en/part/tea.py: its page's original shows it no longer: delete it" in (
        translate(shop, "status", "en").stdout
    )
    refused = translate(shop, "done", "en", "part")
    assert refused.returncode == 1
    assert "expected no section #water: the source has it no longer" in refused.stderr


@pytest.mark.thorough
def test_a_page_and_a_program_with_another_name_are_recognised(shop):
    """Whoever renames an original is not asked for its translations, and no reader loses them."""
    for lang, see in {"pt": "Veja", "en": "See"}.items():
        shop.page(f"{see} [it](part.md#end).", lang)
    assert translate(shop, "done", "en", "index").returncode == 0
    change(shop, "docs/pt/index.md", "part.md", "kitchen/brew.md")
    for old, new in {
        "docs/pt/part.md": "docs/pt/kitchen/brew.md",
        "snippets/pt/part/tea.py": "snippets/pt/kitchen/brew/brewing.py",
    }.items():
        (shop.folder / new).parent.mkdir(parents=True)
        (shop.folder / old).rename(shop.folder / new)
    change(shop, "docs/pt/kitchen/brew.md", "part/tea", "kitchen/brew/brewing")
    change(shop, "mkdocs.yml", "  - part.md\n", "  - kitchen/brew.md\n")
    built = shop.build()
    assert built.returncode == 0, built.stderr
    assert '<a href="kitchen/brew/#end">it</a>' in article(shop, "en/")
    english = article(shop, "en/kitchen/brew/")
    assert "That was all." in english
    assert "brewing.py" in section(english, "water")
    assert "ready" in section(english, "water")
    assert 'class="stale"' not in english
    assert not (shop.folder / "site/en/part").exists()
    for lang in ("en", "es"):
        told = translate(shop, "status", lang).stdout
        assert f"move docs/{lang}/part.md to docs/{lang}/kitchen/brew.md" in told
    told = translate(shop, "sync", "kitchen/brew/brewing").stdout
    assert "move snippets/en/part/tea.py to snippets/en/kitchen/brew/brewing.py" in told


@pytest.mark.nightly
def test_a_program_that_was_moved_to_another_page_is_recognised(shop):
    for lang, said in {"pt": "Texto nosso.", "en": "Our text."}.items():
        shop.page(said, lang)
    assert translate(shop, "done", "en", "index").returncode == 0
    fence = '```python exec="on" run="part/tea"\n```\n'
    change(shop, "docs/pt/part.md", fence, "")
    shop.page(f"Texto nosso.\n\n{fence.replace('part', 'home')}", "pt")
    (shop.folder / "snippets/pt/home").mkdir()
    (shop.folder / "snippets/pt/part/tea.py").rename(shop.folder / "snippets/pt/home/tea.py")
    assert checked(shop) == ""
    told = translate(shop, "status", "en").stdout
    assert "move snippets/en/part/tea.py to snippets/en/home/tea.py" in told
    assert "delete it" not in told


@pytest.mark.nightly
def test_a_page_whose_original_is_gone_is_told_and_not_shown(shop):
    (shop.folder / "docs/pt/part.md").unlink()
    (shop.folder / "snippets/pt/part/tea.py").unlink()
    change(shop, "mkdocs.yml", "  - part.md\n", "")
    built = shop.build()
    assert built.returncode == 0, built.stderr
    assert not list((shop.folder / "site").glob("**/part/index.html"))
    assert "docs/en/part.md: its original is gone" in translate(shop, "status", "en").stdout


@pytest.mark.thorough
def test_a_program_of_a_page_that_is_gone_is_told_and_nobody_is_asked_to_write_it(shop):
    (shop.folder / "docs/pt/part.md").unlink()
    change(shop, "mkdocs.yml", "  - part.md\n", "")
    told = [line for line in checked(shop).splitlines() if "snippets" in line]
    assert told == [
        "snippets/pt/part/tea.py:1: no page shows this program: delete it, or show it on one"
    ]


@pytest.mark.thorough
def test_a_program_that_an_original_has_lost_is_told_and_can_be_written_again(shop):
    (shop.folder / "snippets/pt/part/tea.py").unlink()
    assert "docs/pt/part.md:" in checked(shop)
    assert "there is no program 'part/tea'" in checked(shop)
    assert "snippets/pt/part/tea.py: written, a copy" in translate(shop, "sync", "part/tea").stdout
    assert "docs/pt/part.md:" not in checked(shop)


# -- any language can be first


@pytest.mark.nightly
def test_a_page_in_english_first_and_in_a_language_that_is_written_from_right_to_left(
    translated, tmp_path
):
    shutil.copytree(translated, tmp_path / "project")
    shop = Project(tmp_path / "project")
    (shop.folder / "docs/pt/part.md").unlink()
    (shop.folder / "snippets/pt/part/tea.py").unlink()
    shop.write("docs/en/part.md", PAGE)
    for words in (("new", "ar"), ("start", "ar", "part")):
        assert translate(shop, *words).returncode == 0
    assert checked(shop) == ""
    told = translate(shop, "status", "pt").stdout
    assert "start pt part" in told
    built = shop.build()
    assert built.returncode == 0, built.stderr
    # Untranslated it is shown everywhere, says so, and belongs to English alone.
    for root in ("", "ar/"):
        page = (shop.folder / f"site/{root}part/index.html").read_text(encoding="utf-8")
        assert page.count('<div lang="en" dir="ltr">') == 1
        assert "untranslated" in page
        assert 'rel="canonical" href="http://127.0.0.1:8000/en/part/"' in page
        assert re.findall(r'hreflang="([\w-]+)" href="http', page) == ["en"]
        assert ('<html dir="rtl" lang="ar"' in page) == (root == "ar/")
    places = (shop.folder / "site/sitemap.xml").read_text(encoding="utf-8")
    assert re.findall(r"<loc>(\S+part/)</loc>", places) == ["http://127.0.0.1:8000/en/part/"]
    for root, said in {"": "Tea (inglês)", "ar/": "Tea (الإنجليزية)", "en/": "Tea"}.items():
        file = shop.folder / f"site/{root}search/search_index.json"
        entries = json.loads(file.read_text(encoding="utf-8"))["docs"]
        assert [e["title"] for e in entries if e["location"] == "part/"] == [said]
    # From there, as from Portuguese.
    assert translate(shop, "start", "pt", "part", "--from", "ar").returncode == 1
    assert translate(shop, "start", "pt", "part", "--from", "en").returncode == 0
    mark = (shop.folder / "docs/pt/part.md").read_text(encoding="utf-8").split("---")[1]
    mark = mark.replace("What the page is about.", "Do que a página trata.")
    shop.write("docs/pt/part.md", PAGINA.replace(PAGINA.split("---")[1], mark))
    shop.write("snippets/pt/part/tea.py", CHA)
    done = translate(shop, "done", "pt", "part")
    assert done.returncode == 0, done.stderr
    assert states(shop, language="pt") == {}
    change(shop, "docs/en/part.md", "That was all.", "That was not all.")
    assert states(shop, language="pt") == {"end": "stale"}
    assert "is an original" in translate(shop, "done", "en", "part").stderr


def test_of_two_pages_that_name_each_other_one_has_to_be_the_original(shop):
    change(shop, "docs/pt/part.md", "\n---\n\n# Chá", "\ntranslation:\n  from: en\n---\n\n# Chá")
    assert "and that one from this: remove one of the marks" in checked(shop)


# -- both directions


@pytest.mark.thorough
def test_a_translation_that_was_changed_alone_is_told_in_both_languages(shop):
    """Who improves it has not to write the original's language either."""
    change(shop, "docs/en/part.md", "- Pour it.\n", "- Pour it.\n- Drink it.\n")
    assert checked(shop) == ""
    assert states(shop) == {"water": "ahead"}
    for words in (("status", "pt"), ("status", "pt", "part")):
        told = translate(shop, *words).stdout
        assert "docs/en/part.md was changed and its original was not: 1 section" in told
    refused = translate(shop, "done", "en", "part", "water")
    assert "came an item of a list" in refused.stderr
    change(shop, "docs/pt/part.md", "- Despeje.\n", "- Despeje.\n- Beba.\n")
    assert translate(shop, "done", "en", "part", "water").returncode == 0
    assert states(shop) == {}


def test_what_a_translation_alone_is_built_of_is_a_fault(shop):
    """A link that leads elsewhere changes no word: whoever changed it is known by the mark."""
    change(shop, "docs/en/part.md", "(#end)", "(#water)")
    assert "docs/en/part.md" in checked(shop)
    change(shop, "docs/en/part.md", "(#water)", "(#end)")
    change(shop, "docs/pt/part.md", "(#end)", "(#water)")
    assert checked(shop) == ""
    told = translate(shop, "status", "en", "part").stdout
    assert "the source has other links" in told
    assert "expected a link to #water (docs/pt/part.md:8), came a link to #end: give" in told


# -- programs


@pytest.mark.nightly
def test_other_words_in_a_program_are_told_until_they_are_translated(shop):
    git(shop, "init", "-q")
    git(shop, "add", "docs", "snippets")
    git(shop, "commit", "-qm", "one")
    change(shop, "snippets/pt/part/tea.py", '"morno"', '"frio demais"')
    assert states(shop) == {}
    stale = r"stale +snippets/en/part/tea.py  snippets/pt/part/tea.py says something else"
    told = translate(shop, "status", "en", "part").stdout
    assert re.search(stale, told)
    assert "[-morno-] {+frio demais+}" in told
    change(shop, "snippets/pt/part/tea.py", "sleep(0.1)", "sleep(0.2)")
    assert checked(shop) == "", "the original never waits"
    synced = translate(shop, "sync", "part/tea")
    assert 'snippets/en/part/tea.py:8: "frio demais"' in synced.stdout
    assert "snippets/es/part/tea.py: written, a copy" in synced.stdout
    assert "line 8 reads as in the source: frio demais" in (
        translate(shop, "status", "en", "part").stdout
    )
    refused = translate(shop, "done", "en", "part")
    assert refused.returncode == 1
    assert "snippets/en/part/tea.py:8: frio demais" in refused.stderr
    change(shop, "snippets/en/part/tea.py", "frio demais", "too cold")
    assert translate(shop, "done", "en", "part").returncode == 0
    assert "stale" not in translate(shop, "status", "en", "part").stdout


@pytest.mark.nightly
def test_programs_in_the_words_of_the_source_are_not_called_done(shop):
    text = PAGE.split("---", 2)[2]
    mark = (shop.folder / ES).read_text(encoding="utf-8").split("---", 2)[1]
    mark = mark.replace("Do que a página trata.", "De qué trata la página.")
    shop.write(ES, f"---{mark}---{text.replace('That was all.', 'Eso fue todo.')}")
    refused = translate(shop, "done", "es", "part")
    assert refused.returncode == 1
    assert "snippets/es/part/tea.py:7: pronto" in refused.stderr
    named = translate(shop, "done", "es", "part", "description", "tea", "end")
    assert named.returncode == 0, named.stderr
    assert states(shop, language="es") == {"water": "unmarked"}
    assert translate(shop, "done", "es", "part", "water").returncode == 0, "it was named"


def test_sync_writes_a_program_that_is_new(shop):
    change(shop, "docs/pt/part.md", "## O fim", MILK + "## O fim")
    shop.write("snippets/pt/part/milk.py", 'print("leite")\n')
    assert translate(shop, "start", "es", "index").returncode == 0
    other = (shop.folder / "docs/es/index.md").read_text(encoding="utf-8")
    told = translate(shop, "sync", "part/milk").stdout
    assert (shop.folder / "docs/es/index.md").read_text(encoding="utf-8") == other
    for lang in ("en", "es"):
        assert f"snippets/{lang}/part/milk.py: written, a copy; 1 text to translate" in told
        assert (shop.folder / f"snippets/{lang}/part/milk.py").read_text() == 'print("leite")\n'
        mark = (shop.folder / f"docs/{lang}/part.md").read_text(encoding="utf-8").split("---")[1]
        assert re.findall(r'(\S+): "(copied)?.* .* .*"$', mark.split("programs:")[1], re.M) == [
            ("part/tea", "copied" if lang == "es" else ""),
            ("part/milk", "copied"),
        ]
    assert checked(shop) == ""
    told = translate(shop, "status", "en", "part").stdout
    assert "snippets/en/part/milk.py  it is there in the words of snippets/pt/part/milk.py" in told


def test_what_is_asked_of_a_reader_stands_in_its_own_language_where_nobody_has_translated_it(shop):
    """Its program comes with a question in the middle, or inside an exercise."""
    drink, own = "part/part/exercises/drink", "part/part/drink"
    change(
        shop,
        "docs/pt/part.md",
        "## O fim",
        '## Pergunta { #asked }\n\n```predict run="part/tea"\nO que sai?\n\n'
        '- pronto\n  morno\n- nada\n---\nAssim.\n```\n\n```python exec="on" run="part/tea"\n```\n\n'
        f'```exercise run="{drink}"\nDiga algo.\n---\nUse `print`.\n```\n\n## O fim',
    )
    shop.write(f"snippets/pt/{drink}.py", "import asyncio\n")
    shop.write(f"snippets/pt/{drink}_solution.py", 'print("algo")\n')
    check = 'def check(seen):\n    seen.needs(len(seen.lines) == 1, "less", at=0)\n'
    shop.write(f"checks/{own}.py", check)
    shop.write(f"checks/{own}.toml", '[less]\npt = "Falta."\n')
    built = shop.build()
    assert built.returncode == 0, built.stderr
    spanish = section(article(shop, "es/part/"), "asked")
    assert "&lt;" not in spanish
    assert spanish.count('class="asked"') == spanish.count('class="exercise"') == 1
    foreign = '<div lang="pt-BR" dir="ltr"><figure class="run"'
    assert spanish.count(foreign) == 3, "around the question, start and solution"
    assert section(article(shop, "part/"), "asked").count("lang=") == 0


# -- what there is nothing of, and what cannot be read


def test_a_check_of_what_is_not_translated_says_so(shop):
    assert "nothing is translated yet: python3 scripts/translate start es reference/glossary" in (
        translate(shop, "check", "es", "reference/glossary").stdout
    )
    told = translate(shop, "check", "es", "part").stdout
    assert "3 of 4 sections are not translated yet: #description, #tea, #water" in told
    assert "no faults" not in told


@pytest.mark.parametrize(
    "name",
    ["docs/en/part.md", thorough("snippets/pt/part/tea.py"), nightly("snippets/runs.toml"),
     thorough("mkdocs.yml"),
     nightly("scripts/languages/glossary.toml"), nightly("scripts/languages/interface/es.toml")],
)  # fmt: skip
def test_the_marks_of_a_merge_are_named_alone(shop, name):
    text = (shop.folder / name).read_text(encoding="utf-8")
    shop.write(name, f"{text}<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n")
    line = text.count("\n") + 1
    for told in (translate(shop, "status").stderr, translate(shop, "done", "en", "part").stderr):
        assert told.startswith(f"{name}:{line}: expected one text, came <<<<<<<")
        assert told.count("\n") == 1
        assert "Traceback" not in told


@pytest.mark.thorough
def test_a_page_with_a_byte_order_mark_is_told(shop):
    text = (shop.folder / "docs/en/part.md").read_bytes()
    shop.write("docs/en/part.md", b"\xef\xbb\xbf" + text)
    assert "docs/en/part.md:1: expected UTF-8 without a byte order mark" in (
        translate(shop, "status").stderr
    )


@pytest.mark.thorough
def test_a_page_with_windows_line_ends_is_a_page(shop):
    text = (shop.folder / ES).read_bytes()
    shop.write(ES, text.replace(b"\n", b"\r\n"))
    assert states(shop, language="es") == {
        "description": "missing", "tea": "missing", "water": "missing", "end": "unmarked",
    }  # fmt: skip
    assert translate(shop, "done", "es", "part", "end").returncode == 0


@pytest.mark.nightly
def test_a_glossary_that_was_called_done_waits_for_nobody(shop):
    change(shop, "docs/en/reference/glossary.md", "# G {", "# Glossary {")
    assert translate(shop, "done", "en", "reference/glossary").returncode == 0
    assert states(shop, "reference/glossary") == {}
    assert "reference/glossary" not in translate(shop, "status", "en").stdout
    assert translate(shop, "start", "es", "reference/glossary").returncode == 0
    assert "built otherwise" not in translate(shop, "status", "es").stdout


@pytest.mark.parametrize(
    "words",
    ["status", nightly("status en part"), nightly("check en part"), thorough("check"),
     nightly("sync part/tea"), thorough("done en part")],
)  # fmt: skip
def test_a_glossary_that_cannot_be_read_is_told_alone_by_each_command(shop, words):
    file = shop.folder / "scripts/languages/glossary.toml"
    shop.write("scripts/languages/glossary.toml", file.read_text(encoding="utf-8") + "\n[broken\n")
    told = translate(shop, *words.split())
    assert told.returncode == 1
    assert told.stdout == ""
    assert re.fullmatch(r"scripts/languages/glossary.toml:\d+: not valid TOML: .*\n", told.stderr)
