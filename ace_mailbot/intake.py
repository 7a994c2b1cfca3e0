"""From bytes to a message understood, with its attachments opened behind the fence."""

from __future__ import annotations

from ace_mailbot import reading
from ace_mailbot.config import Config
from ace_mailbot.fence import Fence
from ace_mailbot.model import Message, Nature, RawMessage

Begun = tuple[Message, bool]  # a message, and whether it is all read

# What these bring is our own letter, come back.
_NEVER_OPENED = (Nature.BOUNCE, Nature.OWN)


def understood(raw: RawMessage, config: Config, fence: Fence) -> Message:
    """*raw* read whole. Nothing in it can make this raise."""
    return complete(begin(raw, config), config, fence)


def begin(raw: RawMessage, config: Config) -> Begun:
    """*raw* read as far as it can be with its files closed, and whether that is all of it."""
    message = reading.read(raw, config)
    if _is_to_be_opened(message):
        return message, False
    return reading.understand(reading.opened(message, message.attachments), config), True


def complete(begun: Begun, config: Config, fence: Fence) -> Message:
    """What was *begun*, with its files opened."""
    message, is_all = begun
    if is_all:
        return message
    attachments = fence.opened(message.attachments, config.form, config.programme.key)
    return reading.understand(reading.opened(message, attachments), config)


def _is_to_be_opened(message: Message) -> bool:
    return message.nature not in _NEVER_OPENED and any(
        map(reading.worth_opening, message.attachments)
    )
