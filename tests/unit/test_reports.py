"""What `export` and `status` say."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ace_mailbot import reports
from tests.scenarios.texts import FALLS_IN_BRENT
from tests.world import World, open_world


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-2", "'-2"),
        ("@sum(A1)", "'@sum(A1)"),
        (" =1+1", "' =1+1"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text(cell: str, written: str) -> None:
    assert reports.as_text(cell) == written


@pytest.fixture
def season(tmp_path: Path) -> Iterator[World]:
    with open_world(tmp_path) as world:
        world.at("2021-07-06 09:12")
        amara = world.person("Amara Okafor <amara.okafor@trust.example>")
        amara.writes("=Expression of interest", FALLS_IN_BRENT)
        yield world


def test_export_has_a_row_for_each_application(season: World) -> None:
    [row] = csv.DictReader(io.StringIO(reports.csv(season.house.store)))
    assert row["reference"] == "ACE-001"
    assert row["stage"] == "invited"
    assert row["lead_email"] == "amara.okafor@trust.example"
    assert row["received_at"] == "2021-07-06T08:12:00+00:00"


def test_a_workbook_holds_the_same_rows_and_no_formula(season: World) -> None:
    data = reports.xlsx(season.config, season.house.store, season.now)
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Applications"]
    [row] = book["Applications"].iter_rows(min_row=2)
    csv_row = next(csv.DictReader(io.StringIO(reports.csv(season.house.store))))
    assert [cell.value or "" for cell in row] == list(csv_row.values())
    assert {cell.data_type for cell in row} <= {"s", "n"}


def test_status_counts_and_says_what_waits(season: World) -> None:
    report = reports.status(season.config, season.house.store, season.now)
    assert report["stages"] == {"invited": 1}
    assert report["footprints"]["NWL"] == 1
    assert report["letters"]["queued"] == 0
    assert report["accounting"] == "1 stored = 1 acted on + 0 parked + 0 left alone"
    assert "1 invited" in reports.status_text(report)
