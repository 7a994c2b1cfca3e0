"""A file that somebody sent us, for the organiser to look at: its bytes as they came."""

from __future__ import annotations

from ace_mailbot.config import Config
from ace_mailbot.model import Attachment
from ace_mailbot.writing.documents.occasion import Build, Occasion
from ace_mailbot.writing.mime import File
from ace_mailbot.writing.templates import Templates

_UNNAMED = "returned file"


def as_it_came(config: Config, templates: Templates) -> Build:
    """It wants an Attachment among the values. Mail programs are to save it, not to show it."""
    return _file


def _file(occasion: Occasion) -> File:
    attachment: Attachment = occasion.values["returned"]
    return File(attachment.filename or _UNNAMED, "application/octet-stream", attachment.data)
