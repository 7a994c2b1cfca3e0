"""`ace-mailbot rehearse`: a whole season on a turned clock, with no network, left as pages to read.

The same input gives the same bytes. Nothing is printed here but the progress bar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

from ace_mailbot.config import Config, Panel, PanelMember
from ace_mailbot.model import ConfigError
from ace_mailbot.rehearsal import cast, deeds, pages
from ace_mailbot.rehearsal.conversations import DESK, Listed, sort
from ace_mailbot.rehearsal.season import Cue, play

_STAFF = ("organiser", "approver")  # parts whose addresses the config gives


def rehearse(config: Config, out: Path, mail: Path | None = None, progress: bool = True) -> Path:
    """Play the shipped season, or one of the .eml files in *mail*; return the page to begin with.

    Raises ConfigError when *out* holds other things, or *mail* is no folder with mail.
    """
    cues = list(_given(mail, config)) if mail else []
    pages.make_room(out)
    if mail:
        record = play(config, cues, progress=progress)
        return pages.write(record, sort(record), out, shipped=False)
    scene, cues = shipped(config)
    record = play(scene.config, cues, scene.take, progress)
    return pages.write(record, sort(record, _listed(scene.cast)), out, shipped=True)


def shipped(config: Config) -> tuple[deeds.Scene, list[Cue]]:
    """The shipped season: its scene, which takes the letters, and all that is written to us."""
    addresses = (config.people.organiser, config.people.approver)
    players = cast.load(config.programme, dict(zip(_STAFF, addresses, strict=True)))
    config = _with_panel(config, players)
    scene = deeds.Scene(config, players)
    cues = [
        Cue(deed.at, deed.read_at, partial(deeds.mail_of, deed, scene), _slug(deed.part))
        for deed in players.deeds
    ]
    return scene, cues


def _with_panel(config: Config, players: cast.Cast) -> Config:
    """*config* with the cast's panel, which knows when it has to assess, in place of its own."""
    members = tuple(
        PanelMember(p.person.name, p.address, organisation=p.person.organisation)
        for p in players.panel
    )
    assess_by = cast.moved(cast.ASSESS_BY, config.programme)
    panel = replace(config.panel or Panel(assess_by, seed=2021), assess_by=assess_by)
    people = replace(config.people, panel=members)
    return replace(config, panel=panel, people=people)


def _listed(players: cast.Cast) -> list[Listed]:
    """A conversation for each part; those who run the season share a desk."""
    return [
        Listed(
            slug=_slug(part),
            title=part.lead.person.name,
            story=part.story,
            emails=tuple(p.person.email for p in part.players.values()),
        )
        for part in players.parts
        if part.id not in _STAFF
    ]


def _slug(part: cast.Part) -> str:
    return DESK if part.id in _STAFF else part.id


def _given(folder: Path, config: Config) -> Iterator[Cue]:
    """The mails in *folder*, each to arrive when its own headers say that it did."""
    paths = sorted(folder.glob("*.eml")) if folder.is_dir() else []
    if not paths:
        raise ConfigError(f"--mail: {folder} holds no mail; expected a folder of .eml files")
    for path in paths:
        at = _arrival(path)
        yield Cue(at, at, path.read_bytes)


def _arrival(path: Path) -> datetime:
    """The topmost Received date, else the Date header's, else the file's own time."""
    message = message_from_bytes(path.read_bytes(), policy=policy.compat32)
    claims = [str(value).rpartition(";")[2] for value in message.get_all("Received", [])[:1]]
    claims += [str(value) for value in message.get_all("Date", [])[:1]]
    for claim in claims:
        try:
            at = parsedate_to_datetime(claim.strip())
        except ValueError:
            continue
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
