"""Mail that its sender's system has sealed: encrypted, or left behind a portal for the reader.

Nobody but a person with a key or an account can read it; the sender is told what to do instead.
"""

from __future__ import annotations

import re

from ace_mailbot.reading.cues import Cued

REASON = "it is encrypted"
ADVICE = (
    "Please send it as an ordinary email, without “[secure]” in the subject and without encryption"
)
DEFECT = "It is encrypted, so only a person with its key or an account could open it."

_PGP = "-----BEGIN PGP MESSAGE-----"
_SUFFIXES = (".rpmsg", ".p7m", ".pgp", ".gpg", ".asc")
_TYPES = ("pkcs7-mime", "pgp-encrypted", "rpmsg")

# What the wrappers of the makers that public bodies use say, and what they ask their reader to do.
# Both must stand there: a footer may name the maker below a person's own words.
_SAYS = Cued(
    re.compile(
        r"\bsecuredoc\b|registered envelope|message encryption"
        r"|(?:sent you|received|been sent|this is|(?:open|read|view) (?:this|your|the))"
        r" (?:an? |new )*"
        r"(?:\w+,? ){0,2}(?:encrypted|protected|secured?|egress)[\w ]{0,24}"
        r"(?:message|e-?mail|attachment)"
        r"|(?:encrypted|protected|secured?) (?:message|e-?mail) (?:from|has been)",
        re.IGNORECASE,
    )
)
_ASKS = re.compile(
    r"\b(?:click|tap|open|read|view|download|follow|double-click)\b.{0,80}"
    r"\b(?:message|e-?mail|attach\w+|link|button|file|here)\b"
    r"|\bsign(?:ing)? in\b|\blog ?in\b|\bpass(?:code|word)\b|\bregister\b",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 6000  # letters; a wrapper is short, a person's mail that mentions one may be long


def file(start: bytes, filename: str, content_type: str) -> bool:
    """Whether a file that begins with *start* is encrypted, by what it says of itself."""
    return (
        _PGP.encode() in start
        or filename.lower().endswith(_SUFFIXES)
        or any(kind in content_type for kind in _TYPES)
    )


def words(text: str) -> bool:
    """Whether *text* is a wrapper's, or an encrypted block."""
    if _PGP in text[:_LONGEST]:
        return True
    return len(text) < _LONGEST and bool(_SAYS.search(text)) and bool(_ASKS.search(text))
