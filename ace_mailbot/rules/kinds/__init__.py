"""The kinds of message, in the order in which they may claim one.

A kind is a module with KIND (the word `explain` prints), `claims(message, context)`, which gives a
sentence saying why the message is of this kind, or None; and `decide(message, context)`.
"""

from __future__ import annotations

from typing import Protocol, cast

from ace_mailbot.model import Decision, Kind, Message
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.kinds import (
    assessment,
    auto_reply,
    bounce,
    confirmation,
    declaration,
    eoi,
    form,
    mailing_list,
    memorandum,
    order,
    others_scores,
    own,
    pack_again,
    people,
    progress,
    question,
    remark,
    rsvp,
    unclear,
    unopened,
    unreadable,
    withdrawal,
)


class KindOfMessage(Protocol):
    KIND: Kind

    def claims(self, message: Message, context: Context) -> str | None: ...

    def decide(self, message: Message, context: Context) -> Decision: ...


# Machines come after `form`: a form is work whoever carried it. `unclear` takes what is left.
KINDS: tuple[KindOfMessage, ...] = cast(
    "tuple[KindOfMessage, ...]",
    (
        unreadable,
        own,
        bounce,
        assessment,
        others_scores,
        declaration,
        rsvp,
        form,
        memorandum,
        progress,
        auto_reply,
        mailing_list,
        order,
        withdrawal,
        pack_again,
        people,
        confirmation,
        question,
        eoi,
        unopened,
        remark,
        unclear,
    ),
)
