"""What the tests of orders share: when they come, and what is found in them."""

from __future__ import annotations

from datetime import UTC, datetime

from ace_mailbot.config import Config
from ace_mailbot.rules.orders import NotUnderstood, Order, parse

MONDAY = datetime(2021, 8, 23, 9, 30, tzinfo=UTC)  # 10:30 in London, three days after the close


def the_order(text: str, config: Config, at: datetime = MONDAY) -> Order:
    found = parse(text, config, at)
    assert len(found) == 1
    assert isinstance(found[0], Order), found[0]
    return found[0]


def the_doubt(text: str, config: Config, at: datetime = MONDAY) -> NotUnderstood:
    found = parse(text, config, at)
    assert len(found) == 1
    assert isinstance(found[0], NotUnderstood), found[0]
    return found[0]


def what(text: str, config: Config) -> list[tuple[str, ...]]:
    """Verb and references of each order in *text*; `?` and its first words for a doubt."""
    return [
        (line.verb, *line.references) if isinstance(line, Order) else ("?", line.line)
        for line in parse(text, config, MONDAY)
    ]
