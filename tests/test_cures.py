"""Each cure of a plugin's trap works, and is still needed: a test that fails when upstream has
mended it, so that the cure can go. Traps of mkdocs-jupyter are in runs/test_notebooks.py."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import material
import pytest
from made import PATIENCE, server, waited
from mkdocs.livereload import LiveReloadServer

pytestmark = [pytest.mark.packages, pytest.mark.nightly]  # the locks hold them still by day

THEME = Path(material.__file__).parent / "templates"
SCRIPTS = "".join(f.read_text(encoding="utf-8") for f in (THEME / "assets").rglob("bundle.*.js"))


def test_a_quiet_strict_build_still_says_nothing_of_a_warning(project):
    """Why scripts/build never uses -q."""
    for lang in ("pt", "en"):
        project.write(f"docs/{lang}/astray.md", "# Not in the navigation { #astray }\n")
    assert project.build().returncode != 0
    assert project.build("-q").returncode == 0, "-q may be used again"


def test_the_theme_still_fetches_a_sitemap_for_each_alternate_link(project):
    """Two 404s on every page, which is why our links say rel="alternate " (scripts/theme)."""
    assert '"link[rel=alternate]"' in SCRIPTS
    assert "sitemap.xml" in SCRIPTS
    assert project.build().returncode == 0
    assert 'rel="alternate " hreflang=' in project.home
    assert 'rel="alternate"' not in project.home


def test_the_key_of_the_theme_still_looks_for_a_link_that_firefox_fetches(project):
    """Which the policy forbids: no page has that link, and the key is ours (theme-cures.js)."""
    assert '"link[rel=next]"' in SCRIPTS
    assert project.build().returncode == 0
    assert 'rel="next"' not in project.home


def test_the_theme_still_asks_the_host_of_the_repository_for_its_stars(project):
    """One request to another host a page view: scripts/theme/partials/source.html."""
    assert "api.github.com" in SCRIPTS
    assert 'data-md-component="source"' in (THEME / "partials/source.html").read_text()
    settings = project.folder / "mkdocs.yml"
    repository = "repo_url: https://github.com/someone/something"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('repo_url: !ENV [REPO_URL, ""]', repository), encoding="utf-8")
    built = project.build()
    assert built.returncode == 0, built.stderr
    assert "github.com/someone/something" in project.home
    assert 'data-md-component="source"' not in project.home


def test_the_theme_still_calls_brazilian_portuguese_pt(project):
    """Search stems by "pt", readers and crawlers need "pt-BR": scripts/theme/partials/languages."""
    words = (THEME / "partials/languages/pt-BR.html").read_text(encoding="utf-8")
    assert '"language": "pt",' in words
    assert project.build().returncode == 0
    assert '<html lang="pt-BR"' in project.home
    english = (project.folder / "site/en/index.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in english


@pytest.mark.parametrize("language", ["pt", "en"])
def test_a_page_in_one_language_falls_back_with_a_notice_and_its_own_lang(project, language):
    """static-i18n falls back in silence, under the wrong language."""
    (project.folder / "docs/en/reference/glossary.md").unlink()
    built = project.build()
    assert built.returncode == 0, built.stderr
    root = "" if language == "pt" else "en/"
    page = (project.folder / f"site/{root}reference/glossary/index.html").read_text(
        encoding="utf-8"
    )
    assert ("This page has not been translated yet" in page) == (language == "en")
    assert ('<div lang="pt-BR" dir="ltr">' in page) == (language == "en")
    assert page.count('rel="canonical" href="http://127.0.0.1:8000/reference/glossary/"') == 1
    assert 'hreflang="en" href' not in page


@pytest.mark.parametrize("strict", [False, True])
def test_a_setting_of_strictness_in_mkdocs_yml_would_keep_a_page_with_a_slip_from_its_author(
    project, strict
):
    """Why strictness belongs to the build command: who serves sees the page that has a slip."""
    if strict:
        with (project.folder / "mkdocs.yml").open("a", encoding="utf-8") as file:
            file.write("\nstrict: true\n")
    project.page("Words. [x](nowhere.md)")
    log = project.folder / "log"
    with server(project.folder, log) as (address, process):
        assert waited(lambda: process.poll() is not None or "Serving on" in log.read_text())
        assert process.poll() is None, log.read_text()
        try:
            page = urllib.request.urlopen(address, timeout=PATIENCE).read().decode()
        except urllib.error.HTTPError as error:
            page = error.read().decode()
        assert ("Words." in page) == (not strict), page
    assert "nowhere.md" in log.read_text()


def without(project, line: str) -> None:
    """The project with a line of its site taken out."""
    site = project.folder / "scripts/website/site.py"
    text = site.read_text(encoding="utf-8")
    assert text.count(f"\n        {line}\n") == 1
    site.write_text(text.replace(f"\n        {line}\n", "\n"), encoding="utf-8")


def test_static_i18n_still_makes_one_search_index_of_all_languages(project):
    """A search would find pages of another language: languages.search splits it."""
    index = project.folder / "site/search/search_index.json"
    assert project.build().returncode == 0
    assert '"location": "en/' not in index.read_text(encoding="utf-8")
    without(project, "i18n.split_search_index(config, self.build)")
    built = project.build()
    assert built.returncode == 0, built.stderr
    assert '"location":"en/' in index.read_text(encoding="utf-8").replace(": ", ":")


def test_the_theme_still_searches_with_accents_only():
    """Who types "laco" would not find "laço": languages.search gives each word without accents."""
    workers = (THEME / "assets/javascripts/workers").rglob("search.*.js")
    assert not any("normalize(" in file.read_text(encoding="utf-8") for file in workers)


def test_the_page_for_what_is_missing_is_still_in_the_language_built_last(project):
    """scripts/theme/404.html speaks all of them, the default one first."""
    missing = project.folder / "site/404.html"
    assert project.build().returncode == 0
    assert '<html lang="pt-BR"' in missing.read_text(encoding="utf-8")
    (project.folder / "scripts/theme/404.html").unlink()
    assert project.build().returncode == 0
    assert '<html lang="en"' in missing.read_text(encoding="utf-8")


def test_permanent_links_are_still_named_in_english_by_themselves(project):
    """The name of the link beside a heading is an option of one language for all."""
    assert project.build().returncode == 0
    assert 'title="Link para esta seção"' in project.home
    line = 'toc["permalink_title"] = words["permalink"]'
    without(project, line)
    assert project.build().returncode == 0
    assert 'title="Permanent link"' in project.home


def test_boxes_and_footnotes_are_still_english_by_themselves(project):
    """Python-Markdown has no option for the one, and one for all languages for the other."""
    project.page("!!! note\n\n    One.[^1]\n\n[^1]: Two.")
    assert project.build().returncode == 0
    assert '<p class="admonition-title">Nota</p>' in project.home
    assert "Jump back" not in project.home
    without(project, "config.markdown_extensions.append(InWords(self.pages.words))")
    assert project.build().returncode == 0
    assert '<p class="admonition-title">Note</p>' in project.home
    assert "Jump back to footnote 1 in the text" in project.home


def test_the_server_still_writes_a_script_of_its_own_into_each_page(project):
    """Which the policy would not let run: website.policy.policed."""
    with LiveReloadServer(print, "127.0.0.1", 0, "") as server:
        assert b"<script>" in server._inject_js_into_html(b"</body>", 1)


def test_the_themes_own_alternate_links_are_still_relative_and_name_no_default():
    """hreflang asks for whole addresses and an x-default: scripts/theme/main.html."""
    base = (THEME / "base.html").read_text(encoding="utf-8")
    assert '<link rel="alternate" href="{{ alt.link | url }}"' in base
    assert "x-default" not in base
