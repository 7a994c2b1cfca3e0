"""Whether what stands below a ruler is a signature, or goes on with the letter.

"-- " begins a signature (RFC 3676, section 4.3), but people also part sections with rulers and
underline headings. When in doubt the lines are theirs and stay.
"""

from __future__ import annotations

import re

from ace_mailbot.reading import disclaimers, furniture

_MOST_LINES = 12
_SENTENCE = re.compile(r"(?:\S+\s+){4,}\S+[.?!;:][\"')\]]*$")
_WRAPPED = 66  # letters: a line so long runs on
_ITEM = re.compile(r"^\s*(?:[-*•+]|\d{1,2}[.)]|[a-z][.)])\s+\S")
_CONTACT = re.compile(
    r"@\w|https?:|www\.|(?:\+|\b0|\()\d[\d\s().-]{6,}|\b(?:tel|phone|mob|mobile|fax|direct|email"
    r"|web"
    r"|twitter|follow us|ext|charity|registered|unsubscribe|subscribed|mailing list|street|road"
    r"|director|manager|officer|coordinator|chair|head of)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[^\W\d][^.?!:;\d]{1,40}$")


def stands_below(above: str, ruler: str, below: list[str]) -> bool:
    """Whether *below*, the lines under *ruler*, are a signature.

    *above* is the line right over the ruler; where it holds words the ruler may underline them.
    """
    own = [line for line in _without_law(below) if line.strip()]
    if not own:
        return True
    if len(own) > _MOST_LINES or any(_ITEM.match(line) for line in own):
        return False
    if ruler.strip() in ("--", "—", "––"):
        # A name and a motto make a signature; an underlined heading has its text right below.
        named = not above.strip() and bool(_NAME.match(own[0].strip())) and len(own[0].split()) <= 5
        return not _is_prose(own) or (named and not disclaimers.is_of_person("\n".join(own)))
    if _is_prose(own):
        return False
    underlines = bool(above.strip()) and "_" not in ruler
    contact = any(_CONTACT.search(line) for line in own)
    return contact or ("_" in ruler and not underlines)


def _without_law(lines: list[str]) -> list[str]:
    """Disclaimers and list footers say nothing about whose the lines above them are."""
    parts = furniture.paragraphs("\n".join(lines))
    kept = [p for p in parts if not (disclaimers.is_disclaimer(p) or furniture.is_footer(p))]
    return "\n".join(kept).split("\n")


def _is_prose(lines: list[str]) -> bool:
    """Whether sentences stand there, or lines that run on."""
    return any(
        (_SENTENCE.search(line) and not _CONTACT.search(line)) or "?" in line for line in lines
    ) or any(len(line) >= _WRAPPED and not _CONTACT.search(line) for line in lines)


def is_below_quote(lines: list[str]) -> bool:
    """Whether the last lines of a mail, under what it quotes, are only a signature.

    Somebody's answers may stand there too, and a name may be an answer: it takes three lines, and a
    phone number or the like, to be sure.
    """
    own = [line for line in _without_law(lines) if line.strip()]
    if len(own) > 7 or any("?" in line or _ITEM.match(line) for line in own):
        return False
    contact = len(own) > 2 and any(_CONTACT.search(line) for line in own)
    return not own or (contact and not _is_prose(own))
