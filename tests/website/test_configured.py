"""What MkDocs says of a setting has file and line, and what it would answer by a traceback is told
before it begins."""

from __future__ import annotations

import pytest
from website import configured

SETTINGS = """\
site_name: [x]
plugins:
  - search:
      fields: 5
  - i18n:
      languages:
        - locale: pt
        - locale: x
validation:
  nav:
    omitted_files: wurn
"""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Config value 'site_name': Expected", "mkdocs.yml:1: site_name: Expected"),
        ("Config value 'gone': Unrecognised", "mkdocs.yml:1: gone: Unrecognised"),
        (
            "Config value 'plugins': Plugin 'material/search' option 'fields': Expected",
            "mkdocs.yml:4: plugins: search: fields: Expected",
        ),
        (
            "Config value 'plugins': Plugin 'i18n' option 'languages': Sub-option 'locale': Odd",
            "mkdocs.yml:6: plugins: i18n: languages: locale: Odd",
        ),
        (
            "Config value 'validation': Sub-option 'nav': Sub-option 'omitted_files': Expected",
            "mkdocs.yml:11: validation: nav: omitted_files: Expected",
        ),
        ("Something else", "Something else"),
    ],
)
def test_what_mkdocs_says_of_a_setting_has_its_place(tmp_path, said, told):
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    assert configured.placed(tmp_path, said) == told
