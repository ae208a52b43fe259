"""What ends a build and is no fault of a page, is told in a line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from made import ROOT, Project, waited
from mkdocs.exceptions import BuildError
from runs.site_folder import SiteFolder
from website import build
from website.site import KEPT, Site


def test_a_file_that_is_gone_in_the_middle_of_a_build_is_told_in_a_line() -> None:
    gone = ROOT / "docs/pt/gone.md"
    with pytest.raises(BuildError) as told:
        Site(ROOT).on_build_error(FileNotFoundError(2, "No such file or directory", str(gone)))
    assert str(told.value).splitlines() == [
        "docs/pt/gone.md cannot be read: no such file or directory (was it just moved or removed?)",
        KEPT,
    ]


def test_what_fails_after_a_file_was_saved_asks_for_another_build(tmp_path: Path) -> None:
    made = Project(tmp_path)
    made.page("Text.")
    made.write("mkdocs.yml", "")
    site = Site(tmp_path)
    site.place = SiteFolder(tmp_path / "site")
    page = tmp_path / "docs/en/index.md"
    tomorrow = site.place.began + 10**14
    for file, time in zip(tmp_path.rglob("*.md"), (site.place.began - 1, tomorrow), strict=True):
        os.utime(file, ns=(0, time))
    site.on_build_error(ValueError("ours"))
    assert not (tmp_path / "site.building").exists()
    site.place = SiteFolder(tmp_path / "site")
    saved = site.place.began + 1
    os.utime(page, ns=(0, saved))
    assert waited(lambda: site.place and site.place.now() >= saved)
    with pytest.raises(BuildError, match=r"docs/en/index\.md was saved while the site was built"):
        site.on_build_error(ValueError("half"))


@pytest.mark.parametrize("came", ["today", "-1", "4294967296", "9" * 30])
def test_a_time_of_the_build_that_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch, came: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", came)
    with pytest.raises(
        BuildError, match=rf"expected the seconds since 1970 .* came '{came}': mend"
    ):
        build._began()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4294967295")
    assert build._began().year == 2106
