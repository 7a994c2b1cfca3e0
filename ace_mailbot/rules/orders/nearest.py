"""What to type instead: the forms nearest to a line that was not understood."""

from __future__ import annotations

import difflib
import re

from ace_mailbot.config import Programme
from ace_mailbot.rules.orders import words

_DIGITS = str.maketrans("OoIl", "0011")  # letters that pass for digits
_LONE_FORMS = (
    "approve",
    "hold",
    "resume",
    "send all",
    "send nothing",
    "status",
    "yes",
    "no",
    "confirm board",
    "meeting pack",
    "open meeting",
    "invite panel",
)


def listed(references: tuple[str, ...]) -> str:
    """`ACE-004`, `ACE-004 and ACE-007`, `ACE-004, ACE-007 and ACE-009`."""
    if len(references) < 2:
        return "".join(references)
    return f"{', '.join(references[:-1])} and {references[-1]}"


def nearest_forms(
    said: str, references: words.References, programme: Programme, day: str
) -> tuple[str, ...]:
    """At most three forms near to *said*, with the applications it names; *day* is an example."""
    keyed = references.keyed.findall(said) or _mistyped(said, programme.key)
    named = keyed or re.findall(r"(?<![\w/:.-])\d{1,3}\b(?![/:.-]\d)", said)
    # Without a reference of the sender's own, the form must be one that does nothing when copied.
    which = listed(references.read(" ".join(named))) or f"{programme.key}-..."
    forms = {
        "accept": f"accept {which}",
        "reserve": f"reserve {which}",
        "decline": f"decline {which} because ...",
        "extend": f"extend {which} to {day} because ...",
        "withdraw": f"withdraw {which}",
        "confirm": f"confirm {which}",
        "lead": f"lead {which} Name name@organisation.example",
        "address": f"address {which} name@organisation.example",
        "signed": f"signed {which}",
        "verified": f"verified {which}",
        "paid": f"paid {which}",
        "footprint": f"footprint {which} {programme.footprints[0].key}",
        "admit": "admit incomplete because ...",
        "exclude": "exclude incomplete because ...",
        "assign": f"assign {which} to NAME",
        "reassign": f"reassign {which} from NAME to NAME",
        "conflict": f"conflict {which} for NAME because ...",
        "owner ...": f"owner {which} NAME",
        "offer ...": f"offer {which}: ...",
        "follow-up": f"follow-up {which}: ...",
        "event": f'event "TITLE" on {day} 10:00 to 12:00 at PLACE',
        "cancel event": 'cancel event "TITLE"',
        "feedback": f"feedback {which} {programme.criteria[0].key}: ...",
        "rescue": "rescue M-...",
        "dismiss": "dismiss M-...",
        **{form: form for form in _LONE_FORMS},
    }
    usual = ("accept", "reserve", "decline") if named else ("approve", "hold", "status")
    meant = _verbs_in(said, tuple(forms))
    if words.NEGATION.search(said):
        # Never offer what the sender has just said not to do.
        return tuple(forms[verb] for verb in (*usual, "resume") if verb not in meant)[:3]
    return tuple(forms[verb] for verb in (meant or usual))[:3]


def _mistyped(said: str, key: str) -> list[str]:
    """References with letters of the key swapped, or letters for digits: AEC-002, ACE-0O2."""
    found = re.findall(r"\b([A-Za-z]{2,6})[ -]?((?=[OoIl]*\d)[\dOoIl]{1,4})\b", said)
    return [
        f"{key}-{number.translate(_DIGITS)}"
        for typed, number in found
        if difflib.SequenceMatcher(None, typed.upper(), key).ratio() > 0.6
    ]


def _verbs_in(said: str, verbs: tuple[str, ...]) -> tuple[str, ...]:
    """The verbs that words of *said* come near to, those of its first words first."""
    found: list[str] = []
    for word in re.findall(r"[a-z]{3,}", said.lower()):
        found += difflib.get_close_matches(word, verbs, n=2, cutoff=0.75)
        found += [verb for verb in verbs if word in verb.split() and verb != word]
    return tuple(dict.fromkeys(found))
