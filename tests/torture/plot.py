"""What happens in a torture run: a season from the first email to the learning reports.

Each part of it is played while the bot is killed; then the bot is let work off what waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from tests.torture.books import Books
from tests.torture.cohort import Cohort
from tests.torture.mail import Deed
from tests.torture.panel import Panel
from tests.torture.rebuilt import unlike
from tests.torture.run import Run

_FINALISTS = 12
_FOOTPRINTS = ("NWL", "NCL", "NEL", "SEL", "SWL")
_TRIES = 4
_OPEN = ("submitted", "incomplete", "late")


class Plot:
    def __init__(self, run: Run) -> None:
        self.run = run
        self._panel = Panel(run.crowd, run.size.seed)
        self._cohort = Cohort(run.crowd)
        self._tried = 0  # how often the present order was given
        self._pace = len(run.crowd.plan) / max(1, run.size.kills)

    def play(self) -> Books:
        run = self.run
        run.round(self._share(0.57), self._pace * 1.35)
        run.season(8, "two days before the close")
        run.round(self._share(0.08), self._pace)
        run.season(14, "after the close")
        run.round(self._share(0.03), self._pace)
        self._calm()
        if run.ground.clock.works:
            self._panel_reads()
            self._organiser_decides()
            run.season(31, "the release")
            self._played((), 0.03)
            self._awarded()
        run.round(run.size.kills - run.kills.total(), self._pace)
        self._calm()
        run.say("digest")
        run.calm()
        run.end_calm()
        return self._balanced()

    def _balanced(self) -> Books:
        run, ground = self.run, self.run.ground
        books = Books(ground.folder, ground.maildir, ground.disk.folder / "ace.db", run.wrong)
        books.balance()
        run.wrong += unlike(ground)
        if orphans := ground.orphans():
            run.wrong.append(f"{len(orphans)} readers of attachments were left behind")
        return books

    # --- the panel ------------------------------------------------------------------------------

    def _panel_reads(self) -> None:
        self._ordered(self._rulings, 0.02)
        self._played(self._panel.declares(self._finalists()), 0.03)
        self.run.season(18, "the panel has declared")
        self._played((), 0.02)
        self._played(self._panel.assesses(), 0.04)
        self.run.season(24, "the silent are chased")
        self._played(self._panel.assesses(late=True), 0.02)
        self.run.season(27, "the meeting")
        self._played((), 0.01)

    def _finalists(self) -> Sequence[str]:
        found = self.run.ground.ask(
            "SELECT reference FROM applications WHERE stage IN ('submitted', 'incomplete')"
            " ORDER BY reference"
        )
        return [row[0] for row in found[:_FINALISTS]]

    def _rulings(self) -> Sequence[str]:
        """The same for all, then who goes to the panel, until it is asked."""
        if self._season().get("panel_at"):
            return ()
        finalists = self._finalists()
        lines = [
            "admit incomplete because the panel can judge what is there",
            "admit unconfirmed because the leaders may yet answer",
        ]
        for number, reference in enumerate(finalists):
            lines.append(f"footprint {reference} {_FOOTPRINTS[number % len(_FOOTPRINTS)]}")
        for (reference,) in self.run.ground.ask(
            f"SELECT reference FROM applications WHERE stage IN {_OPEN} ORDER BY reference"
        ):
            if reference not in finalists:
                lines.append(f"decline {reference} because others were stronger")
        return [*lines, "invite panel"]

    # --- the desk -------------------------------------------------------------------------------

    def _organiser_decides(self) -> None:
        self._ordered(self._opening, 0.01, "Meeting pack")
        self._played(self._panel.corrects(), 0.01)
        self._ordered(self._board, 0.01, "meeting pack")
        self._ordered(self._feedback, 0.01, "Feedback for")
        self._ordered(self._approval, 0.01, "to approve", "approver")

    def _opening(self) -> Sequence[str]:
        return () if self._season().get("meeting_at") else ("open meeting",)

    def _board(self) -> Sequence[str]:
        """The board as it stands; where that leaves something open, an order with its reason."""
        found = self.run.ground.ask("SELECT reference FROM applications WHERE stage = 'submitted'")
        if not found:
            return ()
        if not self._tried:
            return ("confirm board",)
        verbs = ("accept", "decline")
        return [
            f"{verbs[number % 2]} {reference} because it is what the meeting found"
            for number, (reference,) in enumerate(found)
        ]

    def _feedback(self) -> Sequence[str]:
        applications = self.run.ground.nouns("applications")
        accepted = [a for a in applications if a["stage"] == "accepted"]
        if not accepted or any(a["feedback"] for a in accepted):
            return ()
        one = accepted[0]["reference"]
        return (f"feedback {one} improvement: Ask the carers of {one} first.",)

    def _approval(self) -> Sequence[str]:
        season = self._season()
        preview = season.get("preview") or {}
        approved = preview.get("approved_by") or season.get("released_at")
        return () if approved else ("approve",)

    # --- after the release ----------------------------------------------------------------------

    def _awarded(self) -> None:
        """From the award to the learning report."""
        run, cohort = self.run, self._cohort
        cohort.meet()
        self._played(cohort.memoranda(), 0.01)
        day = run.ground.clock.now() + timedelta(days=30)
        event = f'event "Masterclass" on {day:%Y-%m-%d} 10:00 to 12:00 at The Old Library'
        self._ordered(lambda: () if run.ground.nouns("gatherings") else (event,), 0.01)
        self._played(cohort.answers_invitations(), 0.01)
        run.season(39, "the first check-in")
        self._played((), 0.005)
        self._played([*cohort.memoranda(chased=True), *cohort.checks_in("Q3")], 0.01)
        self._ordered(self._chase_list, 0.01)
        run.season(49, "the second check-in")
        self._played((), 0.005)
        self._played([*cohort.checks_in("Q4"), *cohort.coaches()], 0.005)
        run.season(62, "the learning reports are asked for")
        self._played((), 0.005)
        self._played(cohort.reports(), 0.01)
        run.season(80, "the late one is reminded")
        self._played((), 0.005)
        self._played(cohort.reports(reminded=True), 0.005)

    def _chase_list(self) -> Sequence[str]:
        today = f"{self.run.ground.clock.now():%Y-%m-%d}"
        return [
            f"{verb} {award['reference']}{on}"
            for verb, done, on in (
                ("signed", "signed_at", ""),
                ("verified", "verified_at", ""),
                ("paid", "paid_on", f" on {today}"),
            )
            for award in self.run.ground.nouns("awards")
            if award["returned"] and not award[done]
        ]

    # --- what these share -----------------------------------------------------------------------

    def _share(self, of_all: float) -> int:
        return int(self.run.size.kills * of_all)

    def _played(self, deeds: Iterable[Deed], of_all: float) -> None:
        """Have *deeds* done while the bot is killed, then let it work."""
        run, kills = self.run, self._share(of_all)
        run.crowd.soon += deeds
        run.round(kills, self._pace + len(run.crowd.soon) / max(1, kills))
        run.mail(len(run.crowd.soon))
        self._calm()

    def _ordered(
        self,
        lines: Callable[[], Sequence[str]],
        of_all: float,
        words: str = "digest",
        who: str = "organiser",
    ) -> None:
        """Have somebody order *lines*() until there are none: staff may take their mail away."""
        self._tried = 0
        for kills in (self._share(of_all), 0, 0, 0):
            if not (text := "\n".join(lines())):
                return
            self.run.say(text, words, who)
            self.run.round(kills, self._pace)
            self._calm()
            self._tried += 1
        if text := "; ".join(lines()):
            self.run.wrong.append(f"it was ordered {self._tried} times, and not done: {text[:200]}")

    def _season(self) -> dict[str, Any]:
        [season] = self.run.ground.nouns("season") or [{}]
        return season

    def _calm(self) -> None:
        """Let the bot work; then the organiser asks the readers of letters in doubt, and sends
        again what never came."""
        self.run.calm()
        came = self.run.ground.heads()
        doubtful = self.run.ground.ask(
            "SELECT DISTINCT coalesce(reference, party), message_id FROM letters"
            " WHERE state = 'unknown' AND obligation <> 'digest'"
        )
        lines = dict.fromkeys(f"send {to}" for to, id in doubtful if id.encode() not in came)
        if lines:
            self.run.tell(f"the organiser sends again what never came: {len(lines)}")
            self.run.say("\n".join(lines))
            self.run.calm()
