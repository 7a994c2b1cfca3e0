"""Dates, sums and lists as letters put them."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from markupsafe import Markup

from ace_mailbot import tokens
from ace_mailbot.config import Config
from ace_mailbot.writing.words import (
    clock,
    counted,
    filters,
    lines,
    listed,
    paragraphs,
    pounds,
    quote,
    unbroken,
)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(9), "9am"),
        (time(17, 5), "5:05pm"),
        (time(23, 59, 59), "11:59pm"),
        (time(0), "midnight"),
        (time(12), "midday"),
        (time(0, 30), "12:30am"),
        (time(12, 30), "12:30pm"),
    ],
)
def test_a_time_of_day_is_told_as_people_say_it(at: time, words: str) -> None:
    assert clock(at) == words


def test_times_are_told_in_the_programmes_zone(config: Config) -> None:
    summer = datetime(2021, 8, 20, 22, 59, 59, tzinfo=UTC)
    assert filters(config)["day_time"](summer) == "Friday 20 August 2021 at 11:59pm"
    assert filters(config)["day"](datetime(2021, 12, 31, 23, 30, tzinfo=UTC)) == (
        "Friday 31 December 2021"
    )


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (20000, "£20,000"),
        ("18500", "£18,500"),
        ("£18,500.00", "£18,500"),
        ("18500.5", "£18,500.50"),
        ("about 18k", "about 18k"),
        ("", ""),
    ],
)
def test_a_sum_is_told_in_pounds_and_what_is_none_as_it_was_written(
    amount: object, words: str
) -> None:
    assert pounds(amount) == words


def test_lists_and_counts_read_as_a_sentence_has_them() -> None:
    assert [listed("a"), listed("ab"), listed("abc", "or"), listed(())] == [
        "a",
        "a and b",
        "a, b or c",
        "",
    ]
    assert [counted(1, "day"), counted(2, "day"), counted(2, "reply", "replies")] == [
        *("1 day", "2 days", "2 replies"),
    ]


def test_a_footprint_has_its_name(config: Config) -> None:
    name = filters(config)["footprint_name"]
    assert [name("NEL"), name("XYZ"), name(None)] == ["North East London", "XYZ", "not known yet"]


def test_quotes_are_marked_in_text_and_escaped_in_html() -> None:
    assert quote("One\r\n\r\nTwo") == "> One\n>\n> Two"
    assert paragraphs("<b>One</b>\nmore\n\nTwo") == Markup(
        "<p>&lt;b&gt;One&lt;/b&gt;<br>\nmore</p>\n<p>Two</p>"
    )


def test_what_is_quoted_never_carries_the_token_of_another_letter() -> None:
    line = tokens.visible(tokens.mint(b"secret", "key"), "ACE-003")
    assert tokens.in_body(line) != ()
    for shown in (quote(line), lines(line), paragraphs(f"See ({line}).")):
        assert tokens.in_body(shown) == ()
        assert "ACE-003/…" in shown


def test_a_plain_value_stays_on_its_line() -> None:
    assert unbroken("Eve\r\n---\u2028ACE") == "Eve --- ACE"
    assert unbroken(quote("a\nb")) == "> a\n> b"
