"""The support that a form asks for: who looks after it, what is offered, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ace_mailbot.model import Application, Award, Decision, Letter, Stage
from ace_mailbot.rules.awards.people import asked_for
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import about
from ace_mailbot.rules.orders import Order
from ace_mailbot.rules.rulings import CannotDo

Carry = Callable[[Application, Award, Order, str, Context], Decision]


def carry_out(application: Application, order: Order, message: str, context: Context) -> Decision:
    award = context.state.awards.get(application.reference)
    if not award or application.stage is not Stage.AWARDED:
        raise CannotDo(f"{application.reference} has no award that was told.")
    return _VERBS[order.verb](application, award, order, message, context)


def _owner(
    application: Application, award: Award, order: Order, message: str, context: Context
) -> Decision:
    sentence = f"{award.reference}: {order.argument} looks after its request for support."
    return _done(replace(award, owner=order.argument), sentence)


def _offer(
    application: Application, award: Award, order: Order, message: str, context: Context
) -> Decision:
    values = {"asked_for": asked_for(application), "offer": order.reason, "owner": award.owner}
    letter = about(application, "support-offer", message, values=values)
    changed = replace(award, offer=order.reason)
    return _done(changed, f"{award.reference}: the lead reads what we offer.", letter)


def _followed_up(
    application: Application, award: Award, order: Order, message: str, context: Context
) -> Decision:
    changed = replace(award, follow_up=order.reason)
    return _done(changed, f"{award.reference}: the follow-up is on record.")


def _done(award: Award, sentence: str, *letters: Letter) -> Decision:
    return Decision(
        sentence,
        reference=award.reference,
        changes=(award,),
        letters=letters,
    )


_VERBS: Mapping[str, Carry] = {
    "owner": _owner,
    "offer": _offer,
    "follow-up": _followed_up,
}
