"""NHS numbers: found so that a human handles them, and never repeated."""

from __future__ import annotations

import re

_TEN = re.compile(
    r"(?<![\w+)/£=&#%@-])(?<!\d[ .,])(\d{3})([ \u00a0-]?)(\d{3})\2(\d{4})"
    r"(?![\d/-]|[ .,]\d{2})(?!\w)"
)


_THREE = re.compile(r"\d{3}")  # a first look, for hardly any line holds so many digits


def holds_nhs_number(text: str) -> bool:
    """Whether ten digits in *text* pass the NHS number's check (modulus 11)."""
    lines = text.split("\n") if _THREE.search(text) else ()
    return any(
        _is_valid(m[1] + m[3] + m[4])
        for line in lines
        if _THREE.search(line)
        for m in _TEN.finditer(line)
    )


def without_nhs_numbers(text: str) -> str:
    if not _THREE.search(text):
        return text
    return _TEN.sub(lambda m: "[number removed]" if _is_valid(m[1] + m[3] + m[4]) else m[0], text)


def _is_valid(digits: str) -> bool:
    if digits[0] == "0" or len(set(digits)) == 1:
        return False  # no NHS number begins with 0; many phone numbers do
    total = sum(int(d) * (10 - place) for place, d in enumerate(digits[:9]))
    check = (11 - total % 11) % 11
    return check == int(digits[9])
