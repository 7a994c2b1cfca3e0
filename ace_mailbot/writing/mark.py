"""The mark that each letter bears in a header: what the outbox knew of it, for reading it back.

It names nobody whom the letter's own headers don't name.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

HEADER = "X-ACE-Mailbot"
_FLAGS = {"a": "automatic", "d": "decision", "i": "internal"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter stands in the books.

    *number* is its place in the outbox, *cause* the Message.id that brought it about, or "time".
    *line* is the audit log's last line by then, as `store.audit` names it; "" where none is known.
    """

    number: int = 0
    cause: str = "time"
    line: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """*number*, *cause* and *line* are those of its Place. *instance* is the bot that wrote it, ""
    where it didn't say."""

    number: int
    cause: str
    party: str
    reference: str | None
    obligation: str
    version: str
    automatic: bool = False
    decision: bool = False
    internal: bool = False
    instance: str = ""
    line: str = ""

    def key(self, programme: str) -> str:
        """The letter's key, as `Letter.key` makes it."""
        return "/".join(
            (programme, self.party, self.reference or "-", self.obligation, self.version)
        )


def to_words(mark: Mark) -> list[str]:
    """The header's words, in ASCII without blanks."""
    flags = "".join(letter for letter, name in _FLAGS.items() if getattr(mark, name))
    held = {
        "n": str(mark.number),
        "c": mark.cause,
        "p": mark.party,
        "r": mark.reference or "",
        "o": mark.obligation,
        "v": mark.version,
        "f": flags,
        **({"i": mark.instance} if mark.instance else {}),
        **({"l": mark.line} if mark.line else {}),
    }
    return [f"{name}={quote(value, safe='@+.:-')}" for name, value in held.items()]


def read(header: str) -> Mark | None:
    """The mark in a *header*; None where it holds none."""
    held = {n: unquote(v) for n, _, v in (word.partition("=") for word in header.split())}
    if not held.get("n", "").isdigit() or not {"c", "p", "o", "v"} <= held.keys():
        return None
    return Mark(
        number=int(held["n"]),
        cause=held["c"],
        party=held["p"],
        reference=held.get("r") or None,
        obligation=held["o"],
        version=held["v"],
        instance=held.get("i", ""),
        line=held.get("l", ""),
        **{name: letter in held.get("f", "") for letter, name in _FLAGS.items()},
    )
