"""The documents that are prose: the guidance that goes with the form, and the memorandum.

Their words stand in templates/documents/, for the organiser to edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ace_mailbot.config import Config
from ace_mailbot.writing.documents import archive, fields, open_document, prose, word
from ace_mailbot.writing.documents.occasion import ODT, WORD, Build, Occasion
from ace_mailbot.writing.mime import File
from ace_mailbot.writing.templates import Templates


def about(config: Config) -> Mapping[str, Any]:
    """The values that every document's template may use."""
    return {
        "programme": config.programme,
        "people": config.people,
        "mailbox": config.mailbox,
        "form": config.form,
        "sender_name": config.mailbox.sender_name,
        "note": fields.note,
    }


def guidance(config: Config, templates: Templates) -> Build:
    """The guidance is the same for all, so it is written once."""
    key = config.programme.key
    data = _written(
        config, f"{key} guidance", templates.render("documents/guidance.txt", about(config))
    )
    return lambda occasion: File(f"{key} guidance.docx", WORD, data)


def memorandum(config: Config, templates: Templates) -> Build:
    """The draft memorandum of understanding, with what the form said filled in."""

    def build(occasion: Occasion) -> File:
        title = occasion.named(_MEMORANDUM, config.programme.key)
        text = _memorandum(config, templates, occasion)
        return File(f"{title}.docx", WORD, _written(config, title, text))

    return build


def memorandum_odt(config: Config, templates: Templates) -> Build:
    """The same in OpenDocument."""

    def build(occasion: Occasion) -> File:
        title = occasion.named(_MEMORANDUM, config.programme.key)
        body = open_document.prose(prose.blocks(_memorandum(config, templates, occasion)))
        parts = open_document.package(title, config.programme.funder, title, body)
        return File(f"{title}.odt", ODT, archive.pack(parts))

    return build


_MEMORANDUM = "memorandum of understanding"


def _memorandum(config: Config, templates: Templates, occasion: Occasion) -> str:
    application = occasion.application
    answers = application.form.answers if application and application.form else {}
    values = {
        **about(config),
        "application": application,
        "answer": lambda tag: answers.get(tag, ""),  # "" for what the form doesn't say
        "now": occasion.now,
    }
    return templates.render("documents/memorandum.txt", values)


def _written(config: Config, title: str, text: str) -> bytes:
    document = word.blank(title, config.programme.funder, title)
    word.add(document, prose.blocks(text))
    return archive.pack(word.parts(document))
