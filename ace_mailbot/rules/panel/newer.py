"""A newer form that counts after its papers went out: its members read that one too."""

from __future__ import annotations

from collections.abc import Iterator

from ace_mailbot.config import FormQuestion
from ace_mailbot.model import Decision, FormVersion, Stage
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.outcomes import Render
from ace_mailbot.rules.panel import letters, roster

_HIDDEN = {"email", "phone"}  # kinds of parts that no member sees


def papers(context: Context, render: Render) -> Iterator[Decision]:
    """The newer paper, to each member who has an older one, with what has changed."""
    for assessment in context.state.assessments.values():
        application = context.state.applications.get(assessment.reference)
        each = roster.member(assessment.member, context)
        if assessment.ended or not assessment.form or not application or not each:
            continue
        form = application.form
        if application.stage is not Stage.SUBMITTED or not form or form.version <= assessment.form:
            continue
        older = next((f for f in application.forms if f.version == assessment.form), None)
        if older and (changes := _changes(older, form, context)):
            yield letters.newer(assessment, each, form, changes, context)


def _changes(older: FormVersion, newer: FormVersion, context: Context) -> list[FormQuestion]:
    """The questions whose answers differ, as far as the panel sees them."""
    found = []
    for question in context.config.form.questions:
        hidden = {part.key for part in question.parts if part.kind in _HIDDEN}
        tags = [t for t in question.tags if t.rpartition("_")[2] not in hidden]
        differs = any(older.answers.get(t, "") != newer.answers.get(t, "") for t in tags)
        if differs and not question.hidden_from_panel:
            found.append(question)
    return found
