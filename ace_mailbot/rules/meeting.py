"""The panel's meeting: the board is shown to the organiser, who confirms it or departs from it.

Nothing is decided by scores. `confirm board` decides all that is undecided as the board proposes,
or nothing at all; it covers the board as the latest meeting pack showed it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ace_mailbot.model import (
    Application,
    Board,
    BoardShown,
    Decision,
    Letter,
    Meeting,
    Places,
    Proposal,
    SentLetter,
    Stage,
    Standing,
)
from ace_mailbot.rules.board_shown import (
    PACK,
    changes,
    fingerprint,
    is_older,
    may_differ,
    rescored,
    shown,
)
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.feedback import of_all
from ace_mailbot.rules.letters import to_staff
from ace_mailbot.rules.outcomes import Render, last_due
from ace_mailbot.rules.panel import roster
from ace_mailbot.rules.rulings import CannotDo, decide_outcome, incomplete
from ace_mailbot.rules.selection import ON_BOARD, board
from ace_mailbot.rules.stages import TOLD
from ace_mailbot.rules.together import together

DOCUMENTS = ("meeting-xlsx", "meeting-docx")

_DECIDES = {
    Proposal.ACCEPT: Stage.ACCEPTED,
    Proposal.RESERVE: Stage.RESERVED,
    Proposal.DECLINE: Stage.DECLINED,
}


def packs(context: Context, render: Render) -> Iterator[Decision]:
    """The first meeting pack: when every score is in, or when the panel's time is up. Then another
    whenever the board is no longer the one that was shown."""
    season, panel = context.state.season, context.config.panel
    if not panel or season.released_at or not context.state.assessments:
        return
    if season.board:
        yield from _anew(season.board, context)
        return
    waited_for = (x for x in context.state.assessments.values() if not x.ended)
    if context.now < panel.assess_by and any(x.scoring is None for x in waited_for):
        return  # found out cheaply, for this is asked on every tick
    found = as_it_stands(context)
    if context.now >= panel.assess_by or _all_in(found, context):
        yield pack("panel", context, found)


def _anew(before: BoardShown, context: Context) -> Iterator[Decision]:
    if not before.lines or not may_differ(before, context):
        return
    found = as_it_stands(context)
    if fingerprint(found) != before.fingerprint:
        yield pack(f"panel-{before.number + 1}", context, found, rescored(before, context))


def pack(
    version: str,
    context: Context,
    found: Board | None = None,
    drafted: Collection[str] | None = None,
) -> Decision:
    """The meeting pack and the drafts of the feedback, to the organiser: those of the references
    *drafted*, or of all. Raises CannotDo while the panel has been given nothing."""
    if not context.state.assessments:
        raise CannotDo("The panel has nothing to assess yet, so there is no meeting pack.")
    gathered = gather(context, found)
    kept = shown(gathered.board, version, context)
    read = [a for a in gathered.applications if drafted is None or a.reference in drafted]
    drafts = _drafts(read, version, context)
    return Decision(
        "The meeting pack goes to the organiser.",
        changes=(replace(context.state.season, board=kept),),
        letters=(_pack_letter(gathered, version, context), *drafts),
    )


def gather(context: Context, found: Board | None = None) -> Meeting:
    """All that a meeting looks at; *found* is the board where it is known already."""
    on_it = [a for a in context.state.applications.values() if a.stage in ON_BOARD]
    return Meeting(
        found or as_it_stands(context),
        tuple(sorted(on_it, key=lambda a: a.reference)),
        tuple(context.state.assessments.values()),
        _conflicts(context),
    )


def as_it_stands(context: Context) -> Board:
    state = context.state
    return board(context.config, state.applications.values(), state.assessments.values())


def confirm(answered: SentLetter | None, context: Context) -> Decision:
    """Decide all that is undecided as the board proposes it. Raises CannotDo, nothing done, when
    the organiser must decide something else first, or *answered*, the letter that the order
    replies to, is older than the board."""
    found = as_it_stands(context)
    _is_the_one_shown(found, answered, context)
    undecided = [s for p in found.places for s in p.standings if s.stage is Stage.SUBMITTED]
    if not undecided:
        raise CannotDo("Every application on the board is decided already.")
    _nothing_comes_first(found, context)
    steps = [
        decide_outcome(context.state.applications[s.reference], _DECIDES[s.proposal], "", context)
        for s in undecided
    ]
    told = f"{_confirmed(found)}{_awaited(found, undecided, context)}"
    return replace(together(*steps), reason=told, reference=None)


def needs_reason(application: Application, outcome: Stage, context: Context) -> bool:
    """Whether deciding *outcome* departs from the board that the organiser was shown."""
    season = context.state.season
    if not season.board or application.stage in TOLD.values():
        return False
    standing = as_it_stands(context).standing(application.reference)
    return bool(standing and _DECIDES.get(standing.proposal) is not outcome)


def _all_in(found: Board, context: Context) -> bool:
    """Whether no form may still come, and what came has every score."""
    forms = context.now > last_due(context) and not incomplete(context)
    results = found.results.values()
    return forms and not found.missing and bool(results) and all(r.members for r in results)


def _pack_letter(gathered: Meeting, version: str, context: Context) -> Letter:
    by_reference = {a.reference: a for a in gathered.applications}
    values = {
        "meeting": gathered,
        "board": gathered.board,
        "applications": by_reference,
        "fundable_from": context.config.panel_rules.fundable_from,
        "changes": changes(gathered.board, context),
        "undecided": any(a.stage is Stage.SUBMITTED for a in gathered.applications),
    }
    letter = to_staff(context, PACK, version, values=values)
    return replace(letter, documents=DOCUMENTS)


def _drafts(read: Sequence[Application], version: str, context: Context) -> tuple[Letter, ...]:
    """The feedback as it would go, for the organiser to change; none where nothing is scored."""
    untold = [a for a in read if a.stage not in TOLD.values()]
    words = of_all(untold, context)
    drafts = [(a, words[a.reference]) for a in untold if words[a.reference]]
    if not drafts:
        return ()
    return (to_staff(context, "feedback-draft", version, values={"drafts": drafts}),)


def _conflicts(context: Context) -> dict[str, tuple[str, ...]]:
    """Who declared a conflict about what: before the papers went out, or on the form."""
    found: dict[str, set[str]] = {}
    for reviewer in context.state.reviewers.values():
        for reference in reviewer.conflicts:
            found.setdefault(reference, set()).add(reviewer.email)
    for assessment in context.state.assessments.values():
        if any(s.conflict for s in assessment.scorings):
            found.setdefault(assessment.reference, set()).add(assessment.member)
    return {reference: tuple(sorted(emails)) for reference, emails in found.items()}


# --- what comes before a confirmation ------------------------------------------------------------


def _is_the_one_shown(found: Board, answered: SentLetter | None, context: Context) -> None:
    latest = context.state.season.board
    if not latest:
        raise CannotDo("You have not been shown the board yet.", "meeting pack")
    if latest.fingerprint != fingerprint(found):
        raise CannotDo("The board has changed since your last meeting pack.", "meeting pack")
    if is_older(answered, latest, context):
        raise CannotDo(
            "The board has changed since the letter that you answer. Please look at the latest "
            "meeting pack, and confirm in reply to that.",
            "meeting pack",
        )


def _nothing_comes_first(found: Board, context: Context) -> None:
    obstacles = [*_undecidable(found, context), *_unready(found, context)]
    if obstacles:
        sentences = "Nothing is decided yet. " + " ".join(sentence for sentence, _ in obstacles)
        raise CannotDo(sentences, *(line for _, lines in obstacles for line in lines))


def _undecidable(found: Board, context: Context) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the scores leave open: ties for a place, and what has no score or footprint."""
    for places in found.places:
        name = _name(places, context)
        if places.tied:
            left = places.slots - places.taken - len(places.proposed(Proposal.ACCEPT))
            tied = ", ".join(places.tied)
            sentence = f"{tied} tie in {name}, where {left} of them can have a place."
            yield sentence, tuple(f"accept {r} because ..." for r in places.tied)
        for reference in places.proposed(Proposal.UNSCORED):
            yield f"{reference} has no score.", (f"decline {reference} because ...",)
        for reference in places.proposed(Proposal.UNPLACED):
            yield f"{reference} has no footprint.", (f"footprint {reference} KEY",)


