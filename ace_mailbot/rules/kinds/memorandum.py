"""A memorandum comes back: recorded, and shown to the organiser, who says whether it is signed."""

from __future__ import annotations

import re
from dataclasses import replace

from ace_mailbot.model import Attachment, Decision, Kind, Message, Returned, Stage
from ace_mailbot.rules.awards.people import document
from ace_mailbot.rules.belongs import belongs
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.letters import about, to_staff

KIND = Kind.CONFIRMATION  # the interface has no kind of its own for it

_SAYS = re.compile(r"\bmemorand\w+|\bmou\b|\bsigned\b|\bcountersigned\b|\bagreement\b", re.I)
_BANK_DETAILS = "[bank details taken out]"  # as `reading.bank` leaves them
_LARGEST = 10_000_000  # bytes
_SMALLEST_PAGE = 100_000  # bytes; a smaller picture in the text is a logo rather than a photo
# Letters of ours that ask for it: a file in reply to one of these is what it asked for.
_ASKED_IN = {"outcome-accepted", "mou-chase"}


def claims(message: Message, context: Context) -> str | None:
    award = _award_of(message, context)
    file = next(iter(_files(message)), None) if award else None
    if not award or not file or message.answers:
        return None
    letter = context.letter_answered(message.tokens)
    asked = letter is not None and letter.obligation in _ASKED_IN
    words = f"{message.subject}\n{message.reply_text}\n{file.filename}"
    if not asked and not _SAYS.search(words):
        return None
    return f"It brings {file.filename}, which may be the signed memorandum of {award}."


def decide(message: Message, context: Context) -> Decision:
    reference, (file, *others) = _award_of(message, context), _files(message)
    assert reference, "claimed without an award"
    award = context.state.awards[reference]
    application = context.state.applications[reference]
    came = Returned(
        message.id, message.received_at, file.filename, message.sender_email, message.subject
    )
    changed = replace(award, returned=(*award.returned, came))
    values = {"filename": file.filename}
    receipt = about(application, "mou-received", message.id, replying_to=message, values=values)
    shown = to_staff(
        context,
        "mou-shown",
        message.id,
        reference=reference,
        values={
            **values,
            "came": came,
            "returned": file,
            "others": [other.filename for other in others],
            "kept_back": kept_back(file),
        },
    )
    if not kept_back(file):
        shown = replace(shown, documents=("returned",))
    return Decision(
        f"{reference}: a memorandum came back, {file.filename}.",
        KIND,
        reference=reference,
        changes=(changed,),
        letters=(shown, *((receipt,) if message.may_answer else ())),
    )


def _files(message: Message) -> list[Attachment]:
    """What may be the memorandum, the likeliest first; photos that a phone puts into the text
    where nothing is attached."""
    if file := document(message):
        rest = (a for a in message.attachments if not (a is file or a.inline or a.within))
        return [file, *rest]
    photos = [a for a in message.attachments if len(a.data) >= _SMALLEST_PAGE]
    return sorted(photos, key=lambda a: len(a.data), reverse=True)


def kept_back(file: Attachment) -> str:
    """Why *file* is not sent on, as the end of a sentence; "" for one that may be.

    Nothing leaves us that may hold bank details, so its text must have been read, behind the fence.
    """
    read = file.contents
    if not read or read.problem or not read.text.strip():
        return "we can't read what it holds, as of a scan or a photo, and it may show bank details"
    if _BANK_DETAILS in read.text:
        return "it holds bank details"
    if len(file.data) > _LARGEST:
        return "it is too large for an email"
    return ""


def _award_of(message: Message, context: Context) -> str | None:
    application = belongs(message, context).application
    if not application or application.stage is not Stage.AWARDED:
        return None
    return application.reference if application.reference in context.state.awards else None
