"""The reason that follows an order, cut out of the line as it was typed."""

from __future__ import annotations

import re

from ace_mailbot.rules.orders import words
from ace_mailbot.rules.orders.doubt import Doubt

NEEDS_REASON = {
    "decline": "A decline needs its reason: it goes into the letter.",
    "extend": "An extension needs its reason: it goes on record.",
    "admit": "This needs its reason: it goes on record.",
    "exclude": "This needs its reason: it goes on record.",
    "in place of": "A place that moves needs its reason: it goes on record.",
}


def read_reason(verb: str, rest: str, typed: str, form: str) -> str:
    """The reason in *rest*, cut out of *typed* as it stands there; "" where none is given.

    Raises Doubt where one is needed, and where *rest* is something else than a reason.
    """
    tidy = re.sub(r"^ (?:as well|too|also|please)\b", lambda m: " " * len(m[0]), rest)
    if not tidy.strip(" .,!;:-()"):
        if verb in NEEDS_REASON:
            raise Doubt(NEEDS_REASON[verb], f"{form} because ...")
        return ""
    found = words.REASON.fullmatch(tidy)
    if (
        found is None
        or not words.is_reason(found)
        or (verb not in NEEDS_REASON and words.is_weak(found))
    ):
        if verb not in NEEDS_REASON:
            raise Doubt(f'After "{form}" stands something that I can\'t do.', form)
        said = "..." if found else typed.strip()
        raise Doubt(NEEDS_REASON[verb], f"{form} because {said}")
    start = (
        found.start("word") if words.SOURCE.match(found["word"] or "") else found.start("reason")
    )
    reason = typed[start:].strip()
    return reason[:-1].rstrip() if found["mark"] == "(" and reason.endswith(")") else reason
