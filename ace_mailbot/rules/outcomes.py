"""Outcomes: shown whole for approval, then released together, exactly as they were shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from ace_mailbot.model import Application, Decision, Letter, Preview, Stage
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.feedback import of_all
from ace_mailbot.rules.letters import about, to_staff
from ace_mailbot.rules.rulings import accepted_in
from ace_mailbot.rules.stages import TOLD

# Gives a letter's subject and text as they would be sent now.
Render = Callable[[Letter], tuple[str, str]]

_TEMPLATES = {
    Stage.ACCEPTED: ("outcome-accepted", ("mou-docx", "mou-odt")),
    Stage.RESERVED: ("outcome-reserved", ()),
    Stage.DECLINED: ("outcome-declined", ()),
}

_UNDECIDED = {Stage.SUBMITTED, Stage.INCOMPLETE}


def previews(context: Context, render: Render) -> Iterator[Decision]:
    """Show the outcomes for approval once every submitted application is decided.

    A preview stands until anything in its letters changes; then it is void and a new one goes.
    """
    if not all_decided(context) or context.now <= last_due(context):
        return
    letters = _letters(context)
    if not letters:
        return
    shown = [(letter, *render(letter)) for letter in letters]
    preview = context.state.season.preview
    fingerprint = _fingerprint(shown)
    if preview and preview.fingerprint == fingerprint:
        return
    version = preview.version + 1 if preview else 1
    season = replace(context.state.season, preview=Preview(version, fingerprint, context.now))
    people = context.config.people
    values = {
        "version": version,
        "outcomes": _shown(shown, context),
        "board": board(context),
        "approver": people.approver,
    }
    yield Decision(
        f"Preview {version} of the outcomes goes for approval.",
        changes=(season,),
        letters=tuple(
            to_staff(
                context,
                "preview",
                str(version),
                to=person,
                values={**values, "may_approve": person.email == people.approver.email},
            )
            for person in {p.email: p for p in (people.organiser, people.approver)}.values()
        ),
    )


def releases(context: Context, render: Render) -> Iterator[Decision]:
    """Release all outcomes at once: approved, every application decided, and the time come."""
    preview = context.state.season.preview
    if not preview or not preview.approved_by or not all_decided(context):
        return
    if context.now < context.config.programme.decisions:
        return
    letters = _letters(context)
    shown = [(letter, *render(letter)) for letter in letters]
    if not letters or _fingerprint(shown) != preview.fingerprint:
        return  # `previews` shows it anew
    told = tuple(replace(a, stage=TOLD[a.stage], told_at=context.now) for a in _to_tell(context))
    yield Decision(
        f"{len(told)} outcomes are released.",
        changes=(*told, replace(context.state.season, released_at=context.now)),
        letters=letters,
    )


def all_decided(context: Context) -> bool:
    return not any(a.stage in _UNDECIDED for a in context.state.applications.values())


def board(context: Context) -> list[dict[str, Any]]:
    """Places taken in each footprint, in the config's order."""
    slots = context.config.programme.awards_per_footprint
    return [
        {"footprint": f, "accepted": accepted_in(f.key, context), "slots": slots}
        for f in context.config.programme.footprints
    ]


def _to_tell(context: Context) -> list[Application]:
    return [a for a in context.state.applications.values() if a.stage in _TEMPLATES]


def _letters(context: Context) -> tuple[Letter, ...]:
    """The outcome letters. Their version is the decision's time: a changed decision is a new one.

    It must not depend on the preview: the letter's token, and so its text, is made from it.
    """
    letters = []
    to_tell = _to_tell(context)
    words = of_all(to_tell, context)
    for application in to_tell:
        template, documents = _TEMPLATES[application.stage]
        version = application.decided_at.isoformat() if application.decided_at else "-"
        letters.append(
            about(
                application,
                template,
                version,
                values={"feedback": words[application.reference], **_asks(application, context)},
                documents=documents,
                decision=True,
            )
        )
    return tuple(letters)


def _asks(application: Application, context: Context) -> dict[str, int]:
    """How long an accepted lead has to return the memorandum: in days, whenever that is sent."""
    accepted = application.stage is Stage.ACCEPTED
    return {"memorandum_days": context.config.awards.memorandum_days} if accepted else {}


def _shown(shown: Sequence[tuple[Letter, str, str]], context: Context) -> list[dict[str, Any]]:
    applications = context.state.applications
    return [
        {
            "application": applications[letter.reference or ""],
            "outcome": str(applications[letter.reference or ""].stage),
            "subject": subject,
            "text": text,
        }
        for letter, subject, text in shown
    ]


def _fingerprint(shown: Sequence[tuple[Letter, str, str]]) -> str:
    digest = hashlib.sha256()
    for letter, subject, text in shown:
        addressed = [a.email for a in (*letter.to, *letter.cc)]
        digest.update(repr((letter.reference, addressed, subject, text)).encode())
    return digest.hexdigest()


def last_due(context: Context) -> datetime:
    """The last deadline that anyone still has."""
    open_to = {Stage.INVITED, Stage.INCOMPLETE, Stage.SUBMITTED}
    dues = (context.due(a) for a in context.state.applications.values() if a.stage in open_to)
    return max([context.config.programme.closes, *dues])
