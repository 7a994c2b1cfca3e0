"""Awards as 360Giving data: the ten required fields, organisations alone."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from ace_mailbot.config import Config, Publishing
from ace_mailbot.model import Application, ConfigError, Stage, State
from ace_mailbot.writing import samples
from ace_mailbot.writing.grants import as_csv, as_json, grants, organisation_id

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


def test_without_the_publishing_table_it_says_what_is_missing(config: Config) -> None:
    with pytest.raises(ConfigError, match="publishing is missing"):
        grants(State(), config)
