"""What a panel member reads and fills in: an application's paper, and the scoring form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, groupby
from typing import Any

from docx.document import Document
from docx.shared import Cm
from docx.text.paragraph import Paragraph
from lxml import etree

from ace_mailbot.config import Config, Criterion
from ace_mailbot.model import Confidence
from ace_mailbot.writing.answers import ReadBack
from ace_mailbot.writing.documents import archive, controls, open_document, prose, word
from ace_mailbot.writing.documents.controls import Control
from ace_mailbot.writing.documents.occasion import ODT, WORD, Build, Occasion
from ace_mailbot.writing.documents.papers import about
from ace_mailbot.writing.mime import File
from ace_mailbot.writing.paper import Paper, paper
from ace_mailbot.writing.templates import Templates

SCALE = ("0 not shown", "1 emerging", "2 solid", "3 strong")
_EMPTY = "No answer."
_WIDTHS = (Cm(3.6), Cm(13))  # of a score, and of its evidence


def paper_docx(config: Config, templates: Templates) -> Build:
    def build(occasion: Occasion) -> File:
        assert occasion.application, "a paper is of an application"
        blocks = _paper(paper(occasion.application, config), config)
        title = occasion.named("application", config.programme.key)
        document = word.blank(title, config.programme.funder, title)
        word.add(document, blocks)
        return File(f"{title}.docx", WORD, archive.pack(word.parts(document)))

    return build


def paper_odt(config: Config, templates: Templates) -> Build:
    def build(occasion: Occasion) -> File:
        assert occasion.application, "a paper is of an application"
        body = open_document.prose(_paper(paper(occasion.application, config), config))
        title = occasion.named("application", config.programme.key)
        parts = open_document.package(title, config.programme.funder, title, body)
        return File(f"{title}.odt", ODT, archive.pack(parts))

    return build


def _paper(shown: Paper, config: Config) -> Iterator[prose.Block]:
    footprint = config.programme.footprint(shown.footprint)
    yield prose.Heading(f"{shown.reference}: {shown.title}".rstrip(": "), 1)
    yield prose.Paragraph(f"Footprint: {footprint.name if footprint else 'not known yet'}")
    yield prose.Paragraph("Contact details and access needs are left out.")
    for section, answers in groupby(shown.answers, lambda a: a.section):
        yield prose.Heading(section, 2)
        for each in answers:
            yield from _answer(each)
    if shown.senior:
        yield prose.Heading("What the senior leader wrote", 2)
        yield from _paragraphs(shown.senior)


def _answer(shown: ReadBack) -> Iterator[prose.Block]:
    yield prose.Heading(f"{shown.key}. {shown.question}", 3)
    if shown.rows:
        yield prose.Table(shown.header, shown.rows)
    elif shown.parts:
        yield prose.Table(("Detail", "Answer"), tuple((k, v or "-") for k, v in shown.parts))
    else:
        yield from _paragraphs(shown.text or _EMPTY)


def _paragraphs(text: str) -> Iterator[prose.Block]:
    return (prose.Paragraph(line.strip()) for line in text.splitlines() if line.strip())


# --- the scoring form ----------------------------------------------------------------------------


def scoring_form(config: Config, templates: Templates) -> Build:
    """A control for everything that a member is asked, by the tags that `reading.scoring` knows."""
    opening = prose.blocks(templates.render("documents/scoring.txt", about(config)))

    def build(occasion: Occasion) -> File:
        title = occasion.named("scoring form", config.programme.key)
        document = word.blank(title, config.programme.funder, title)
        _write(document, config, opening, occasion)
        return File(f"{title}.docx", WORD, archive.pack(word.parts(document)))

    return build


def _write(
    document: Document, config: Config, opening: Sequence[prose.Block], occasion: Occasion
) -> None:
    numbers = count(1)
    word.add(document, opening)
    _facts(document, occasion, numbers)
    document.add_heading("Conflict of interest", 2)
    _ask(document, Control("conflict", "Conflict", "Write none, or what it is"), numbers)
    document.add_heading("Scores", 2)
    for criterion in config.programme.criteria:
        _criterion(document, criterion, numbers)
    document.add_heading("For the applicant", 2)
    _labelled(
        document, "One strength", Control("strength", "Strength", _HERE, many_lines=True), numbers
    )
    _labelled(
        document,
        "One improvement",
        Control("improvement", "Improvement", _HERE, many_lines=True),
        numbers,
    )
    document.add_heading("For the panel", 2)
    for label, control in _FOR_THE_PANEL:
        _labelled(document, label, control, numbers)


_HERE = "Write your answer here"
_FOR_THE_PANEL = (
    (
        "Recommendation: fund, fund if (say what must change), or do not fund",
        Control("recommendation", "Recommendation", "Write fund, fund if ..., or do not fund"),
    ),
    (
        "Confidence in these scores",
        Control("confidence", "Confidence", "Choose", tuple(str(c) for c in Confidence)),
    ),
    (
        "Questions for the meeting (optional)",
        Control("questions", "Questions", _HERE, many_lines=True),
    ),
    (
        "Private note (optional; it may be released under data protection or FOI law)",
        Control("note", "Private note", _HERE, many_lines=True),
    ),
)


def _facts(document: Document, occasion: Occasion, numbers: Iterator[int]) -> None:
    """Whose form about what this is: locked, so that it comes back as it went."""
    member: Any = occasion.values.get("member")
    facts = (
        (Control("reference", "Reference", "-", locked=True), occasion.named("", "").strip()),
        (Control("assessor", "Assessor", "-", locked=True), member.name if member else ""),
    )
    for control, value in facts:
        made = _place(document.add_paragraph(f"{control.alias}: "), control, numbers)
        if value:
            controls.fill(made, value)


def _criterion(document: Document, criterion: Criterion, numbers: Iterator[int]) -> None:
    document.add_heading(f"{criterion.key}. {criterion.title}", 3)
    for label, text in (("Solid", criterion.solid), ("Strong", criterion.strong)):
        document.add_paragraph(
            f"{label}: {text}", style="Hint"
        ).paragraph_format.keep_with_next = True
    table = word.add_table(document, ("Score", "Evidence"), 1)
    score = Control(f"{criterion.key}_score", f"{criterion.key} score", "Choose", SCALE)
    evidence = Control(
        f"{criterion.key}_evidence", f"{criterion.key} evidence", _HERE, many_lines=True
    )
    for cell, control in zip(table.rows[1].cells, (score, evidence), strict=True):
        _place(cell.paragraphs[0], control, numbers)
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width  # for LibreOffice; Word goes by the cells
        for cell in column.cells:
            cell.width = width


def _labelled(document: Document, label: str, control: Control, numbers: Iterator[int]) -> None:
    document.add_heading(label, 3)
    _ask(document, control, numbers)


def _ask(document: Document, control: Control, numbers: Iterator[int]) -> None:
    _place(document.add_paragraph(style="Answer"), control, numbers)


def _place(paragraph: Paragraph, control: Control, numbers: Iterator[int]) -> etree._Element:
    place: etree._Element = paragraph._p  # python-docx has no public way to add a control
    made = controls.element(control, next(numbers))
    place.append(made)
    return made
