"""Awards as 360Giving data: the ten required fields, organisations alone."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ace_mailbot.config import Config, Publishing
from ace_mailbot.model import Application, ConfigError, Stage, State
from ace_mailbot.writing import samples
from ace_mailbot.writing.grants import as_csv, as_json, grants, organisation_id
from tests.schema import main

PUBLISHING = Publishing("360G-example", "GB-CHC-1234567", "The Funder", "ACE 2021-22")
ANSWERS = {
    "A1": "Steady on your feet",
    "A4": "Five agencies join up what happens after a fall.",
    "D2": "£18,500.50",
    "D4_name": "Brent Community Trust",
    "D4_number": "RYX",
}


@pytest.fixture
def published(config: Config) -> Config:
    return replace(config, publishing=PUBLISHING)


def awarded(config: Config, **changes: Any) -> Application:
    known = samples.full(config)
    form = replace(known.forms[0], answers={**known.forms[0].answers, **ANSWERS, **changes})
    told = config.programme.decisions
    return replace(known, stage=Stage.AWARDED, told_at=told, forms=(form,))


def state(*applications: Application) -> State:
    return State({a.reference: a for a in applications})


def test_each_grant_has_the_required_fields_and_no_person(published: Config) -> None:
    found, missing = grants(state(awarded(published)), published)
    assert missing == []
    (grant,) = found
    assert grant == {
        "id": "360G-example-ACE-001",
        "title": "Steady on your feet",
        "description": "Five agencies join up what happens after a fall.",
        "currency": "GBP",
        "amountAwarded": 18500.5,
        "awardDate": "2021-09-27",
        "recipientOrganization": [{"id": "GB-NHS-RYX", "name": "Brent Community Trust"}],
        "fundingOrganization": [{"id": "GB-CHC-1234567", "name": "The Funder"}],
        "grantProgramme": [{"code": "ACE", "title": "ACE 2021-22"}],
    }
    text = as_json(found, published, published.programme.decisions)
    for person in ("Amara", "Okafor", "@", "07700"):
        assert person not in text


def test_only_awards_that_were_told_are_published(published: Config) -> None:
    known = awarded(published)
    others = [
        replace(known, reference=f"ACE-01{n}", stage=stage)
        for n, stage in enumerate((Stage.ACCEPTED, Stage.UNSUCCESSFUL, Stage.WITHDRAWN))
    ]
    found, _ = grants(state(known, *others), published)
    assert [grant["id"] for grant in found] == ["360G-example-ACE-001"]


def test_one_without_an_organisation_is_left_out_and_named(published: Config) -> None:
    found, missing = grants(state(awarded(published, D4_name=" ")), published)
    assert found == []
    assert missing == ["ACE-001 is left out: its form names no lead organisation."]


def test_the_package_says_who_publishes_it_and_when(published: Config) -> None:
    found, _ = grants(state(awarded(published)), published)
    package = json.loads(as_json(found, published, published.programme.decisions))
    assert re.fullmatch(r"\d+\.\d+", package["version"])
    assert package["issued"] == "2021-09-27"
    assert package["publisher"] == {"name": "The Funder", "identifier": "GB-CHC-1234567"}
    assert package["grants"] == found


def test_the_table_has_the_standards_own_headings(published: Config) -> None:
    found, _ = grants(state(awarded(published)), published)
    (row,) = csv.DictReader(io.StringIO(as_csv(found)))
    assert row["Identifier"] == "360G-example-ACE-001"
    assert row["Amount Awarded"] == "18500.5"
    assert row["Recipient Org:Identifier"] == "GB-NHS-RYX"
    assert row["Funding Org:Name"] == "The Funder"
    assert len(row) == 12


def test_a_long_title_is_cut_below_140_characters(published: Config) -> None:
    found, _ = grants(state(awarded(published, A1="people who fall " * 20)), published)
    assert len(found[0]["title"]) < 140
    assert found[0]["title"].endswith(" ...")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1234567", "GB-CHC-1234567"),
        ("charity no. 123456", "GB-CHC-123456"),
        ("08123456", "GB-COH-08123456"),
        ("rqm00", "GB-NHS-RQM00"),
        ("", "360G-example-org:ACE-001"),
        ("not known yet", "360G-example-org:ACE-001"),
    ],
)
def test_an_organisation_goes_by_its_own_register(number: str, expected: str) -> None:
    assert organisation_id(number, "ACE-001", PUBLISHING) == expected


# --- what the standard wants of the fields that we write -----------------------------------------

REQUIRED = (
    *("id", "title", "description", "currency", "amountAwarded", "awardDate"),
    *("recipientOrganization", "fundingOrganization"),
)
# A register's code from org-id.guide and a number in it, or a number of the publisher's own.
ORGANISATION = re.compile(r"(?:GB-(?:COH|CHC|NHS)-[A-Z0-9]+|360G-[A-Za-z0-9]+-org:\S+)")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"D2": "20,000", "D4_number": "1234567"},
        {"D2": "£ 950.5", "D4_number": "company 08123456"},
        {"A1": "", "A4": "", "D4_number": ""},
        {"A1": "word " * 60, "A4": "Line one.\n\nLine  two."},
    ],
)
def test_each_grant_is_as_the_standard_wants_it(published: Config, said: dict[str, str]) -> None:
    (grant,), _ = grants(state(awarded(published, **said)), published)
    assert all(grant[key] for key in REQUIRED)
    assert re.fullmatch(r"360G-[A-Za-z0-9]+-[A-Za-z0-9_./-]+", grant["id"])
    assert 0 < len(grant["title"]) < 140
    assert grant["currency"] == "GBP"  # a code of ISO 4217, no sign
    assert isinstance(grant["amountAwarded"], int | float)  # a number, without sign or comma
    assert not isinstance(grant["amountAwarded"], bool)
    assert grant["amountAwarded"] > 0
    assert date.fromisoformat(grant["awardDate"]).isoformat() == grant["awardDate"]
    for role in ("recipientOrganization", "fundingOrganization"):
        (organisation,) = grant[role]
        assert organisation.keys() == {"id", "name"}
        assert ORGANISATION.fullmatch(organisation["id"])
        assert organisation["name"].strip()


def test_no_two_grants_share_an_identifier(published: Config) -> None:
    two = [replace(awarded(published), reference=f"ACE-00{n}") for n in (1, 2)]
    found, _ = grants(state(*two), published)
    assert len({grant["id"] for grant in found}) == 2


# --- the check against a schema that somebody downloaded -----------------------------------------

PACKAGE = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "properties": {"grants": {"items": {"$ref": "https://schemas.example/9.9/grant.json"}}},
}
ONE = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "required": ["awardDate"],
    "properties": {
        "awardDate": {"oneOf": [{"format": "date-time"}, {"pattern": r"^\d{4}-\d\d-\d\d$"}]},
        "amountAwarded": {"type": "number"},
    },
}


def test_an_export_is_checked_against_a_schema_and_the_one_beside_it(
    tmp_path: Path, published: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, rules in (("package.json", PACKAGE), ("grant.json", ONE)):
        (tmp_path / name).write_text(json.dumps(rules))
    found, _ = grants(state(awarded(published)), published)
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(as_json(found, published, published.programme.decisions))
    broken = [{**found[0], "awardDate": "27/09/2021", "amountAwarded": "£20,000"}]
    bad.write_text(as_json(broken, published, published.programme.decisions))
    for schema in ("package.json", "grant.json"):
        assert main([str(tmp_path / schema), str(good)]) == 0
        assert capsys.readouterr().out == "valid: 1 grants\n"
        assert main([str(tmp_path / schema), str(bad)]) == 1
        told = capsys.readouterr().out.splitlines()
        assert told[-1] == "not valid: 2 problems"
        assert [line.partition(":")[0] for line in told[:-1]] == [
            "grants/0/amountAwarded",
            "grants/0/awardDate",
        ]


def test_a_schema_that_is_not_there_is_named(
    tmp_path: Path, published: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "package.json").write_text(json.dumps(PACKAGE))
    found, _ = grants(state(awarded(published)), published)
    export = tmp_path / "export.json"
    export.write_text(as_json(found, published, published.programme.decisions))
    assert main([str(tmp_path / "package.json"), str(export)]) == 2
    assert "https://schemas.example/9.9/grant.json is wanted" in capsys.readouterr().out


def test_without_the_publishing_table_it_says_what_is_missing(config: Config) -> None:
    with pytest.raises(ConfigError, match="publishing is missing"):
        grants(State(), config)
