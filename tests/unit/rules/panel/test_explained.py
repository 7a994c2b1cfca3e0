"""What `explain` makes of a panel member's mail, which knows no season and no panel."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from ace_mailbot.config import load, shipped_folder
from ace_mailbot.explaining import explain
from ace_mailbot.fence import Fence
from ace_mailbot.model import RawMessage

CONFIG = load(shipped_folder() / "config.toml", {})


def explained(body: str, *, answering: str = "") -> dict[str, Any]:
    threaded = f"In-Reply-To: <{answering}>\n" if answering else ""
    mail = (
        "From: Ruth Adler <ruth.adler@council.example>\nTo: ace@funder.example\n"
        f"Subject: Re: [ACE-003] Please assess\n{threaded}Message-ID: <1@council.example>\n"
        f"Date: Wed, 01 Sep 2021 09:00:00 +0100\n\n{body}"
    )
    with Fence() as fence:
        return explain("a.eml", RawMessage("1", mail.encode(), _AT), CONFIG, fence)


_AT = datetime(2021, 9, 1, 8, tzinfo=UTC)
_PAPER = "ace-003.k7m2p7qd4xab@funder.example"


def test_lines_of_scores_are_an_assessment() -> None:
    found = explained("C1: 3 - shared\nC2: 2\nC3: 1\nRecommendation: fund if they stop\n")
    assert (found["kind"], found["application"], found["eoi"]) == ("assessment", "ACE-003", None)
    assert found["answers"] == {
        "C1_score": "3",
        "C1_evidence": "shared",
        "C2_score": "2",
        "C3_score": "1",
        "recommendation": "fund if they stop",
    }


def test_one_score_in_reply_to_a_letter_of_ours_is_an_assessment() -> None:
    found = explained("C4: 2 - clear test, no stop point\n", answering=_PAPER)
    assert found["kind"] == "assessment"
    assert found["reply_text"] == "C4: 2 - clear test, no stop point"


@pytest.mark.parametrize(
    "body",
    [
        "A1: Falls in Brent\nC1: 3 agencies agreed it\nC2: 2 trusts and a council\nD2: 18500\n",
        "C1: We want one front door.\nC2: 3 agencies.\nC3: We know one another.\nC4: A visit.\n",
    ],
)
def test_an_applicants_answers_stay_a_form(body: str) -> None:
    found = explained(body, answering=_PAPER)
    assert found["kind"] == "form"
    assert "C1" in found["answers"]


def test_scores_above_a_quoted_paper_are_not_taken_for_its_form() -> None:
    quoted = "> A1. Title\n> Falls\n> C1. What?\n> C1: 3\n> One front door.\n> C2. Who?\n> We.\n"
    found = explained(f"C1: 1\nC2: 2\n\nOn 1 Sep, ACE wrote:\n{quoted}", answering=_PAPER)
    assert found["kind"] == "assessment"
    assert found["answers"] == {"C1_score": "1", "C2_score": "2"}
