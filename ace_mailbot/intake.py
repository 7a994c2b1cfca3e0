"""From bytes to a message understood, with its attachments opened behind the fence."""

from __future__ import annotations

from ace_mailbot import reading
from ace_mailbot.config import Config
from ace_mailbot.fence import Fence
from ace_mailbot.model import Message, Nature, RawMessage

# What these bring is our own letter, come back.
_NEVER_OPENED = (Nature.BOUNCE, Nature.OWN)


def understood(raw: RawMessage, config: Config, fence: Fence) -> Message:
    """*raw* read whole. Nothing in it can make this raise."""
    message = reading.read(raw, config)
    attachments = message.attachments
    if message.nature not in _NEVER_OPENED:
        attachments = fence.opened(attachments, config.form, config.programme.key)
    return reading.understand(reading.opened(message, attachments), config)
