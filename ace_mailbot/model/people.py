"""Who writes and who is written to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: *email* in lower case, *name* as its owner writes it ("" when unknown)."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as they or others described them; "" means not said."""

    name: str = ""
    email: str = ""
    role: str = ""
    organisation: str = ""
    phone: str = ""

    @property
    def address(self) -> Address:
        return Address(self.email, self.name)
