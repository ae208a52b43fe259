"""No page that is more than prose has a fault that axe can find, with all that can be opened open, in
any look that two of language, size and palette make: every night, and by
``python3 scripts/test -m nightly``. By day axe sees each of them once (test_crawl)."""

from __future__ import annotations

import pytest
from each_page import WITH_AXE, axe_finds_nothing

# Each language in each size, each in each palette, each size in each palette: all pairs in half of
# the ways that there are, for axe is the dearest of what is asked of a page.
WAYS = [
    ("", "wide", "light"),
    ("", "phone", "dark"),
    ("en/", "wide", "dark"),
    ("en/", "phone", "light"),
]


@pytest.mark.nightly
@pytest.mark.parametrize(("root", "size", "palette"), WAYS)
def test_axe_finds_nothing(visit, root, size, palette):
    # A chip that is seen to move lies over a title for a moment.
    visit.page.emulate_media(color_scheme=palette, reduced_motion="reduce")
    for path in WITH_AXE:
        page = visit.open(root + path)
        if path == "workbench/":
            page.locator(".own-editor").wait_for()
        axe_finds_nothing(page, root + path)
