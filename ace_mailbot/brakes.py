"""What keeps machines from answering one another for ever: caps, and a circuit breaker.

They mind automatic answers alone: a letter that the programme owes is never held back by a count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ace_mailbot.config import Config
from ace_mailbot.copies import Copy
from ace_mailbot.model import Decision, Letter, Outgoing, Season
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import to_staff
from ace_mailbot.store import Store

ANOTHER_INSTANCE = "another-instance"
# While another bot may be sending the same, what tells of it goes, and what answers an order:
# without that nobody could end the hold.
_ALWAYS = {ANOTHER_INSTANCE, "orders", "orders-confirm"}
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Enough:
    """Somebody had as many answers in a day as they may: *whom* for the books, in words *who*."""

    whom: str
    who: str
    most: int


def enough(
    letter: Letter, likeness: str, store: Store, config: Config, now: datetime
) -> Enough | None:
    """Whose count keeps *letter* back; None to let it go.

    *likeness* is that of the message it answers, or of the one that began their conversation.
    """
    if not letter.automatic:
        return None
    sending, day = config.sending, now - _DAY
    email, domain = letter.party, letter.party.rpartition("@")[2]
    if store.automatic_since(day, party=email) >= sending.per_address_per_day:
        return Enough(email, email, sending.per_address_per_day)
    shared = domain in sending.shared_domains
    if not shared and store.automatic_since(day, domain=domain) >= sending.per_domain_per_day:
        return Enough(domain, f"the people at {domain}", sending.per_domain_per_day)
    if likeness and store.automatic_since(day, likeness=likeness) >= sending.per_address_per_day:
        who = f"those who send the same text as {email}, each from another address"
        return Enough(likeness, who, sending.per_address_per_day)
    return None


def no_more_answers(found: Enough, context: Context) -> Letter:
    """Tells the organiser, once a day for each."""
    day = context.now.astimezone(context.config.programme.zone).date()
    values = {"who": found.who, "most": found.most}
    return to_staff(context, "no-more-answers", f"{found.whom}-{day}", values=values)


def another_instance(letters: Sequence[Copy], context: Context) -> Decision:
    """Hold all sending, for Sent holds *letters* of ours that we didn't send."""
    season, people = context.state.season, context.config.people
    told = {p.email: p for p in (people.organiser, people.operations) if p}
    return Decision(
        f"{len(letters)} letters in Sent are from something else: all sending is on hold.",
        changes=(replace(season, held=True, another_at_work=True),),
        letters=tuple(
            to_staff(
                context,
                ANOTHER_INSTANCE,
                context.now.isoformat(timespec="seconds"),
                to=person,
                values={
                    "count": len(letters),
                    "latest": letters[-1],
                    "organiser": people.organiser,
                },
            )
            for person in told.values()
        ),
    )


def held_back(letter: Outgoing, season: Season, config: Config) -> bool:
    """Whether a hold keeps *letter* from leaving, unless the organiser lets it go by name."""
    if season.another_at_work:
        return letter.obligation not in _ALWAYS
    return (season.held or config.sending.mode == "hold") and not letter.internal


def breaker(store: Store, context: Context) -> Decision | None:
    """Hold all sending once too many automatic answers were owed within an hour; None till then."""
    season, most = store.state.season, context.config.sending.answers_per_hour
    since = max(context.now - _HOUR, season.resumed_at or context.now - _HOUR)
    if season.held or store.automatic_since(since) < most:
        return None
    people = context.config.people
    told = {p.email: p for p in (people.organiser, people.operations) if p}
    return Decision(
        f"{most} automatic answers were owed within an hour: all sending is on hold.",
        changes=(replace(season, held=True),),
        letters=tuple(
            to_staff(
                context,
                "sending-stopped",
                context.now.isoformat(timespec="seconds"),
                to=person,
                values={"most": most, "organiser": people.organiser},
            )
            for person in told.values()
        ),
    )
