"""Several decisions as one, for a message that brings about more than one thing."""

from __future__ import annotations

from dataclasses import replace

from ace_mailbot.model import Decision


def together(first: Decision, *others: Decision) -> Decision:
    """*first*, with all that *others* bring about too; what they change comes after."""
    for other in others:
        first = replace(
            first,
            why=(*first.why, other.reason, *other.why),
            changes=(*first.changes, *other.changes),
            letters=(*first.letters, *other.letters),
            readdresses=(*first.readdresses, *other.readdresses),
            cancels=(*first.cancels, *other.cancels),
            rescues=(*first.rescues, *other.rescues),
            dismisses=(*first.dismisses, *other.dismisses),
            clears=(*first.clears, *other.clears),
            wants_digest=first.wants_digest or other.wants_digest,
        )
    return first
