"""A table in a plot becomes bars that say what it says, within the policy of a page."""

from __future__ import annotations

import re

import pytest
from website import plots
from website.document import Document
from website.policy import with_policy

PAGE = '<!doctype html>\n<html lang="pt-BR"><head></head><body>\n<div class="plot">\n{}\n</div>\n'
ROW = "<tr><td>{}</td><td>{}</td><td>{}</td></tr>"
NUMBER = '<data class="run-value" value="{}" title="from a.py">{}</data>'


def value(number: str) -> str:
    return NUMBER.format(number, number.replace(".", ","))


def page(*rows: tuple[str, str, str]) -> str:
    head = "<tr><th>Where</th><th>one</th><th>other</th></tr>"
    return PAGE.format(f"<table>{head}{''.join(ROW.format(*row) for row in rows)}</table>")


def bars(html: str) -> list[tuple[str, float, float]]:
    """The bars of a page: series, begin and length on the axis, from top to bottom."""
    found = [
        (str(g.attrs["class"][1]), rect.attrs)
        for g in Document(html).select("g.series")
        for rect in g.select("rect")
    ]
    found.sort(key=lambda each: float(each[1]["y"]))
    return [(name, float(a["x"]), float(a["width"])) for name, a in found]


SPANS = page(
    ("serial", f"{value('0.5')} to {value('1.5')} s", f"{value('1.5')} to {value('2.0')} s"),
    ("at once", f"{value('0.00')} to {value('1.00')} s", "none"),
)


def test_each_cell_with_numbers_is_a_bar_from_the_first_to_the_last():
    (one, x1, w1), (other, x2, w2), (again, x3, w3) = bars(plots.drawn(SPANS))
    assert (one, other, again) == ("serie-1", "serie-2", "serie-1")
    assert [w1 / w3, w2 / w3, (x1 - x3) / w3, (x2 - x3) / w3] == pytest.approx([1, 0.5, 0.5, 1.5])


def test_a_single_number_is_a_bar_that_begins_at_0():
    one, other = bars(plots.drawn(page(("a", f"{value('300')} ms", f"{value('20')} ms"))))
    assert one[1] == pytest.approx(other[1])
    assert one[2] / other[2] == pytest.approx(15)


def test_a_plot_has_names_the_units_of_the_language_and_all_of_it_for_who_listens():
    drawn = plots.drawn(page(("a &amp; b", f"{value('0.5')} s", f"{value('1.25')} s")))
    (svg,) = Document(drawn).select("div.plot > svg[role=img]")
    assert svg.attrs["aria-label"] == "a & b: one 0,5 s, other 1,25 s"
    texts = [each.text for each in svg.select("text") if each.text]
    assert texts[-1] == "a & b", "on top of the lines of the axis"
    assert texts[:-1] == ["0", "0,2", "0,4", "0,6", "0,8", "1", "1,2 s"]
    keys = [each.text for each in Document(drawn).select(".plot-key")]
    assert keys == ["one", "other"]


def test_the_table_stays_and_nothing_of_the_plot_needs_a_policy_or_differs_between_builds():
    drawn = plots.drawn(SPANS)
    assert SPANS.split("<table>")[1] in drawn
    assert not re.search(r"<(?:style|script)|style=|id=|<!--", drawn)
    assert drawn == plots.drawn(SPANS)
    assert with_policy(drawn).count("sha256-") == 0


@pytest.mark.parametrize(
    "html",
    [
        PAGE.format("<p>no table</p>"),
        PAGE.format("<table></table>"),
        page(("a", "300 ms", "20 ms")),  # numbers that no run gave
        page(("a", f"{value('1')} s", "")).replace("</td></tr>", "</td><td>more</td></tr>"),
        SPANS.replace("</table>", "</table>" + SPANS.partition('plot">')[2].partition("</div>")[0]),
        page(("a", value("yes") + " ms", value("no") + " ms")),
        page(("a", f"{value('0.3')} s", f"{value('300')} ms")),
        PAGE.format("") + SPANS.split("<body>")[1].replace(' class="plot"', ""),  # below it
    ],
)
def test_what_cannot_be_drawn_is_left_alone_and_told_with_its_line(html):
    assert plots.drawn(html) == html
    assert list(plots.faults(Document(html))) == [(3, plots.NO_TABLE, 'class="plot"')]


def test_a_plot_that_is_drawn_is_no_fault():
    assert list(plots.faults(Document(plots.drawn(SPANS)))) == []