def _unready(found: Board, context: Context) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the same rule for all must settle first, as for any decision."""
    if names := ", ".join(a.reference for a in incomplete(context)):
        lines = ("admit incomplete because ...", "exclude incomplete because ...")
        yield f"{names} not complete.", lines
    for places in found.places:
        for reference in (*places.proposed(Proposal.ACCEPT), *places.proposed(Proposal.RESERVE)):
            application = context.state.applications[reference]
            if not application.senior_agrees:
                sentence = f"The senior leader of {reference} has not confirmed."
                yield sentence, (f"confirm {reference}", "admit unconfirmed because ...")


def _confirmed(found: Board) -> str:
    """What the confirmation did, and which places it left unused."""
    counts = [
        (sum(len(p.proposed(proposal)) for p in found.places), word)
        for proposal, word in (
            (Proposal.ACCEPT, "accepted"),
            (Proposal.RESERVE, "on reserve"),
            (Proposal.DECLINE, "declined"),
        )
    ]
    done = ", ".join(f"{count} {word}" for count, word in counts if count)
    unused = [f"{p.unused} of {p.footprint}" for p in found.places if p.unused]
    rest = f" Places that stay unused: {', '.join(unused)}." if unused else ""
    return f"The board is confirmed: {done}; nobody is told before the release.{rest}"


def _awaited(found: Board, undecided: Sequence[Standing], context: Context) -> str:
    """Whose scores of what was decided have not come, as a sentence."""
    decided = {s.reference for s in undecided}
    late = [context.state.assessments[id] for id in found.missing]
    names = [
        f"{roster.called(x.member, context)}'s of {x.reference}"
        for x in late
        if x.reference in decided
    ]
    return f" Decided without scores that have not come: {', '.join(names)}." if names else ""


def _name(places: Places, context: Context) -> str:
    footprint = context.config.programme.footprint(places.footprint)
    return footprint.name if footprint else "no footprint"
