"""Footprints as an order names them: by key or by name, and by nothing else."""

from __future__ import annotations

import difflib
import re

from ace_mailbot.config import Programme
from ace_mailbot.rules.orders.doubt import Doubt
from ace_mailbot.rules.orders.nearest import listed
from ace_mailbot.rules.orders.order import Order
from ace_mailbot.rules.orders.words import References


class Footprints:
    """Reads the footprints of one programme."""

    def __init__(self, programme: Programme, references: References) -> None:
        self._footprints = programme.footprints
        self._references = references

    def moved_to(self, line: str, references: tuple[str, ...], rest: str) -> Order:
        said = re.sub(r"^[\s,:-]*(?:(?:is in|is|to|in|into|under|=|as) )?", "", rest, flags=re.I)
        key = self.key(said, f"footprint {listed(references)}")
        return Order(line, "footprint", references, argument=key)

    def key(self, said: str, form: str) -> str:
        """The key of the footprint that *said* names; a doubt offers *form* with those near."""
        footprints = self._footprints
        named = {f.name.lower(): f.key for f in footprints} | {
            f.key.lower(): f.key for f in footprints
        }
        key = named.get(said.strip(" .!").lower())
        if key is None:
            near = difflib.get_close_matches(said.lower(), named, n=2, cutoff=0.5)
            keys = dict.fromkeys([named[n] for n in near] or [f.key for f in footprints])
            raise Doubt("A footprint goes by its key.", *(f"{form} {key}" for key in keys))
        return key

    def bare(self, line: str, bare: str) -> Order | None:
        """`ACE-011 NCL`, `ACE-011 is in North Central London`: the footprint and nothing else."""
        keys = [re.escape(w) for f in self._footprints for w in (f.key, f.name)]
        found = re.fullmatch(
            rf"(?P<refs>{self._references.some})"
            rf"(?P<rest>[\s:-]+(?:is |in |is in )?(?:{'|'.join(keys)})[.!]*)",
            bare,
            re.I,
        )
        if not found:
            return None
        return self.moved_to(line, self._references.read(found["refs"]), found["rest"])
