"""Forms that are not this season's: another programme's, or last year's of the same."""

from __future__ import annotations

import re

from ace_mailbot.config import Programme

ADVICE = "Please use the form that came with our email"
_REFERENCE = re.compile(r"\breference\b\W{0,10}\b([A-Z][A-Z0-9]{1,11})-\d{2,5}\b", re.IGNORECASE)
_BACK_BY = re.compile(r"[^.\n]*\b(?:back|return\w*|deadline|clos\w+)\b[^.\n]*\b(20\d\d)\b", re.I)
_BEGINNING = 1500  # letters in which a form says what it is


def why(text: str, programme: Programme) -> str:
    """Why the form whose words are *text* is not one of this season; "" if it may be."""
    begins = text[:_BEGINNING]
    printed = _REFERENCE.search(begins)
    if printed and printed[1].upper() != programme.key.upper():
        return f"it is a form of another programme or year ({printed[1].upper()})"
    years = {int(match[1]) for match in _BACK_BY.finditer(begins)}
    if years and max(years) < programme.closes.year:
        return f"it is a form of {max(years)}"
    return ""
