"""The organiser's orders: plain words in a reply, one order a line.

Only a line that is an order from its first word to its last becomes one; any doubt makes it
NotUnderstood, with the nearest forms to copy. Whether ACE-003 exists or may be accepted is not
looked at here.
"""

from __future__ import annotations

from datetime import datetime

from ace_mailbot.config import Config
from ace_mailbot.rules.orders.lines import Looks, order_lines
from ace_mailbot.rules.orders.order import NotUnderstood, Order
from ace_mailbot.rules.orders.reader import Reader

__all__ = ["NotUnderstood", "Order", "parse"]


def parse(text: str, config: Config, received_at: datetime) -> tuple[Order | NotUnderstood, ...]:
    """Every line of *text* that is an order or may be meant as one, in its order.

    *text* is what the sender newly wrote, received at *received_at* (aware). Greetings, thanks and
    signatures are left out; where nothing else stands there, the answer is empty.
    """
    reader = Reader(config, received_at)
    text = reader.feedback.spelled_out(text)
    looks = Looks(reader.is_order, reader.begins_like_an_order, reader.has_reason)
    return tuple(reader.read(line) for line in order_lines(text, _names(config), looks))


def _names(config: Config) -> frozenset[str]:
    """How the organiser and the second approver may sign: whole names and first names."""
    people = (config.people.organiser, config.people.second_approver)
    whole = [p.name.lower() for p in people if p and p.name]
    return frozenset(whole + [name.split()[0] for name in whole])
