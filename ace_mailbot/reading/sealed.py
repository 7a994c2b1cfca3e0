"""Mail that its sender's system has sealed: encrypted, or left behind a portal for the reader.

Nobody but a person with a key or an account can read it; the sender is told what to do instead.
"""

from __future__ import annotations

import re

REASON = "it is encrypted"
ADVICE = (
    "Please send it as an ordinary email, without “[secure]” in the subject and without encryption"
)
MESSAGE = f"We could not read your email: {REASON}. {ADVICE}."

_PGP = "-----BEGIN PGP MESSAGE-----"
_SUFFIXES = (".rpmsg", ".p7m", ".pgp", ".gpg", ".asc")
_TYPES = ("pkcs7-mime", "pgp-encrypted", "rpmsg")

# What the wrappers of the makers that public bodies use say to a reader who can't open them.
_WRAPPER = re.compile(
    r"\bsecuredoc\b|cisco (?:registered envelope|secure email encryption)"
    r"|proofpoint (?:encryption|secure)|zix ?(?:corp|mail|port)"
    r"|(?:has )?sent you an? (?:encrypted|protected|secure)[\w ]{0,20} (?:message|e-?mail)"
    r"|you(?:['’]ve| have) (?:received|been sent) an? (?:encrypted|protected|secure|egress)"
    r"[\w ]{0,20} (?:message|e-?mail)"
    r"|(?:office|microsoft) 365 message encryption|microsoft purview message encryption"
    r"|message encryption by microsoft"
    r"|this is an? (?:encrypted|protected|secure) (?:message|e-?mail)"
    r"|egress (?:secure e-?mail|protect|switch|web access)|to (?:read|open|view) this (?:secure|"
    r"encrypted|protected)\b|click (?:here )?to (?:read|open|view) (?:the|your|this) "
    r"(?:secure|encrypted|protected)? ?(?:message|e-?mail)\b.{0,80}(?:passcode|sign in|register)"
    r"|encrypted with trend ?micro|nhsmail (?:encryption|secure)[\w ]{0,20} (?:service|portal)",
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
    """Whether *text* is a wrapper's, or holds an encrypted block."""
    return _PGP in text or (len(text) < _LONGEST and bool(_WRAPPER.search(text)))
