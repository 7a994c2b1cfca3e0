"""Workbooks: text stays text, charts say what they show, the same sheets give the same bytes."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction

import pytest
from openpyxl import Workbook, load_workbook

from ace_mailbot.writing.documents.workbook import Bars, Book, Cell, Sheet


def made(*rows: tuple[Cell, ...]) -> bytes:
    book = Book("Title", "Funder")
    book.add(Sheet("Sheet", tuple("ABC"[: len(rows[0])]), rows))
    return book.finish()


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


@pytest.mark.parametrize(
    "said",
    [
        "=1+1",
        "+44 20 7946 0000",
        "-2",
        "@sum(A1)",
        " =1+1",
        "=HYPERLINK(1)",
        "12",
        "https://x.example",
    ],
)
def test_whatever_somebody_wrote_is_text(said: str) -> None:
    cell = opened(made((said,)))["Sheet"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (said, "s", None)
    assert cell.quotePrefix is said.lstrip().startswith(("=", "+", "-", "@"))


def test_figures_are_numbers_and_nothing_is_empty() -> None:
    row = opened(made((Fraction(7, 3), 2, None)))["Sheet"][2]
    assert [cell.value for cell in row] == [pytest.approx(7 / 3), 2, None]
    assert row[0].number_format == "0.00"


def test_a_text_too_long_for_a_cell_is_cut_to_what_it_holds() -> None:
    assert len(str(opened(made(("a" * 40_000,)))["Sheet"]["A2"].value)) == 32_767


def test_the_same_sheets_give_the_same_bytes() -> None:
    assert made(("a", 1)) == made(("a", 1))


def test_a_sheet_without_rows_is_a_header() -> None:
    book = Book("Title", "Funder")
    book.add(Sheet("Sheet", ("A", "B"), ()))
    assert [c.value for c in opened(book.finish())["Sheet"][1]] == ["A", "B"]


def test_a_chart_has_words_for_those_who_do_not_see_it() -> None:
    book = Book("Title", "Funder")
    book.add(Sheet("Sheet", ("Name", "Score", "Below", "Above"), (("a", 2, 1, 1), ("b", 1, 0, 1))))
    book.add_charts("Charts", [Bars("Scores", "a 2, b 1", "Sheet", 0, (1,), 0, 1, 2, 3)])
    with zipfile.ZipFile(io.BytesIO(book.finish())) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
        chart = parts.read("xl/charts/chart1.xml").decode()
    assert 'descr="a 2, b 1"' in drawing
    assert "Sheet!$D$2:$D$3" in chart.replace("'", "")
