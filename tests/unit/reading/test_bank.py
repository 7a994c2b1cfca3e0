"""Bank details are found however they are typed, and nothing else is taken for them."""

from __future__ import annotations

import pytest

from ace_mailbot.reading.bank import GONE, black_out


@pytest.mark.parametrize(
    "text",
    [
        "Sort code 20-00-00, account number 55779911.",
        "sort code: 200000\naccount no. 55779911",
        "S/C 20 00 00 A/C No: 5577 9911",
        "Please pay our bank: 20-00-00 55779911",
        "Our IBAN is GB33BUKB20201555555555.",
        "IBAN GB33 BUKB 2020 1555 5555 55",
        "Bank account number is 55779911, sort-code 20–00–00",
        "Bank details\nCode 20-00-00\nNumber 55779911",
    ],
)
def test_they_are_taken_out(text: str) -> None:
    clean = black_out(text)
    assert GONE in clean
    for digits in ("20-00-00", "20–00–00", "200000", "20 00 00", "55779911", "5577 9911", "1555"):
        assert digits not in clean


@pytest.mark.parametrize(
    "text",
    [
        "Call 020 7946 0000 or 07700 900123 about the bank holiday.",
        "Charity number 1234567, company number 08123456; our account manager started on 20-08-21.",
        "We count 943 476 5919 as a test number on this account.",
        "ODS code RQM00; the account of 20 21 22 projects.",
        "The amount is £20,000 and the bank is closed. On 2021-08-20 we account for it.",
        "ACE-001/k7m2-p9qd-4xab is the line to keep for your account.",
    ],
)
def test_nothing_else_is(text: str) -> None:
    assert black_out(text) == text
