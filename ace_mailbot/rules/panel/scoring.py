"""From what was read of a scoring to a Scoring, and what must still be asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ace_mailbot.config import Config, Criterion
from ace_mailbot.model import Confidence, Recommendation, Score, Scoring

HIGHEST = 3
_NO_CONFLICT = re.compile(
    r"\W*(?:none|no|nil|n/?a|nothing|not? that i (?:know|am aware) of|no conflicts?.{0,40}"
    r"|none (?:known|declared|to declare|at all))\W*",
    re.IGNORECASE,
)
_DO_NOT = re.compile(
    r"\W*(?:do(?:es)? not|don['’]?t|not?(?: to)?\b|declin\w*|reject\w*)", re.IGNORECASE
)
_FUND_IF = re.compile(
    r"\W*(?:yes\W+)?(?:i would )?fund(?:ing|able)?(?: it)?,?\W+(?:only )?"
    r"(?:if|provided(?: that)?|subject to|with|on condition(?: that)?|once|when)\b:?\s*"
    r"(?P<condition>.*)|\W*(?:yes\W+)?if\b\s*(?P<bare>.*)|\W*conditional(?:ly)?\b\W*(?P<conditional>.*)",
    re.IGNORECASE | re.DOTALL,
)
_FUND = re.compile(r"\W*(?:yes|fund(?:ing|able)?|definitely|accept|support|award)\b", re.IGNORECASE)
_CONFIDENCE = re.compile(r"\b(?P<level>low|medium|moderate|middling|high)\b", re.IGNORECASE)
_MIDDLING = {"moderate", "middling"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A scoring as it will be kept, and a sentence for each thing that it lacks or can't be."""

    scoring: Scoring
    problems: tuple[str, ...] = ()


def read(
    said: Mapping[str, str],
    before: Scoring | None,
    message: str,
    received_at: datetime,
    source: str,
    config: Config,
) -> Reading:
    """What *said* (by the scoring form's tags) comes to, on top of the scoring *before* it.

    A correction may name a single criterion: what it leaves out stays as it was.
    """
    base = before or Scoring(message, received_at, source)
    base = replace(base, message=message, received_at=received_at, source=source, conflict="")
    conflict = said.get("conflict", "").strip()
    if conflict and not _NO_CONFLICT.fullmatch(conflict):
        return Reading(replace(base, conflict=conflict))
    problems: list[str] = []
    scores = dict(base.scores)
    for criterion in config.programme.criteria:
        scores |= _scored(criterion, said, base, problems)
    recommendation, condition = _recommended(said.get("recommendation", ""), base, problems)
    scoring = replace(
        base,
        scores=scores,
        strength=said.get("strength") or base.strength,
        improvement=said.get("improvement") or base.improvement,
        recommendation=recommendation,
        condition=condition,
        confidence=_confident(said.get("confidence", ""), base, problems),
        questions=said.get("questions") or base.questions,
        private_note=said.get("note") or base.private_note,
    )
    return Reading(scoring, (*problems, *_missing(scoring, config)))


def _scored(
    criterion: Criterion, said: Mapping[str, str], base: Scoring, problems: list[str]
) -> dict[str, Score]:
    """The score of one criterion, where *said* has one that can be."""
    typed = said.get(f"{criterion.key}_score", "").strip()
    evidence = said.get(f"{criterion.key}_evidence", "").strip()
    old = base.scores.get(criterion.key)
    if not typed:
        return {criterion.key: replace(old, evidence=evidence)} if old and evidence else {}
    number = re.match(r"[-−]?\d+(?:[.,]\d+)?(?=\s|$|[-–—:,;.(])", typed)
    if not number or not number[0].isdecimal() or int(number[0]) > HIGHEST or _is_range(typed):
        shown = " ".join(typed.split())[:40]
        problems.append(f"{criterion.key}: “{shown}” is no score; it can be 0, 1, 2 or {HIGHEST}.")
        return {}
    return {criterion.key: Score(int(number[0]), evidence or (old.evidence if old else ""))}


def _is_range(typed: str) -> bool:
    return bool(re.match(r"\d+(?:[-–]| or | to )\d", typed))


def _recommended(
    said: str, base: Scoring, problems: list[str]
) -> tuple[Recommendation | None, str]:
    if not said.strip():
        return base.recommendation, base.condition
    several = re.search(r"\bfund\b.*(?:/|\bor\b).*\bnot\b", said, re.IGNORECASE)
    found = None if several else _FUND_IF.match(said)
    if found:
        condition = next((c for c in found.groups() if c), "").strip(" .…")
        return Recommendation.FUND_IF, condition
    if not several and _DO_NOT.match(said):
        return Recommendation.DO_NOT_FUND, ""
    if not several and _FUND.match(said):
        return Recommendation.FUND, ""
    problems.append(
        f"Recommendation: “{' '.join(said.split())[:60]}” is none of fund, fund if, do not fund."
    )
    return base.recommendation, base.condition


def _confident(said: str, base: Scoring, problems: list[str]) -> Confidence | None:
    if not said.strip():
        return base.confidence
    levels = {m["level"].lower() for m in _CONFIDENCE.finditer(said)}
    if len(levels) != 1:
        problems.append(f"Confidence: “{said.strip()[:40]}” is none of low, medium, high.")
        return base.confidence
    level = levels.pop()
    return Confidence("medium" if level in _MIDDLING else level)


def _missing(scoring: Scoring, config: Config) -> list[str]:
    """What a whole scoring has and this one hasn't, a sentence each."""
    without = [c.key for c in config.programme.criteria if c.key not in scoring.scores]
    found = [f"No score yet for {', '.join(without)}."] if without else []
    for name, value in (
        ("strength for the applicant", scoring.strength),
        ("improvement for the applicant", scoring.improvement),
        ("recommendation", scoring.recommendation),
        ("confidence", scoring.confidence),
    ):
        if not value:
            found.append(f"No {name} yet.")
    if scoring.recommendation is Recommendation.FUND_IF and not scoring.condition:
        found.append("Fund if: on what condition?")
    return found
