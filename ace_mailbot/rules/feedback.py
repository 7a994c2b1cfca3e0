"""What the panel's view is in words that an applicant may read.

By default a criterion's reason is its band and the config's own description of a better answer;
evidence, private notes and names stay with the organiser. Members wrote strength and improvement
for the applicant; those go as they wrote them, in an order that tells nothing of who. The organiser
sees all of it in a draft, changes it line by line, and approves it with the letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from ace_mailbot.config import Config
from ace_mailbot.model import Application, Assessment, Band, Feedback, Reason, Result
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.selection import result

STRENGTH, IMPROVEMENT = "strength", "improvement"

_BANDS = (
    (Fraction(5, 2), Band.STRONG),
    (Fraction(3, 2), Band.SOLID),
    (Fraction(1, 2), Band.EMERGING),
    (Fraction(0), Band.NOT_SHOWN),
)


def feedback(application: Application, context: Context) -> Feedback:
    """What *application* would be told as things stand; falsy where there is nothing to tell."""
    read = [x for x in context.state.assessments.values() if x.reference == application.reference]
    return worded(application, read, context.config)


def of_all(applications: Iterable[Application], context: Context) -> Mapping[str, Feedback]:
    """The same for many, by reference."""
    read: dict[str, list[Assessment]] = {}
    for assessment in context.state.assessments.values():
        read.setdefault(assessment.reference, []).append(assessment)
    return {a.reference: worded(a, read.get(a.reference, []), context.config) for a in applications}


def worded(application: Application, read: Iterable[Assessment], config: Config) -> Feedback:
    """*application*'s feedback from all who *read* it and what the organiser wrote instead."""
    counted = [x for x in read if x.scoring and not x.scoring.conflict]
    found = result(application.reference, counted, config.programme.criteria, config.panel_rules)
    scorings = [x.scoring for x in counted if x.scoring]
    return Feedback(
        tuple(_reasons(application, found, config)),
        _said(application, STRENGTH, (s.strength for s in scorings)),
        _said(application, IMPROVEMENT, (s.improvement for s in scorings)),
    )


def _reasons(application: Application, found: Result, config: Config) -> Iterable[Reason]:
    for c in config.programme.criteria:
        spread, words = found.criteria.get(c.key), application.feedback.get(c.key, "")
        if spread or words:
            band = band_of(spread.mean) if spread else None
            yield Reason(c.key, c.title, c.solid, c.strong, band, words)


def band_of(mean: Fraction) -> Band:
    """The word of the scale that a mean score is nearest to; halfway counts as the better one."""
    return next(band for least, band in _BANDS if mean >= least)


def _said(application: Application, key: str, members: Iterable[str]) -> tuple[str, ...]:
    """The organiser's own line, none where they left it out (""), else what members wrote."""
    if key in application.feedback:
        return tuple(filter(None, (application.feedback[key],)))
    return tuple(sorted({" ".join(said.split()) for said in members if said.strip()}))
