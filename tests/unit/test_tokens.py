"""Tokens: minted from a secret and a key, and found again wherever mail programs leave them."""

from __future__ import annotations

from ace_mailbot import tokens

TOKEN = "k7m2pq4dxabz"


def test_a_token_is_the_same_each_time_and_differs_by_key_and_secret() -> None:
    first = tokens.mint(b"secret", "ACE/amara/pack")
    assert first == tokens.mint(b"secret", "ACE/amara/pack")
    assert (
        len({first, tokens.mint(b"secret", "other"), tokens.mint(b"other", "ACE/amara/pack")}) == 3
    )


def test_a_token_comes_home_in_our_message_id() -> None:
    answered = tokens.message_id(TOKEN, "ACE-003", "funder.example")
    assert answered == f"ace-003.{TOKEN}@funder.example"
    assert tokens.in_message_ids((answered, "other@trust.example")) == (TOKEN,)


def test_a_token_comes_home_in_the_text() -> None:
    seen = tokens.visible(TOKEN, "ACE-003")
    assert seen == "ACE-003/k7m2-pq4d-xabz"
    assert tokens.in_body(f"> {seen}\n") == (TOKEN,)


def test_a_token_comes_home_in_a_plus_address() -> None:
    assert tokens.in_address(f"ace+{TOKEN}@funder.example") == (TOKEN,)
    assert tokens.in_address("ace@funder.example") == ()
