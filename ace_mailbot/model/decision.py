"""What a message, or the time, brings about."""

from __future__ import annotations

from dataclasses import dataclass

from ace_mailbot.model.arriving import Kind
from ace_mailbot.model.filed import Disposition
from ace_mailbot.model.letters import Letter
from ace_mailbot.model.people import Address
from ace_mailbot.model.state import Change


@dataclass(frozen=True, slots=True)
class Readdress:
    """A letter of ours goes once more, word for word, to *to* and to nobody else."""

    token: str  # of the letter
    to: Address


@dataclass(frozen=True, slots=True)
class Decision:
    """What a message, or the time, brings about; applied in one transaction or not at all."""

    reason: str  # one sentence, for the digest and the log
    kind: Kind | None = None  # None: the time brought it about
    disposition: Disposition = Disposition.ACTED
    reference: str | None = None
    why: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    letters: tuple[Letter, ...] = ()
    readdresses: tuple[Readdress, ...] = ()
    cancels: tuple[str, ...] = ()  # keys of queued letters that must not leave
    rescues: tuple[str, ...] = ()  # Message.ids to read again as written by a person
    dismisses: tuple[str, ...] = ()  # Message.ids that no longer wait for the organiser
    # References whose letters may go, held or in doubt; "all" for every one that is held; an
    # address for those in doubt to it that are about no application.
    clears: tuple[str, ...] = ()
    wants_digest: bool = False  # the organiser asked for the digest now
