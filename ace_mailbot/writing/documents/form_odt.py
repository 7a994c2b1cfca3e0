"""The application form as an OpenDocument file, for those without Word.

The same questions in the same order as the Word form. LibreOffice before 7.5 keeps no tags, so
every answer also stands right under, or right beside, a label that starts with its question's key.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from itertools import groupby
from xml.sax.saxutils import escape

from lxml import etree

from ace_mailbot.config import Config, FormQuestion
from ace_mailbot.writing.documents import archive, fields, open_document, prose
from ace_mailbot.writing.documents.occasion import ODT, Build, Occasion
from ace_mailbot.writing.documents.papers import about
from ace_mailbot.writing.mime import File
from ace_mailbot.writing.templates import Templates

_CONTENT = "content.xml"
_CONTROL = f"{{{open_document.LOEXT}}}content-control"
_TAG = f"{{{open_document.LOEXT}}}tag"
_PROMPTING = f"{{{open_document.LOEXT}}}showing-place-holder"


def blank(config: Config, templates: Templates) -> Build:
    """Build the form once; the result fills in a copy of it for each application."""
    key = config.programme.key
    opening = prose.blocks(templates.render("documents/form.txt", about(config)))
    body = open_document.prose(opening) + _questions(config)
    title = f"{key} application form"
    parts = open_document.package(title, config.programme.funder, f"{key} form", body)
    root = etree.fromstring(parts[_CONTENT])

    def build(occasion: Occasion) -> File:
        filled = copy.deepcopy(root)
        if occasion.application:
            _fill(filled, fields.known(occasion.application, config))
        xml = etree.tostring(filled, xml_declaration=True, encoding="UTF-8")
        name = occasion.named("application form.odt", key)
        return File(name, ODT, archive.pack({**parts, _CONTENT: xml}))

    return build


def _fill(root: etree._Element, known: Mapping[str, str]) -> None:
    for control in root.iter(_CONTROL):
        answer = known.get(str(control.get(_TAG)))
        if answer is None:
            continue
        del control.attrib[_PROMPTING]
        if len(control):  # the options of a choice stand before its text
            control[-1].tail = answer
        else:
            control.text = answer


def _questions(config: Config) -> str:
    reference = open_document.control(fields.REFERENCE)
    body = [open_document.paragraph(f"Reference: {reference}")]
    for section, questions in groupby(config.form.questions, lambda q: q.section):
        body.append(open_document.heading(section, 2))
        body += [_question(question, config) for question in questions]
    return "".join(body)


def _question(question: FormQuestion, config: Config) -> str:
    asked = open_document.heading(fields.heading(question), 3)
    if note := fields.note(question):
        asked += open_document.paragraph(escape(note), "Hint")
    if question.rows:
        return asked + _table(question)
    if question.parts:
        return asked + _parts(question)
    if not question.tags:
        return asked
    answer = open_document.control(fields.control(question, config))
    return asked + open_document.paragraph(answer, "Answer")


def _parts(question: FormQuestion) -> str:
    rows = [
        (
            escape(fields.label(question, part)),
            open_document.control(fields.part_control(question, part)),
        )
        for part in question.parts
    ]
    return open_document.table(question.key, ("Detail", "Your answer"), rows)


def _table(question: FormQuestion) -> str:
    rows = [
        [open_document.control(fields.part_control(question, p, number)) for p in question.parts]
        for number in range(1, question.rows + 1)
    ]
    return open_document.table(question.key, [p.label for p in question.parts], rows)
