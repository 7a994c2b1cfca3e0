"""Nouns without the words of somebody who is to be forgotten. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from ace_mailbot.model import KEPT, Application, Award, Change, Eoi, Person, Stage, State
from ace_mailbot.rules.stages import legal

ERASED = "[erased]"

T = TypeVar("T")


def words_of(email: str, state: State) -> tuple[str, ...]:
    """What tells of the person at *email*: the address, full names and phones given with it."""
    found = {email: None}
    for noun in nouns(state):
        for person in _people(msgspec.to_builtins(noun)):
            if str(person.get("email", "")).lower() == email:
                found |= dict.fromkeys(str(person.get(k) or "") for k in ("name", "phone"))
    # One word alone, a first name, is other people's too.
    return tuple(w for w in found if w == email or len(w.split()) > 1)


def mentions(text: str, words: Sequence[str]) -> bool:
    """Whether *text* holds any of *words*, capitals and blanks aside."""
    flat = " ".join(text.lower().split())
    return any(" ".join(word.lower().split()) in flat for word in words)


def nouns(state: State) -> list[Change]:
    """Every noun of *state* that has a key."""
    return [noun for name, _ in KEPT.values() for noun in getattr(state, name).values()]


def noun_mentions(noun: Change, words: Sequence[str]) -> bool:
    return mentions(msgspec.json.encode(noun).decode(), words) or any(
        mentions(text, words) for text in _texts(msgspec.to_builtins(noun))
    )


def redacted(noun: T, words: Sequence[str]) -> T:
    """*noun* with each of *words* gone: an address that stands alone is left empty."""
    pattern = re.compile("|".join(r"\s+".join(map(re.escape, w.split())) for w in words), re.I)
    plain = _without(msgspec.to_builtins(noun), pattern)
    changed: T = msgspec.convert(plain, type(noun))
    if isinstance(changed, Application):
        contacts = tuple(p for p in changed.contacts if p.email)
        senior = changed.senior if changed.senior and changed.senior.email else None
        return replace(changed, contacts=contacts, senior=senior)
    return changed


def emptied(application: Application) -> Application:
    """What stays of an application that is forgotten whole: that it was there, and its outcome."""
    withdrawn = Stage.WITHDRAWN
    lasting = application.told_at or not legal(application.stage, withdrawn)
    return Application(
        reference=application.reference,
        stage=application.stage if lasting else withdrawn,
        eoi=Eoi(Person(), ""),
        eoi_message=application.eoi_message,
        received_at=application.received_at,
        lead=Person(),
        footprint=application.footprint,
        footprint_basis=application.footprint_basis,
        pack_at=application.pack_at,
        submitted_at=application.submitted_at,
        decided_at=application.decided_at,
        told_at=application.told_at,
        place=application.place,
        freed_at=application.freed_at,
    )


def emails_of(noun: Change) -> set[str]:
    """Every address that stands in *noun* as one, in lower case."""
    people = _people(msgspec.to_builtins(noun))
    return {str(p["email"]).lower() for p in people if p["email"]}


def emptied_awards(references: Iterable[str], state: State) -> list[Change]:
    """What stays of the awards of applications that are forgotten whole: the steps, no words."""
    return [
        Award(
            reference=award.reference,
            told_at=award.told_at,
            signed_at=award.signed_at,
            verified_at=award.verified_at,
            paid_on=award.paid_on,
        )
        for reference in references
        if (award := state.awards.get(reference))
    ]


def _people(plain: Any) -> list[Mapping[str, Any]]:
    """Every person or address inside a noun's plain form."""
    if isinstance(plain, Mapping):
        own = [plain] if "email" in plain else []
        return own + [p for value in plain.values() for p in _people(value)]
    if isinstance(plain, list | tuple):
        return [p for value in plain for p in _people(value)]
    return []


def _texts(plain: Any) -> list[str]:
    if isinstance(plain, Mapping):
        return [t for value in plain.values() for t in _texts(value)]
    if isinstance(plain, list | tuple):
        return [t for value in plain for t in _texts(value)]
    return [plain] if isinstance(plain, str) else []


def _without(plain: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(plain, Mapping):
        return {key: _without(value, pattern) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [_without(value, pattern) for value in plain]
    if isinstance(plain, str):
        alone = "@" in plain and pattern.fullmatch(plain.strip())
        return "" if alone else pattern.sub(ERASED, plain)
    return plain
