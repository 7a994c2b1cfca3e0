"""Who plays in the shipped season: the people of `cast/*.toml`, their projects, what they do when.

The files hold data alone; `actions` says what each deed means. Times in them are local to the
programme and stand in 2021; `load` moves them with the config's own opening, close and decisions.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from ace_mailbot.config import Programme
from ace_mailbot.model import Address, Person

FOLDER = Path(__file__).parent / "cast"

# The days of 2021 that the files are written around; what is near one moves with it.
_OPENS, _CLOSES, _DECISIONS = date(2021, 7, 5), date(2021, 8, 20), date(2021, 9, 27)
ASSESS_BY = datetime(2021, 9, 13, 17)  # noqa: DTZ001 - local, as all times in the files
_NEAR_CLOSE, _NEAR_DECISIONS = date(2021, 7, 26), date(2021, 9, 6)


@dataclass(frozen=True)
class Project:
    """What somebody applies with, in phrases that `proposals` makes answers of."""

    title: str
    footprint: str  # a footprint's key
    areas: str
    summary: str
    users: str
    aim: str
    tries: str
    risk: str
    watch: str
    amount: int
    partners: tuple[tuple[str, str, str], ...]  # agency, person, what they bring
    senior: Person


@dataclass(frozen=True)
class Player:
    """Somebody who writes, and their mail program (a key of `programs.PROGRAMS`)."""

    person: Person
    program: str

    @property
    def address(self) -> Address:
        return self.person.address

    @property
    def signature(self) -> str:
        person = self.person
        lines = (person.name, person.role, person.organisation, person.phone)
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True)
class Part:
    """One application's people (the first by the name "lead") or one stranger."""

    id: str
    players: Mapping[str, Player]
    project: Project | None
    story: str

    @property
    def lead(self) -> Player:
        return self.players["lead"]


@dataclass(frozen=True)
class Deed:
    """Something that somebody does. *details* are the words of its row in the file.

    *read_at* is when we look into the mailbox; the mail itself arrives at *at*. Both aware.
    """

    at: datetime
    read_at: datetime
    part: Part
    who: str  # a name in part.players
    what: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Cast:
    """*marks* says by Part.id what an application is worth to the panel: a digit a criterion."""

    parts: tuple[Part, ...]
    deeds: tuple[Deed, ...]  # in order of time
    marks: Mapping[str, str]
    panel: tuple[Player, ...]

    def part(self, id: str) -> Part:
        return next(p for p in self.parts if p.id == id)


def load(programme: Programme, people: Mapping[str, Address], folder: Path = FOLDER) -> Cast:
    """The cast of *folder*; *people* gives the addresses of those that the config names."""
    parts: list[Part] = []
    deeds: list[Deed] = []
    marks: Mapping[str, str] = {}
    panel: list[Player] = []
    for path in sorted(folder.glob("*.toml")):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        marks = file.get("marks", marks)
        for row in file["person"]:
            part = _part(row, people)
            parts.append(part)
            panel += [part.lead] if "marks" in file else []
            for each in row.get("does", []):
                deeds += _deeds(part, each, programme)
    deeds.sort(key=lambda d: (d.read_at, d.at, d.part.id))
    return Cast(tuple(parts), tuple(deeds), marks, tuple(panel))


def moved(at: datetime, programme: Programme) -> datetime:
    """The local time *at* of the files, in the config's season; aware."""
    local = at.date()
    if local < _NEAR_CLOSE:
        days = programme.opens.date() - _OPENS
    elif local < _NEAR_DECISIONS:
        days = programme.closes.date() - _CLOSES
    else:
        days = programme.decisions.date() - _DECISIONS
    return (at + timedelta(days=days.days)).replace(tzinfo=programme.zone)


def _part(row: Mapping[str, Any], people: Mapping[str, Address]) -> Part:
    lead = _player(row, people.get(row["id"]))
    players = {"lead": lead}
    project = _project(row["project"]) if "project" in row else None
    if project:
        players["senior"] = Player(project.senior, row["project"]["senior"].get("program", "bare"))
    for name, other in row.get("people", {}).items():
        players[name] = _player(other, None)
    return Part(row["id"], players, project, row.get("story", ""))


def _player(row: Mapping[str, Any], address: Address | None) -> Player:
    return Player(
        Person(
            name=address.name if address else row["name"],
            email=address.email if address else row["email"],
            role=row.get("role", ""),
            organisation=row.get("organisation", ""),
            phone=row.get("phone", ""),
        ),
        row.get("program", "bare"),
    )


def _project(row: Mapping[str, Any]) -> Project:
    senior = {k: v for k, v in row["senior"].items() if k != "program"}
    partners = tuple((agency, person, brings) for agency, person, brings in row["partners"])
    return Project(**{**row, "partners": partners, "senior": Person(**senior)})


def _deeds(part: Part, row: Mapping[str, Any], programme: Programme) -> Iterator[Deed]:
    """One deed, or as many as `times` says, one after another."""
    for number in range(row.get("times", 1)):
        later = timedelta(minutes=number * row.get("every_minutes", 0))
        yield _deed(part, {**row, "at": row["at"] + later}, programme)


def _deed(part: Part, row: Mapping[str, Any], programme: Programme) -> Deed:
    at = moved(row["at"], programme)
    details = {k: v for k, v in row.items() if k not in ("at", "read_at", "who", "what")}
    return Deed(
        at=at,
        read_at=moved(row["read_at"], programme) if "read_at" in row else at,
        part=part,
        who=row.get("who", "lead"),
        what=row["what"],
        details=details,
    )
