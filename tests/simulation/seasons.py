"""Random seasons: who writes what and when, from a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ace_mailbot.config import Config
from ace_mailbot.model import Address
from ace_mailbot.rehearsal.mailmaker import Mail, Postmark, Writer, make

_PLACES = ("Brent", "Newham", "Lambeth", "Sutton", "Camden", "Ealing", "Harrow and Barnet", "Leeds")
_PROGRAMS = ("bare", "outlook", "gmail", "iphone")


@dataclass(frozen=True)
class Arrival:
    at: datetime
    who: str
    what: str  # for the failure message
    data: bytes


def season(seed: int, config: Config) -> list[Arrival]:
    """The mail of one random season, in order of arrival."""
    rng = random.Random(seed)
    mails: list[Arrival] = []
    for number in range(rng.randint(3, 8)):
        mails += _applicant(rng, number, config)
    mails += _noise(rng, config)
    return sorted(mails, key=lambda m: (m.at, m.data))


def _applicant(rng: random.Random, number: int, config: Config) -> list[Arrival]:
    writer = Writer(
        Address(f"lead{number}@agency{number}.example", f"Lead Number{number}"),
        rng.choice(_PROGRAMS),
    )
    at = _moment(rng, config, before=timedelta(days=10), after=timedelta(days=5))
    interest = eoi(rng, number)
    mails = [_arrival(writer, "eoi", interest, at, config)]
    if rng.random() < 0.2:
        mails.append(Arrival(at + timedelta(minutes=3), "again", "same bytes", mails[0].data))
    if rng.random() < 0.2:
        mails.append(_arrival(writer, "eoi twice", interest, at + timedelta(hours=2), config))
    if rng.random() < 0.7:
        later = at + timedelta(days=rng.uniform(0.5, 30))
        mails.append(_arrival(writer, "form", form(rng, number), later, config))
    if rng.random() < 0.3:
        question = Mail("Can we use the grant to pay for room hire?", "A question")
        mails.append(_arrival(writer, "question", question, at + timedelta(days=2), config))
    if rng.random() < 0.15:
        leaving = Mail("We would like to withdraw our application. Sorry.", "Withdrawing")
        mails.append(_arrival(writer, "withdrawal", leaving, at + timedelta(days=3), config))
    return mails


def eoi(rng: random.Random, number: int) -> Mail:
    place = rng.choice(_PLACES)
    phone = f"\n07700 900{number:03d}" if rng.random() < 0.7 else ""
    return Mail(
        f"Dear team,\n\nWe would like to express our interest in ACE. In {place} people wait too "
        f"long between services number {number}, and nobody joins them up. We want to change that "
        "together with the council and two charities.\n\n"
        f"Kind regards,\nLead Number{number}{phone}",
        f"Expression of interest: joining up services {number}",
    )


def form(rng: random.Random, number: int) -> Mail:
    answers: Mapping[str, str] = {
        "A1": f"Joining up services {number}",
        "A2": "North West London",
        "B3 name": "Sam Senior",
        "B3 email": f"senior{number}@agency{number}.example",
        "C1": "We want the same thing for the same people.",
        "C2": "The trust, the council and two charities.",
        "C4": "A weekly huddle that may fail.",
        "D2": str(rng.choice((8000, 20000, 25000))),
    }
    kept = [f"{key}: {text}" for key, text in answers.items() if rng.random() < 0.95]
    return Mail("Our answers:\n\n" + "\n".join(kept), f"ACE form {number}")


def _noise(rng: random.Random, config: Config) -> list[Arrival]:
    stranger = Writer(Address("someone@elsewhere.example", "Some One"))
    bulk = {"List-Unsubscribe": "<https://news.example/u>", "Precedence": "bulk"}
    choices = [
        ("newsletter", Mail("Win more grants today!", "News", headers=bulk)),
        ("thanks", Mail("Many thanks!", "Thanks")),
        ("empty", Mail("", "")),
        ("riddle", Mail("The owl flies at midnight.", "Hm")),
    ]
    mails = []
    for _ in range(rng.randint(0, 4)):
        what, mail = rng.choice(choices)
        at = _moment(rng, config, before=timedelta(days=5), after=timedelta(days=5))
        mails.append(_arrival(stranger, what, mail, at, config))
    garbage = rng.randbytes(rng.randint(0, 400))
    mails.append(Arrival(_moment(rng, config), "nobody", "garbage", garbage))
    return mails


def _arrival(writer: Writer, what: str, mail: Mail, at: datetime, config: Config) -> Arrival:
    postmark = Postmark(at, config.mailbox.address, config.mailbox.authserv_id)
    return Arrival(at, writer.address.email, what, make(writer, mail, postmark))


def _moment(
    rng: random.Random,
    config: Config,
    before: timedelta = timedelta(0),
    after: timedelta = timedelta(0),
) -> datetime:
    first, last = config.programme.opens - before, config.programme.closes + after
    seconds = rng.randrange(int((last - first).total_seconds()))
    return first + timedelta(seconds=seconds)
