"""Workbooks: sheets of plain tables whose every text is text, and charts that say what they show.

It knows spreadsheets and nothing of programmes. The same sheets give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | int | float | Fraction | None  # None is left empty

_NARROW, _WIDE, _LONGEST = 10, 50, 32_767  # columns' widths in characters; what a cell can hold
_LINE = 15  # points
# Taken, proposed, not taken; a single bar is the second, so that the line through it shows.
_FILLS, _GREY = ("#005EB8", "#9CC9F5", "#FFFFFF"), "#425563"


@dataclass(frozen=True)
class Sheet:
    """A table with its header; *places* is how many decimals its figures show."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    places: int = 2


@dataclass(frozen=True)
class Bars:
    """A bar for each of some rows of a sheet. Columns count from 0; rows from 0 below the header.

    With *below* and *above* (columns of distances) a line through the bar shows the spread; several
    *values* are stacked.
    """

    title: str
    alt: str
    sheet: str
    labels: int
    values: Sequence[int]
    first: int
    last: int
    below: int | None = None
    above: int | None = None
    most: float | None = None  # where the axis ends


class Book:
    """A workbook in the making; `finish` gives its bytes."""

    def __init__(self, title: str, author: str) -> None:
        self._out = BytesIO()
        # Formulas, links and numbers are never guessed from what somebody wrote.
        self._book = Workbook(self._out, {"in_memory": True})
        # A fixed time: the same workbook must give the same bytes on every day.
        created = datetime(2021, 1, 1)  # noqa: DTZ001
        self._book.set_properties({"title": title, "author": author, "created": created})
        base = {"font_name": "Arial", "font_size": 11, "valign": "top"}
        self._head = self._book.add_format(
            {**base, "bold": True, "bg_color": "#E8EDEE", "bottom": 1, "text_wrap": True}
        )
        self._text = self._book.add_format({**base, "text_wrap": True})
        # What begins like a formula is marked as text, in case somebody edits or re-saves the cell.
        self._marked = self._book.add_format({**base, "text_wrap": True, "quote_prefix": True})
        self._figures = {
            places: self._book.add_format({**base, "num_format": f"0.{'0' * places}"})
            for places in (2, 3)
        }
        self._whole = self._book.add_format(base)

    def add(self, sheet: Sheet) -> None:
        page, widths = self._book.add_worksheet(sheet.name), _widths(sheet)
        page.write_row(0, 0, sheet.header, self._head)
        page.set_row(0, 2 * _LINE)
        for number, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row):
                self._write(page, number, column, cell, sheet.places)
            page.set_row(number, _LINE * _lines(row, widths))
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.header) - 1)
        page.set_landscape()
        _fit(page)
        page.repeat_rows(0)

    def add_charts(self, name: str, charts: Sequence[Bars]) -> None:
        """A sheet of charts, one under the other."""
        page, row = self._book.add_worksheet(name), 0
        page.hide_gridlines(2)
        _fit(page)
        for bars in charts:
            bar_count = bars.last - bars.first + 1
            height = 130 + 26 * bar_count
            options = {"description": bars.alt, "object_position": 2}
            page.insert_chart(row, 0, self._chart(bars, height), options)
            row += height // 20 + 2

    def finish(self) -> bytes:
        self._book.close()
        return self._out.getvalue()

    def _write(self, page: Worksheet, row: int, column: int, cell: Cell, places: int) -> None:
        if cell is None:
            return
        if isinstance(cell, str):
            marked = cell.lstrip().startswith(("=", "+", "-", "@"))
            page.write_string(row, column, cell[:_LONGEST], self._marked if marked else self._text)
        elif isinstance(cell, int):
            page.write_number(row, column, cell, self._whole)
        else:
            page.write_number(row, column, float(cell), self._figures[places])

    def _chart(self, bars: Bars, height: int) -> Any:
        chart = self._book.add_chart(
            {"type": "bar", **({"subtype": "stacked"} if len(bars.values) > 1 else {})}
        )
        first, last = bars.first + 1, bars.last + 1
        fills = _FILLS if len(bars.values) > 1 else _FILLS[1:]
        for fill, column in zip(fills, bars.values, strict=False):
            series: dict[str, Any] = {
                "name": [bars.sheet, 0, column],
                "categories": [bars.sheet, first, bars.labels, last, bars.labels],
                "values": [bars.sheet, first, column, last, column],
                "fill": {"color": fill},
                "border": {"color": _GREY},
                "gap": 60,
            }
            if bars.above is not None and bars.below is not None:
                series["x_error_bars"] = {
                    "type": "custom",
                    "plus_values": _range(bars.sheet, first, last, bars.above),
                    "minus_values": _range(bars.sheet, first, last, bars.below),
                    "line": {"color": "#212B32", "width": 1.5},
                }
            chart.add_series(series)
        chart.set_title({"name": bars.title, "name_font": {"name": "Arial", "size": 13}})
        # The first row stands at the top, as in the table.
        chart.set_y_axis({"reverse": True, "num_font": {"name": "Arial", "size": 10}})
        chart.set_x_axis({"min": 0, "max": bars.most, "major_unit": 1})
        chart.set_legend({"position": "bottom"} if len(bars.values) > 1 else {"none": True})
        chart.set_size({"width": 760, "height": height})
        return chart


def _widths(sheet: Sheet) -> list[int]:
    """Each column's width in characters: as wide as its texts, within reason."""
    return [
        min(_WIDE, max([_NARROW, len(name) // 2, *(len(c) + 2 for c in cells if type(c) is str)]))
        for name, cells in zip(sheet.header, zip(*sheet.rows, strict=True), strict=False)
    ]


def _lines(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """How many lines its longest text takes; not every program works that out by itself."""
    texts = zip(row, widths, strict=True)
    return min(20, max(1 + len(c) // (w - 1) if isinstance(c, str) else 1 for c, w in texts))


def _fit(page: Worksheet) -> None:
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)


def _range(sheet: str, first: int, last: int, column: int) -> str:
    letter = xl_col_to_name(column)
    return f"='{sheet}'!${letter}${first + 1}:${letter}${last + 1}"
