"""No page that is more than prose has a fault that axe can find.

Every day each page in one of two ways, so that both languages, sizes and palettes come up; every
night, and by ``python3 scripts/test -m nightly``, each in all eight.
"""

from __future__ import annotations

import itertools

import pytest
from made import ROOT, TEACHING

AXE = ROOT / "node_modules/axe-core/axe.min.js"
PAGES = [*TEACHING, "reference/glossary/", "contribute/status/"]
WALK = """async () => {
  for (const forward of document.querySelectorAll("run-player .forward")) forward.click();
  for (const steps of document.querySelectorAll(".player-steps")) steps.open = true;
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)}`));
}"""


WAYS = list(itertools.product(["", "en/"], ["wide", "phone"], ["light", "dark"]))
DAILY = [(PAGES[::2], "", "phone", "dark"), (PAGES[1::2], "en/", "wide", "light")]
NIGHTLY = [pytest.param(PAGES, *way, marks=pytest.mark.nightly) for way in WAYS]


@pytest.mark.parametrize(
    ("pages", "root", "size", "palette"),
    [*DAILY, *NIGHTLY],
    ids=lambda each: str(len(each)) if isinstance(each, list) else each,
)
def test_axe_finds_nothing(visit, pages, root, size, palette):
    # A chip that is seen to move lies over a title for a moment.
    visit.page.emulate_media(color_scheme=palette, reduced_motion="reduce")
    faults = {}
    for path in pages:
        page = visit.open(root + path)
        page.evaluate(AXE.read_text(encoding="utf-8"))  # the policy would not let a tag run
        if found := page.evaluate(WALK):
            faults[path] = found
    assert faults == {}
