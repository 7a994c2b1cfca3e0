"""Guidance, memorandum and calendar entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from io import BytesIO

from docx import Document
from icalendar import Calendar

from ace_mailbot.config import Config
from ace_mailbot.model import Application, FormVersion
from ace_mailbot.writing.documents import Cabinet, Occasion
from ace_mailbot.writing.documents.prose import Heading, Paragraph, Point, Table, blocks
from ace_mailbot.writing.templates import GUARD, GUARDED_BAR
from tests.unit.writing.documents.conftest import Built


def test_the_guidance_holds_the_criteria_the_dates_and_every_question(
    config: Config, built: Built
) -> None:
    document = Document(BytesIO(built("guidance").data))
    criteria = [[c.text for c in row.cells] for row in document.tables[1].rows]
    assert criteria == [
        ["Criterion", "What is solid", "What is strong"],
        *([f"{c.key}. {c.title}", c.solid, c.strong] for c in config.programme.criteria),
    ]
    dates = [row.cells[1].text for row in document.tables[0].rows]
    assert dates == [
        *("When", "Monday 5 July 2021", "Friday 13 August 2021 at 5pm"),
        *("Friday 20 August 2021 at 11:59pm", "Week of Monday 27 September 2021"),
    ]
    points = [p.text for p in document.paragraphs if p.style and p.style.name == "List Bullet"]
    assert [q.key for q in config.form.questions if not _asked(q.key, q.text, points)] == []
    assert (
        "C1. What do you want to achieve together, and how did you agree it? Up to 300 words."
        in (points)
    )


def _asked(key: str, text: str, points: list[str]) -> bool:
    return any(p.startswith(f"{key}. {text}") for p in points)


def test_the_memorandum_is_prefilled_from_the_form_and_ready_to_sign(
    config: Config, cabinet: Cabinet, submitted: Application
) -> None:
    answers = {"A1": "Steady # on | your feet", "D2": "18500", "D4_name": "# Brent\nTrust"}
    form = FormVersion(1, "M-AAAAAA", config.programme.opens, "form.docx", answers)
    decided = replace(submitted, forms=(form,))
    file = cabinet.build("mou-docx", Occasion(decided, config.programme.opens))
    document = Document(BytesIO(file.data))
    assert file.filename == "ACE-001 memorandum of understanding.docx"
    assert [[c.text for c in row.cells] for row in document.tables[0].rows] == [
        ["Item", "Detail"],
        ["Reference", "ACE-001"],
        ["Title", "Steady # on | your feet"],
        ["Footprint", "North West London"],
        ["Project lead", "Amara Okafor"],
        ["Senior leader", "Helen Brody"],
        ["Finance contact", "to be added"],
        ["Amount", "£18,500"],
        ["Work starts", "October 2021"],
        ["Work ends", "31 March 2022"],
    ]
    texts = [p.text for p in document.paragraphs]
    assert "The lead organisation: # Brent Trust." in texts
    assert texts[1] == "This memorandum binds neither party until both have signed it."


def test_the_memorandum_does_without_a_form(config: Config, cabinet: Cabinet, built: Built) -> None:
    tables = Document(BytesIO(built("mou-docx").data)).tables
    assert tables[0].rows[7].cells[1].text == "to be added"


def test_the_calendar_entry_ends_at_the_close_and_asks_nobody_to_answer(
    config: Config, built: Built
) -> None:
    file = built("calendar")
    calendar = Calendar.from_ical(file.data)
    (event,) = calendar.walk("VEVENT")
    (alarm,) = event.walk("VALARM")
    assert file.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert calendar["METHOD"] == "PUBLISH"
    assert event.decoded("DTEND") == config.programme.closes
    assert event.decoded("DTSTAMP") == config.programme.opens.astimezone(UTC)
    assert event["UID"] == "ace-001-close@funder.example"
    assert event["SUMMARY"] == "ACE-001: application form due"
    assert "ATTENDEE" not in event and "ORGANIZER" not in event
    assert alarm["ACTION"] == "DISPLAY"
    assert event["SEQUENCE"] == 0


def test_an_extension_replaces_the_calendar_entry(
    config: Config, cabinet: Cabinet, submitted: Application
) -> None:
    file = cabinet.build("calendar", Occasion(submitted, config.programme.opens))
    (event,) = Calendar.from_ical(file.data).walk("VEVENT")
    assert event["UID"] == "ace-001-close@funder.example"
    assert event.decoded("DTEND") == config.programme.closes + timedelta(days=7)
    assert event["SEQUENCE"] == 1


def test_marks_make_blocks_and_a_value_makes_none() -> None:
    source = f"""
# Title

Two lines
of one paragraph.

- a point
{GUARD}# a value
| Head | Other |
| a{GUARDED_BAR}b |  |
"""
    assert blocks(source) == (
        Heading("Title", 1),
        Paragraph("Two lines of one paragraph."),
        Point("a point"),
        Paragraph("# a value"),
        Table(("Head", "Other"), (("a|b", "-"),)),
    )
