"""In which file of the theme its words of a language stand."""

from __future__ import annotations

import pytest
from website import templates


@pytest.mark.parametrize(
    ("theirs", "ours", "language", "found"),
    [
        (["zh", "zh-TW"], [], "zh", "zh-TW"),
        (["zh"], [], "zh", "zh"),
        (["pt", "pt-BR"], ["pt"], "pt", "pt"),
        ([], [], "zh", "zh"),  # whoever imports it tells that it is not there
    ],
)
def test_words_of_a_region_come_first_but_for_our_own(
    tmp_path, monkeypatch, theirs, ours, language, found
):
    monkeypatch.setattr(templates.interface, "tag", {"zh": "zh-TW", "pt": "pt-BR"}.get)
    for folder, names in (("ours", ours), ("theirs", theirs)):
        place = tmp_path / folder / "partials/languages"
        place.mkdir(parents=True)
        for name in names:
            (place / f"{name}.html").write_text("")
    folders = [str(tmp_path / "ours"), str(tmp_path / "theirs")]
    assert templates.words(folders, language) == found
