"""Deeds that only random seasons have, beside the rehearsal's: mail that is handed on or forged,
and an organiser who settles whatever is still open."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping

from ace_mailbot.model import Application, Stage
from ace_mailbot.rehearsal import deeds, marks
from ace_mailbot.rehearsal.cast import Deed, Player
from ace_mailbot.rehearsal.mailmaker import Mail, Postmark, Writer, make
from ace_mailbot.rehearsal.post import Posted
from tests.simulation.seasons import Season


def mail_of(deed: Deed, season: Season) -> bytes | None:
    """The mail that *deed* puts into the mailbox; None when what it answers never came."""
    if deed.what not in _MORE:
        return deeds.mail_of(deed, season)
    return _MORE[deed.what](deed, season)


def _same_again(deed: Deed, season: Season) -> bytes | None:
    """The very same bytes once more."""
    return season.latest_mail.get(deed.part.id)


def _hands_on(deed: Deed, season: Season) -> bytes | None:
    """A member forwards a paper to another, who scores it in a reply to that."""
    letter = season.latest(deed.part.lead, "paper")
    if letter is None:
        return None
    other = season.cast.part(deed.details["other"]).lead
    given = marks.given("012301", 0, other.person.name)
    text = marks.in_lines(given, season.config.programme.criteria)
    return _reply(other, letter, text, deed, season)


def _is_forged(deed: Deed, season: Season) -> bytes | None:
    """Somebody who has seen the letter answers it in another's name, from another's server."""
    letter = season.latest(deed.part.lead, deed.details["to"])
    if letter is None:
        return None
    return _reply(deed.part.lead, letter, deed.details["text"], deed, season, genuine=False)


def _departs(deed: Deed, season: Season) -> bytes | None:
    """The organiser decides something before the board is confirmed."""
    lot = random.Random(deed.details["lot"])
    open_ = [a for a in season.state.applications.values() if a.stage is Stage.SUBMITTED]
    if not open_:
        return None
    one = lot.choice(open_).reference
    place = lot.choice(season.config.programme.footprints).key
    line = lot.choice(
        (
            f"accept {one} because its users shaped the test",
            f"reserve {one} because it is equal to another",
            f"decline {one} because others were stronger",
            f"decline {one}",
            f"accept {one} in place of {place} because only one project there can be funded",
        )
    )
    return _to_the_desk(deed, season, line)


def _settles(deed: Deed, season: Season) -> bytes | None:
    lot = random.Random(deed.details["lot"])
    lines = [line for a in season.state.applications.values() for line in _settled(a, season, lot)]
    return _to_the_desk(deed, season, "\n".join(dict.fromkeys(lines))) if lines else None


def _settled(application: Application, season: Season, lot: random.Random) -> Iterator[str]:
    """What the organiser must order for *application* to be decided."""
    one = application.reference
    if application.stage is Stage.LATE:
        yield f"decline {one} because it came after the close and others kept to it"
    if application.stage is Stage.INCOMPLETE:
        yield "admit incomplete because the panel can judge without it"
    if application.stage in {Stage.INCOMPLETE, Stage.SUBMITTED}:
        if not application.footprint:
            yield f"footprint {one} {lot.choice(season.config.programme.footprints).key}"
        if not application.senior_agrees:
            yield f"confirm {one}"
        verb = lot.choice(("accept", "accept", "reserve", "decline"))
        yield f"{verb} {one} because it is what the meeting found"


def _takes_up(deed: Deed, season: Season) -> bytes | None:
    """The organiser offers each free place to the first who is proposed for it."""
    letter = season.latest(deed.part.lead, "place-free")
    if letter is None:
        return None
    lines = [x.strip() for x in letter.text.splitlines() if x.strip().startswith("accept ")]
    text = next(iter(lines), "status").replace("because ...", "because it is the best of the rest")
    return _reply(deed.part.lead, letter, text, deed, season)


def _to_the_desk(deed: Deed, season: Season, text: str) -> bytes | None:
    letter = season.latest(deed.part.lead, "digest")
    return _reply(deed.part.lead, letter, text, deed, season) if letter else None


def _reply(
    player: Player, letter: Posted, text: str, deed: Deed, season: Season, genuine: bool = True
) -> bytes:
    mailbox = season.config.mailbox
    postmark = Postmark(deed.at, mailbox.address, mailbox.authserv_id, genuine)
    return make(Writer(player.address, player.program), Mail(text, answers=letter.data), postmark)


_MORE: Mapping[str, Callable[[Deed, Season], bytes | None]] = {
    "same again": _same_again,
    "hands on": _hands_on,
    "is forged": _is_forged,
    "departs": _departs,
    "settles": _settles,
    "takes up": _takes_up,
}
