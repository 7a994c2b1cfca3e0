"""Orders about events: `event "Masterclass 1" on 2021-11-10 10:00 to 12:00 at the Town Hall`,
`move event "Masterclass 1" to ...`, `cancel event "Masterclass 1" because ...`.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from ace_mailbot.rules.orders.doubt import Doubt
from ace_mailbot.rules.orders.order import Order
from ace_mailbot.rules.orders.times import NotAMoment, read_moment

_TITLE = r"(?:\"(?P<quoted>[^\"]{2,120})\"|(?P<bare>[^\"]{2,80}?))"
_CLOCK = r"\d{1,2}(?:[:.]\d{2})? ?(?:am|pm)?|noon|midday"
_WHEN = (
    rf"(?P<day>[^\"]{{3,60}}?)[, ]+(?:from |at |@ ?)?(?P<start>{_CLOCK}) ?(?:to|until|till|-) ?"
    rf"(?P<end>{_CLOCK})(?:,? (?:at|in|on|by|via) (?P<place>.{{2,300}}))?"
)
_NEW = re.compile(
    rf"(?:(?:new|add|invite(?: all| everyone| the cohort)? to)(?: an| the)? )?event:? {_TITLE}"
    rf",? (?:on |at )?{_WHEN}",
    re.IGNORECASE,
)
_MOVE = re.compile(
    rf"(?:move|change|postpone|reschedule)(?: the)? event:? {_TITLE},? to {_WHEN}", re.IGNORECASE
)
_CANCEL = re.compile(
    rf"(?:cancel|call off)(?: the)? event:? {_TITLE}"
    r"(?:[\s,;(-]+because(?: of)?[\s:]+(?P<reason>.+?)\)?)?",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?:new |add |move |change |postpone |reschedule |cancel |call off )?(?:the )?event\b[: ]+\S",
    re.IGNORECASE,
)
_PATTERNS = {"event": _NEW, "move event": _MOVE, "cancel event": _CANCEL}


class EventLines:
    """Reads such lines of one reply, received at *received_at*; *day* is an example of one."""

    def __init__(self, zone: ZoneInfo, received_at: datetime, day: str) -> None:
        self._zone = zone
        self._received_at = received_at
        self._day = day

    def read(self, plain: str, typed: str) -> Order | None:
        """*plain* is the line with typewriter quotes, of the same length as it was *typed*."""
        said = plain.rstrip(" .!")
        for verb, pattern in _PATTERNS.items():
            if found := pattern.fullmatch(said):
                return self._order(verb, found, typed)
        if _BEGINS.match(plain) and '"' in plain:
            raise Doubt("An event needs its title, its day and its times.", self._form("TITLE"))
        return None

    def _order(self, verb: str, found: re.Match[str], typed: str) -> Order:
        def cut(name: str) -> str:
            there = name in found.re.groupindex and found[name]
            return typed[found.start(name) : found.end(name)].strip() if there else ""

        title = cut("quoted") or cut("bare")
        if verb == "cancel event":
            return Order(typed, verb, reason=cut("reason"), argument=title)
        starts = self._moment(f"{cut('day')} {cut('start')}", title)
        until = self._moment(f"{cut('day')} {cut('end')}", title)
        if until <= starts:
            raise Doubt("The event ends before it starts, so nothing was done.", self._form(title))
        return Order(typed, verb, until=until, argument=title, starts=starts, place=cut("place"))

    def _moment(self, said: str, title: str) -> datetime:
        try:
            at = read_moment(said, self._received_at, self._zone, time(0))
        except NotAMoment as problem:
            raise Doubt(str(problem), self._form(title)) from None
        if at is None:
            raise Doubt("An event needs its day and its times.", self._form(title))
        return at

    def _form(self, title: str) -> str:
        return f'event "{title}" on {self._day} 10:00 to 12:00 at PLACE'
