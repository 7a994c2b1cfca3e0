"""From bytes to a message understood, with its attachments opened behind the fence."""

from __future__ import annotations

from dataclasses import replace

from ace_mailbot import reading
from ace_mailbot.config import Config
from ace_mailbot.fence import Fence
from ace_mailbot.model import Message, RawMessage


def understood(raw: RawMessage, config: Config, fence: Fence) -> Message:
    """*raw* read whole. Nothing in it can make this raise."""
    message = reading.read(raw, config)
    if not message.attachments:
        return reading.understand(message, config)
    attachments = tuple(
        replace(a, contents=fence.open(a, config.form, config.programme.key))
        if reading.worth_opening(a)
        else a
        for a in message.attachments
    )
    return reading.understand(reading.opened(message, attachments), config)
