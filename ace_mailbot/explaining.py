"""`explain`: how raw messages would be read, and why. It changes nothing and needs no database."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from ace_mailbot.config import Config
from ace_mailbot.fence import Fence
from ace_mailbot.intake import understood
from ace_mailbot.model import Eoi, Kind, Message, RawMessage
from ace_mailbot.rules import classify


def explain(file: str, raw: RawMessage, config: Config, fence: Fence) -> dict[str, Any]:
    """What `explain --json` prints of the message in *file*."""
    message = understood(raw, config, fence)
    kind, reason = classify(message, config)
    return {
        "file": file,
        "kind": str(kind),
        "may_answer": message.may_answer,
        "application": message.reference,
        "reply_text": message.reply_text,
        "eoi": _eoi(message.eoi) if message.eoi else None,
        "answers": dict(_answers(message, kind)) or None,
        "failed_recipients": list(message.failed_recipients),
        "why": list(dict.fromkeys([reason, *message.defects, *message.signs])),
    }


def as_text(found: dict[str, Any]) -> str:
    """The same for a reader: what it is, what was understood, and why."""
    lines = [
        str(found["file"]),
        f"  kind          {found['kind']}",
        f"  may answer    {'yes' if found['may_answer'] else 'no'}",
        f"  application   {found['application'] or 'none named'}",
    ]
    for name, value in (found["eoi"] or {}).items():
        lines += _field(name.replace("_", " "), value)
    for key, answer in (found["answers"] or {}).items():
        lines += _field(key, answer)
    for recipient in found["failed_recipients"]:
        lines += _field("not reached", recipient)
    if not found["eoi"] and not found["answers"]:
        lines += _field("new text", found["reply_text"])
    for sentence in found["why"]:
        lines += _field("because", sentence)
    return "\n".join(lines)


def _answers(message: Message, kind: Kind) -> Mapping[str, str]:
    """What a form says: an applicant's, or a panel member's."""
    return message.scoring if kind is Kind.ASSESSMENT else message.answers


def _eoi(eoi: Eoi) -> dict[str, str | None]:
    lead = eoi.lead
    return {
        "name": lead.name or None,
        "organisation": lead.organisation or None,
        "email": lead.email or None,
        "phone": lead.phone or None,
        "summary": eoi.summary or None,
        "footprint": eoi.footprint,
        "footprint_basis": str(eoi.footprint_basis),
    }


def _field(name: str, value: str | None) -> list[str]:
    first, *rest = textwrap.wrap(value or "not said", 80, break_long_words=False) or [""]
    return [f"  {name:13} {first}", *(f"{'':16}{line}" for line in rest)]
