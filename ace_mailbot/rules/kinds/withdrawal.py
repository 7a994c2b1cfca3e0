"""Somebody withdraws their application or gives back an award: done at once, and confirmed."""

from __future__ import annotations

from dataclasses import replace

from ace_mailbot.model import Application, Decision, Intent, Kind, Message, Person, Stage
from ace_mailbot.rules.belongs import belongs
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.kinds.unclear import doubt
from ace_mailbot.rules.letters import about
from ace_mailbot.rules.stages import legal

KIND = Kind.WITHDRAWAL


def claims(message: Message, context: Context) -> str | None:
    if message.eoi and message.eoi.summary:
        return None
    if Intent.WITHDRAW in message.intents:
        return f"It withdraws: “{message.intents[Intent.WITHDRAW]}”"
    application = belongs(message, context).application
    offered = application is not None and application.stage is Stage.AWARDED
    if offered and Intent.DECLINES_OFFER in message.intents:
        return f"It gives back an award: “{message.intents[Intent.DECLINES_OFFER]}”"
    return None


def decide(message: Message, context: Context) -> Decision:
    application = belongs(message, context).application
    if not application:
        return doubt(message, context, "It withdraws an application, but which is not sure.", KIND)
    if application.stage is Stage.WITHDRAWN:
        return Decision("Withdrawn already.", KIND, reference=application.reference)
    if not legal(application.stage, Stage.WITHDRAWN):
        reason = f"It withdraws an application that is {application.stage}."
        return doubt(message, context, reason, KIND)
    by = next((p for p in application.people if p.email == message.sender_email), None)
    return withdraw(application, context, message.id, by, message)


def withdraw(
    application: Application,
    context: Context,
    version: str,
    by: Person | None = None,
    replying_to: Message | None = None,
) -> Decision:
    """Withdraw *application*, tell its people, and cancel what was about to be sent.

    *by* is whose word it was; None where the organiser ordered it.
    """
    gave_back = application.stage in {Stage.ACCEPTED, Stage.AWARDED}
    gone = replace(application, stage=Stage.WITHDRAWN, freed_at=context.now if gave_back else None)
    letter = about(gone, "withdrawn", version, replying_to=replying_to, values={"by": by})
    return Decision(
        f"{application.reference} is withdrawn.",
        KIND,
        reference=application.reference,
        changes=(gone,),
        letters=(letter,),
        cancels=waiting(application, context),
    )


def waiting(application: Application, context: Context) -> tuple[str, ...]:
    """Keys of the letters about *application* that have not left yet."""
    letters = context.state.letters.values()
    return tuple(x.key for x in letters if x.waiting and x.reference == application.reference)
