"""What stands in ``mkdocs.yml``: what the pages cannot do without, and where each entry of the
navigation leads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from languages import navigation, needed, ring, settings

WHOLE = """\
site_name: x
theme: {name: material, custom_dir: scripts/theme}
nav:
  - index.md
  - part-1:
      - Tasks: part-1/tasks.md
      - There: https://example.org/
  - Elsewhere: https://example.org/
plugins:
  - search
  - markdown-exec: {}
  - mkdocs-jupyter
  - i18n:
      docs_structure: folder
      languages:
        - {locale: pt, name: Português, default: true, nav_translations: {part-1: Parte}}
        - {locale: en, name: English, nav_translations: {part-1: Part}}
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - md_in_html
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.tasklist: {custom_checkbox: true}
hooks: [scripts/hooks.py]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose pages are ``index`` in two languages and ``part-1/tasks`` in one."""
    for name in ("pt/index.md", "en/index.md", "en/part-1/tasks.md"):
        file = tmp_path / "docs" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("# X { #x }\n")
    (tmp_path / "mkdocs.yml").write_text(WHOLE, encoding="utf-8")
    return tmp_path


def test_settings_that_are_whole_have_no_faults(root):
    assert needed.faults(root) == []
    assert navigation.faults(root) == []
    assert settings.plugins(root)["markdown-exec"] == {}
    assert settings.extensions(root)["pymdownx.tasklist"] == {"custom_checkbox": True}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("- index.md", "- indx.md", "4: nav: expected a page below docs/pt, came 'indx.md'; the"),
        ("- index.md", "- pt/index.md", "came 'pt/index.md': leave its language out, index.md"),
        ("- index.md", "- ../pt/index.md", "4: nav: expected a page below docs/pt, came '../pt/"),
        ("- index.md", "- /index.md", "4: nav: expected a page below docs/pt, came '/index.md'"),
        ("- index.md", "- index.md#x", "4: nav: expected a page below docs/pt, came 'index.md#x'"),
        ("- There: h", "- h", "7: nav: expected a title before it, - Title: https://example.org/"),
        ("- index.md", "- 3", "4: nav: expected the path of a page, such as index.md, came 3"),
        ("- index.md", "- ~", "4: nav: expected the path of a page, such as index.md, came ~"),
        ("- index.md", "-", "4: nav: expected the path of a page, such as index.md, came nothing"),
        ("- index.md", "- [index.md]", "4: nav: expected a page, or a title and what it is of"),
        ("- index.md", "- {a: b, c: d}", "4: nav: expected a page, or a title and what it is of"),
        ("- index.md", "- part-2: []", "4: nav: expected a page or a list of pages below this"),
        ("- index.md", "- part-2: {}", "4: nav: expected a page or a list of pages below this"),
        (
            "  - Elsewhere: ",
            "  - Home: index.md\n  - Elsewhere: ",
            "8: nav: expected each page once, came 'index.md' again, which is on line 4",
        ),
        (
            "{part-1: Part}",
            "{}",
            "5: nav: part-1: expected its title in each language, below nav_translations; there is"
            " none in en",
        ),
        (", nav_translations: {part-1: Parte}", "", "there is none in pt"),
        ("nav:\n  -", "nav: [index.md, part-1/tasks.md]\nx:\n  -", ""),
        ("nav:\n  -", "nav:\nx:\n  -", "3: nav: expected a list of pages and sections"),
        ("nav:\n  -", "nav: index.md\nx:\n  -", "3: nav: expected a list of pages and sections"),
        ("nav:\n  -", "x:\n  -", "1: nav: expected a list of pages and sections"),
    ],
)
def test_each_entry_of_the_navigation_leads_to_a_page_once(root, old, new, told):
    changed = (root / "mkdocs.yml").read_text(encoding="utf-8").replace(old, new)
    assert changed != WHOLE
    (root / "mkdocs.yml").write_text(changed, encoding="utf-8")
    found = navigation.faults(root)
    assert len(found) == bool(told)
    assert all(told in each and each.startswith("mkdocs.yml:") for each in found)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("site_name", "docs_dir: texts\nsite_name", "docs_dir: expected docs, came texts: mend"),
        (
            "site_name",
            "use_directory_urls: false\nsite_name",
            "use_directory_urls: expected true, came false: mend",
        ),
        ("docs_structure: folder", "docs_structure: suffix", "plugins: i18n: docs_structure:"),
        (
            "{name: material, custom_dir: scripts/theme}",
            "mkdocs",
            "theme: expected the name material",
        ),
        ("name: material", "name: mkdocs", "theme: expected the name material"),
        ("name: material", "name: material, language: es", "theme: language: expected none"),
        ("  - search\n", "", "plugins: expected search"),
        ("  - markdown-exec: {}\n", "", "plugins: expected markdown-exec"),
        ("  - attr_list\n", "", "markdown_extensions: expected attr_list"),
        ("  - attr_list", "  - attr_list: [a]", "markdown_extensions: attr_list: expected settin"),
        ("  - attr_list", "  - 3", "markdown_extensions: expected names, came 3"),
        ("  - attr_list", "  - attr_list\n  - gone.x", "gone.x cannot be used: No module named"),
        ("custom_checkbox", "custom", "pymdownx.tasklist cannot be used: it has no setting 'cus"),
        (
            "site_name",
            "nav: []\nsite_name",
            "mkdocs.yml:4: expected each key once, came 'nav' again (line 1)",
        ),
        (
            "{part-1: Part}",
            "{part-1: Part, part-1: P}",
            "mkdocs.yml:17: expected each key once, came 'part-1' again (line 17)",
        ),
    ],
)
def test_what_pages_cannot_do_without_is_told_where_it_is_not_there(root, old, new, told):
    changed = (root / "mkdocs.yml").read_text(encoding="utf-8").replace(old, new)
    assert changed != WHOLE
    (root / "mkdocs.yml").write_text(changed, encoding="utf-8")
    try:
        (found,) = needed.faults(root)
    except settings.BadSettings as error:
        found = str(error)
    assert found.startswith("mkdocs.yml:")
    assert told in found


def test_a_page_that_is_not_in_the_navigation_is_told_once(root):
    for language in ("pt", "en"):
        (root / "docs" / language / "more.md").write_text("# X { #x }\n")
    told = "mkdocs.yml:3: nav: expected each page once, more.md is not there"
    assert navigation.faults(root) == [f"{told}: add it, or name it under not_in_nav"]
    file = root / "mkdocs.yml"
    before = file.read_text(encoding="utf-8")
    for named in "more.md", "pt/more.md", "mo*":
        file.write_text(f"{before}not_in_nav: |\n  /{named}\n", encoding="utf-8")
        assert navigation.faults(root) == [], named
    file.write_text(f"{before}not_in_nav: other.md\n", encoding="utf-8")
    assert len(navigation.faults(root)) == 1


# What MkDocs, the theme or a plugin answers by a traceback, or by another site.
SHAPES = {
    "no hooks": ("hooks: [scripts/hooks.py]\n", "", "1: hooks: expected a list with scripts/hooks"),
    "other hooks": (
        "scripts/hooks.py]",
        "x.py]",
        "27: hooks: expected a list with scripts/hooks",
    ),
    "a style": (
        "hooks: ",
        "extra_css: [a.css, 5]\nhooks: ",
        "27: extra_css: expected a text",
    ),
    "styles": ("hooks: ", "extra_css: a.css\nhooks: ", "27: extra_css: expected a list such as"),
    "alternate": (
        "hooks: ",
        "extra: {alternate: 5}\nhooks: ",
        "27: extra: alternate: expected",
    ),
    "link": ("{locale: en", "{link: 5, locale: en", "17: plugins: i18n: languages: link: expected"),
    "another default": ("{locale: en", "{default: true, locale: en", "came en beside pt"),
    "unbuilt": ("{locale: en", "{build: false, locale: en", "languages: build: expected none"),
    "hidden": ("hooks: ", "exclude_docs: '*.md'\nhooks: ", "27: exclude_docs: expected no page am"),
    "folder": ("scripts/theme", "elsewhere", "2: theme: custom_dir: expected scripts/theme, the"),
    "features": ("scripts/theme", "scripts/theme, features: x", "theme: features: expected a list"),
    "a feature": (
        "scripts/theme",
        "scripts/theme, features: [toc.follow, navigation.tracking, navigation.topp]",
        "came 'navigation.topp'; the nearest: 'navigation.top'",
    ),
    "templates": ("scripts/theme", "scripts/theme, static_templates: 5", "expected a list such as"),
    "icon": ("scripts/theme", "scripts/theme, icon: 5", "2: theme: icon: expected the name of an"),
    "nearest": (
        "scripts/theme",
        "scripts/theme, icon: {alternate: material/translat}",
        "2: theme: icon: alternate: expected the name of an icon, such as material/translate, came"
        " 'material/translat'; the nearest: 'material/translate'",
    ),
    "palette": ("scripts/theme", "scripts/theme, palette: 5", "expected colours by name, such as"),
    "colour": (
        "scripts/theme",
        "scripts/theme, palette: {primary: [a]}",
        "primary: expected a text",
    ),
    "toggle": (
        "scripts/theme",
        "scripts/theme, palette: [{toggle: 5}]",
        "toggle: expected an icon",
    ),
    "its icon": (
        "scripts/theme",
        "scripts/theme, palette: [{toggle: {icon: x/y}}]",
        "2: theme: palette: toggle: icon: expected the name of an icon",
    ),
}


def test_what_stands_under_extra_is_told_with_its_line(root):
    file = root / "mkdocs.yml"
    file.write_text(WHOLE + "extra:\n  ring:\n    index.md: [made]\n    x.md: [mad]\n")
    assert [each.split(": expected")[0] for each in ring.faults(root)] == [
        "mkdocs.yml:31: extra.ring",
        "mkdocs.yml:31: extra.ring: x.md",
    ]
    file.write_text(WHOLE + "extra: [made]\n", encoding="utf-8")
    with pytest.raises(settings.BadSettings, match=r"mkdocs.yml:28: extra: expected settings by"):
        needed.faults(root)


@pytest.mark.parametrize("case", SHAPES)
def test_what_is_of_another_kind_is_told_with_its_line(root, case):
    old, new, told = SHAPES[case]
    assert WHOLE.count(old) == 1
    (root / "mkdocs.yml").write_text(WHOLE.replace(old, new), encoding="utf-8")
    (found,) = needed.faults(root)
    assert re.match(r"mkdocs\.yml:\d+: ", found), found
    assert told in found


def test_extensions_and_plugins_may_be_given_by_name_as_mkdocs_takes_them(root):
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    plugins, extensions = re.split(r"^markdown_extensions:\n", text, flags=re.M)
    head, _, listed = plugins.partition("plugins:\n")
    by_name = re.sub(r"^  - ([\w-]+)(:?)", r"  \1:", listed, flags=re.M)
    own = re.sub(r"^  - ([\w.]+)(:?)", r"  \1:", extensions, flags=re.M)
    text = f"{head}plugins:\n{by_name}markdown_extensions:\n{own}"
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert needed.faults(root) == []
    assert settings.languages(root) == ("pt", "en")
