from __future__ import annotations

from pathlib import Path

import pytest
from made import small_project
from tea import CHA, PAGE, PAGINA, TEA, translate


@pytest.fixture(scope="session")
def translated(tmp_path_factory) -> Path:
    """A project whose page ``part`` is written in Portuguese and translated to English."""
    project = small_project(tmp_path_factory.mktemp("translated") / "project")
    settings = project.folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("  - index.md\n", "  - index.md\n  - part.md\n"))
    project.write("docs/pt/part.md", PAGINA)
    project.write("docs/en/part.md", PAGE)
    project.write("snippets/pt/part/tea.py", CHA)
    project.write("snippets/en/part/tea.py", TEA)
    assert translate(project, "done", "en", "part").returncode == 0
    return project.folder
