"""What the organiser says of an award: it is signed, the finance contact is real, it is paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ace_mailbot.model import Application, Award, Change, Decision, Letter, Stage
from ace_mailbot.rules.awards.finance import amount, finance_contact
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import about
from ace_mailbot.rules.rulings import CannotDo


def signed(application: Application, version: str, context: Context) -> Decision:
    award = _award(application, context)
    if award.signed_at:
        raise CannotDo(f"The memorandum of {award.reference} is signed already.")
    changed = replace(award, signed_at=context.now)
    letter = about(application, "mou-signed", version)
    return _done(f"The memorandum of {award.reference} is signed.", changed, (letter,))


def verified(application: Application, version: str, context: Context) -> Decision:
    award = _award(application, context)
    if award.verified_at:
        raise CannotDo(f"The finance contact of {award.reference} is verified already.")
    changed = replace(award, verified_at=context.now)
    return _done(f"The finance contact of {award.reference} is verified.", changed)


def paid(application: Application, on: datetime | None, version: str, context: Context) -> Decision:
    """*on* is aware; None means today. Nothing is paid before it is signed and verified."""
    award = _award(application, context)
    if award.paid_on:
        raise CannotDo(f"{award.reference} is paid already, on {award.paid_on:%Y-%m-%d}.")
    done = {"signed": award.signed_at, "verified": award.verified_at}
    missing = [order for order, at in done.items() if not at]
    if missing:
        raise CannotDo(
            f"{award.reference} can't be paid yet: it is not {' and not '.join(missing)}.",
            *(f"{order} {award.reference}" for order in missing),
        )
    zone = context.config.programme.zone
    moment = on or context.now
    day = moment.astimezone(zone).date()
    changed = replace(award, paid_on=day)
    finance = finance_contact(application)
    values = {"paid_on": moment, "amount": amount(application)}
    letter = about(application, "award-paid", version, values=values)
    if finance and not application.is_of(finance.email):
        letter = replace(letter, cc=(*letter.cc, finance))
    return _done(f"{award.reference} is paid, on {day:%Y-%m-%d}.", changed, (letter,))


def _award(application: Application, context: Context) -> Award:
    award = context.state.awards.get(application.reference)
    if not award or application.stage is not Stage.AWARDED:
        raise CannotDo(f"{application.reference} has no award.")
    return award


def _done(sentence: str, award: Award, letters: tuple[Letter, ...] = ()) -> Decision:
    changes: tuple[Change, ...] = (award,)
    return Decision(sentence, reference=award.reference, changes=changes, letters=letters)
