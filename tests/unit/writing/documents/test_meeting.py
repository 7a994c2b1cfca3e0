"""The meeting's documents: what stands in them, and what never does."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from docx import Document
from docx.document import Document as WordDocument
from openpyxl import load_workbook

from ace_mailbot.config import Config, Panel, PanelMember
from ace_mailbot.model import Address, Assessment, Meeting
from ace_mailbot.rules.selection import board
from ace_mailbot.writing.documents import Cabinet, Occasion
from ace_mailbot.writing.templates import Templates
from tests.panel import read_by_all, submitted, waiting

ASHA, BEN = "asha@panel.example", "ben@panel.example"


@pytest.fixture
def panelled(config: Config) -> Config:
    members = (PanelMember("Asha Patel", Address(ASHA)), PanelMember("Ben Osei", Address(BEN)))
    people = replace(config.people, panel=members)
    return replace(config, people=people, panel=Panel(config.programme.decisions))


@pytest.fixture
def met(panelled: Config) -> Meeting:
    one, two, three = (submitted(panelled, n) for n in (1, 2, 3))
    two = replace(two, title="=cmd()")
    read = [
        *read_by_all(panelled, one, {ASHA: 3, BEN: 1}),
        *read_by_all(panelled, two, {ASHA: 2}),
        waiting(panelled, three, BEN),
    ]
    noted = replace(read[0].scorings[0], private_note="I know the lead.")
    read[0] = replace(read[0], scorings=(noted,))
    shown = (one, two, three)
    return Meeting(board(panelled, shown, read), shown, tuple(read), {"ACE-002": (BEN,)})


def built(name: str, config: Config, met: Meeting) -> bytes:
    occasion = Occasion(None, config.programme.decisions, {"meeting": met})
    return Cabinet(config, Templates(config)).build(name, occasion).data


@pytest.fixture
def sheet(panelled: Config, met: Meeting) -> Callable[[str], list[tuple[object, ...]]]:
    book = load_workbook(io.BytesIO(built("meeting-xlsx", panelled, met)))
    return lambda name: list(book[name].iter_rows(min_row=2, values_only=True))


@pytest.fixture
def paper(panelled: Config, met: Meeting) -> WordDocument:
    return Document(io.BytesIO(built("meeting-docx", panelled, met)))


def test_the_board_has_a_line_each_in_its_order(
    sheet: Callable[[str], list[tuple[object, ...]]],
) -> None:
    rows = [(row[1], row[2], row[5], row[10]) for row in sheet("Board")]
    assert rows == [
        ("1=", "ACE-001", 2, "accept"),
        ("1=", "ACE-002", 2, "accept"),
        ("-", "ACE-003", None, "not scored"),
    ]
    assert sheet("Board")[1][13] == "Ben Osei"
    assert sheet("Board")[1][3] == "=cmd()"


def test_every_score_is_there_with_who_gave_it(
    sheet: Callable[[str], list[tuple[object, ...]]],
) -> None:
    rows = [(*row[:3], row[-1]) for row in sheet("Scores")]
    assert rows == [
        ("ACE-001", "Asha Patel", 3, "in"),
        ("ACE-001", "Ben Osei", 1, "in"),
        ("ACE-002", "Asha Patel", 2, "in"),
        ("ACE-003", "Ben Osei", None, "missing"),
    ]


def test_the_members_leniency_is_shown(sheet: Callable[[str], list[tuple[object, ...]]]) -> None:
    assert sheet("Members") == [("Asha Patel", 2, 0, 2, 1), ("Ben Osei", 1, 1, -2, 1)]


def test_private_notes_stand_in_the_workbook_alone(
    sheet: Callable[[str], list[tuple[object, ...]]], paper: WordDocument
) -> None:
    assert "I know the lead." in [row[3] for row in sheet("Comments")]
    assert "I know the lead." not in words(paper)


def test_each_application_has_a_page_with_who_takes_no_part(paper: WordDocument) -> None:
    pages = [p for p in paper.paragraphs if p.paragraph_format.page_break_before]
    assert [p.text[:7] for p in pages] == ["ACE-001", "ACE-002", "ACE-003"]
    said = words(paper)
    assert "Takes no part, for a conflict of interest: Ben Osei." in said
    assert "Members disagree. C1 Collective ambition: scores from 1 to 3." in said
    assert "asha@panel.example saw C1." in said  # the evidence, as it was written


def test_scores_of_an_older_form_are_marked_in_the_sheet_and_on_the_page(
    panelled: Config, met: Meeting
) -> None:
    def read(assessment: Assessment) -> Assessment:
        on_first = replace(assessment.scorings[0], form=1)
        corrected = (on_first, replace(on_first, form=2))
        scorings = corrected if assessment.member == BEN else (on_first,)
        return replace(assessment, form=2, scorings=scorings)

    one = [read(x) if x.reference == "ACE-001" else x for x in met.assessments]
    newer = replace(met, assessments=tuple(one))
    book = load_workbook(io.BytesIO(built("meeting-xlsx", panelled, newer)))
    states = [row[-1] for row in book["Scores"].iter_rows(min_row=2, values_only=True)]
    assert states == ["in, for an older form", "in, corrected 1 time", "in", "missing"]
    said = words(Document(io.BytesIO(built("meeting-docx", panelled, newer))))
    assert "Scored on an older form, and not changed since: Asha Patel." in said
    assert "Scores of an older form, which a newer one replaced: ACE-001." in said


def test_every_picture_has_words_for_those_who_do_not_see_it(paper: WordDocument) -> None:
    described = [x.get("descr") for x in paper.element.iter("{*}docPr")]
    assert len(described) == 2
    assert all(described)
    assert "2 proposed" in str(described[0])


def test_a_blind_review_names_no_organisation_and_nobody_in_titles(
    panelled: Config, met: Meeting
) -> None:
    assert panelled.panel
    blind = replace(panelled, panel=replace(panelled.panel, blind=True))
    one, *others = met.applications
    met = replace(met, applications=(replace(one, title="Amara's walks"), *others))

    def shown(config: Config) -> str:
        cells = load_workbook(io.BytesIO(built("meeting-xlsx", config, met)))
        rows = (row for sheet in cells for row in sheet.iter_rows(values_only=True))
        paper = Document(io.BytesIO(built("meeting-docx", config, met)))
        return f"{words(paper)}\n{list(rows)}"

    for name in ("Brent Community Trust", "Amara's walks"):
        assert name in shown(panelled)
        assert name not in shown(blind)


def test_both_figures_stand_where_leniency_is_corrected(panelled: Config, met: Meeting) -> None:
    assert panelled.panel
    config = replace(panelled, panel=replace(panelled.panel, correct_leniency=True))
    again = replace(met, board=board(config, met.applications, met.assessments))
    book = load_workbook(io.BytesIO(built("meeting-xlsx", config, again)))
    rows = list(book["Board"].iter_rows(min_row=2, values_only=True))
    assert [(row[2], row[5], row[6]) for row in rows[:2]] == [("ACE-001", 2, 2), ("ACE-002", 2, 0)]
    assert "2.00, corrected 0.00" in words(
        Document(io.BytesIO(built("meeting-docx", config, again)))
    )


def words(document: WordDocument) -> str:
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])
