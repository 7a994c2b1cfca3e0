"""What people with an award answer: will they come, may they be introduced, may others read it."""

from __future__ import annotations

import pytest

from ace_mailbot.model import Intent
from ace_mailbot.reading import taking_part


@pytest.mark.parametrize(
    ("sentence", "intent"),
    [
        ("Yes, I'll be there.", Intent.ATTENDS),
        ("We would love to come.", Intent.ATTENDS),
        ("Looking forward to it!", Intent.ATTENDS),
        ("Count me in", Intent.ATTENDS),
        ("Sorry, I can't make it.", Intent.ABSENT),
        ("Sorry, cannot come", Intent.ABSENT),
        ("Unfortunately we won't be able to attend.", Intent.ABSENT),
        ("Please accept my apologies.", Intent.ABSENT),
        ("I am not available then.", Intent.ABSENT),
        ("I may be able to join for the first hour.", Intent.PERHAPS),
        ("Not sure whether I can come.", Intent.PERHAPS),
        ("Stop invitations", Intent.STOP_INVITATIONS),
        ("Please stop sending me these event invitations.", Intent.STOP_INVITATIONS),
        ("No more invites please.", Intent.STOP_INVITATIONS),
        ("Introduce us", Intent.INTRODUCE),
        ("We are happy to be introduced.", Intent.INTRODUCE),
        ("Please do not introduce us.", Intent.NOT_INTRODUCE),
        ("We would rather not be introduced.", Intent.NOT_INTRODUCE),
        ("You may share it.", Intent.SHARE),
        ("We're happy for it to be shared.", Intent.SHARE),
        ("Feel free to circulate it.", Intent.SHARE),
        ("Do not share it.", Intent.NOT_SHARE),
        ("Please don't share this with the others.", Intent.NOT_SHARE),
        ("This must not be shared.", Intent.NOT_SHARE),
    ],
)
def test_it_is_read_as_people_say_it(sentence: str, intent: Intent) -> None:
    assert taking_part.find([sentence]) == {intent: sentence}


@pytest.mark.parametrize(
    "sentence",
    [
        "Can I bring a colleague who cannot come alone?",
        "The agencies share a record.",
        "Who will introduce the session?",
        "Is there a lift?",
        "Thank you for the invitation.",
        "People come to us from five boroughs.",
    ],
)
def test_nothing_else_is(sentence: str) -> None:
    assert taking_part.find([sentence]) == {}


def test_the_first_that_is_said_counts() -> None:
    said = ["I cannot come.", "My colleague will try to come instead."]
    assert taking_part.find(said) == {Intent.ABSENT: "I cannot come."}
