"""From the text of a reply to the lines that may be orders.

What is clearly no order (a greeting, thanks, a name, a phone's signature) is dropped, and a line
that the sender's mail program wrapped is made whole again. What a line orders is not looked at
here: `orders` does that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_BULLET = re.compile(r"^\s*(?:[-*•·‣–—]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)", re.IGNORECASE)

# From here on the words are those of an older mail, perhaps of our own examples.
_QUOTED_FROM_HERE = re.compile(
    r"\s*(?:-{3,}\s*(?:original|forwarded) message|_{10,}\s*$|(?:on|le|am) .{5,120} wrote:\s*$"
    r"|begin forwarded message|from: .*@)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:hi|hiya|hello|hey|dear|good (?:morning|afternoon|evening|day)|morning|afternoon|evening)"
    r"\b[^\d:]{0,40}",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:with )?(?:many |best |kind(?:est)? |warm(?:est)? )*(?:wishes|regards|thanks)"
    r"|(?:with )?(?:many )?(?:thanks|thank you|thankyou|thx|tks|ta|cheers)\b[^\d?]{0,60}"
    r"|yours(?: \w+){0,2}|all the best|best|kr|br|bw|rgds|x{1,3}|speak soon|take care"
    r"|have a (?:good|great|lovely|nice) .{1,30}"
    r"|sent (?:from|via|with) .{1,60}|get outlook for .{1,30})[\s,.!:)-]*",
    re.IGNORECASE,
)
_ACKNOWLEDGEMENT = re.compile(
    r"(?:ok|okay|great|perfect|noted|will do|got it|received|lovely|brilliant|super|fine|good|"
    r"excellent|understood|sounds good|looks good|all good|wonderful|that's (?:great|fine|good))"
    r"(?:[\s,.!-]+(?:thanks|thank you|cheers|many thanks)[^\d?]{0,30})?[\s.!]*",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?:Dr|Mrs?|Ms|Prof)\.? )?(?:[A-Z][\w'’.-]*|[A-Z]\.)(?: [A-Z][\w'’.-]*){0,3}[.,]?"
)
_CONTACT = re.compile(
    r"(?:(?:t|m|e|w|tel|mob|mobile|phone|email|direct|office)\b[\s.:]*)?"
    r"(?:\+?[\d()\s-]{9,20}|\S+@\S+\.\w+|(?:https?://|www\.)\S+)",
    re.IGNORECASE,
)

# A line that ends so is not finished: what follows belongs to it, be it an order by its looks.
# Not so "it" or "you" alone: whole reasons end with them, and the next line is an order.
_DANGLING = re.compile(
    r"\b(?:a|an|the|to|and|or|of|we|i|they|(?:could|would|can|will|if) you|he|she|not|don't|do not"
    r"|never|would|should|could|can|will|might|may|rather|than|if|that|when|unless|because|as|since|for|with"
    r"|from|by|please|their|our|your|but|whether|is|are|was|be)$",
    re.IGNORECASE,
)
_REASON_FIRST = re.compile(r"(?:because|as|since|due to|owing to|reason)\b", re.IGNORECASE)
# Nobody begins an order or a sentence so; any other line below a short one stands alone.
_GOES_ON = re.compile(r"(?:and|or|nor|which|who) (?!please|also|then)")
_LONGEST = 3000  # characters; nobody's reason is longer
_WRAPPED_AT = 60  # columns; no mail program wraps a shorter line


@dataclass(frozen=True)
class Looks:
    """What `orders` can tell of a line: is it an order, may it be meant as one, has it a reason?"""

    is_order: Callable[[str], bool]
    begins_like_an_order: Callable[[str], bool]
    has_reason: Callable[[str], bool]


def order_lines(text: str, names: frozenset[str], looks: Looks) -> Iterator[str]:
    """Yield each line of *text* that has to be understood, made whole where it was wrapped.

    *names* are those with which the sender may sign, in lower case.
    """
    whole = last = ""  # the line so far, and its last piece as it came
    signed_off = False
    for line in _own_lines(text):
        if not line:
            if whole:
                yield whole
            whole = ""
        elif whole and _continues(whole, last, line, names, looks):
            whole = f"{whole} {line}"
        else:
            if whole:
                yield whole
            whole = ""
            bare = _without_bullet(line, looks)
            if not _says_nothing(bare, names, signed_off, looks):
                whole = bare
            signed_off = signed_off or bool(_CLOSING.fullmatch(bare))
        last = line
    if whole:
        yield whole


def _own_lines(text: str) -> Iterator[str]:
    """The lines that the sender wrote, tidied, up to a signature block or a quotation."""
    for raw in text.translate(_INVISIBLE).splitlines():
        if raw.rstrip() == "--" or _QUOTED_FROM_HERE.match(raw):
            return
        if not raw.lstrip().startswith(">"):
            yield " ".join(raw.split())


def _without_bullet(line: str, looks: Looks) -> str:
    bare = _BULLET.sub("", line)
    return line if looks.is_order(line) else bare


def _says_nothing(line: str, names: frozenset[str], signed_off: bool, looks: Looks) -> bool:
    """Whether *line* is clearly no order and asks for no answer."""
    if looks.is_order(line) or looks.begins_like_an_order(line):
        return False
    if not re.search(r"\w", line) or line.strip(" .,!-").lower() in names:
        return True
    if any(p.fullmatch(line) for p in (_GREETING, _CLOSING, _ACKNOWLEDGEMENT, _CONTACT)):
        return True
    # Below a sign-off stand names, posts and disclaimers; a question there still wants an answer.
    return (signed_off and "?" not in line) or bool(_NAME.fullmatch(line) and len(line) < 40)


def _continues(whole: str, last: str, line: str, names: frozenset[str], looks: Looks) -> bool:
    """Whether *line*, straight below *whole* that ends in *last*, is the rest of it."""
    if len(whole) > _LONGEST:
        return False
    if _DANGLING.search(last):
        return True
    if looks.is_order(line) or _BULLET.match(line):
        return False
    if _REASON_FIRST.match(line) or re.fullmatch(r"<?\S+@\S+\.\w+>?[.]?", line):
        return True
    if looks.begins_like_an_order(line) or line.strip(" .,!-").lower() in names:
        return False
    if any(p.fullmatch(line) for p in (_GREETING, _CLOSING, _CONTACT)):
        return False
    wrapped = len(last) >= _WRAPPED_AT
    if looks.has_reason(whole):
        return wrapped or bool(_GOES_ON.match(line))
    return wrapped and line[0].islower() and whole[-1] not in ".!?:;"
