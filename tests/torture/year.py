"""Balances what follows the close: the panel, the outcomes, the awards and the cohort.

Like `books` it imports nothing of the bot. What a mail says stands in the journal beside it, as its
writer meant it; each check yields a sentence for everything that doesn't balance.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.torture.books import Accepted, Books

_SIGHTED = re.compile(r"sighted(\d)x(\d{3})")
_MEMBER = re.compile(r"@panel(\d)\.example$")
_STAFF = "@funder.example"
_WHOLE = 6  # criteria
UNSENT = ("unknown", "failed", "cancelled")  # a pack is cancelled when its lead withdraws
_TOLD_AS = {
    "awarded": (["outcome-accepted"],),
    "on reserve": (["outcome-reserved"],),
    "unsuccessful": (["outcome-declined"], ["outcome-reserved", "reserve-ended"]),
}
_ANSWER = {
    "declaration": "panel-declared",
    "asks": "panel-others",
    "forged": "panel-confirm",
    "memorandum": "mou-received",
    "check-in": "noted",
    "coaching": "noted",
    "report": "noted",
}
# What the time brings about for one party and one application, and how often at most.
_MOST = {
    "panel-list": 1,
    "panel-chase": 1,
    "paper": 1,
    "outcome-accepted": 1,
    "outcome-reserved": 1,
    "outcome-declined": 1,
    "reserve-ended": 1,
    "award-senior": 1,
    "award-finance": 1,
    "introduction": 1,
    "event": 1,
    "mou-chase": 2,
    "check-in": 2,
    "coaching": 3,
    "learning-asked": 1,
    "learning-reminder": 2,
    "learning-shared": _WHOLE * 2,
}
_OWED = ("award-senior", "introduction", "event", "check-in", "check-in", "learning-asked")


@dataclass
class Year:
    books: Books

    def nouns(self, table: str) -> Sequence[dict[str, Any]]:
        return [json.loads(row["data"]) for row in self.books.rows(f"SELECT data FROM {table}")]

    @cached_property
    def applications(self) -> Mapping[str, dict[str, Any]]:
        return {a["reference"]: a for a in self.nouns("applications")}

    @cached_property
    def mailed(self) -> Mapping[str, dict[str, Any]]:
        """What the journal says of each message in the database, by our name for it."""
        lines = {line["sha256"]: line for line in self.books.noted("delivered")}
        return {id: lines[sha] for id, sha in self.books.ids.items() if sha in lines}

    def read(self, *kinds: str) -> Sequence[tuple[str, dict[str, Any]]]:
        """The mails of these kinds that the bot read before staff took any away, by its names."""
        ids = {sha: id for id, sha in self.books.ids.items()}
        return [
            (ids[line["sha256"]], line)
            for line in self.books.noted("delivered")
            if line["kind"] in kinds and line["sha256"] in ids
        ]

    def counting(self, *kinds: str) -> Sequence[tuple[str, dict[str, Any]]]:
        """The same without those from people who withdrew, or about what was withdrawn: they may
        have come too late."""
        left = {line["who"] for _, line in self.read("withdrawal")}
        gone = {r for r, a in self.applications.items() if a["stage"] == "withdrawn"}
        return [
            (id, line)
            for id, line in self.read(*kinds)
            if line["who"] not in left and line.get("reference") not in gone
        ]

    @cached_property
    def sent(self) -> Mapping[str, Accepted]:
        """Each letter that was accepted, the first time that it was, by Message-ID."""
        return {a.message_id: a for a in reversed(self.books.accepted)}

    @cached_property
    def came(self) -> Sequence[tuple[dict[str, Any], Accepted]]:
        """The books' letters that reached somebody."""
        pairs = ((x, self.sent.get(x["message_id"].strip("<>"))) for x in self.books.letters)
        return [(letter, accepted) for letter, accepted in pairs if accepted]

    @cached_property
    def excused(self) -> frozenset[tuple[str, str]]:
        """What somebody need not have had: its sending was refused or is in doubt."""
        unsent = (x for x in self.books.letters if x["state"] in UNSENT)
        return frozenset((x["obligation"], x["reference"]) for x in unsent)

    def ordered_at(self, words: str) -> float:
        """When the first order that says *words* came."""
        lines = self.books.noted("delivered")
        return min((x["at"] for x in lines if words in x.get("text", "")), default=float("inf"))


def unbalanced(books: Books) -> Iterator[str]:
    year = Year(books)
    for check in _CHECKS:
        yield from check(year)


# --- the panel -----------------------------------------------------------------------------------


