"""The mark that each letter bears in a header: what the outbox knew of it, for reading it back.

It names nobody whom the letter's own headers don't name.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote

HEADER = "X-ACE-Mailbot"
_FLAGS = {"a": "automatic", "d": "decision", "i": "internal"}


@dataclass(frozen=True, slots=True)
class Mark:
    """*number* is the letter's place in the outbox. *cause* is the Message.id that brought it
    about, or "time"."""

    number: int
    cause: str
    party: str
    reference: str | None
    obligation: str
    version: str
    automatic: bool = False
    decision: bool = False
    internal: bool = False

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
        **{name: letter in held.get("f", "") for letter, name in _FLAGS.items()},
    )
