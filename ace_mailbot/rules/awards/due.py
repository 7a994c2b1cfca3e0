"""What the time brings about once the awards are out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ace_mailbot.model import Application, Award, Decision, Letter, Stage
from ace_mailbot.rules.awards.finance import finance_contact
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import about
from ace_mailbot.rules.outcomes import Render


def due(award: Award, context: Context) -> datetime:
    """When the signed memorandum should be back."""
    return award.told_at + timedelta(days=context.config.awards.memorandum_days)


def begun(context: Context, render: Render) -> Iterator[Decision]:
    """An award begins with its letter; the senior leader and the finance contact hear theirs."""
    for application in context.state.applications.values():
        told_at = application.told_at
        if application.stage is not Stage.AWARDED or not told_at:
            continue
        if application.reference not in context.state.awards:
            yield Decision(
                f"{application.reference}: its award begins.",
                reference=application.reference,
                changes=(Award(application.reference, told_at),),
                letters=tuple(_told(application)),
            )


def _told(application: Application) -> Iterator[Letter]:
    told = {p.email for p in application.people}
    others = (
        ("award-senior", application.senior.address if application.senior else None),
        ("award-finance", finance_contact(application)),
    )
    for template, address in others:
        if address and address.email not in told:
            yield Letter(
                to=(address,),
                obligation=template,
                version="award",
                template=template,
                reference=application.reference,
            )


def chases(context: Context, render: Render) -> Iterator[Decision]:
    """The latest reminder to a lead whose signed memorandum is not back."""
    config = context.config.awards
    for award in context.state.awards.values():
        application = context.state.applications[award.reference]
        if application.stage is not Stage.AWARDED or award.returned or award.signed_at:
            continue
        late = context.now - due(award, context)
        number = late // timedelta(days=config.chase_days) + 1
        if not 1 <= number <= config.chases:
            continue
        values = {"due": due(award, context)}
        letter = about(application, "mou-chase", str(number), values=values)
        if not context.owed(letter):
            yield Decision(
                f"{award.reference} is reminded of its memorandum.",
                reference=award.reference,
                letters=(letter,),
            )


RULES = (begun, chases)
