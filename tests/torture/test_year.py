"""That the checker sees what is wrong with the panel, the outcomes and the awards."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.torture.test_torture import Ledger

LEAD = "lead@trust.example"
ADA, BEN = "ada@panel0.example", "ben@panel1.example"
SCORES = {f"C{n}": 2 for n in range(1, 7)}
ONE, OTHER = "ACE-001", "ACE-002"


class Season(Ledger):
    """Books by hand: Ada scored ACE-001, Ben has a conflict in it; its award went all the way."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.number = self.letter = 1  # of the latest mail and letter
        self._panel()
        self.mails("order", "organiser@funder.example", at=20, text="open meeting")
        self.sends("panel-meeting", "eve@panel2.example", None, "sighted0x001", at=21)
        self.mails("order", "organiser@funder.example", text=f"feedback {ONE} C1: Ask carers.")
        self.mails("order", "approver@funder.example", at=22, text="approve")
        self.sends("outcome-accepted", LEAD, ONE, "We are pleased. Ask\ncarers.", at=30)
        self.application: dict[str, Any] = {
            "reference": ONE,
            "stage": "awarded",
            "feedback": {"C1": "Ask carers."},
            "senior": {"email": "senior@trust.example"},
            "forms": [{"answers": {"D5_email": "finance@trust.example"}}],
        }
        self.keeps("applications", "reference", self.application)
        self._award()

    def _panel(self) -> None:
        self.mails("declaration", ADA, answer="panel-declared")
        self.mails("declaration", BEN, answer="panel-declared", conflict=ONE)
        self.sends("paper", ADA, ONE)
        scores = {key: {"value": value} for key, value in SCORES.items()}
        told = {"reference": ONE, "scores": SCORES}
        id = self.mails("scores", ADA, answer="scores-read", at=10, **told)
        scoring = {"message": id, "scores": scores}
        self.assessment: dict[str, Any] = {"id": f"{ONE}/{ADA}", "member": ADA, "reference": ONE}
        self.assessment |= {"scorings": [scoring]}
        self.keeps("assessments", "id", self.assessment)
        self.keeps("reviewers", "email", {"email": ADA, "conflicts": {}})
        self.keeps("reviewers", "email", {"email": BEN, "conflicts": {ONE: "my sister"}})

    def _award(self) -> None:
        for obligation in ("introduction", "event", "learning-asked", "mou-signed", "award-paid"):
            self.sends(obligation, LEAD, ONE)
        for quarter in ("Q3", "Q4"):
            self.sends("check-in", LEAD, ONE, quarter)
        self.sends("award-senior", "senior@trust.example", ONE)
        self.sends("award-finance", "finance@trust.example", ONE)
        back = self.mails("memorandum", LEAD, answer="mou-received")
        for text in (f"signed {ONE}", f"verified {ONE}", f"paid {ONE} on 2021-10-20"):
            self.mails("order", "organiser@funder.example", text=text)
        checked = self.mails("check-in", LEAD, answer="noted", text="We met.")
        report = self.mails("report", LEAD, answer="noted", text="We learnt. Please do not share.")
        self.award: dict[str, Any] = {
            "reference": ONE,
            "returned": [{"message": back}],
            "signed_at": "2021-10-10",
            "verified_at": "2021-10-10",
            "paid_on": "2021-10-20",
            "check_ins": {"Q3": {"message": checked, "text": "We met."}},
            "coaching": {},
            "report": {"message": report, "text": "We learnt. Please do not share."},
            "share": False,
        }
        self.keeps("awards", "reference", self.award)
        self.mails("rsvp", LEAD, attendance="DECLINED")
        self.gathering: dict[str, Any] = {
            "key": "e",
            "answers": [{"email": LEAD, "attendance": "DECLINED"}],
        }
        self.keeps("gatherings", "key", self.gathering)

    def mails(self, kind: str, who: str, answer: str = "", at: float = 1.0, **told: Any) -> str:
        """Somebody sends a mail, which is read and, where it is due, answered. Returns its name."""
        self.number += 1
        raw = b"mail %d" % self.number
        self.journal(raw, what="delivered", number=self.number, kind=kind, who=who, at=at, **told)
        id = self.stores(self.number, raw)
        if answer:
            self.sends(answer, who, None, cause=id)
        return id

    def sends(
        self,
        obligation: str,
        party: str,
        reference: str | None,
        text: str = "Words",
        cause: str = "time",
        at: float = 5.0,
    ) -> None:
        self.letter += 1
        mime = f"Message-ID: <{self.letter}@funder.example>\nTo: {party}\n\n{text}\n".encode()
        self.write(
            "INSERT INTO letters (key, token, message_id, party, obligation, reference, recipients,"
            " subject, mime, automatic, decision, internal, cause, state, queued_at, changed_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, '', ?, 0, 0, 0, ?, 'sent', '', '')",
            f"key {self.letter}",
            f"token {self.letter}",
            f"<{self.letter}@funder.example>",
            party,
            obligation,
            reference,
            json.dumps([party]),
            mime,
            cause,
        )
        self.accept(at, mime, party)

    def keeps(self, table: str, key: str, noun: dict[str, Any]) -> None:
        """Write *noun* into *table*, anew where it stands there."""
        # An application begins as one that is invited; what counts for the books is its data.
        kinds: dict[str, dict[str, Any]] = {
            "assessments": {"reference": noun.get("reference"), "member": noun.get("member")},
            "applications": {"stage": "invited", "lead": LEAD},
        }
        more = kinds.get(table, {})
        columns = ", ".join([key, "data", *more])
        marks = ", ".join("?" * (2 + len(more)))
        sql = f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({marks})"
        self.write(sql, noun[key], json.dumps(noun), *more.values())

    def changes(self, table: str, key: str, noun: dict[str, Any], **changed: Any) -> None:
        self.keeps(table, key, {**noun, **changed})


