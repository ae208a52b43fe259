"""A section that reads the same in both languages: not translated, until somebody says it is."""

from __future__ import annotations

import tea
from made import Project

PAGE = "# {title} {{ #home }}\n\n{text}\n\n## asyncio { #name }\n\n`asyncio.sleep(0)`\n"


def translate(project: Project, *words: str) -> str:
    done = tea.translate(project, *words)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def state(project: Project) -> str:
    """What the command says of the section."""
    told = translate(project, "status", "en", "index").splitlines()
    return next((line.split()[0] for line in told if " #name" in line), "done")


def test_a_section_in_the_words_of_the_original_is_missing_until_it_is_called_done(project):
    page = PAGE.replace("{ #name }", "{{ #name }}")
    project.write("docs/pt/index.md", page.format(title="Início", text="Um laço."))
    english = page.format(title="Home", text="A loop.")
    mark = "---\ntranslation:\n  from: pt\n  sections: {}\n---\n\n"
    project.write("docs/en/index.md", mark + english)
    assert state(project) == "missing"
    translate(project, "done", "en", "index", "name")
    assert state(project) == "done"
    file = project.folder / "docs/pt/index.md"
    file.write_text(file.read_text(encoding="utf-8").replace("sleep(0)", "run(f)"), "utf-8")
    assert state(project) == "stale"
