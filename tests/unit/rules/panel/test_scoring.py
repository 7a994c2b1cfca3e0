"""What a scoring comes to, on top of the one before it, and what is still asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from ace_mailbot.config import load, shipped_folder
from ace_mailbot.model import Confidence, Recommendation, Scoring
from ace_mailbot.rules.panel.scoring import Reading, read

CONFIG = load(shipped_folder() / "config.toml", {})
AT = datetime(2021, 9, 1, 9, tzinfo=UTC)
WHOLE = {
    **{f"C{n}_score": "2" for n in range(1, 7)},
    **{f"C{n}_evidence": f"See C{n}." for n in range(1, 7)},
    "strength": "A shared aim.",
    "improvement": "Say when to stop.",
    "recommendation": "fund",
    "confidence": "high",
    "conflict": "none",
}


def reading(said: Mapping[str, str], before: Scoring | None = None) -> Reading:
    return read(said, before, "M-AAAAAA", AT, "the message itself", CONFIG)


def test_a_whole_scoring_lacks_nothing() -> None:
    found = reading(WHOLE)
    assert found.problems == ()
    assert [s.value for s in found.scoring.scores.values()] == [2] * 6


def test_a_conflict_stops_everything_else() -> None:
    found = reading({**WHOLE, "conflict": "she is my sister-in-law"})
    assert found.scoring.conflict == "she is my sister-in-law"
    assert not found.scoring.scores


@pytest.mark.parametrize("said", ["None", "no", "n/a", "None known.", "No conflict that I know of"])
def test_no_conflict_is_said_in_many_ways(said: str) -> None:
    assert not reading({**WHOLE, "conflict": said}).scoring.conflict


@pytest.mark.parametrize("typed", ["4", "2.5", "-1", "2-3", "10", "7/10", "seven"])
def test_an_impossible_score_is_asked_about_and_the_earlier_one_stays(typed: str) -> None:
    before = reading(WHOLE).scoring
    found = reading({"C4_score": typed}, before)
    assert found.scoring.scores == before.scores
    assert found.problems == (f"C4: “{typed}” is no score; it can be 0, 1, 2 or 3.",)


def test_what_is_missing_is_asked_for() -> None:
    without = {k: v for k, v in WHOLE.items() if not k.startswith("C4") and k != "confidence"}
    assert reading(without).problems == ("No score yet for C4.", "No confidence yet.")


def test_a_correction_leaves_the_rest_as_it_was() -> None:
    before = reading(WHOLE).scoring
    found = reading({"C4_score": "1", "C4_evidence": "No stop point."}, before)
    assert found.problems == ()
    assert found.scoring.scores["C4"].value == 1
    assert found.scoring.scores["C1"] == before.scores["C1"]
    assert found.scoring.strength == "A shared aim."


@pytest.mark.parametrize(
    ("said", "recommendation", "condition"),
    [
        ("fund", Recommendation.FUND, ""),
        ("Yes", Recommendation.FUND, ""),
        ("Fund.", Recommendation.FUND, ""),
        ("fund if they name a stop point", Recommendation.FUND_IF, "they name a stop point"),
        ("Fund, provided that users join", Recommendation.FUND_IF, "users join"),
        ("if the budget adds up", Recommendation.FUND_IF, "the budget adds up"),
        ("do not fund", Recommendation.DO_NOT_FUND, ""),
        ("Don't fund this one", Recommendation.DO_NOT_FUND, ""),
        ("No", Recommendation.DO_NOT_FUND, ""),
        ("fund, fund if, or do not fund", None, ""),
        ("perhaps", None, ""),
    ],
)
def test_a_recommendation_is_one_of_three(
    said: str, recommendation: Recommendation | None, condition: str
) -> None:
    found = reading({**WHOLE, "recommendation": said})
    assert (found.scoring.recommendation, found.scoring.condition) == (recommendation, condition)
    assert bool(found.problems) is (recommendation is None)


@pytest.mark.parametrize(
    ("said", "confidence"),
    [
        ("High", Confidence.HIGH),
        ("fairly low", Confidence.LOW),
        ("moderate", Confidence.MEDIUM),
        ("low, medium or high", None),
        ("80%", None),
    ],
)
def test_a_confidence_is_one_of_three(said: str, confidence: Confidence | None) -> None:
    assert reading({**WHOLE, "confidence": said}).scoring.confidence is confidence
