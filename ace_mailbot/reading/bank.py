"""Bank details in what people write: found, so that they are never quoted nor shown."""

from __future__ import annotations

import re

GONE = "[bank details taken out]"

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_SORT_CODE = r"\d{2}[ \u2010-\u2015-]?\d{2}[ \u2010-\u2015-]?\d{2}"
_LABELLED = re.compile(
    rf"\b(?P<label>sort ?-?code(?: number| no\.?)?|s/?c|(?:bank )?a(?:ccount|/c|cc(?:t|ount)?\.?)"
    rf" ?(?:number|num\.?|no\.?|#))"
    rf"(?P<between>(?: is)?[\s:=–-]{{0,6}})(?P<value>{_SORT_CODE}\b|\d[\d -]{{4,11}}\d\b)",
    re.I,
)
_PAIR = re.compile(rf"\b{_SORT_CODE}\b(?P<between>[^\d\n]{{0,40}}\n?[^\d\n]{{0,40}})\b\d{{8}}\b")
_ABOUT_BANKS = re.compile(r"\b(?:bank|sort ?-?code|account|a/c|bacs|payee?|iban)\b", re.I)
# Cheap to look for, and in everything that the others could find.
_WORTH_A_LOOK = re.compile(rf"{_SORT_CODE}|[A-Z]{{2}}\d{{2}} ?[A-Z0-9]{{4}}")


def black_out(text: str) -> str:
    """*text* with sort codes, account numbers and IBANs taken out; all else as it was."""
    if not _WORTH_A_LOOK.search(text) or not _ABOUT_BANKS.search(text):
        return text
    text = _IBAN.sub(lambda m: GONE if _is_iban(m[0]) else m[0], text)
    text = _LABELLED.sub(lambda m: f"{m['label']}{m['between']}{GONE}", text)
    return _PAIR.sub(lambda m: f"{GONE}{m['between']}{GONE}", text)


def _is_iban(found: str) -> bool:
    """By its check digits (ISO 13616)."""
    bare = found.replace(" ", "")
    if not 15 <= len(bare) <= 34:
        return False
    digits = "".join(str(int(c, 36)) for c in bare[4:] + bare[:4])
    return int(digits) % 97 == 1
