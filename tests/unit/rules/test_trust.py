"""Whom our own mail server vouches for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ace_mailbot.config import load
from ace_mailbot.model import Address, Message
from ace_mailbot.rules.trust import vouched

CONFIG = load(Path(__file__).parents[3] / "config.toml", {})


def says(*headers: str, sender: str = "organiser@funder.example", senders: int = 1) -> bool:
    message = Message(
        id="M-ABCDEF",
        sha256="",
        received_at=datetime(2021, 7, 6, tzinfo=UTC),
        size=1,
        sender=Address(sender),
        senders=senders,
        headers={"authentication-results": headers} if headers else {},
    )
    return vouched(message, CONFIG)


@pytest.mark.parametrize(
    "header",
    [
        "mx.funder.example; dmarc=pass header.from=funder.example",
        "mx.funder.example; spf=pass smtp.mailfrom=organiser@funder.example;\r\n dkim=none",
        "MX.Funder.Example 1; dkim=pass (2048-bit key) header.d=funder.example header.s=sel1",
        "mx.funder.example; dkim=pass header.i=@mail.funder.example; dmarc=pass action=none "
        "header.from=funder.example; compauth=pass reason=100",
    ],
)
def test_a_pass_that_is_aligned_with_from_counts(header: str) -> None:
    assert says(header)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "mx.funder.example; dmarc=fail header.from=funder.example",
        "mx.funder.example; none",
        "mx.attacker.example; dmarc=pass header.from=funder.example",
        "mx.funder.example; spf=pass smtp.mailfrom=someone@attacker.example",
        "mx.funder.example; dkim=pass header.d=attacker.example",
        "mx.funder.example; dmarc=pass header.from=attacker.example",
        "mx.funder.example; dkim=fail (was dkim=pass header.d=funder.example)",
        "mx.funder.example.attacker.example; dmarc=pass header.from=funder.example",
        "mx.funder.example; dkim=pass header.d=example",
    ],
)
def test_anything_less_does_not(header: str) -> None:
    assert not says(header)


def test_only_the_topmost_header_counts() -> None:
    good = "mx.funder.example; dmarc=pass header.from=funder.example"
    bad = "mx.funder.example; dmarc=fail header.from=funder.example"
    assert says(good, bad)
    assert not says(bad, good)
    assert not says("mx.elsewhere.example; none", good)


def test_no_header_or_several_from_addresses_prove_nothing() -> None:
    assert not says()
    assert not says("mx.funder.example; dmarc=pass header.from=funder.example", senders=2)
