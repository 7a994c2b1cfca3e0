"""What a meeting pack showed of the board, and what has changed on the board since. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ace_mailbot.model import (
    Assessment,
    Board,
    BoardShown,
    LineShown,
    Scoring,
    SentLetter,
    Standing,
)
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.panel import roster
from ace_mailbot.rules.selection import ON_BOARD

PACK = "meeting-pack"


def shown(found: Board, version: str, context: Context) -> BoardShown:
    """What is kept of the pack of that *version*, which shows *found*."""
    before, hashed = context.state.season.board, fingerprint(found)
    same = before is not None and before.fingerprint == hashed
    return BoardShown(
        hashed,
        context.now,
        number=before.number + 1 if before else 1,
        first=before.first if before and same else version,
        counted={x.id: _counted(x) for x in context.state.assessments.values()},
        lines=_lines(found),
    )


def fingerprint(found: Board) -> str:
    """A hash over all scores and footprints, the organiser's own decisions left out."""
    digest = hashlib.sha256()
    for places in found.places:
        for standing in sorted(places.standings, key=lambda s: s.reference):
            result = found.results[standing.reference]
            digest.update(repr((places.footprint, result)).encode())
    return digest.hexdigest()


def may_differ(before: BoardShown, context: Context) -> bool:
    """Whether the board may be another than the one shown: cheap, for it is asked on every tick."""
    counted = {x.id: _counted(x) for x in context.state.assessments.values()}
    every = context.state.applications.values()
    places = {a.reference: a.footprint for a in every if a.stage in ON_BOARD}
    there = {reference: line.footprint for reference, line in before.lines.items()}
    return counted != before.counted or places != there


def rescored(before: BoardShown, context: Context) -> set[str]:
    """The references of which other scores count than in the pack."""
    every = context.state.assessments.values()
    return {x.reference for x in every if _counted(x) != before.counted.get(x.id, 0)}


def is_older(letter: SentLetter | None, before: BoardShown, context: Context) -> bool:
    """Whether *letter* went out before the first pack that showed the board as it was last."""
    sent = [x.token for x in context.state.letters.values()]
    pack = next(
        (
            x.token
            for x in context.state.letters.values()
            if x.obligation == PACK and x.key.endswith(f"/{before.first}")
        ),
        None,
    )
    if not letter or pack is None or letter.token not in sent:
        return False
    return sent.index(letter.token) < sent.index(pack)


def changes(found: Board, context: Context) -> tuple[str, ...]:
    """A sentence for each thing that is not as the latest pack showed it."""
    before = context.state.season.board
    if not before or not before.lines:
        return ()
    return (*_scored(before, context), *_moved(before, found))


def _scored(before: BoardShown, context: Context) -> Iterator[str]:
    """What members sent since, and whose scores count no more."""
    for assessment in context.state.assessments.values():
        was, now = before.counted.get(assessment.id, 0), _counted(assessment)
        name, reference = roster.called(assessment.member, context), assessment.reference
        if was == now:
            continue
        if not now:
            yield f"{name}'s scores of {reference} no longer count. {assessment.ended}"
        elif not was:
            yield f"{name}'s scores of {reference} came."
        else:
            changed = "; ".join(_differ(assessment.scorings[was - 1], assessment.scorings[-1]))
            yield f"{name} corrected {reference}: {changed or 'words alone'}."


def _differ(one: Scoring, other: Scoring) -> Iterator[str]:
    for key in sorted(one.scores.keys() | other.scores.keys()):
        old, new = (s.scores[key].value if key in s.scores else "none" for s in (one, other))
        if old != new:
            yield f"{key} {old}, now {new}"


def _moved(before: BoardShown, found: Board) -> Iterator[str]:
    lines = _lines(found)
    for reference in sorted(before.lines.keys() | lines.keys()):
        old, new = before.lines.get(reference), lines.get(reference)
        if old == new:
            continue
        if not new:
            yield f"{reference} is no longer on the board."
        elif not old:
            yield f"{reference} is new on the board: {_words(new)}."
        else:
            yield f"{reference}: {_words(old)}; now {_words(new)}."


def _words(line: LineShown) -> str:
    rank = f"rank {line.rank}" if line.rank else "no rank"
    where = f" in {line.footprint}" if line.footprint else ""
    return f"{line.score}, {rank}{where}, {line.proposal}"


def _lines(found: Board) -> dict[str, LineShown]:
    return {
        standing.reference: _line(places.footprint, standing, found)
        for places in found.places
        for standing in places.standings
    }


def _line(footprint: str | None, standing: Standing, found: Board) -> LineShown:
    figure = found.results[standing.reference].figure
    score = "no score" if figure is None else f"{float(figure):.2f}"
    return LineShown(footprint, score, standing.rank, str(standing.proposal))


def _counted(assessment: Assessment) -> int:
    return 0 if assessment.ended else len(assessment.scorings)
