"""Links to files that stand in a cloud. Nothing is fetched: the sender is asked for the file."""

from __future__ import annotations

import re

_SERVICES = {
    "Google Drive": r"(?:drive|docs|forms)\.google\.com/|\bforms\.gle/",
    "OneDrive or SharePoint": r"1drv\.ms/|onedrive\.live\.com/|[\w-]+\.sharepoint\.com/"
    r"|[\w-]+-my\.sharepoint\.com/",
    "Dropbox": r"(?:www\.)?dropbox\.com/|\bdb\.tt/",
    "WeTransfer": r"we\.tl/|(?:[\w-]+\.)?wetransfer\.com/",
    "iCloud": r"(?:www\.)?icloud\.com/|share\.icloud\.com/",
    "Box": r"(?:[\w-]+\.)?app\.box\.com/|(?:[\w-]+\.)?box\.com/s/",
}
_LINK = re.compile(
    r"https?://(?:" + "|".join(f"(?P<s{n}>{p})" for n, p in enumerate(_SERVICES.values())) + ")",
    re.IGNORECASE,
)
_HANDS_OVER = re.compile(
    r"\b(?:form|application|document|file|proposal|answers|attach|shared|sharing|link|download|here)",
    re.IGNORECASE,
)


def services(text: str) -> tuple[str, ...]:
    """Whose clouds *text*, or HTML, links to, in their order."""
    names = tuple(_SERVICES)
    found = (m.lastgroup for m in _LINK.finditer(text))
    return tuple(dict.fromkeys(names[int(g[1:])] for g in found if g))


def sentence(words: str, linked: tuple[str, ...]) -> str:
    """What to tell somebody whose *words* hand over a file by a link; "" where they don't."""
    if not linked or not _HANDS_OVER.search(words):
        return ""
    return (
        f"Your email links to a file on {linked[0]}. We do not open links. "
        "Please attach the file itself, or paste your answers into an email."
    )
