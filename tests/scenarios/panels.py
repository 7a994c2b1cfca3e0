"""A panel for the scenarios: its members, and a season brought to where they come in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ace_mailbot.config import Config, Panel, PanelMember, load
from ace_mailbot.model import Address
from ace_mailbot.rehearsal.post import Posted
from tests.scenarios.rebuilt import rebuilt_world
from tests.world import ROOT, Correspondent, World

JOAN = "Joan Price <joan.price@funder.example>"
OMAR = "Omar Haddad <omar.haddad@board.example>"
RUTH = "Ruth Adler <ruth.adler@council.example>"
VIKRAM = "Vikram Shah <vikram.shah@charity.example>"
ALL = (JOAN, OMAR, RUTH, VIKRAM)

SCORES = """\
C1: 3 - the agencies wrote the aim together
C2: 2 - four agencies, no user group yet
C3: 2 - a map of connections
C4: 2 - clear test, no stop point
C5: 1 - users are told, not asked
C6: 3 - the lead has two days a week

Strength: a shared aim that all the agencies can repeat
Improvement: say when you would stop
Recommendation: fund if they name a stop point
Confidence: high
Conflict: none
"""


def panel_member(who: str, footprints: Sequence[str] = (), organisation: str = "") -> PanelMember:
    name, _, email = who.rpartition(" <")
    return PanelMember(name, Address(email.rstrip(">"), name), tuple(footprints), organisation)


@contextmanager
def panel_world(
    folder: Path, members: Sequence[PanelMember] | None = None, **panel: object
) -> Iterator[World]:
    """A world with a panel of *members* (ALL, if None); *panel* are keys of [panel]."""
    config = load(ROOT / "config.toml", {})
    people = replace(config.people, panel=tuple(members or map(panel_member, ALL)))
    with rebuilt_world(folder, people=people, panel=_panel(config, panel)) as world:
        yield world


def _panel(config: Config, changes: dict[str, object]) -> Panel:
    assess_by = datetime(2021, 9, 10, 17, tzinfo=config.programme.zone)
    usual = Panel(assess_by, assessors_per_application=2, seed=2021)
    return replace(usual, **changes)  # type: ignore[arg-type]


def everyone(world: World) -> list[Correspondent]:
    """The members of the panel, in the config's order."""
    return [world.person(f"{m.name} <{m.address.email}>") for m in world.config.people.panel]


def forms_in(world: World, *ids: str) -> list[Correspondent]:
    """The forms of *ids* are in, complete and confirmed; it is 20 August, the day of the close."""
    applicants = [world.applicant(id) for id in ids]
    world.at("2021-07-08 10:00")
    for each in applicants:
        each.expresses_interest()
    world.at("2021-08-10 10:00")
    for each in applicants:
        each.returns_form()
        senior = world.senior_of(each)
        senior.replies(senior.receives("senior-request"), "Yes, I confirm.")
        senior.has_read()
    world.at("2021-08-20 10:00")
    for each in (*applicants, world.organiser):
        each.has_read()
    return applicants


def listed(world: World, *ids: str) -> dict[str, Posted]:
    """The list that each member gets after the close, by their address."""
    forms_in(world, *ids)
    world.at("2021-08-21 09:00")
    return {each.email: each.receives("panel-list") for each in everyone(world)}


def papers_out(world: World, *ids: str, conflicts: dict[str, str] | None = None) -> None:
    """Every member has declared (what *conflicts* says by address, else none): papers are out."""
    lists = listed(world, *ids)
    for each in everyone(world):
        said = (conflicts or {}).get(each.email, "none")
        each.replies(lists[each.email], said)
        each.receives("panel-declared")


def readers(world: World, reference: str) -> list[Correspondent]:
    """The members who assess an application."""
    found = [
        x for x in world.state.assessments.values() if x.reference == reference and not x.ended
    ]
    return [world.person(f"<{x.member}>") for x in found]


def paper(each: Correspondent, reference: str) -> Posted:
    """The paper of *reference* that a member was sent, read or not."""
    found = [x for x in each.read + each.unread if x.obligation == "paper"]
    letter = next(x for x in found if f"[{reference}]" in x.subject)
    if letter in each.unread:
        each.unread.remove(letter)
        each.read.append(letter)
    return letter