@pytest.fixture
def season(tmp_path: Path) -> Season:
    return Season(tmp_path)


def test_a_season_in_order_balances(season: Season) -> None:
    assert season.balance().wrong == []


def _scoring(season: Season, **changed: Any) -> None:
    [scoring] = season.assessment["scorings"]
    scorings = [{**scoring, **changed}]
    season.changes("assessments", "id", season.assessment, scorings=scorings)


Harm = Callable[[Season], None]
HARMS: dict[str, tuple[Harm, str]] = {
    "a declared conflict is not on record": (
        lambda s: s.keeps("reviewers", "email", {"email": BEN, "conflicts": {}}),
        f"{BEN} has conflicts in set(), not {{'{ONE}'}}",
    ),
    "a conflicted member has the paper": (
        lambda s: s.sends("paper", BEN, ONE),
        f"{BEN} had the paper of {ONE}, a conflict of theirs",
    ),
    "a reader has no paper": (
        lambda s: s.write("DELETE FROM letters WHERE obligation = 'paper'"),
        f"{ADA} and {ONE}: a paper without a reading",
    ),
    "a score is not the one that was mailed": (
        lambda s: _scoring(s, scores={**{k: {"value": 2} for k in SCORES}, "C4": {"value": 3}}),
        f"{ONE}/{ADA} has the scores",
    ),
    "scores of another count": (
        lambda s: _scoring(s, message="M-3"),
        f"{ONE}/{ADA} counts scores of ('declaration', '{BEN}', None)",
    ),
    "scores were lost": (
        lambda s: s.changes("assessments", "id", s.assessment, scorings=[]),
        f"scores of {ADA}, counts 0 times",
    ),
    "scores were seen before the meeting": (
        lambda s: s.sends("panel-others", "eve@panel2.example", None, "sighted0x001", at=11),
        f"eve@panel2.example saw what member 0 wrote of {ONE}",
    ),
    "scores were seen by a conflicted member": (
        lambda s: s.sends("panel-meeting", BEN, None, "sighted0x001", at=40),
        f"{BEN} saw scores of {ONE}, a conflict of theirs",
    ),
    "an applicant reads what a member wrote": (
        lambda s: s.sends("answer", LEAD, ONE, "sighted0x001", at=40),
        f"{LEAD} saw what member 0 wrote of {ONE}",
    ),
    "an outcome went before its approval": (
        lambda s: s.sends("outcome-accepted", LEAD, ONE, at=21),
        "went before any approval",
    ),
    "somebody was told another outcome": (
        lambda s: s.changes("applications", "reference", s.application, stage="unsuccessful"),
        f"{ONE} is unsuccessful, and was told ['outcome-accepted']",
    ),
    "the organiser's feedback went to another": (
        lambda s: s.sends("outcome-declined", "x@trust.example", OTHER, "Ask carers.", at=30),
        f"the feedback of {ONE} went to ['{ONE}', '{OTHER}']",
    ),
    "an invitation went twice": (
        lambda s: s.sends("event", LEAD, ONE),
        f"{LEAD} had 2 event of {ONE}",
    ),
    "a check-in is missing": (
        lambda s: s.write("DELETE FROM letters WHERE obligation = 'check-in'"),
        f"{ONE} had 0 check-in, and was owed 2",
    ),
    "a memorandum has no receipt": (
        lambda s: s.write("DELETE FROM letters WHERE obligation = 'mou-received'"),
        f"memorandum of {LEAD} had 0 mou-received",
    ),
    "it is paid on another day": (
        lambda s: s.changes("awards", "reference", s.award, paid_on="2021-10-21"),
        f"{ONE} is paid on 2021-10-21, and nobody said so",
    ),
    "a report is shared against its words": (
        lambda s: s.changes("awards", "reference", s.award, share=True),
        f"the report of {ONE} is shared against its words",
    ),
    "a report is not the one that was mailed": (
        lambda s: s.changes(
            "awards", "reference", s.award, report={**s.award["report"], "text": "We"}
        ),
        f"{ONE} said other than was mailed",
    ),
    "a memorandum is forgotten": (
        lambda s: s.changes("awards", "reference", s.award, returned=[]),
        f"memorandum of {LEAD}, counts 0 times",
    ),
    "an answer counts as another": (
        lambda s: s.changes(
            "gatherings",
            "key",
            s.gathering,
            answers=[{"email": LEAD, "attendance": "ACCEPTED"}],
        ),
        f"{LEAD} answered DECLINED, and counts as ACCEPTED",
    ),
}


@pytest.mark.parametrize("harm", HARMS)
def test_the_checker_sees_what_is_wrong(season: Season, harm: str) -> None:
    do, sentence = HARMS[harm]
    do(season)
    assert any(sentence in line for line in season.balance().wrong), season.balance().wrong
