"""Somebody who had the pack asks for it once more: it is lost, or won't open."""

from __future__ import annotations

import re

_PACK = (
    r"(?:packs?|paperwork|application forms?|forms?|guidance|application documents?|attachments?)"
)
_ASKS = re.compile(
    r"\b(?:send|e-?mail|forward|share|(?:may|can|could) (?:i|we) (?:please )?(?:have|get)|need)\b"
    rf"[^.?!]{{0,50}}\b{_PACK}\b[^.?!]{{0,30}}\b(?:again|once more|another time)\b"
    rf"|\bre-?(?:send|issue|forward)\b[^.?!]{{0,40}}\b{_PACK}\b"
    r"|\b(?:send|have|need|get|e-?mail)\b[^.?!]{0,30}\b(?:another|new|fresh|second|blank) copy of "
    rf"(?:the|our|my|your) [^.?!]{{0,20}}\b{_PACK}\b",
    re.IGNORECASE,
)
_NOT = r"(?:\bnot|n['’]t|\bnever)"
_LOST = re.compile(
    r"(?:\b(?:find|locate|lost|lose|mislaid|misplaced|deleted|open)"
    rf"|{_NOT} (?:\w+ )?(?:receiv\w+|get|got|have|seen?))\b[^.?!]{{0,40}}\b{_PACK}\b"
    rf"|\b{_PACK}\b[^.?!]{{0,30}}(?:{_NOT} (?:\w+ )?(?:arriv\w+|come|reach\w*|open)"
    r"|\b(?:is|was|got|has been) (?:lost|deleted))\b",
    re.IGNORECASE,
)
_ONCE_MORE = re.compile(
    r"\b(?:re-?send|send (?:it|them|me|us|this)\b[^.?!]{0,20}\bagain|another copy|send another)\b",
    re.IGNORECASE,
)
# It is their own form that goes again, "Shall we send the form again?", or our receipt for it.
_OURSELVES = re.compile(
    r"\b(?:i|we)(?:['’]\w+)?(?: (?:will|shall|have|had|can|could|must|should|may|am|are|be|now"
    r"|just|also))* (?:re-?)?sen[dt]|(?<!you )\bto (?:re-?)?send"
    r"|\b(?:acknowledg\w+|receipt|confirmation)\b",
    re.IGNORECASE,
)


def asks(sentence: str) -> bool:
    """Whether a sentence by itself asks for the pack once more."""
    return bool(_ASKS.search(sentence)) and not _OURSELVES.search(sentence)


def find(said: list[str]) -> str:
    """The sentence that asks for it; "" for none."""
    if by_itself := next(filter(asks, said), ""):
        return by_itself
    if not any(_LOST.search(s) for s in said):
        return ""
    return next((s for s in said if _ONCE_MORE.search(s) and not _OURSELVES.search(s)), "")
