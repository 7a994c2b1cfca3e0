"""Bytes to meaning. Pure: no clock, no disk, no network.

`read` takes a mail apart; the attachments that are `worth_opening` are then opened in the fence
with `open_attachment`; `understand` says what it all means.
"""

from __future__ import annotations

from ace_mailbot.reading.attachments import open_attachment, worth_opening
from ace_mailbot.reading.message import bare, opened, plain_subject, read
from ace_mailbot.reading.understanding import understand

__all__ = [
    "bare",
    "open_attachment",
    "opened",
    "plain_subject",
    "read",
    "understand",
    "worth_opening",
]
