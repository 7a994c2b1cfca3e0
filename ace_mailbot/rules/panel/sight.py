"""Who may see whose scores.

Nobody sees another's of an application before their own are in, or the organiser has opened the
meeting; and nobody, ever, those of an application that they have a conflict with.
"""

from __future__ import annotations

from ace_mailbot.model import Application, Assessment
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.panel import roster


def may_see(email: str, reference: str, context: Context) -> bool:
    """Whether the member at *email* may see all scores of an application."""
    reviewer = context.state.reviewers.get(email)
    if not reviewer or not reviewer.may_read(reference):
        return False
    own = context.state.assessments.get(f"{reference}/{email}")
    theirs_are_in = bool(own and roster.is_whole(own, context))
    return theirs_are_in or context.state.season.meeting_at is not None


def seen_by(email: str, context: Context) -> list[tuple[Application, tuple[Assessment, ...]]]:
    """The applications whose scores they may see now, each with the assessments that count."""
    found = []
    for application in context.state.applications.values():
        scored = [x for x in roster.reading(application.reference, context) if x.scoring]
        if scored and may_see(email, application.reference, context):
            found.append((application, tuple(scored)))
    return found
