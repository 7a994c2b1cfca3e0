"""What the tests of Exchange's mailbox share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ace_mailbot import tokens
from ace_mailbot.config import Config
from ace_mailbot.mailboxes.exchange import ExchangeMailbox
from ace_mailbot.model import Outgoing, Refused, Unreachable
from tests.contract.servers.exchange import ADDRESS

TOKEN = "abcdefghijkl"


def letter(token: str = TOKEN, to: str = "amara@trust.example") -> Outgoing:
    mime = (
        f"Date: Tue, 06 Jul 2021 09:12:00 +0100\r\nFrom: ACE <{ADDRESS}>\r\nTo: Amara <{to}>\r\n"
        f"Subject: [ACE-001] Your form\r\nMessage-ID: <ace-001.{token}@funder.example>\r\n\r\n"
        f"Dear Amara\r\n\r\n{tokens.visible(token, 'ACE-001')}\r\n"
    )
    return Outgoing(
        key=f"ACE/{to}/ACE-001/pack/{token}",
        token=token,
        message_id=f"ace-001.{token}@funder.example",
        reference="ACE-001",
        obligation="pack",
        party=to,
        recipients=(to,),
        subject="[ACE-001] Your form",
        mime=mime.encode(),
        automatic=False,
        decision=False,
        internal=False,
    )


def sends(mailbox: ExchangeMailbox) -> str:
    """How sending a letter ends: the answer, or the name of what is raised."""
    try:
        return mailbox.send(letter()).partition(" by ")[0]
    except (Unreachable, Refused) as told:
        return type(told).__name__
    except Exception:
        return "in doubt"


def with_exchange(config: Config, **changes: Any) -> Config:
    assert config.mailbox.exchange
    exchange = replace(config.mailbox.exchange, **changes)
    return replace(config, mailbox=replace(config.mailbox, exchange=exchange))
