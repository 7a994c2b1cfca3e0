"""Carrying out orders, one after another: each is done whole, or not at all and told why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from ace_mailbot.model import (
    Application,
    Basis,
    Decision,
    Person,
    SeniorAnswer,
    SentLetter,
    Stage,
    evolve,
)
from ace_mailbot.rules import corrections, meeting, rulings
from ace_mailbot.rules.awards import orders as awards
from ace_mailbot.rules.awards import support
from ace_mailbot.rules.cohort import ordered as events
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.kinds.people import change_lead
from ace_mailbot.rules.kinds.withdrawal import withdraw
from ace_mailbot.rules.letters import pack, to_staff
from ace_mailbot.rules.orders import NotUnderstood, Order
from ace_mailbot.rules.panel import ordered
from ace_mailbot.rules.rulings import CannotDo
from ace_mailbot.rules.selection import ON_BOARD
from ace_mailbot.rules.stages import TOLD, legal
from ace_mailbot.rules.together import together


@dataclass(frozen=True, slots=True)
class Ordering:
    """Who orders, in which message, in reply to which letter of ours (None: an unknown one)."""

    party: str
    message: str  # Message.id
    letter: SentLetter | None


Done = tuple[str, str]  # the line, what was done
NotDone = tuple[str, str, tuple[str, ...]]  # the line, why not, the nearest forms


def carry_out(
    lines: tuple[Order | NotUnderstood, ...], ordering: Ordering, context: Context
) -> tuple[Decision, list[Done], list[NotDone]]:
    """Do each line that can be done, later ones seeing what earlier ones did."""
    total = Decision("Orders carried out.")
    done: list[Done] = []
    not_done: list[NotDone] = []
    for number, line in enumerate(lines, 1):
        if isinstance(line, NotUnderstood):
            not_done.append((line.line, line.sentence, line.nearest))
            continue
        try:
            step = _do(line, replace(ordering, message=f"{ordering.message}.{number}"), context)
            _is_legal(step, context)
        except CannotDo as e:
            not_done.append((line.line, e.sentence, e.nearest))
            continue
        done.append((line.line, step.reason))
        total = together(total, step)
        context = replace(context, state=evolve(context.state, step.changes))
    return total, done, not_done


def _is_legal(step: Decision, context: Context) -> None:
    """Raises CannotDo where an application could not go where *step* takes it."""
    for change in step.changes:
        if isinstance(change, Application):
            before = context.state.applications[change.reference]
            if not legal(before.stage, change.stage):
                raise CannotDo(
                    f"{before.reference} is {before.stage}: this can't be done any more."
                )


def _do(order: Order, ordering: Ordering, context: Context) -> Decision:
    organiser = context.config.people.organiser.email
    if ordering.party != organiser and order.verb not in {"approve", "hold", "status"}:
        raise CannotDo("Only the organiser can order this.")
    if order.verb in _ON_ONE_APPLICATION and order.argument != "all":
        return _each(order, ordering, context)
    return _VERBS[order.verb](order, ordering, context)


def _each(order: Order, ordering: Ordering, context: Context) -> Decision:
    """One order on several applications: all of them, or CannotDo before anything is done."""
    steps = []
    for number, reference in enumerate(order.references, 1):
        application = context.state.applications.get(reference)
        if not application:
            near = get_close_matches(reference, context.state.applications, n=3, cutoff=0.8)
            meant = f" Did you mean {' or '.join(near)}?" if near else ""
            raise CannotDo(f"There is no {reference}.{meant}")
        single = replace(ordering, message=f"{ordering.message}.{number}")
        step = _ON_ONE_APPLICATION[order.verb](application, order, single, context)
        steps.append(step)
        context = replace(context, state=evolve(context.state, step.changes))
    sentence = " ".join(step.reason for step in steps)
    return replace(together(*steps), reason=sentence)


# --- on one application --------------------------------------------------------------------------


def _accept(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    return _decided(a, Stage.ACCEPTED, order, context)


def _reserve(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    return _decided(a, Stage.RESERVED, order, context)


def _decline(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    return _decided(a, Stage.DECLINED, order, context)


def _decided(a: Application, outcome: Stage, order: Order, context: Context) -> Decision:
    if not order.reason and meeting.needs_reason(a, outcome, context):
        raise CannotDo(
            f"The board does not propose to {order.verb} {a.reference}; give the reason.",
            f"{order.verb} {a.reference} because ...",
        )
    return rulings.decide_outcome(a, outcome, order.reason, context, order.argument)


def _feedback(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    if a.stage not in ON_BOARD or a.stage in TOLD.values():
        raise CannotDo(f"{a.reference} gets no letter of outcome that could carry this.")
    words = {**a.feedback, order.argument: order.reason}
    sentence = f"{a.reference}: {order.argument} is now in your words."
    if not order.reason:
        sentence = f"{a.reference}: {order.argument} is left out."
    return _changed(replace(a, feedback=words), sentence)


def _extend(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    assert order.until, "an extension is parsed with its date"
    return rulings.extend(a, order.until, order.reason, by.message, context)


def _withdraw(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    if a.stage is Stage.WITHDRAWN:
        raise CannotDo(f"{a.reference} is withdrawn already.")
    return withdraw(a, context, by.message)


def _lead(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    new = Person(name=order.address.name, email=order.address.email)
    return change_lead(a, new, by.message)


def _footprint(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    changed = replace(
        a,
        footprint=order.argument,
        footprint_basis=Basis.STATED,
        asked=tuple(code for code in a.asked if code != "footprint"),
    )
    return _changed(changed, f"{a.reference} is in {order.argument}.")


def _confirm(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    changed = replace(a, senior_answer=SeniorAnswer.CONFIRMED)
    return _changed(changed, f"The senior leader of {a.reference} counts as confirmed.")


def _assign(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    return ordered.assign(a, order.argument, order.reason, by.message, context)


def _reassign(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    return ordered.reassign(a, order.instead_of, order.argument, order.reason, by.message, context)


def _conflict(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    return ordered.conflict(a, order.argument, order.reason, by.message, context)


def _signed(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    return awards.signed(a, by.message, context)


def _verified(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    return awards.verified(a, by.message, context)


def _paid(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    return awards.paid(a, order.until, by.message, context)


def _support(a: Application, order: Order, by: Ordering, context: Context) -> Decision:
    return support.carry_out(a, order, by.message, context)


def _changed(application: Application, sentence: str) -> Decision:
    return Decision(sentence, reference=application.reference, changes=(application,))


# --- on the season, on messages ------------------------------------------------------------------


def _extend_all(order: Order, by: Ordering, context: Context) -> Decision:
    assert order.until, "an extension is parsed with its date"
    return rulings.extend_all(order.until, order.reason, by.message, context)


def _admit(order: Order, by: Ordering, context: Context) -> Decision:
    return rulings.rule_on(order.argument, True, order.reason, context)


def _exclude(order: Order, by: Ordering, context: Context) -> Decision:
    return rulings.rule_on(order.argument, False, order.reason, context)


def _approve(order: Order, by: Ordering, context: Context) -> Decision:
    preview, people = context.state.season.preview, context.config.people
    if by.party != people.approver.email:
        raise CannotDo(f"{people.approver.name or people.approver.email} approves the outcomes.")
    if not preview:
        raise CannotDo("There is no preview of outcomes to approve yet.")
    shown = f"/preview/{preview.version}"
    if not by.letter or not by.letter.key.endswith(shown):
        raise CannotDo("This does not answer the latest preview of outcomes; reply to that one.")
    if preview.approved_by:
        raise CannotDo("The outcomes are approved already.")
    approved = replace(preview, approved_by=by.party, approved_at=context.now)
    told = {people.organiser.email: people.organiser, people.approver.email: people.approver}
    values = {
        "by": people.approver,
        "count": sum(1 for a in context.state.applications.values() if a.stage in TOLD),
        "release_at": max(context.now, context.config.programme.decisions),
    }
    return Decision(
        "The outcomes are approved.",
        changes=(replace(context.state.season, preview=approved),),
        letters=tuple(
            to_staff(context, "approved", str(preview.version), to=person, values=values)
            for person in told.values()
        ),
    )


def _confirm_board(order: Order, by: Ordering, context: Context) -> Decision:
    return meeting.confirm(by.letter, context)


def _meeting_pack(order: Order, by: Ordering, context: Context) -> Decision:
    return meeting.pack(by.message, context)


def _open_meeting(order: Order, by: Ordering, context: Context) -> Decision:
    return ordered.open_meeting(by.message, context)


def _invite_panel(order: Order, by: Ordering, context: Context) -> Decision:
    return ordered.invite(context)


def _new_event(order: Order, by: Ordering, context: Context) -> Decision:
    return events.new_event(order, by.message, context)


def _move_event(order: Order, by: Ordering, context: Context) -> Decision:
    return events.move_event(order, context)


def _cancel_event(order: Order, by: Ordering, context: Context) -> Decision:
    return events.cancel_event(order, context)


def _hold(order: Order, by: Ordering, context: Context) -> Decision:
    held = replace(context.state.season, held=True)
    return Decision("Sending is on hold; letters to you still come.", changes=(held,))


def _resume(order: Order, by: Ordering, context: Context) -> Decision:
    season = context.state.season
    if not season.held:
        raise CannotDo("Sending is not on hold.")
    resumed = replace(season, held=False, another_at_work=False, resumed_at=context.now)
    told = "Sending goes on."
    if season.another_at_work:
        told += " If the other copy still runs, all sending stops again at its next letter."
    return Decision(told, changes=(resumed,))


def _send(order: Order, by: Ordering, context: Context) -> Decision:
    """Let held letters go: all of them, or those of some applications; or those in doubt that are
    about no application, to one address."""
    if order.argument == "all":
        return Decision("All letters that waited go now.", clears=("all",))
    if "@" in order.argument:
        return Decision(
            f"What may not have reached {order.argument} goes again.",
            clears=(order.argument,),
        )
    applications = [context.state.applications.get(r) for r in order.references]
    if not applications or None in applications:
        raise CannotDo("It is not clear what to send.", "send all", "send ACE-003")
    steps = [_send_one(a, by, context) for a in applications if a]
    return replace(together(*steps), reason=" ".join(s.reason for s in steps))


def _send_one(a: Application, by: Ordering, context: Context) -> Decision:
    if not a.pack_held:
        sentence = f"The letters to {a.reference} go now."
        return Decision(sentence, reference=a.reference, clears=(a.reference,))
    if context.now < context.config.programme.opens:
        sentence = f"{a.reference} gets its pack at the opening."
        return _changed(replace(a, pack_held=""), sentence)
    changed = replace(a, pack_held="", stage=Stage.INVITED, pack_at=context.now)
    return Decision(
        f"{a.reference} gets its pack.",
        reference=a.reference,
        changes=(changed,),
        letters=(pack(context, changed, by.message),),
    )


def _address(order: Order, by: Ordering, context: Context) -> Decision:
    old, _, new = order.argument.rpartition(" ")
    return corrections.correct(order.references[0], old, new, context)


def _rescue(order: Order, by: Ordering, context: Context) -> Decision:
    names = ", ".join(order.references)
    return Decision(f"{names}: read again as written by a person.", rescues=order.references)


def _dismiss(order: Order, by: Ordering, context: Context) -> Decision:
    unknown = [m for m in order.references if m not in context.state.parked]
    if unknown:
        raise CannotDo(f"Nothing parked is called {', '.join(unknown)}.")
    names = ", ".join(order.references)
    return Decision(f"{names}: no longer shown.", dismisses=order.references)


def _status(order: Order, by: Ordering, context: Context) -> Decision:
    return Decision("The digest is on its way.", wants_digest=True)


def _nothing_asked(order: Order, by: Ordering, context: Context) -> Decision:
    raise CannotDo("Nothing waits for a yes or a no in the letter that this answers.")


_ON_ONE_APPLICATION: Mapping[str, Callable[[Application, Order, Ordering, Context], Decision]] = {
    "accept": _accept,
    "reserve": _reserve,
    "decline": _decline,
    "extend": _extend,
    "withdraw": _withdraw,
    "lead": _lead,
    "footprint": _footprint,
    "confirm": _confirm,
    "signed": _signed,
    "verified": _verified,
    "paid": _paid,
    "owner": _support,
    "offer": _support,
    "follow-up": _support,
    "feedback": _feedback,
    "assign": _assign,
    "reassign": _reassign,
    "conflict": _conflict,
}

_VERBS: Mapping[str, Callable[[Order, Ordering, Context], Decision]] = {
    "extend": _extend_all,
    "admit": _admit,
    "exclude": _exclude,
    "approve": _approve,
    "confirm board": _confirm_board,
    "meeting pack": _meeting_pack,
    "open meeting": _open_meeting,
    "invite panel": _invite_panel,
    "event": _new_event,
    "move event": _move_event,
    "cancel event": _cancel_event,
    "hold": _hold,
    "resume": _resume,
    "send": _send,
    "address": _address,
    "rescue": _rescue,
    "dismiss": _dismiss,
    "status": _status,
    "yes": _nothing_asked,
    "no": _nothing_asked,
}
