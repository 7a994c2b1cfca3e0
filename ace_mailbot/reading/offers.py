"""How somebody says that they do not take the money they were offered."""

from __future__ import annotations

import re

_OFFER = r"(?:award|offer|grant|funding|money|place)\b(?! (?:letter|agreement|holder))"

# Said outright; what depends on something, or may come later, is left to a person.
DECLINES_OFFER = re.compile(
    r"^(?!.*\b(?:until|before|unless|yet|except|in full|on time|this week|if)\b).*"
    r"(?:\b(?:declin(?:e|ing)|turn(?:ing)? down|refus(?:e|ing)|giv(?:e|ing) (?:up|back)"
    r"|hand(?:ing)? back|return(?:ing)?|forgo(?:ing)?) (?:the|this|your|our|that)\b"
    rf".{{0,30}}\b{_OFFER}"
    r"|\b(?:cannot|can['’]t|can not|unable to|(?:not|no longer) (?:be )?(?:able|going) to|will not"
    r"|won['’]t|do not want to|don['’]t want to|not to|not in a position to)"
    r" (?:now |in the end |after all )?(?:accept|take up|take|use)\b"
    rf".{{0,30}}\b{_OFFER})",
    re.IGNORECASE | re.DOTALL,
)
