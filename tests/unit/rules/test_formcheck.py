"""What a lead is told about their form."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ace_mailbot.config import load
from ace_mailbot.model import Finding, Person
from ace_mailbot.rules import formcheck

CONFIG = load(Path(__file__).parents[3] / "config.toml", {})

COMPLETE = {
    **{
        tag: "Something true."
        for question in CONFIG.form.questions
        if not question.rows
        for tag in question.tags
    },
    "A2": "South West London",
    "B1_email": "amara.okafor@trust.example",
    "B2_email": "sam@trust.example",
    "B3_email": "helen@trust.example",
    "B4_1_agency": "Sutton Council",
    "B4_1_person": "Sam Lee",
    "B4_1_contribution": "Rooms",
    "B4_1_confirmed": "Confirmed",
    "D2": "£18,500",
    "D3_1_item": "Facilitation",
    "D3_1_amount": "18,000",
    "D3_2_item": "Travel",
    "D3_2_amount": "500.00",
    "D5_email": "finance@trust.example",
    "E2": "yes",
    "F2": "Not yet",
}


def findings(**changes: str) -> list[Finding]:
    return list(formcheck.check({**COMPLETE, **changes}, CONFIG))


def sentences(**changes: str) -> list[tuple[str, bool]]:
    return [(f.sentence, f.blocking) for f in findings(**changes)]


def test_a_complete_form_leaves_nothing_to_say() -> None:
    assert findings() == []


def test_missing_answers_block_and_optional_ones_do_not() -> None:
    assert sentences(C1="", D6="", E3="") == [
        ("C1 (What do you want to achieve together, and how did you …) has no answer.", True)
    ]
    assert sentences(B3_email="", B3_name="") == [
        ("B3 (Senior leader from one of the agencies): name is missing.", True),
        ("B3 (Senior leader from one of the agencies): email is missing.", True),
    ]


def test_too_many_words_are_pointed_out_and_no_bar() -> None:
    assert sentences(A1="word " * 16) == [
        ("A1 (Title of the project) has 16 words; the limit is 15.", False)
    ]


def test_more_than_the_cap_blocks() -> None:
    assert sentences(D2="25,000", D3_1_amount="24500") == [
        ("D2 asks for £25,000; the most we can award is £20,000.", True)
    ]


def test_a_budget_that_does_not_add_up_is_pointed_out() -> None:
    assert sentences(D3_2_amount="700") == [
        ("The budget in D3 adds up to £18,700, but D2 asks for £18,500.", False)
    ]


def test_an_amount_in_words_is_asked_for_in_figures() -> None:
    assert sentences(D2="as much as possible") == [
        ("D2: “as much as possible” is not an amount in pounds.", True)
    ]


def test_a_row_half_filled_is_pointed_out_by_its_number() -> None:
    assert sentences(B4_3_agency="Age Project") == [
        ("B4 (Partners, row 3): person is missing.", True),
        ("B4 (Partners, row 3): what they bring is missing.", True),
        ("B4 (Partners, row 3): confirmed? is missing.", True),
    ]


def test_a_footprint_that_is_none_of_the_five_is_asked_for() -> None:
    [(sentence, blocking)] = sentences(A2="Surrey")
    assert blocking
    assert sentence.endswith(
        "please choose one of North West London, North Central London, "
        "North East London, South East London, South West London."
    )


def test_an_address_without_an_at_is_no_address() -> None:
    assert sentences(D5_email="finance.trust.example") == [
        (
            "D5 (Finance contact at the lead organisation): “finance.trust.example” is not an "
            "email address.",
            True,
        )
    ]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("£18,500", "18500"),
        ("18500.00", "18500.00"),
        ("18.5k", "18500.0"),
        ("GBP 18 500", "18500"),
        ("£20,000 (twenty thousand pounds)", "20000"),
        ("between £10,000 and £12,000", None),
        ("lots", None),
        ("", None),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: str | None) -> None:
    assert formcheck.pounds(text) == (Decimal(amount) if amount else None)


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ("NEL", "NEL"),
        ("north east london", "NEL"),
        ("North East London (East London Health and Care)", "NEL"),
        ("NEL and NCL", None),
        ("tunnel", None),
    ],
)
def test_a_footprint_is_read_by_key_or_name(answer: str, key: str | None) -> None:
    assert formcheck.footprint(answer, CONFIG.programme) == key


def test_a_person_is_read_from_the_parts_of_a_question() -> None:
    answers = {"B3_name": " Helen\nBrody ", "B3_email": "Helen Brody <Helen@Trust.example>"}
    assert formcheck.person(answers, "B3") == Person("Helen Brody", "helen@trust.example")
