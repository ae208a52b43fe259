"""What is asked of every page, on a page that is open: one load serves all who ask.

Each function takes the page and the address below the site, and fails with what is wrong. The last
ones use the page, so that it is another one behind them.
"""

from __future__ import annotations

import datetime
import platform

from languages import interface, ring, settings
from made import ROOT, TEACHING
from playwright.sync_api import Locator, Page

ROOTS = {"": "pt", "en/": "en"}
SOURCES = {path.removesuffix(".md").removesuffix(".py"): path for path in settings.navigation()}
ABOUT = {
    path.removesuffix(".md").removesuffix(".py"): parts for path, parts in ring.declared().items()
}
WITH_AXE = [*TEACHING, "workbench/", "reference/glossary/", "contribute/status/"]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
# Goes a step in each player and opens lists of steps, as many as are told.
FAULTS = """async (open) => {
  for (const forward of document.querySelectorAll("run-player .forward")) forward.click();
  const lists = [...document.querySelectorAll(".player-steps")];
  for (const steps of lists.slice(0, open)) steps.open = true;
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)}`));
}"""
# Answers each question of a page, and tells what was hidden before and behind that.
ASKED = """(waits) => [...document.querySelectorAll("form.predict")].map((form) => {
  const name = form.dataset.run;
  const runs = document.querySelectorAll(`figure.run[data-run='${name}']`), [run] = runs;
  const count = (selector) => run.querySelectorAll(selector).length;
  const style = (element) => getComputedStyle(element);
  const blurs = (part) => style(run.querySelector(part)).filter.includes("blur");
  const there = waits.filter((part) => run.querySelector(part));
  const blurred = () => there.filter(blurs);
  const before = blurred(), marked = [...run.querySelectorAll(".player-bar, .player-mark")];
  const marks = marked.every((mark) => style(mark).visibility === "hidden");
  form.querySelector("input").click();
  return { name, there, before, marks, after: blurred(), runs: runs.length,
    forms: count("form.predict"), programs: count(".run-program") };
})"""
WAITS = [".player-says", ".player-state", ".lanes", ".run-output > pre"]


def parts_of(address: str) -> tuple[str, str]:
    """The root of an address, and what it is below it: the same in every language."""
    return ("en/", address[3:]) if f"{address}/".startswith("en/") else ("", address)


def source_of(path: str) -> str:
    """The file below the language's folder."""
    return SOURCES[path.rstrip("/") or "index"]


def names_are_whole(page: Page, address: str) -> None:
    """In tables on a phone; and no button lies on a drawing."""
    broken = page.locator(".md-typeset table code").evaluate_all(
        "all => all.filter(e => /^[\\w.]+$/.test(e.textContent) && e.getClientRects().length > 1)"
        ".map(e => e.textContent)"
    )
    assert broken == [], address
    assert page.locator(".language-text .md-code__nav:visible").count() == 0, address


def numbers_are_apart(page: Page, address: str) -> None:
    """Those below the axis of lanes, which are most narrow on a phone."""
    close = page.locator("run-player .lanes svg").evaluate_all(
        """all => all.filter(svg => svg.checkVisibility()).flatMap(svg => {
          const boxes = [...svg.querySelectorAll("text")].map(e => e.getBoundingClientRect());
          return boxes.slice(1).filter((box, n) => box.left < boxes[n].right + 1).map(() =>
            svg.closest("run-player").getAttribute("aria-label"));
        })"""
    )
    assert close == [], address


def code_is_whole(page: Page, address: str) -> None:
    """Where there is room."""
    cut = page.locator("run-player td.code pre").evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent)"
    )
    assert cut == [], f"{address}: {cut}"


def foot_names_the_file_the_day_and_the_python(page: Page, address: str) -> None:
    root, path = parts_of(address)
    foot = page.locator(".md-copyright")
    file = foot.locator("code").inner_text()
    assert file == f"docs/{ROOTS[root]}/{source_of(path)}"
    assert (ROOT / file).is_file()
    today = datetime.datetime.now(datetime.UTC).date()
    day = datetime.datetime.fromisoformat(foot.locator("time").get_attribute("datetime")).date()
    assert today - datetime.timedelta(days=1) <= day <= today
    assert f"Python {platform.python_version()}" in foot.inner_text()
    assert foot.locator("a:has(code)").count() == 0, "there is no repository to lead to"
    mend = foot.get_by_role("link", name=interface.words(ROOTS[root])["mistake"])
    assert mend.evaluate("a => a.href").endswith(f"/project/{root}contribute/fix-a-sentence/")


def opens_with_what_it_is_about(page: Page, address: str) -> None:
    """The ring, where the page is one of the path."""
    root, path = parts_of(address)
    parts = ABOUT.get(path.rstrip("/") or "index", ())
    words, opening = interface.words(ROOTS[root]), page.locator("figure.opening")
    named = opening.locator("a.term")
    assert named.all_inner_texts() == [words[f"ring_{part}"] for part in parts], address
    for part, link in zip(parts, named.all(), strict=True):
        assert link.get_attribute("href").endswith(f"glossary/#{ring.PARTS[part]}")
        assert opening.locator(f"svg .{part}.lit").count() == 1, (address, part)
    assert opening.locator("svg .lit").count() == len(parts)
    heard = opening.locator("svg").get_attribute("aria-label") if parts else ""
    assert all(words[f"ring_{part}"] in heard for part in parts)


def blurred(run: Locator) -> list[str]:
    return [
        part
        for part in WAITS
        if run.locator(part).count()
        and "blur" in run.locator(part).first.evaluate("e => getComputedStyle(e).filter")
    ]


def asked_programs_show_nothing_before_the_answer(page: Page, address: str) -> None:
    """And are printed once."""
    for asked in page.evaluate(ASKED, WAITS):
        once = {"runs": 1, "forms": 1, "programs": 1}
        expected = {**once, "before": asked["there"], "marks": True, "after": []}
        assert {key: asked[key] for key in expected} == expected, (address, asked["name"])


def axe_finds_nothing(page: Page, address: str, lists: int = 99) -> None:
    """With so many lists of steps opened."""
    page.evaluate(AXE.read_text(encoding="utf-8"))  # the policy would not let a tag run
    faults = page.evaluate(FAULTS, lists)
    assert faults == [], f"{address}: {faults}"
