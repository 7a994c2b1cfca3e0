"""Whether two texts are the same but for what a machine puts in: numbers, addresses, tokens."""

from __future__ import annotations

import hashlib
import re

_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 4


def likeness(text: str) -> str:
    """The same short text for all texts alike; "" for one too short to tell."""
    words = [w for w in text.lower().split() if not re.search(r"[\d@/]", w)]
    plain = _WORD.findall(" ".join(words))
    if len(plain) < _FEWEST_WORDS:
        return ""
    return hashlib.blake2b(" ".join(plain).encode(), digest_size=8).hexdigest()
