"""What a document yields before anyone asks which question it answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# A paragraph, or the cells of a table's row.
Block = str | tuple[str, ...]

_PLACEHOLDER = re.compile(
    r"^\W*(?:(?:please )?(?:click|tap)\b.{0,40}\b(?:enter|add|insert|choose|type)\b.{0,30}|choose an item|"
    r"(?:please )?(?:enter|type|write|insert) (?:your )?(?:text|answer|date|here)\b.{0,30}|choose (?:one|a date).{0,20}|select an? \w+.{0,20})\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """*controls* maps each control's tag to its text ("" when empty); *blocks* is all the text."""

    blocks: tuple[Block, ...] = ()
    controls: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(b if isinstance(b, str) else "\t".join(b) for b in self.blocks).strip()


def tidy(text: str) -> str:
    """An answer without the blanks around its lines, "" for a mere placeholder."""
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f]", " ", text).replace("\u200b", "")
    text = "\n".join(line.strip() for line in text.split("\n")).strip()
    return "" if is_placeholder(text) else text


def is_placeholder(text: str) -> bool:
    return len(text) < 80 and bool(_PLACEHOLDER.match(text))
