"""The meeting's workbook: the board, the scores with their spread, the comments, the members."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ace_mailbot.config import Config
from ace_mailbot.model import (
    Application,
    Assessment,
    Board,
    Meeting,
    Places,
    Proposal,
    Stage,
    Standing,
)
from ace_mailbot.writing.documents.occasion import Build, Occasion
from ace_mailbot.writing.documents.workbook import XLSX, Bars, Book, Cell, Sheet
from ace_mailbot.writing.mime import File
from ace_mailbot.writing.paper import shown_title
from ace_mailbot.writing.templates import Templates
from ace_mailbot.writing.words import counted, score

BOARD, PLACES, SCORES, SPREAD = "Board", "Places", "Scores", "Spread"


def workbook(config: Config, templates: Templates) -> Build:
    """The workbook that goes with the meeting pack; it wants a Meeting among the values."""

    def build(occasion: Occasion) -> File:
        name = f"{config.programme.key} meeting pack"
        book = Book(name, config.programme.funder)
        add_sheets(book, as_shown(occasion.values["meeting"], config), config)
        return File(f"{name}.xlsx", XLSX, book.finish())

    return build


def as_shown(meeting: Meeting, config: Config) -> Meeting:
    """*meeting* as the panel may see it: of a blind review without organisations, and without names
    in titles."""
    if not config.panel_rules.blind:
        return meeting
    shown = (
        replace(a, title=shown_title(a, config), lead=replace(a.lead, organisation=""))
        for a in meeting.applications
    )
    return replace(meeting, applications=tuple(shown))


def add_sheets(book: Book, meeting: Meeting, config: Config) -> None:
    for sheet in (
        _board(meeting, config),
        _places(meeting.board, config),
        _scores(meeting, config),
        _spread(meeting, config),
        _comments(meeting, config),
        _members(meeting, config),
    ):
        book.add(sheet)
    charts = [*_place_charts(meeting.board), *_score_charts(meeting.board, config)]
    book.add_charts("Charts", charts)


def name_of(email: str, config: Config) -> str:
    """A member as the config names them."""
    return next((m.name for m in config.people.panel if m.address.email == email), email)


def proposed(standing: Standing) -> str:
    """What stands in the column for what is proposed, or was decided."""
    if standing.stage is Stage.SUBMITTED:
        return str(standing.proposal)
    return f"decided: {standing.stage}"


def rank(standing: Standing) -> str:
    return f"{standing.rank or '-'}{'=' if standing.tied else ''}"


def in_order(board: Board) -> Iterator[tuple[Places, Standing]]:
    """Every line of the board, footprint by footprint."""
    return ((places, standing) for places in board.places for standing in places.standings)


# --- sheets --------------------------------------------------------------------------------------


def _board(meeting: Meeting, config: Config) -> Sheet:
    header = (
        *("Footprint", "Rank", "Reference", "Title", "Organisation", "Score", "Corrected score"),
        *("Lowest", "Highest", "Fundable", "Proposed", "Reason on record"),
        *("Disagreements", "Takes no part", "Score less lowest", "Highest less score"),
    )
    known = {a.reference: a for a in meeting.applications}
    rows = [
        _board_row(places, standing, known[standing.reference], meeting, config)
        for places, standing in in_order(meeting.board)
    ]
    return Sheet(BOARD, header, rows)


def _board_row(
    places: Places, standing: Standing, a: Application, meeting: Meeting, config: Config
) -> Sequence[Cell]:
    result = meeting.board.results[a.reference]
    overall, figure = result.overall, result.score
    return (
        places.footprint or "not known",
        rank(standing),
        a.reference,
        a.title,
        a.lead.organisation,
        figure,
        result.corrected,
        overall.low if overall else None,
        overall.high if overall else None,
        "yes" if standing.fundable else "no",
        proposed(standing),
        a.place_reason or a.decision_reason,
        " ".join(result.disagreements),
        ", ".join(name_of(m, config) for m in meeting.conflicts.get(a.reference, ())),
        # For the error bars of the chart: distances, as they want them.
        figure - overall.low if overall and figure is not None else None,
        overall.high - figure if overall and figure is not None else None,
    )


def _places(board: Board, config: Config) -> Sheet:
    header = ("Footprint", "Places", "Fundable", "Taken", "Proposed", "Not taken", "Tied for one")
    rows = [
        (
            _footprint(places, config),
            places.slots,
            places.fundable,
            places.taken,
            len(places.proposed(Proposal.ACCEPT)),
            max(0, places.slots - places.taken - len(places.proposed(Proposal.ACCEPT))),
            ", ".join(places.tied),
        )
        for places in board.places
    ]
    return Sheet(PLACES, header, rows)


def _scores(meeting: Meeting, config: Config) -> Sheet:
    criteria = [c.key for c in config.programme.criteria]
    header = ("Reference", "Member", *criteria, "Weighted", "Recommendation", "Condition")
    rows = [
        _scores_row(assessment, meeting, criteria, config)
        for assessment in sorted(meeting.assessments, key=lambda x: x.id)
    ]
    return Sheet(SCORES, (*header, "Confidence", "State"), rows)


def _scores_row(
    x: Assessment, meeting: Meeting, criteria: Sequence[str], config: Config
) -> Sequence[Cell]:
    scoring = x.scoring
    result = meeting.board.results.get(x.reference)
    given = scoring.scores if scoring else {}
    return (
        x.reference,
        name_of(x.member, config),
        *(given[key].value if key in given else None for key in criteria),
        result.members.get(x.member) if result else None,
        str(scoring.recommendation or "") if scoring else "",
        scoring.condition if scoring else "",
        str(scoring.confidence or "") if scoring else "",
        state_of(x),
    )


def state_of(x: Assessment) -> str:
    """How an assessment stands, in a few words."""
    if x.ended:
        return f"does not count: {x.ended}"
    if not x.scoring:
        return "missing"
    if x.scoring.conflict:
        return "conflict declared"
    corrected = len(x.scorings) - 1
    said = f"in, corrected {counted(corrected, 'time')}" if corrected else "in"
    return f"{said}, for an older form" if x.scored_older else said


def _spread(meeting: Meeting, config: Config) -> Sheet:
    criteria = config.programme.criteria
    figures = ("mean", "lowest", "highest", "deviation")
    header = ("Reference", "Title", "Members", *(f"All {f}" for f in figures))
    header += tuple(f"{c.key} {f}" for c in criteria for f in figures)
    titles = {a.reference: a.title for a in meeting.applications}
    rows: list[Sequence[Cell]] = []
    for _, standing in in_order(meeting.board):
        result = meeting.board.results[standing.reference]
        spreads = (result.overall, *(result.criteria.get(c.key) for c in criteria))
        cells: list[Cell] = [
            cell
            for s in spreads
            for cell in ((s.mean, s.low, s.high, s.deviation) if s else (None,) * 4)
        ]
        row = (standing.reference, titles[standing.reference], len(result.members), *cells)
        rows.append(row)
    return Sheet(SPREAD, header, rows)


def _comments(meeting: Meeting, config: Config) -> Sheet:
    """One row a comment; the private ones say so."""
    titles = {c.key: f"{c.key} {c.title}" for c in config.programme.criteria}
    rows = [
        (x.reference, name_of(x.member, config), about, said)
        for x in sorted(meeting.assessments, key=lambda x: x.id)
        for about, said in comments(x, titles)
        if said
    ]
    return Sheet("Comments", ("Reference", "Member", "About", "Comment"), rows)


def comments(x: Assessment, titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What a member wrote, with what it is about; nothing from one that doesn't count."""
    if scoring := x.scoring:
        yield from ((titles.get(key, key), s.evidence) for key, s in scoring.scores.items())
        yield "Strength, for the applicant", scoring.strength
        yield "Improvement, for the applicant", scoring.improvement
        yield "Question for the meeting", scoring.questions
        yield "Private note, not for the meeting", scoring.private_note