def _conflicts_are_those_declared(year: Year) -> Iterator[str]:
    declared: defaultdict[str, set[str]] = defaultdict(set)
    for _, line in year.read("declaration", "scores"):
        declared[line["who"]] |= {line["conflict"]} if "conflict" in line else set()
    for reviewer in year.nouns("reviewers"):
        if (had := set(reviewer["conflicts"])) != declared[reviewer["email"]]:
            yield f"{reviewer['email']} has conflicts in {had}, not {declared[reviewer['email']]}"


def _papers_go_where_they_may(year: Year) -> Iterator[str]:
    """Never to a conflicted member, and to each reader."""
    conflicts = {
        (line["who"], line["conflict"])
        for _, line in year.read("declaration")
        if "conflict" in line
    }
    papers = {(x["party"], x["reference"]) for x, _ in year.came if x["obligation"] == "paper"}
    for who, reference in sorted(papers & conflicts):
        yield f"{who} had the paper of {reference}, a conflict of theirs"
    read = {(a["member"], a["reference"]) for a in year.nouns("assessments")}
    for who, reference in sorted(read ^ papers):
        if ("paper", reference) not in year.excused:
            yield f"{who} and {reference}: a paper without a reading, or the other way round"


def _scores_are_those_mailed(year: Year) -> Iterator[str]:
    """Each once, from the member and for the application that they were mailed by and for."""
    counted: Counter[str] = Counter()
    for assessment in year.nouns("assessments"):
        known: dict[str, int] = {}
        for scoring in assessment["scorings"]:
            line = year.mailed.get(scoring["message"], {})
            counted[scoring["message"]] += 1
            known |= line.get("scores", {})
            had = {key: score["value"] for key, score in scoring["scores"].items()}
            theirs = (line.get("kind"), line.get("who"), line.get("reference"))
            if theirs != ("scores", assessment["member"], assessment["reference"]):
                yield f"{assessment['id']} counts scores of {theirs}"
            elif had != known:
                yield f"{assessment['id']} has the scores {had}, not {known}"
    for id, line in year.counting("scores"):
        if counted[id] != 1:
            yield f"{id}, scores of {line['who']}, counts {counted[id]} times"


def _scores_are_seen_by_those_who_may(year: Year) -> Iterator[str]:
    """By other members once theirs are in or the meeting is open; never by applicants."""
    opened = year.ordered_at("open meeting")
    own: dict[tuple[str, str], float] = {}
    conflicts: dict[tuple[str, str], float] = {}
    for _, line in year.read("declaration", "scores"):
        if "conflict" in line:
            conflicts[line["who"], line["conflict"]] = line["at"]
        elif len(line.get("scores", ())) == _WHOLE:
            own.setdefault((line["who"], line["reference"]), line["at"])
    for accepted, text in year.books.texts():
        for number, digits in set(_SIGHTED.findall(text)):
            reference = f"ACE-{digits}"
            for to in (to for to in accepted.to if not to.endswith(_STAFF)):
                member = _MEMBER.search(to)
                may = member and accepted.at > min(opened, own.get((to, reference), float("inf")))
                if member and accepted.at > conflicts.get((to, reference), float("inf")):
                    yield f"{to} saw scores of {reference}, a conflict of theirs"
                elif not may and not (member and member[1] == number):
                    yield f"{to} saw what member {number} wrote of {reference}"


# --- outcomes ------------------------------------------------------------------------------------


def _everyone_is_told_how_it_stands(year: Year) -> Iterator[str]:
    approved = year.ordered_at("approve")
    told: defaultdict[str, list[str]] = defaultdict(list)
    for letter, accepted in year.came:
        if letter["obligation"].startswith(("outcome-", "reserve-ended")):
            told[letter["reference"]].append(letter["obligation"])
            if accepted.at < approved:
                yield f"{letter['key']} went before any approval"
    for reference, application in year.applications.items():
        wanted, had = _TOLD_AS.get(application["stage"], ()), told[reference]
        excused = any((name, reference) in year.excused for names in wanted for name in names)
        if wanted and had not in wanted and not excused:
            yield f"{reference} is {application['stage']}, and was told {had}"


def _feedback_is_as_the_organiser_worded_it(year: Year) -> Iterator[str]:
    worded = {
        words: reference
        for reference, application in year.applications.items()
        for words in application["feedback"].values()
    }
    outcomes = {
        x["message_id"].strip("<>"): x["reference"]
        for x, _ in year.came
        if x["obligation"].startswith("outcome-")
    }
    found: defaultdict[str, set[str]] = defaultdict(set)
    for accepted, text in year.books.texts():
        if reference := outcomes.get(accepted.message_id):
            for words in worded:
                if words in " ".join(text.split()):
                    found[words].add(reference)
    for words, reference in worded.items():
        if words not in str(year.books.noted("delivered")):
            yield f"nobody wrote the feedback “{words}”"
        if found[words] != {reference} and ("outcome-accepted", reference) not in year.excused:
            yield f"the feedback of {reference} went to {sorted(found[words])}"


