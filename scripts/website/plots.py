"""Plots: bars that pygal draws of a table of a page while the site is built.

    <div class="plot" markdown>

    | where | longest gap |
    |---|---|
    | in a thread | {{ part-3/cpu/in_a_thread.gap }} ms |

    </div>

Rule 1: a plot stands above its table and shows what the table says, so that nothing has to be said
twice, and who cannot see the one can read the other. Its numbers are values of runs.
Rule 2: the first cell of a row names it; each other cell that has numbers is a bar, which begins at
0 where there is one number, and goes from the first to the second where there are two. The bars of
a column look alike.
Rule 3: of what pygal draws, marks and texts are kept. Looks are for ``plots.css``, in both palettes
and within the policy of a page.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from babel.numbers import format_decimal
from markupsafe import Markup
from runs import times

from .document import Document, Element, line_of, text

PLOT = 'class="plot"'
PLACE = re.compile(r'(?<=<div class="plot">)(?=(?P<table>(?:(?!</div>).)*</table>))', re.S)
NUMERAL = re.compile(r"\d+(?:\.\d+)?")
WIDTH, LANE, AXIS = 400, 18, 24  # of a drawing, in its own units
FINE = 1000  # parts of a unit: so finely the axis has marks
NO_TABLE = (
    "expected in a plot one table with numbers from runs, all in one unit, such as"
    " | in a thread | {{ part/name.value }} ms |, came none"
)
_DRAWN = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
# Of what pygal draws: where no bar is, and what its own script shows.
UNSEEN = "title, desc, .serie-0, .background, rect:not([width])"
NAMES = ".axis.y"  # come last, so that no line of the axis goes through them
_KEY = Markup('<span class="plot-key column-{}">{}</span>')
_KEYS = Markup('<p class="plot-keys" aria-hidden="true">{}</p>')


class Bar(NamedTuple):
    """A cell with numbers: where it begins and ends, and its column, from 1."""

    begin: float
    end: float
    column: int


@dataclass(frozen=True)
class Table:
    """``head``: of each column; ``rows``: names and bars; ``units``: what stands behind the
    numbers; ``told``: all of it for who listens."""

    head: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Bar]]]
    units: set[str]
    told: str

    def lanes(self) -> Iterator[tuple[str, Bar | None]]:
        """From top to bottom: for each row one with its name, and one for each of its bars."""
        for name, bars in self.rows:
            yield name, None
            yield from (("", bar) for bar in bars)

    @property
    def columns(self) -> list[int]:
        """Those that have bars."""
        return sorted({bar.column for _, bars in self.rows for bar in bars})


def drawn(page: str) -> str:
    """The HTML of a page whose places are filled, with its plots. A table of which none can be
    drawn is left alone, and told by `faults`."""
    if PLOT not in page:  # which is quicker to see
        return page
    return PLACE.sub(lambda found: _plot(found["table"], page), page)


def faults(document: Document) -> Iterator[tuple[int, str, str]]:
    """Where a finished page should have a plot, and has none: lines, from 1, sentences, and what
    stands there in the source too."""
    for each in document.select("div.plot"):
        if not each.select("svg"):
            yield line_of(each), NO_TABLE, PLOT


def _plot(html: str, page: str) -> str:
    document = Document(html)
    if not _is_one(document) or len((table := _read(document)).units) != 1:
        return ""
    locale = text(Document(page[:1000]).select("html")[0].attrs.get("lang")) or "en"
    return _figure(table, locale.replace("-", "_"))


def _is_one(document: Document) -> bool:
    """Whether it is one table, with as many cells in each row."""
    widths = {len(row.select("th, td")) for row in document.select("tr")}
    return len(document.select("table")) == 1 and len(widths) == 1


def _read(document: Document) -> Table:
    head, *rows = [row.select("th, td") for row in document.select("tr")]
    heads = [_said(cell) for cell in head]
    read, told, units = [], [], set()
    for name, *cells in rows:
        bars = [bar for column, cell in enumerate(cells, 1) for bar in _bars(cell, column)]
        read.append((_said(name), bars))
        pairs = (f"{column} {_said(cell)}" for column, cell in zip(heads[1:], cells, strict=True))
        told.append(f"{_said(name)}: {', '.join(pairs)}")
        units |= {_said(cell).split()[-1] for cell in cells if _numbers(cell)}
    return Table(heads, read, units, "; ".join(told))


def _said(cell: Element) -> str:
    return cell.text.strip()


def _bars(cell: Element, column: int) -> Iterator[Bar]:
    if numbers := _numbers(cell):
        yield Bar(numbers[0] if len(numbers) > 1 else 0.0, numbers[-1], column)


def _numbers(cell: Element) -> list[float]:
    values = [text(each.attrs["value"]) for each in cell.select("data[value]")]  # `pieces.value`
    return [float(each) for each in values if NUMERAL.fullmatch(each)]


def _figure(table: Table, locale: str) -> Markup:
    lanes = list(table.lanes())[::-1]  # pygal draws upwards
    height = LANE * len(lanes)
    drawing = Document(_chart(table, lanes, height, locale)).select("g.plot")[0]
    for each in drawing.select(UNSEEN):
        each.decompose()
    drawing.append(drawing.select(NAMES)[0].extract())
    svg = _DRAWN.format(WIDTH, height + AXIS, table.told, Markup(drawing.html))
    keys = [_KEY.format(column, table.head[column]) for column in table.columns]
    return svg + _KEYS.format(Markup(" ").join(keys))


def _chart(table: Table, lanes: Sequence[tuple[str, Bar | None]], height: int, locale: str) -> str:
    """What pygal makes of lanes. A bar that does not begin at 0 stands on another, of the first
    series, which is not shown."""
    pygal = _pygal()
    end = max(bar.end for _, bar in lanes if bar)
    marks = [at / FINE for at in times.ticks(round(end * FINE))]
    (unit,) = table.units
    units = {marks[-1]: f" {unit}"}  # stands once, at the end of the axis
    chart: Any = pygal.HorizontalStackedBar(
        width=WIDTH,
        height=height,
        # Names lie on a lane, not beside it.
        style=pygal.style.Style(label_font_size=1, major_label_font_size=1),
        js=[],
        no_prefix=True,
        show_legend=False,
        margin=0,
        margin_right=AXIS,
        spacing=0,
        value_formatter=lambda n: format_decimal(n, locale=locale) + units.get(n, ""),
    )
    chart.x_labels = [name for name, _ in lanes]
    chart.y_labels = marks
    chart.add("", [bar and bar.begin for _, bar in lanes])
    for column in table.columns:
        mine = [bar if bar and bar.column == column else None for _, bar in lanes]
        chart.add("", [bar and bar.end - bar.begin for bar in mine])
    return str(chart.render(is_unicode=True))


def _pygal() -> Any:
    """pygal, which takes a tenth of a second, and few pages have a plot. A finder that it leaves in
    this process, of its maps, is of a kind that Python 3.11 warns of at each import; those that its
    imports leave are needed: without importlib_metadata's no package would be found any more."""
    import pygal

    sys.meta_path[:] = [each for each in sys.meta_path if type(each).__module__ != pygal.__name__]
    return pygal
