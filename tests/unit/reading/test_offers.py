"""An award is given back only when somebody says so outright."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ace_mailbot.model import Intent
from tests.unit.reading.conftest import Reader

Write = Callable[..., bytes]


@pytest.mark.parametrize(
    "text",
    [
        "We are sorry, but we have to decline the award.",
        "Unfortunately we cannot accept your offer of funding.",
        "We're unable to take up the grant after all.",
        "I am writing to turn down the offer. Our trust is reorganising.",
        "We will not be able to accept the award: two partners have left.",
        "We have decided not to take up the place.",
        "With regret we are giving back the money.",
    ],
)
def test_giving_an_award_back(read: Reader, write: Write, text: str) -> None:
    assert Intent.DECLINES_OFFER in read(write(text, "Re: [ACE-001] outcome")).intents


@pytest.mark.parametrize(
    "text",
    [
        "Thank you, we are delighted to accept the award.",
        "We cannot accept the money before January. Is that a problem?",
        "What happens if we cannot take up the award?",
        "Can we decline the offer of coaching and keep the grant?",
        "We cannot return the signed memorandum this week.",
        "No problem at all, thank you.",
    ],
)
def test_what_gives_nothing_back(read: Reader, write: Write, text: str) -> None:
    assert Intent.DECLINES_OFFER not in read(write(text, "Re: [ACE-001] outcome")).intents
