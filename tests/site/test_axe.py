"""No page that shows a recorded run has a fault that axe can find.

Every day each page in two of eight ways, so that both languages, sizes and palettes come up; every
night, and by ``python3 scripts/test -m nightly``, each in the six others.
"""

from __future__ import annotations

import itertools

import pytest
from made import ROOT

AXE = ROOT / "node_modules/axe-core/axe.min.js"
PAGES = [
    "",
    "part-1/event-loop/",
    "part-1/coroutines/",
    "part-1/tasks/",
    "part-1/await/",
    "part-2/inside-coroutines/",
    "part-2/futures/",
    "part-2/homemade-sleep/",
    "contribute/status/",
]
WALK = """async () => {
  for (const forward of document.querySelectorAll("run-player .forward")) forward.click();
  for (const steps of document.querySelectorAll(".player-steps")) steps.open = true;
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)}`));
}"""


WAYS = list(itertools.product(["", "en/"], ["wide", "phone"], ["light", "dark"]))
DAILY = [("", "phone", "dark"), ("en/", "wide", "light")]


@pytest.mark.parametrize(
    ("root", "size", "palette"),
    [pytest.param(*way, marks=[] if way in DAILY else pytest.mark.nightly) for way in WAYS],
)
def test_axe_finds_nothing(visit, root, size, palette):
    visit.page.emulate_media(color_scheme=palette)
    faults = {}
    for path in PAGES:
        page = visit.open(root + path)
        page.evaluate(AXE.read_text(encoding="utf-8"))  # the policy would not let a tag run
        if found := page.evaluate(WALK):
            faults[path] = found
    assert faults == {}
