"""What could not be read of a message, in sentences for its sender that end in what to do."""

from __future__ import annotations

_FORMATS = "Please send it as a Word (.docx) or OpenDocument (.odt) file"
_OR_PASTE = "or paste your answers into an email"


def sentence(filename: str, reason: str, advice: str = "") -> str:
    """That a file could not be read, why, and what to do; *advice* has no full stop."""
    name = filename[:80] or "that you attached"
    return f"We could not read the file {name}: {reason}. {advice or _FORMATS}, {_OR_PASTE}."
