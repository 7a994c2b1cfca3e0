"""Bytes to meaning. Pure: no clock, no disk, no network.

`read` takes a mail apart; the attachments that are `worth_opening` are then opened in the fence
with `attachments.open_attachment`; `understand` says what it all means.
"""

from __future__ import annotations

from ace_mailbot.reading.likeness import likeness
from ace_mailbot.reading.message import bare, opened, plain_subject, read
from ace_mailbot.reading.understanding import understand
from ace_mailbot.reading.worth import worth_opening

__all__ = [
    "bare",
    "likeness",
    "opened",
    "plain_subject",
    "read",
    "understand",
    "worth_opening",
]
