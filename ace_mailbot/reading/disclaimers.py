"""What lawyers add below a mail, told from people who write of what is confidential.

One sign proves nothing: people receive things in error and keep data confidential. Two do, or one
that nobody writes of their own accord.
"""

from __future__ import annotations

import re

from ace_mailbot.reading.cues import Cued
from ace_mailbot.reading.furniture import RULE, paragraphs

_CERTAIN = (
    r"not the (?:named |intended )?(?:addressee|recipient)|(?:the|an?) intended recipient"
    r"|confidentiality (?:notice|statement|note)\b|^\W*disclaimer\b\W*$|^\W*disclaimer:"
    r"|consider(?:ing)? the environment|think before (?:you )?print|designated recipient"
    r"|(?:e-?mail|message)\b.{0,80}\b(?:swept|scanned|checked)\b.{0,60}\bvirus"
)
_SIGNS = (
    r"(?:intended|solely|only|exclusively) for (?:the )?(?:sole |exclusive )?(?:use (?:of"
    r"|by) )?(?:the )?(?:addressee|individual|person|recipient|named)",
    r"(?:received?|receive) (?:this|it)\b.{0,60}\b(?:in error|by mistake)",
    r"(?:message|e-?mail|communication|transmission)\b.{0,120}\b(?:is|are|may be|may contain"
    r"|contain)s?\b.{0,60}\b(?:confidential|privileged)",
    r"vertraulich|confidentiel|confidencial(?:es)?\b|riservat[eio]\b|vertrouwelijk",
    r"destinatari|empfänger|destinataire|geadresseerde|unbefugt|non autoris",
)
_STRONG = re.compile("|".join((_CERTAIN, *_SIGNS)), re.IGNORECASE | re.DOTALL)
_ALONE = re.compile(_CERTAIN, re.IGNORECASE | re.DOTALL)
_EACH = tuple(re.compile(sign, re.IGNORECASE | re.DOTALL) for sign in _SIGNS)
_WEAK = re.compile(
    r"virus|malware|liab|views?\b.{0,40}\bexpress|opinions?\b.{0,40}\b(?:express|author)|monitor|"
    r"freedom of information|data protection|unauthori[sz]ed|strictly prohibited|disclos|copying|"
    r"registered (?:in|office|charity|company|number)|company (?:number|registration)"
    r"|privacy (?:notice|policy)|"
    r"delete|notify the sender|NHSmail|secure e-?mail|personal data|legally binding|accredited|"
    r"head office|registered address|follow us|https?://|www\.",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"virus|malware|liab|views?\b.{0,40}\bexpress|opinions?\b.{0,40}\b(?:express|author)"
    r"|unauthori[sz]ed|strictly prohibited|disclos|copying|notify|legally binding|delete|löschen"
    r"|supprimer|detruire|eliminar|elimin|verwijder",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:i|i['’]m|my|our|we['’]?(?:re|ve|d|ll)?|we)\b", re.IGNORECASE)
_LAWYERS = Cued(_STRONG)


def without(text: str) -> str:
    """*text* without the legal paragraphs.

    A lawyer's paragraph begins them; what follows goes too while it sounds alike. A later paragraph
    that doesn't is the writer's own and stays.
    """
    if not _LAWYERS.may_match(text):
        return text
    parts = paragraphs(text)
    kept: list[str] = []
    inside = False
    for part in parts:
        if is_disclaimer(part) or (inside and is_legal(part)):
            inside = True
            while kept and RULE.match(kept[-1]):
                kept.pop()
            if head := _own_words_above(part):
                kept.append(head)
        elif not (inside and RULE.match(part)):
            kept.append(part)
            inside = False
    return text if kept == parts else "\n\n".join(kept)


def is_disclaimer(paragraph: str) -> bool:
    if not _LAWYERS.search(paragraph):
        return False
    if "?" in paragraph and len(paragraph.split()) <= 25:
        return False  # "Is the form confidential?" is a question, not a lawyer's paragraph
    if _ALONE.search(paragraph):
        return True
    signs = sum(sign.search(paragraph) is not None for sign in _EACH)
    signs += _LEGAL.search(paragraph) is not None
    return signs >= (3 if is_of_person(paragraph) else 2)


def is_of_person(text: str) -> bool:
    """Whether somebody speaks of themselves; lawyers and mottos don't."""
    return bool(_FIRST_PERSON.search(text))


def is_legal(paragraph: str) -> bool:
    return bool(_WEAK.search(paragraph) or _LAWYERS.search(paragraph) or RULE.match(paragraph))


def _own_words_above(paragraph: str) -> str:
    """A disclaimer may follow a signature without a blank line: the lines above it stay."""
    lines = paragraph.split("\n")
    for number, line in enumerate(lines):
        if _STRONG.search(line) or _WEAK.search(line) or RULE.match(line):
            return "\n".join(lines[:number]) if _ends_thought(lines[:number]) else ""
    return ""


def _ends_thought(lines: list[str]) -> bool:
    """Whether the disclaimer starts afresh below *lines*, rather than running on from them."""
    return bool(lines) and all(len(line) < 60 for line in lines)
