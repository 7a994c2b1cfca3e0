"""The application form in Word: one content control for every answer, tagged with its key."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import count, groupby

from docx.document import Document
from docx.text.paragraph import Paragraph
from lxml import etree

from ace_mailbot.config import Config, FormQuestion
from ace_mailbot.writing.documents import archive, controls, fields, prose, word
from ace_mailbot.writing.documents.occasion import WORD, Build, Occasion
from ace_mailbot.writing.documents.papers import about
from ace_mailbot.writing.mime import File
from ace_mailbot.writing.templates import Templates

_DOCUMENT = "word/document.xml"


def blank(config: Config, templates: Templates) -> Build:
    """Build the form once; the result fills in a copy of it for each application."""
    key = config.programme.key
    document = word.blank(f"{key} application form", config.programme.funder, f"{key} form")
    _write(document, config, prose.blocks(templates.render("documents/form.txt", about(config))))
    parts = word.parts(document)
    root = document.element

    def build(occasion: Occasion) -> File:
        filled = copy.deepcopy(root)
        if occasion.application:
            places = controls.by_tag(filled)
            for tag, answer in fields.known(occasion.application, config).items():
                if tag in places:
                    controls.fill(places[tag], answer)
        xml = etree.tostring(filled, xml_declaration=True, encoding="UTF-8", standalone=True)
        name = occasion.named("application form.docx", key)
        return File(name, WORD, archive.pack({**parts, _DOCUMENT: xml}))

    return build


def _write(document: Document, config: Config, opening: tuple[prose.Block, ...]) -> None:
    numbers = count(1)
    word.add(document, opening)
    paragraph = document.add_paragraph("Reference: ")
    _place(paragraph, fields.REFERENCE, numbers)
    for section, questions in groupby(config.form.questions, lambda q: q.section):
        document.add_heading(section, 2)
        for question in questions:
            _ask(document, question, config, numbers)


def _ask(
    document: Document, question: FormQuestion, config: Config, numbers: Iterator[int]
) -> None:
    document.add_heading(fields.heading(question), 3)
    if note := fields.note(question):
        document.add_paragraph(note, style="Hint").paragraph_format.keep_with_next = True
    if question.rows:
        _table(document, question, numbers)
    elif question.parts:
        _parts(document, question, numbers)
    elif question.tags:
        answer = document.add_paragraph(style="Answer")
        _place(answer, fields.control(question, config), numbers)


def _parts(document: Document, question: FormQuestion, numbers: Iterator[int]) -> None:
    table = word.add_table(document, ("Detail", "Your answer"), len(question.parts))
    for row, part in zip(table.rows[1:], question.parts, strict=True):
        row.cells[0].text = fields.label(question, part)
        _place(row.cells[1].paragraphs[0], fields.part_control(question, part), numbers)


def _table(document: Document, question: FormQuestion, numbers: Iterator[int]) -> None:
    table = word.add_table(document, [p.label for p in question.parts], question.rows)
    for number, row in enumerate(table.rows[1:], 1):
        for cell, part in zip(row.cells, question.parts, strict=True):
            _place(cell.paragraphs[0], fields.part_control(question, part, number), numbers)


def _place(paragraph: Paragraph, control: controls.Control, numbers: Iterator[int]) -> None:
    place: etree._Element = paragraph._p  # python-docx has no public way to add a control
    place.append(controls.element(control, next(numbers)))
