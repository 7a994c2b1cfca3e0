"""Awards as 360Giving data: what the standard requires of each grant, of organisations alone.

The ten required fields are those of https://standard.threesixtygiving.org (version 1.4); nobody's
name, role or address is among them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ace_mailbot.config import Config, Publishing
from ace_mailbot.model import Application, ConfigError, Stage, State

VERSION = "1.4"
_LONGEST_TITLE = 139  # characters: the standard wants fewer than 140

# How each required field is called in the spreadsheet version, and where it stands in the JSON.
_COLUMNS: Mapping[str, Sequence[str]] = {
    "Identifier": ("id",),
    "Title": ("title",),
    "Description": ("description",),
    "Currency": ("currency",),
    "Amount Awarded": ("amountAwarded",),
    "Award Date": ("awardDate",),
    "Recipient Org:Identifier": ("recipientOrganization", "id"),
    "Recipient Org:Name": ("recipientOrganization", "name"),
    "Funding Org:Identifier": ("fundingOrganization", "id"),
    "Funding Org:Name": ("fundingOrganization", "name"),
    "Grant Programme:Code": ("grantProgramme", "code"),
    "Grant Programme:Title": ("grantProgramme", "title"),
}


def grants(state: State, config: Config) -> tuple[list[dict[str, Any]], list[str]]:
    """A grant for each award that was told; and a sentence for each that lacks what it must have.

    Raises ConfigError where [publishing] is left out.
    """
    publishing = config.publishing
    if publishing is None:
        raise ConfigError("publishing is missing; expected a table with prefix and funder_id")
    told = [a for a in state.applications.values() if a.stage is Stage.AWARDED and a.told_at]
    missing = [f"{a.reference} is left out: {what}." for a in told if (what := _lacks(a))]
    return [_grant(a, publishing, config) for a in told if not _lacks(a)], missing


def as_json(found: Sequence[Mapping[str, Any]], config: Config, now: datetime) -> str:
    """The grants as one package of 360Giving's JSON."""
    publishing = config.publishing
    assert publishing, "grants were made with it"
    package = {
        "version": VERSION,
        "title": publishing.programme_title,
        "issued": _day(now, config),
        "publisher": {"name": publishing.funder_name, "identifier": publishing.funder_id},
        "grants": list(found),
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def as_csv(found: Sequence[Mapping[str, Any]], as_text: Any = str) -> str:
    """The same as a spreadsheet has them: a row a grant. *as_text* makes a cell safe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for grant in found:
        writer.writerow([as_text(_cell(grant, path)) for path in _COLUMNS.values()])
    return out.getvalue()


def organisation_id(number: str, reference: str, publishing: Publishing) -> str:
    """The recipient's identifier as org-id.guide has it, from what the form says of its number.

    Digits are a charity's number, 8 of them a company's; else it is an ODS code. Without any, it is
    an identifier of ours.
    """
    code = re.sub(r"[\s.-]", "", number).upper()
    if found := re.search(r"(?<!\d)\d{8}(?!\d)", code):
        return f"GB-COH-{found[0]}"
    if found := re.search(r"(?<!\d)\d{6,7}(?!\d)", code):
        return f"GB-CHC-{found[0]}"
    if re.fullmatch(r"(?=.*[A-Z])[A-Z0-9]{3,6}", code):
        return f"GB-NHS-{code}"
    return f"{publishing.prefix}-org:{reference}"


def _grant(a: Application, publishing: Publishing, config: Config) -> dict[str, Any]:
    assert a.told_at, "only what was told is a grant"
    title = " ".join((_answer(a, "A1") or a.title or a.reference).split())
    summary = " ".join(_answer(a, "A4").split())
    return {
        "id": f"{publishing.prefix}-{a.reference}",
        "title": _cut(title),
        "description": summary or title,
        "currency": "GBP",
        "amountAwarded": _pounds(a),
        "awardDate": _day(a.told_at, config),
        "recipientOrganization": [
            {
                "id": organisation_id(_answer(a, "D4_number"), a.reference, publishing),
                "name": " ".join(_answer(a, "D4_name").split()),
            }
        ],
        "fundingOrganization": [{"id": publishing.funder_id, "name": publishing.funder_name}],
        "grantProgramme": [{"code": config.programme.key, "title": publishing.programme_title}],
    }


def _lacks(a: Application) -> str:
    """What it hasn't got that each grant must have; "" where nothing is missing."""
    if not _answer(a, "D4_name"):
        return "its form names no lead organisation"
    return "" if _pounds(a) else "its form names no amount"


def _pounds(a: Application) -> float | int:
    found = re.fullmatch(r"£?\s*(\d[\d,]*)(?:\.(\d{1,2}))?", _answer(a, "D2"))
    if not found:
        return 0
    whole = int(found[1].replace(",", ""))
    pence = (found[2] or "").ljust(2, "0")
    return whole + int(pence) / 100 if int(pence) else whole


def _answer(a: Application, tag: str) -> str:
    return a.form.answers.get(tag, "").strip() if a.form else ""


def _cut(title: str) -> str:
    if len(title) <= _LONGEST_TITLE:
        return title
    return title[: _LONGEST_TITLE - 4].rsplit(" ", 1)[0] + " ..."


def _day(at: datetime, config: Config) -> str:
    return f"{at.astimezone(config.programme.zone):%Y-%m-%d}"


def _cell(grant: Mapping[str, Any], path: Sequence[str]) -> str:
    value = grant[path[0]]
    return str(value if len(path) == 1 else value[0][path[1]])
