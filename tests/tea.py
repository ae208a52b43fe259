"""A page about tea with its program, in two languages, and the commands of scripts/translate."""

from __future__ import annotations

import subprocess

from commands import run
from made import Project, environment

PAGE = """---
description: What the page is about.
---

# Tea { #tea }

The loop is *waiting* for `brew`.
It waits long, see [the end](#end).

## Water { #water }

- Boil it.
- Pour it.

```python exec="on" run="part/tea"
```

## The end { #end }

That was all.
"""
PAGINA = (
    PAGE.replace("What the page is about.", "Do que a página trata.")
    .replace("# Tea", "# Chá")
    .replace("The loop is *waiting* for `brew`.", "O laço *espera* por `brew`.")
    .replace("It waits long, see [the end]", "Espera muito, veja [o fim]")
    .replace("## Water", "## Água")
    .replace("Boil it.", "Ferva.")
    .replace("Pour it.", "Despeje.")
    .replace("## The end", "## O fim")
    .replace("That was all.", "Isso foi tudo.")
)
TEA = """import asyncio


async def brew():
    # Slow water.
    await asyncio.sleep(0.1)
    print("ready")
    print("warm")


asyncio.run(brew())
"""
CHA = TEA.replace("Slow water.", "Água lenta.").replace("ready", "pronto").replace("warm", "morno")


def translate(project: Project, *words: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from languages.translate import main; sys.exit(main(sys.argv[1:]))"
    return run(["-c", code, *words], project.folder, {**environment(), "PYTHONPATH": "scripts"})


def states(project: Project, page: str = "part", language: str = "en") -> dict[str, str]:
    """The sections that are not done, with their states."""
    told = translate(project, "status", language, page)
    assert told.returncode == 0, told.stderr
    rows = [line.split() for line in told.stdout.splitlines() if "  #" in line]
    return {row[1].lstrip("#"): row[0] for row in rows if row[0] != "done"}


def change(project: Project, name: str, old: str, new: str) -> None:
    file = project.folder / name
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (name, old)
    file.write_text(text.replace(old, new), encoding="utf-8")


def git(project: Project, *words: str) -> None:
    who = ["-c", "user.name=A Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *who, *words], cwd=project.folder, check=True, capture_output=True)
