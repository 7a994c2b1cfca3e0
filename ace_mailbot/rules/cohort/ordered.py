"""What the organiser orders about events."""

from __future__ import annotations

import re
from dataclasses import replace

from ace_mailbot.model import Decision, Gathering
from ace_mailbot.rules.cohort.due import moved
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.orders import Order
from ace_mailbot.rules.rulings import CannotDo


def new_event(order: Order, message: str, context: Context) -> Decision:
    assert order.starts and order.until, "an event is parsed with its times"
    known = _find(order.argument, context)
    if known and not known.cancelled:
        raise CannotDo(f"“{known.title}” is on the calendar.", f'move event "{known.title}" to ...')
    if known:
        gathering = moved(known, order.argument, order.starts, order.until, order.place)
    else:
        key = _key(order.argument, message)
        gathering = Gathering(key, order.argument, order.starts, order.until, order.place)
    return Decision(f"Invitations to “{gathering.title}” go out.", changes=(gathering,))


def move_event(order: Order, context: Context) -> Decision:
    assert order.starts and order.until, "a move is parsed with its times"
    known = _named(order.argument, context)
    place = order.place or known.place
    changed = moved(known, known.title, order.starts, order.until, place)
    return Decision(f"“{known.title}” is moved; all are asked again.", changes=(changed,))


def cancel_event(order: Order, context: Context) -> Decision:
    known = _named(order.argument, context)
    if known.cancelled:
        raise CannotDo(f"“{known.title}” is cancelled already.")
    changed = replace(known, cancelled=True, reason=order.reason, sequence=known.sequence + 1)
    return Decision(f"“{known.title}” is cancelled; those invited are told.", changes=(changed,))


def _named(title: str, context: Context) -> Gathering:
    known = _find(title, context)
    if not known:
        titles = [g.title for g in context.state.gatherings.values() if not g.cancelled]
        raise CannotDo(
            f"There is no event “{title}”.", *(f'cancel event "{t}"' for t in titles[:3])
        )
    return known


def _find(title: str, context: Context) -> Gathering | None:
    """The event of that title or key, capitals aside."""
    wanted = title.strip().casefold()
    found = context.state.gatherings.values()
    return next((g for g in found if wanted in (g.title.casefold(), g.key.casefold())), None)


def _key(title: str, message: str) -> str:
    """A key that no other event has: from the title and the order that made it."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40]
    return f"{words or 'event'}-{message.lower().replace('.', '-')}"
