"""Is a reply really a member's, and about which application? Else they are asked by a mail back.

It takes both: our mail server vouches for the sender, and the mail carries the token of a letter
that we sent to them. A forwarded letter's token was sent to somebody else, and proves nothing.
"""

from __future__ import annotations

from ace_mailbot.config import PanelMember
from ace_mailbot.model import Decision, Kind, Message, Pending, SentLetter
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.panel import letters, roster
from ace_mailbot.rules.trust import vouched


def their_letter(message: Message, context: Context) -> SentLetter | None:
    """The letter of ours to the sender that *message* answers; one to anybody else is none."""
    letter = context.letter_answered(message.tokens)
    return letter if letter and letter.party == message.sender_email else None


def writer(message: Message, context: Context) -> PanelMember | None:
    """The member whose address *message* comes from; whether it is theirs is another question."""
    return roster.member(message.sender_email, context)


def is_proven(letter: SentLetter | None, message: Message, context: Context) -> bool:
    return letter is not None and vouched(message, context.config)


def mail_back(
    each: PanelMember, reference: str, letter: SentLetter | None, message: Message, kind: Kind
) -> Decision:
    """Ask at the configured address whether these words are really theirs."""
    pending = Pending(
        id=message.id,
        party=each.address.email,
        text=message.reply_text,
        asked_at=message.received_at,
        answers=letter.token if letter else "",
        reference=reference,
        scoring=message.scoring,
        source=message.form_source,
    )
    shown = [x.strip() for x in message.reply_text.splitlines() if x.strip()]
    asked = letters.to_member(
        each,
        letters.CONFIRM,
        message.id,
        values={"lines": shown, "file": message.form_source, "scored": bool(message.scoring)},
        replying_to=message,
    )
    return Decision(
        "A panel member's answer came without proof of its sender; a confirmation is asked for.",
        kind,
        reference=reference or None,
        changes=(pending,),
        letters=(asked,),
    )
