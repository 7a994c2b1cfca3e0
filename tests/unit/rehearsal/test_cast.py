"""The shipped cast: whole, fictional, and moving with the config's dates."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from ace_mailbot.config import Config, load
from ace_mailbot.model import Address
from ace_mailbot.rehearsal import cast, deeds, forms, proposals
from ace_mailbot.rehearsal.programs import PROGRAMS

ROOT = Path(__file__).parents[3]
STAFF = {
    "organiser": Address("organiser@funder.example", "Organiser Name"),
    "approver": Address("approver@funder.example", "Second Approver"),
}


def config() -> Config:
    return load(ROOT / "config.toml", {})


def players() -> cast.Cast:
    return cast.load(config().programme, STAFF)


def test_forty_people_apply_over_all_footprints() -> None:
    projects = [part.project for part in players().parts if part.project]
    assert Counter(p.footprint for p in projects) == {
        "NWL": 8,
        "NCL": 8,
        "NEL": 8,
        "SEL": 8,
        "SWL": 8,
    }


def test_everyone_is_fictional() -> None:
    for path in cast.FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert [
            e for e in re.findall(r"[\w.+-]+@[\w.-]+\w", text) if not e.endswith("example")
        ] == []
        numbers = re.findall(r"\b0\d{2,4} \d{3,4} ?\d{3,4}\b", text)
        assert [n for n in numbers if not n.startswith(("07700 900", "020 7946 0"))] == []


def test_everyone_does_what_is_known_with_a_program_that_is_known() -> None:
    for deed in players().deeds:
        assert deed.what in deeds.DEEDS
        assert deed.who in deed.part.players
        assert deed.details.get("program", deed.part.players[deed.who].program) in PROGRAMS


def test_a_season_a_year_later_moves_with_its_own_dates() -> None:
    programme = config().programme
    year = timedelta(days=364)
    later = replace(
        programme,
        opens=programme.opens + year,
        closes=programme.closes + year,
        decisions=programme.decisions + year,
    )
    moved = cast.load(later, STAFF).deeds
    assert [d.at - year for d in moved] == [d.at for d in players().deeds]


def test_a_complete_proposal_answers_every_required_question() -> None:
    form = config().form
    optional = {"B2", "D6", "E3"}
    for part in players().parts:
        if part.project:
            answers = proposals.complete(part.lead.person, part.project, form, config().programme)
            answered = {tag.partition("_")[0] for tag in answers}
            assert {q.key for q in form.questions if q.tags} - answered <= optional


def test_budgets_add_up_unless_they_are_meant_not_to() -> None:
    for part in players().parts:
        if part.project:
            answers = proposals.complete(
                part.lead.person, part.project, config().form, config().programme
            )
            assert _total(answers) == int(answers["D2"])
            wrong = proposals.not_adding_up(answers)
            assert _total(wrong) == int(wrong["D2"]) - 500


def test_a_form_is_filled_in_by_tag_and_only_there() -> None:
    blank = _document(
        "<w:sdt><w:sdtPr><w:tag w:val='A1'/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        "<w:r><w:rPr><w:rStyle w:val='PlaceholderText'/></w:rPr><w:t>Write here</w:t></w:r>"
        "</w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtPr><w:tag w:val='A3'/></w:sdtPr><w:sdtContent>"
        "<w:r><w:t>Brent</w:t></w:r></w:sdtContent></w:sdt>"
    )
    filled = forms.fill(blank, {"A1": "One front door"})
    text = forms.unzip(filled)["word/document.xml"].decode()
    assert "One front door" in text
    assert "Brent" in text
    assert "Write here" not in text
    assert "showingPlcHdr" not in text
    assert filled == forms.fill(blank, {"A1": "One front door"})


def _total(answers: proposals.Answers) -> int:
    return sum(int(a) for tag, a in answers.items() if tag.endswith("_amount"))


def _document(body: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f"<w:document xmlns:w='{namespace}'><w:body><w:p>{body}</w:p></w:body></w:document>"
    return forms.rezip({"word/document.xml": xml.encode()})
