"""A made-up panel's view, to try the letters and documents of its meeting with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ace_mailbot.config import Config
from ace_mailbot.model import (
    Application,
    Assessment,
    Band,
    Board,
    Feedback,
    Leniency,
    Meeting,
    Places,
    Proposal,
    Reason,
    Result,
    Score,
    Scoring,
    Spread,
    Standing,
)

_MEMBER = "panel.member@funder.example"


def feedback(config: Config) -> Feedback:
    """A reason in each band, one in the organiser's words, and one that nobody scored."""
    bands: Sequence[Band | None] = (*Band, None)
    reasons = tuple(
        Reason(c.key, c.title, c.solid, c.strong, band)
        for c, band in zip(config.programme.criteria, bands, strict=False)
    )
    worded = replace(reasons[-1], words="The test is clear and has a day on which it ends.")
    return Feedback(
        (*reasons[:-1], worded),
        ("The agencies have worked on it together from the start.",),
        ("Say what would make you stop the experiment.",),
    )


def meeting(config: Config, applications: Sequence[Application]) -> Meeting:
    """A board of *applications* in one footprint: they tie, and one has no score."""
    *scored, last = applications
    results = {a.reference: _result(config, a) for a in scored}
    results[last.reference] = Result(last.reference, {}, {}, None, None)
    standings = tuple(Standing(a.reference, a.stage, 1, True, True, Proposal.TIED) for a in scored)
    unscored = Standing(last.reference, last.stage, None, False, False, Proposal.UNSCORED)
    place = Places(config.programme.footprints[0].key, 2, 0, 1, (*standings, unscored))
    board = Board(
        (place, Places(None, 0, 0, 0, ())),
        results,
        {_MEMBER: Leniency(Fraction(1, 3), 2)},
        (f"{last.reference}/{_MEMBER}",),
    )
    assessments = (*(_assessment(config, a) for a in scored), _waiting(config, last))
    return Meeting(board, tuple(applications), assessments, {last.reference: (_MEMBER,)})


def _result(config: Config, application: Application) -> Result:
    spread = Spread(Fraction(7, 3), Fraction(1), Fraction(3), 0.9, 3)
    return Result(
        application.reference,
        {_MEMBER: Fraction(7, 3)},
        {c.key: spread for c in config.programme.criteria},
        spread,
        Fraction(7, 3),
        Fraction(2),
        ("C1 Collective ambition: scores from 1 to 3.",),
    )


def _waiting(config: Config, application: Application) -> Assessment:
    id = f"{application.reference}/{_MEMBER}"
    return Assessment(id, application.reference, _MEMBER, config.programme.closes)


def _assessment(config: Config, application: Application) -> Assessment:
    scoring = Scoring(
        message="M-PPPPPP",
        received_at=config.programme.closes,
        source="the message itself",
        scores={c.key: Score(2, "Clear, but thin.") for c in config.programme.criteria},
        strength="The agencies have worked on it together from the start.",
        improvement="Say what would make you stop the experiment.",
        private_note="I know the area.",
    )
    return replace(_waiting(config, application), scorings=(scoring,))
