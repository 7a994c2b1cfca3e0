"""A panel member's scores, apart from every mail program and every rule."""

from __future__ import annotations

import pytest

from ace_mailbot.config import load, shipped_folder
from ace_mailbot.reading.scoring import of_text, stands_alone

CRITERIA = load(shipped_folder() / "config.toml", {}).programme.criteria


@pytest.mark.parametrize(
    ("line", "score", "evidence"),
    [
        ("C4: 2 - clear test, no stop point", "2", "clear test, no stop point"),
        ("C4 2", "2", ""),
        ("C4 = strong", "3", ""),
        ("c4. two: a clear test", "2", "a clear test"),
        ("C4 (safe-to-fail experiment): 1, thin", "1", "thin"),
        ("C4 – Solid (2) – clear", "2", "clear"),
        ("C4: score 2. Clear.", "2", "Clear"),
        ("C4: 2/3 clear", "2", "clear"),
        ("C4: 2 out of 3", "2", ""),
        ("Safe-to-fail experiment: 2 - clear", "2", "clear"),
        ("• C4: 0 – not shown", "0", ""),
        ("*C4:* 2 clear", "2", "clear"),
        ("Score for C4: 3", "3", ""),
        ("C4 is 2 because it is clear", "2", "because it is clear"),
        ("C4: 2.5 - between", "2.5", "between"),
        ("C4: 2-3", "2-3", ""),
        ("C4: 4", "4", ""),
        ("C4: 7/10", "7/10", ""),
        ("C4: strong evidence of a test", "", "strong evidence of a test"),
        ("C4: 20 people are in the test", "20", "people are in the test"),
    ],
)
def test_a_line_is_a_score_and_its_evidence(line: str, score: str, evidence: str) -> None:
    wanted = {"C4_score": score, "C4_evidence": evidence}
    assert of_text(line, CRITERIA) == {tag: value for tag, value in wanted.items() if value}


@pytest.mark.parametrize(
    ("text", "tag", "value"),
    [
        ("Strength: a shared aim", "strength", "a shared aim"),
        ("Main strength - a shared aim", "strength", "a shared aim"),
        (
            "Strength for the applicant:\na shared aim\nand trust",
            "strength",
            "a shared aim\nand trust",
        ),
        ("Area for improvement: say when to stop", "improvement", "say when to stop"),
        ("Could be better: the map", "improvement", "the map"),
        ("recommendation: fund if they stop", "recommendation", "fund if they stop"),
        ("I would fund it.", "recommendation", "fund it"),
        ("Do not fund", "recommendation", "Do not fund"),
        ("confidence high", "confidence", "high"),
        ("Conflict of interest: none", "conflict", "none"),
        ("No conflicts", "conflict", "none"),
        ("I can't score this: he is my cousin", "conflict", "I can't score this: he is my cousin"),
        (
            "I have a conflict: my sister leads it.",
            "conflict",
            "I have a conflict: my sister leads it.",
        ),
        ("Questions for the meeting: who pays?", "questions", "who pays?"),
        ("Private note: I know the area", "note", "I know the area"),
    ],
)
def test_a_line_says_what_else_a_member_is_asked(text: str, tag: str, value: str) -> None:
    assert of_text(text, CRITERIA) == {tag: value}


def test_greetings_and_sign_offs_belong_to_nothing() -> None:
    text = "Hello both\n\nhere are mine\n\nC1: 2 - yes\nmore on it\n\nKind regards\nRuth\nC2: 3"
    assert of_text(text, CRITERIA) == {"C1_score": "2", "C1_evidence": "yes\nmore on it"}


def test_of_two_scores_for_one_criterion_the_first_counts() -> None:
    assert of_text("C1: 2\n\nC1: 3 - great", CRITERIA) == {"C1_score": "2"}


def test_an_applicants_own_answers_are_no_scores() -> None:
    text = "C1: We want 3 things\nC2: 12 agencies\nC3: Strong links exist\nC4: 2 wards\nC5: All"
    assert not stands_alone(of_text(text, CRITERIA))