# --- awards and the cohort, and what everyone hears ----------------------------------------------


def _each_obligation_is_met_once(year: Year) -> Iterator[str]:
    had = Counter((x["obligation"], x["reference"], x["party"]) for x, _ in year.came)
    for (obligation, reference, party), count in had.items():
        if count > _MOST.get(obligation, 99) and reference:
            yield f"{party} had {count} {obligation} of {reference}"
    for award in year.nouns("awards"):
        reference, application = award["reference"], year.applications[award["reference"]]
        if application["stage"] != "awarded":
            continue
        owed = Counter(_OWED)
        owed |= Counter({"mou-signed": bool(award["signed_at"]), "award-paid": _is_paid(award)})
        if "D5_email" in application["forms"][-1]["answers"]:
            owed["award-finance"] = 1
        if not application["senior"]:
            del owed["award-senior"]
        for obligation, count in (+owed).items():
            met = sum(n for (o, r, _), n in had.items() if (o, r) == (obligation, reference))
            if met < count and (obligation, reference) not in year.excused:
                yield f"{reference} had {met} {obligation}, and was owed {count}"


def _each_is_answered(year: Year) -> Iterator[str]:
    """Whoever sent something has one answer to it, of the right kind."""
    had = Counter((x["cause"], x["obligation"]) for x, _ in year.came)
    for id, line in year.counting(*_ANSWER, "scores"):
        scored = "paper-ended" if "conflict" in line else "scores-read"
        answer = _ANSWER.get(line["kind"], scored)
        unsent = (x for x in year.books.letters if x["state"] in UNSENT)
        excused = any((x["cause"], x["obligation"]) == (id, answer) for x in unsent)
        if had[id, answer] != 1 and not excused:
            yield f"{line['kind']} of {line['who']} had {had[id, answer]} {answer}"


def _awards_stand_as_was_said(year: Year) -> Iterator[str]:
    """Signed, verified and paid as ordered; reports and check-ins as they were mailed."""
    orders = "\n".join(line["text"] for _, line in year.read("order") if "text" in line)
    counted: Counter[str] = Counter()
    for award in year.nouns("awards"):
        reference = award["reference"]
        said = [*award["check_ins"].values(), *award["coaching"].values()]
        said += [award["report"]] if award["report"] else []
        for each in said:
            line = year.mailed.get(each["message"], {})
            counted[each["message"]] += 1
            if each["text"].split() != line.get("text", "").split():
                yield f"{reference} said other than was mailed in {each['message']}"
        counted.update(each["message"] for each in award["returned"])
        for verb, done in (("signed", award["signed_at"]), ("verified", award["verified_at"])):
            if done and f"{verb} {reference}" not in orders:
                yield f"{reference} is {verb}, and nobody said so"
        if _is_paid(award) and f"paid {reference} on {award['paid_on']}" not in orders:
            yield f"{reference} is paid on {award['paid_on']}, and nobody said so"
        report = award["report"]
        if report and award["share"] != ("do not share" not in report["text"]):
            yield f"the report of {reference} is shared against its words"
    for id, line in year.counting("memorandum", "check-in", "coaching", "report"):
        if counted[id] != 1:
            yield f"{id}, {line['kind']} of {line['who']}, counts {counted[id]} times"


def _answers_count_as_given(year: Year) -> Iterator[str]:
    given = {line["who"]: line["attendance"] for _, line in year.counting("rsvp")}
    left = {line["who"] for _, line in year.read("withdrawal")}
    had = {
        answer["email"]: answer["attendance"]
        for gathering in year.nouns("gatherings")
        for answer in gathering["answers"]
        if answer["email"] not in left
    }
    for who in sorted(given.keys() | had.keys()):
        if given.get(who) != had.get(who):
            yield f"{who} answered {given.get(who)}, and counts as {had.get(who)}"


def _is_paid(award: Mapping[str, Any]) -> bool:
    return bool(award["paid_on"])


_CHECKS: Sequence[Callable[[Year], Iterator[str]]] = (
    _conflicts_are_those_declared,
    _papers_go_where_they_may,
    _scores_are_those_mailed,
    _scores_are_seen_by_those_who_may,
    _everyone_is_told_how_it_stands,
    _feedback_is_as_the_organiser_worded_it,
    _each_obligation_is_met_once,
    _each_is_answered,
    _awards_stand_as_was_said,
    _answers_count_as_given,
)
