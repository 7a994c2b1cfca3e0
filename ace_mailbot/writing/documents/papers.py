"""The documents that are prose: the guidance that goes with the form, and the memorandum.

Their words stand in templates/documents/, for the organiser to edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ace_mailbot.config import Config
from ace_mailbot.writing.documents import archive, fields, prose, word
from ace_mailbot.writing.documents.occasion import WORD, Build, Occasion
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
        application = occasion.application
        title = occasion.named("memorandum of understanding", config.programme.key)
        answers = application.form.answers if application and application.form else {}
        values = {
            **about(config),
            "application": application,
            "answer": lambda tag: answers.get(tag, ""),  # "" for what the form doesn't say
            "now": occasion.now,
        }
        text = templates.render("documents/memorandum.txt", values)
        return File(f"{title}.docx", WORD, _written(config, title, text))

    return build


def _written(config: Config, title: str, text: str) -> bytes:
    document = word.blank(title, config.programme.funder, title)
    word.add(document, prose.blocks(text))
    return archive.pack(word.parts(document))
