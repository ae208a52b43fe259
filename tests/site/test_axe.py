"""No page that is more than prose has a fault that axe can find, in any look, with all that can be
opened open: every night, and by ``python3 scripts/test -m nightly``. By day axe sees each of them once
(test_crawl)."""

from __future__ import annotations

import itertools

import pytest
from each_page import WITH_AXE, axe_finds_nothing

WAYS = list(itertools.product(["", "en/"], ["wide", "phone"], ["light", "dark"]))


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