def _members(meeting: Meeting, config: Config) -> Sheet:
    header = ("Member", "Scored", "Missing", "Leniency", "Compared on")
    emails = sorted({x.member for x in meeting.assessments})
    rows = []
    for email in emails:
        theirs = [x for x in meeting.assessments if x.member == email and not x.ended]
        lenient = meeting.board.leniency.get(email)
        rows.append(
            (
                name_of(email, config),
                sum(1 for x in theirs if x.scoring),
                sum(1 for x in theirs if not x.scoring),
                lenient.deviation if lenient and lenient.shared else None,
                lenient.shared if lenient else 0,
            )
        )
    return Sheet("Members", header, rows)


# --- charts --------------------------------------------------------------------------------------


def _place_charts(board: Board) -> Iterator[Bars]:
    if board.places:
        yield Bars(
            "Places by footprint",
            "Places taken, proposed and not taken in each footprint; the sheet Places has them.",
            PLACES,
            labels=0,
            values=(3, 4, 5),
            first=0,
            last=len(board.places) - 1,
        )


def _score_charts(board: Board, config: Config) -> Iterator[Bars]:
    first = 0
    for places in board.places:
        last = first + len(places.standings) - 1
        scored = [s for s in places.standings if s.rank]
        if scored:
            best = board.results[scored[0].reference].score
            name = _footprint(places, config)
            yield Bars(
                f"{name}: scores and their spread",
                f"Scores in {name}, best first, with the lowest and highest member's; the best is "
                f"{scored[0].reference} with {score(best)}. The sheet Board has them all.",
                BOARD,
                labels=2,
                values=(5,),
                first=first,
                last=first + len(scored) - 1,
                below=14,
                above=15,
                most=3,
            )
        first = last + 1


def _footprint(places: Places, config: Config) -> str:
    found = config.programme.footprint(places.footprint)
    return found.name if found else "Not known"
