"""Mails to operations about the bot itself: the mailbox, its credentials, a silence.

They go by SMTP, over [operations.smtp] or else [mailbox.smtp], since the mailbox may be what is
wrong. Where neither is set the mailbox sends them while it answers, and of an outage the log tells
alone. Each trouble is told once, until it is over.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from ace_mailbot import tokens
from ace_mailbot.config import Config
from ace_mailbot.mailboxes import Mailbox
from ace_mailbot.mailboxes.smtp import second_route
from ace_mailbot.model import Outgoing, Refused, Unreachable

_WARNED_DAYS = (1, 7, 30)  # before a credential ends

log = logging.getLogger(__name__)


def due(
    config: Config, now: datetime, away_since: datetime | None, last_arrival: datetime | None
) -> Mapping[str, str]:
    """What operations should know at *now*: a name that stays while it lasts, and a sentence.

    *away_since* is when the mailbox went out of reach, None while it answers.
    """
    found = {}
    wanted, programme = config.operations, config.programme
    if away_since and now - away_since >= timedelta(minutes=wanted.unreachable_minutes):
        at = away_since.astimezone(programme.zone)
        found["unreachable"] = (
            f"The mailbox {config.mailbox.address} has been out of reach since {at:%Y-%m-%d %H:%M}."
            " Nothing is lost: mail waits there, and the bot goes on when it answers."
        )
    open_ = programme.opens <= now < programme.closes
    quiet = timedelta(days=wanted.quiet_days)
    since = max(last_arrival or programme.opens, programme.opens)
    if open_ and not away_since and now - since >= quiet:
        found["quiet"] = (
            f"Nothing has come in for {wanted.quiet_days} days, although applications are open."
            f" Write to {config.mailbox.address} yourself, and look whether it arrives."
        )
    if wanted.credential_ends:
        left = wanted.credential_ends - now
        days = next((d for d in _WARNED_DAYS if left <= timedelta(days=d)), None)
        if days is not None:
            found[f"credential {wanted.credential_ends:%Y-%m-%d} {days}"] = (
                f"What the bot signs in with ends on {wanted.credential_ends:%Y-%m-%d}."
                " Renew it, and put its new end into operations.credential_ends."
            )
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """What the last look left: since when the mailbox is out of reach, and what was told."""

    away_since: datetime | None = None
    told: tuple[str, ...] = ()


class Alarms:
    """Tells operations of each trouble once. What was told, and since when the mailbox is out of
    reach, outlasts the process: cron starts a new one for each cycle."""

    def __init__(self, config: Config, mailbox: Mailbox) -> None:
        self._config = config
        self._mailbox = mailbox
        self._path = config.database.with_name("alarms.json")

    def look(self, now: datetime, last_arrival: datetime | None, *, away: bool) -> None:
        """Tell what there is to tell at *now*; *away* says that the mailbox is out of reach."""
        before = self._known()
        away_since = (before.away_since or now) if away else None
        found = due(self._config, now, away_since, last_arrival)
        # What can't be told now is tried again at the next look.
        told = [n for n in found if n in before.told or self._tell(n, found[n], now, away_since)]
        known = _Known(away_since, tuple(told))
        if known != before:
            since = away_since.isoformat() if away_since else None
            self._path.write_text(json.dumps({"away_since": since, "told": told}), encoding="utf-8")

    def _known(self) -> _Known:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
            since = known["away_since"]
            return _Known(datetime.fromisoformat(since) if since else None, tuple(known["told"]))
        except (FileNotFoundError, ValueError, LookupError, TypeError):
            return _Known()

    def _tell(self, name: str, sentence: str, now: datetime, away_since: datetime | None) -> bool:
        log.error("alarm", extra={"what": name})
        letter = _letter(self._config, name, sentence, now)
        route = second_route(self._config)
        try:
            if route:
                route.send(letter)
            elif not away_since:
                self._mailbox.send(letter)
        except (Unreachable, Refused) as error:
            log.warning("alarm_not_sent", extra={"why": type(error).__name__})
            return False
        except Exception as error:
            # It may have left; told at every look, it would come for ever.
            log.warning("alarm_in_doubt", extra={"why": type(error).__name__})
        finally:
            if route:
                route.close()
        return True


def _letter(config: Config, name: str, sentence: str, now: datetime) -> Outgoing:
    programme, address = config.programme, config.mailbox.address
    operator = config.people.operations or config.people.organiser
    token = tokens.mint(b"alarm", f"{name}/{now.isoformat()}")  # proves nothing, and need not
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((config.mailbox.sender_name, address))
    message["To"] = operator.email
    message["Subject"] = f"{programme.key} mailbot: {name.partition(' ')[0]}"
    message["Date"] = format_datetime(now.astimezone(programme.zone))
    message["Message-ID"] = f"<alarm.{token}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{sentence}\n\nace-mailbot, for {programme.name}\n")
    return Outgoing(
        key=f"{programme.key}/alarm/{token}",
        token=token,
        message_id=str(message["Message-ID"]),
        reference=None,
        obligation="alarm",
        party=operator.email,
        recipients=(operator.email,),
        subject=str(message["Subject"]),
        mime=message.as_bytes(),
        automatic=False,
        decision=False,
        internal=True,
    )
