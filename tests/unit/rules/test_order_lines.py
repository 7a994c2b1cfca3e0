"""From a mail to its orders: courtesy, signatures, quotations, wrapped lines."""

from __future__ import annotations

import pytest

from ace_mailbot.config import Config, load, shipped_folder
from ace_mailbot.rules.orders import Order, parse
from tests.unit.rules.ordering import MONDAY, what


@pytest.fixture(scope="module")
def config() -> Config:
    return load(shipped_folder() / "config.toml", {}, with_secrets=False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Thanks",
        "Thank you so much for this, very helpful.",
        "OK thanks",
        "Noted, many thanks",
        "Great!",
        "Hi team,\n\nThanks.\n\nBest wishes,\nJo Bloggs\nHead of Programmes\n020 7946 0000",
        "Organiser Name",
        "Organiser",
        "Sent from my iPhone",
        "Get Outlook for Android",
        "Best regards\nJo\n\nThis email is confidential. If you are not its addressee, delete it.",
        "-- \nJo Bloggs\naccept no liability",
        "> accept ACE-003",
        "On Mon, 23 Aug 2021 at 09:00, ACE team <ace@funder.example> wrote:\naccept ACE-003",
        "-----Original Message-----\naccept ACE-003",
    ],
)
def test_courtesy_signatures_and_quotations_are_no_orders(text: str, config: Config) -> None:
    assert parse(text, config, MONDAY) == ()


def test_a_mail_as_it_is_typed_on_a_phone(config: Config) -> None:
    text = """Hi,

Accept 3
Accept ace 5.
Decline 4 because it’s too broad
Reserve 7

Something about ACE-009 I forgot
Thanks
Jo

Sent from my iPhone"""
    assert what(text, config) == [
        ("accept", "ACE-003"),
        ("accept", "ACE-005"),
        ("decline", "ACE-004"),
        ("reserve", "ACE-007"),
        ("?", "Something about ACE-009 I forgot"),
    ]


def test_orders_below_a_sign_off_still_count(config: Config) -> None:
    text = "Thanks\nJo\n\nPS decline 4 because weak\nHead of Programmes"
    assert what(text, config) == [("decline", "ACE-004")]


def test_a_reason_that_the_mail_program_wrapped_is_not_cut_off(config: Config) -> None:
    text = """Decline ACE-004 because the partners are not named and the plan covers only
one month of the six, so nobody could say in March whether anything had
changed.
Accept ACE-003
Best wishes
Jo"""
    first, second = parse(text, config, MONDAY)
    assert isinstance(first, Order)
    assert first.reason == (
        "the partners are not named and the plan covers only one month of the six, so nobody "
        "could say in March whether anything had changed."
    )
    assert second == Order("Accept ACE-003", "accept", ("ACE-003",))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("decline ACE-004\nbecause it is weak", "it is weak"),
        ("decline ACE-004 because it is weak\nand late", "it is weak and late"),
        ("decline ACE-004 because it is weak\n\nand late", "it is weak"),
        ("decline ACE-004 because it is weak\nplease fund number three", "it is weak"),
        ("decline ACE-004 because it is weak\nTheir lead rang me about it.", "it is weak"),
        ("decline ACE-004 because it is weak\nJo", "it is weak"),
        ("decline ACE-004 because it is weak\nOrganiser Name", "it is weak"),
        ("decline ACE-004 because it is weak\nThanks", "it is weak"),
        ("decline ACE-004 because it is weak\nKind regards", "it is weak"),
        (
            "decline ACE-004 because we would rather\naccept ACE-005 in that footprint",
            "we would rather accept ACE-005 in that footprint",
        ),
        (
            "decline ACE-004 because the trust says that it has no means at all to\nhold the money",
            "the trust says that it has no means at all to hold the money",
        ),
    ],
)
def test_the_next_line_belongs_to_a_reason_unless_it_clearly_does_not(
    text: str, reason: str, config: Config
) -> None:
    first = parse(text, config, MONDAY)[0]
    assert isinstance(first, Order)
    assert first.reason == reason


def test_a_reason_may_end_with_it_and_the_next_line_is_an_order_again(config: Config) -> None:
    text = "decline 1 because users have no part in judging it\nadmit incomplete because of August"
    assert [verb for verb, *_ in what(text, config)] == ["decline", "admit"]


def test_an_order_below_half_a_sentence_is_part_of_that_sentence(config: Config) -> None:
    assert what("I think we should probably not\naccept ACE-003", config) == [
        ("?", "I think we should probably not accept ACE-003")
    ]
    assert what("I would say, having read all of it twice, that nobody on the panel is\n"
                "going to\naccept ACE-003", config)[0][0] == "?"  # fmt: skip
    assert what("Please could you\naccept ACE-003", config) == [("accept", "ACE-003")]


def test_a_misspelt_order_below_a_reason_is_not_swallowed_by_it(config: Config) -> None:
    text = "decline ACE-004 because it is weak\nacept ACE-003\nACE-005 looks good"
    assert what(text, config) == [
        ("decline", "ACE-004"),
        ("?", "acept ACE-003"),
        ("?", "ACE-005 looks good"),
    ]
