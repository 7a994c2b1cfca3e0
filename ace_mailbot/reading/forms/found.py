"""What a document yields before anyone asks which question it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ace_mailbot.model import Unreadable

# A paragraph, or the cells of a table's row.
Block = str | tuple[str, ...]

_PLACEHOLDER = re.compile(
    r"^\W*(?:(?:please )?(?:click|tap)\b.{0,40}\b(?:enter|add|insert|choose|type)\b.{0,30}"
    r"|choose an item|"
    r"(?:please )?(?:enter|type|write|insert) (?:your |the )?(?:text|answer|amount|date"
    r"|here)\b.{0,30}|choose(?: one| an? \w+| or write a date)?.{0,4}|select an? \w+.{0,20}"
    r"|not given yet)\W*$",
    re.IGNORECASE,
)


def locked() -> Unreadable:
    """What to raise for a file that only opens with a password."""
    return Unreadable(
        "it is protected with a password", "Please take the password off and send it again"
    )


@dataclass(frozen=True)
class Found:
    """*controls* are (tag, text) in reading order, "" where there is none; *blocks* all text."""

    blocks: tuple[Block, ...] = ()
    controls: tuple[tuple[str, str], ...] = ()

    def tagged(self) -> dict[str, str]:
        """Controls by lower-case tag; of several with one tag, the first that is filled in."""
        found: dict[str, str] = {}
        for tag, value in self.controls:
            if tag and not found.get(tag.lower()):
                found[tag.lower()] = value
        return found

    @property
    def text(self) -> str:
        return "\n".join(b if isinstance(b, str) else "\t".join(b) for b in self.blocks).strip()


def tidy(text: str) -> str:
    """An answer without the blanks around its lines, "" for a mere placeholder."""
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f]", " ", text)
    # Control characters are what other programs make of a content control's ends.
    text = re.sub(r"[\x00-\x08\x0e-\x1f\u200b]", "", text)
    text = "\n".join(line.strip() for line in text.split("\n")).strip()
    return "" if is_placeholder(text) else text


def is_placeholder(text: str) -> bool:
    return len(text) < 80 and bool(_PLACEHOLDER.match(text))


def plain(text: str) -> str:
    """The words of *text* alone, for comparing what people retype with what the form says."""
    return " ".join(re.findall(r"\w+", text.lower()))
