"""The table of legal moves between an application's stages. Staying put is always legal.

The store enforces the same table: a move that isn't here can't be written.
"""

from __future__ import annotations

from collections.abc import Mapping

from ace_mailbot.model import Stage

_DECIDED = {Stage.ACCEPTED, Stage.RESERVED, Stage.DECLINED}
_FORM_IN = {Stage.INCOMPLETE, Stage.SUBMITTED}

# None is an application that isn't there yet.
MOVES: Mapping[Stage | None, frozenset[Stage]] = {
    None: frozenset({Stage.ASKED, Stage.QUEUED, Stage.INVITED, Stage.LATE} | _FORM_IN),
    Stage.ASKED: frozenset({Stage.QUEUED, Stage.INVITED, Stage.LATE, Stage.WITHDRAWN}),
    Stage.QUEUED: frozenset({Stage.INVITED, Stage.LATE, Stage.WITHDRAWN} | _FORM_IN),
    Stage.INVITED: frozenset({Stage.LATE, Stage.LAPSED, Stage.WITHDRAWN} | _FORM_IN),
    Stage.INCOMPLETE: frozenset({Stage.SUBMITTED, Stage.DECLINED, Stage.WITHDRAWN}),
    Stage.SUBMITTED: frozenset({Stage.INCOMPLETE, Stage.WITHDRAWN} | _DECIDED),
    Stage.LATE: frozenset({Stage.INVITED, Stage.DECLINED, Stage.WITHDRAWN} | _FORM_IN),
    # A form that came on time may be read after the close, if the mailbox was out of reach.
    Stage.LAPSED: frozenset({Stage.INVITED, Stage.LATE, Stage.WITHDRAWN} | _FORM_IN),
    Stage.WITHDRAWN: frozenset({Stage.INVITED} | _FORM_IN),
    # A newer form that came before the close voids a decision already taken.
    Stage.ACCEPTED: frozenset({Stage.RESERVED, Stage.DECLINED, Stage.AWARDED, Stage.WITHDRAWN})
    | _FORM_IN,
    Stage.RESERVED: frozenset({Stage.ACCEPTED, Stage.DECLINED, Stage.ON_RESERVE, Stage.WITHDRAWN})
    | _FORM_IN,
    Stage.DECLINED: frozenset(
        {Stage.ACCEPTED, Stage.RESERVED, Stage.UNSUCCESSFUL, Stage.WITHDRAWN, Stage.INVITED}
    )
    | _FORM_IN,
    # Told, and yet movable: only while the letter still waits in the outbox, which `doing` checks.
    Stage.AWARDED: frozenset({Stage.RESERVED, Stage.DECLINED, Stage.WITHDRAWN}),
    # Unsuccessful when the reserve list ends.
    Stage.ON_RESERVE: frozenset(
        {Stage.ACCEPTED, Stage.DECLINED, Stage.UNSUCCESSFUL, Stage.WITHDRAWN}
    ),
    Stage.UNSUCCESSFUL: frozenset({Stage.ACCEPTED, Stage.RESERVED}),
}

# Stages that tell an outcome, by the decision they follow.
TOLD: Mapping[Stage, Stage] = {
    Stage.ACCEPTED: Stage.AWARDED,
    Stage.RESERVED: Stage.ON_RESERVE,
    Stage.DECLINED: Stage.UNSUCCESSFUL,
}


def legal(before: Stage | None, after: Stage) -> bool:
    """Whether an application may go from *before* (None: not there yet) to *after*."""
    return before == after or after in MOVES[before]
