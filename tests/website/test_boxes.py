"""What Markdown extensions write of themselves is in the language of the text around it."""

from __future__ import annotations

import re

BOXES = """!!! note

    One.

??? tip

    Two.

- A list

    !!! Warning inline end

        Three.

!!! danger "Own title"

    Four.

!!! note ""

    Without.

!!! bug

    Five.

```text
!!! note
```

    !!! note

Text.[^1]

[^1]: A note.
"""
TITLE = re.compile(r'<p class="admonition-title">(.*?)</p>|<summary>(.*?)</summary>')


SPOKEN = {
    "": (["Nota", "Dica", "Aviso"], "Voltar à nota 1 no texto"),
    "en/": (["Note", "Tip", "Warning"], "Back to note 1 in the text"),
    "en/reference/glossary/": (["Nota", "Dica", "Aviso"], "Voltar à nota 1 no texto"),
}


def test_boxes_and_footnotes_speak_the_language_of_their_text(project):
    """On pages of both languages, and on one that falls back."""
    project.page(BOXES)
    text = "# G {{ #glossary }}\n\n{{{{ glossary }}}}\n\n{}"
    project.write("docs/pt/reference/glossary.md", text.format(BOXES))
    (project.folder / "docs/en/reference/glossary.md").unlink()
    built = project.build()
    assert built.returncode == 0, built.stderr
    for page, (titles, back) in SPOKEN.items():
        html = (project.folder / "site" / page / "index.html").read_text(encoding="utf-8")
        article = html.partition("<article")[2].partition("</article")[0]
        came = [title or summary for title, summary in TITLE.findall(article)]
        came = [each for each in came if "translated" not in each]
        assert came == [*titles, "Own title", "Bug"], page
        assert f'title="{back}"' in article
        assert article.count("!!! note") == 2, "code is left alone"
