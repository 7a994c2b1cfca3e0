"""Whom our own mail server vouches for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ace_mailbot.config import load
from ace_mailbot.config.shapes import Backend
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
        'mx.funder.example; spf=fail smtp.mailfrom="x; dmarc=pass header.from=funder.example;"@a.b',
        "mx.funder.example; spf=none (one (two) ; dmarc=pass header.from=funder.example)",
        "mx.funder.example; dmarc=fail; spf=pass smtp.mailfrom=funder.example",
        "mx.funder.example; x-note=1 dmarc=pass header.from=funder.example",
        "spf=pass smtp.mailfrom=funder.example; dmarc=pass header.from=funder.example",
        "mx.funder.example; dmarc=pass header.from=funder.example.attacker.example",
        "mx.funder.example; dmarc=pass header.from=fundér.example",
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


# --- Exchange and Microsoft 365 ------------------------------------------------------------------

_UNNAMED = (
    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=funder.example; dkim=pass (signature was"
    " verified) header.d=funder.example;dmarc=pass action=none header.from=funder.example;"
    "compauth=pass reason=100"
)


def on(
    backend: Backend,
    headers: Mapping[str, tuple[str, ...]],
    sender: str = "organiser@funder.example",
    authserv_id: str = "",
) -> bool:
    message = Message(
        id="M-ABCDEF",
        sha256="",
        received_at=datetime(2021, 7, 6, tzinfo=UTC),
        size=1,
        sender=Address(sender),
        headers=headers,
    )
    mailbox = replace(CONFIG.mailbox, backend=backend, authserv_id=authserv_id)
    return vouched(message, replace(CONFIG, mailbox=mailbox))


def test_results_without_a_servers_name_count_on_microsoft_365_alone() -> None:
    headers = {"authentication-results": (_UNNAMED,)}
    assert on("graph", headers)
    assert not on("imap", headers)
    assert not on("graph", headers, authserv_id="mx.funder.example")
    assert not on("graph", {"authentication-results": (_UNNAMED.replace("pass", "fail"),)})


def test_exchanges_own_mark_vouches_for_colleagues_where_exchange_is_read_directly() -> None:
    headers = {"x-ms-exchange-organization-authas": ("Internal",)}
    assert on("exchange", headers)
    assert on("graph", headers)
    assert not on("imap", headers)
    assert not on("exchange", headers, sender="organiser@attacker.example")
    assert not on("exchange", {"x-ms-exchange-organization-authas": ("Anonymous",)})
    assert not on("exchange", {"x-ms-exchange-organization-authas": ("Internal", "Anonymous")})
