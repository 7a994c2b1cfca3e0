"""The meeting's document: the board first, then a page for each application.

Private notes are not in it, since it is what a meeting looks at; they stand in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm

from ace_mailbot.config import Config
from ace_mailbot.model import Application, Assessment, Meeting, Places, Proposal, Result, Standing
from ace_mailbot.writing.documents import archive, charts, word
from ace_mailbot.writing.documents.meeting_sheets import (
    as_shown,
    in_order,
    name_of,
    proposed,
    rank,
)
from ace_mailbot.writing.documents.occasion import WORD, Build, Occasion
from ace_mailbot.writing.documents.prose import Block, Heading, Paragraph, Point, Table
from ace_mailbot.writing.mime import File
from ace_mailbot.writing.templates import Templates
from ace_mailbot.writing.words import counted, pounds, score

_LINES_A_PICTURE = 36  # so that each fits on a page
_MOST = 3.0  # the scale's end


def paper(config: Config, templates: Templates) -> Build:
    """The document that goes with the meeting pack; it wants a Meeting among the values."""

    def build(occasion: Occasion) -> File:
        name = f"{config.programme.key} meeting pack"
        document = word.blank(name, config.programme.funder, name)
        meeting = as_shown(occasion.values["meeting"], config)
        _add_board(document, meeting, config)
        _add_pages(document, meeting, config)
        return File(f"{name}.docx", WORD, archive.pack(word.parts(document)))

    return build


# --- the board -----------------------------------------------------------------------------------


def _add_board(document: Document, meeting: Meeting, config: Config) -> None:
    board, programme = meeting.board, config.programme
    word.add(document, [Heading(f"{programme.key} panel meeting", 1), Heading("Places", 2)])
    rows = [_boxes(p, config) for p in board.places]
    alt = "Places by footprint. " + " ".join(f"{r.label}: {r.note}." for r in rows)
    _add_picture(document, charts.places(rows), alt)
    word.add(document, _summary(meeting, config))
    for places in board.places:
        if places.standings:
            _add_footprint(document, places, meeting, config)


def _boxes(places: Places, config: Config) -> charts.Boxes:
    accepts = len(places.proposed(Proposal.ACCEPT))
    empty = max(0, places.slots - places.taken - accepts)
    parts = [
        f"{places.taken} taken" if places.taken else "",
        f"{accepts} proposed" if accepts else "",
        f"tie: {', '.join(places.tied)}" if places.tied else "",
        f"{places.unused} unused" if places.unused else "",
    ]
    note = ", ".join(filter(None, parts)) or "none"
    return charts.Boxes(_name(places, config), places.taken, accepts, empty, note)


def _summary(meeting: Meeting, config: Config) -> Iterator[Block]:
    yield Paragraph(
        "A filled box is a place taken, a striped one is proposed, an empty one is nobody's yet. "
        "The scores propose; people decide."
    )
    yield Paragraph(
        "In the pictures below a dot is the score, and its line goes from the lowest member's to "
        "the highest. Right of the dashed line a project is fundable."
    )
    for places in meeting.board.places:
        name = _name(places, config)
        if places.tied:
            yield Point(f"{name}: {', '.join(places.tied)} tie for a place.")
        if places.unused:
            projects = counted(places.fundable, "fundable project")
            yield Point(f"{name}: {projects} for {counted(places.slots, 'place')}.")
    if missing := meeting.board.missing:
        yield Point(f"{counted(len(missing), 'score is', 'scores are')} still missing.")
    if older := sorted({x.reference for x in meeting.assessments if x.scored_older}):
        yield Point(f"Scores of an older form, which a newer one replaced: {', '.join(older)}.")
    results = meeting.board.results.values()
    if disputed := [r.reference for r in results if r.disagreements]:
        yield Point(f"Members disagree on {', '.join(disputed)}.")


def _add_footprint(document: Document, places: Places, meeting: Meeting, config: Config) -> None:
    titles = {a.reference: a.title for a in meeting.applications}
    corrected = config.panel_rules.correct_leniency
    rows = tuple(
        tuple(_board_row(s, titles[s.reference], meeting, corrected)) for s in places.standings
    )
    header = ("Rank", "Application", "Score", *(("Corrected",) if corrected else ()))
    header += ("Low to high", "Proposed")
    word.add(document, [Heading(_name(places, config), 2), Table(header, rows)])
    _set_widths(
        document, (1.5, 5.2, 1.9, 2.6, 2.9, 2.5) if corrected else (1.5, 6.8, 1.9, 3.2, 3.2)
    )
    lines = [line for s in places.standings if (line := _line(s, meeting))]
    for start in range(0, len(lines), _LINES_A_PICTURE):
        some = lines[start : start + _LINES_A_PICTURE]
        alt = (
            f"Scores in {_name(places, config)} with their spread, as in the table above. "
            f"Fundable from {config.panel_rules.fundable_from}."
        )
        picture = charts.spreads(some, _MOST, config.panel_rules.fundable_from)
        _add_picture(document, picture, alt)


def _board_row(standing: Standing, title: str, meeting: Meeting, corrected: bool) -> Iterator[str]:
    result = meeting.board.results[standing.reference]
    yield rank(standing)
    yield f"{standing.reference} {title}".strip()
    yield "-" if result.score is None else score(result.score)
    if corrected:
        yield "-" if result.corrected is None else score(result.corrected)
    yield _low_to_high(result)
    yield proposed(standing)


def _line(standing: Standing, meeting: Meeting) -> charts.Line | None:
    result = meeting.board.results[standing.reference]
    if not result.overall or result.score is None:
        return None
    low, mean, high = (float(f) for f in (result.overall.low, result.score, result.overall.high))
    return charts.Line(standing.reference, low, mean, high)


# --- a page an application -----------------------------------------------------------------------


def _add_pages(document: Document, meeting: Meeting, config: Config) -> None:
    known = {a.reference: a for a in meeting.applications}
    read: dict[str, list[Assessment]] = {}
    for assessment in sorted(meeting.assessments, key=lambda x: x.id):
        read.setdefault(assessment.reference, []).append(assessment)
    for places, standing in in_order(meeting.board):
        application = known[standing.reference]
        theirs = read.get(application.reference, [])
        heading = document.add_heading(f"{application.reference} {application.title}".strip(), 1)
        heading.paragraph_format.page_break_before = True
        word.add(document, _facts(application, places, standing, meeting, config))
        word.add(document, _older(theirs, config))
        _add_criteria(document, meeting.board.results[application.reference], theirs, config)
        word.add(document, _said(theirs, config))


def _facts(
    a: Application, places: Places, standing: Standing, meeting: Meeting, config: Config
) -> Iterator[Block]:
    result = meeting.board.results[a.reference]
    asked = a.form.answers.get("D2", "") if a.form else ""
    parts = (
        _name(places, config),
        a.lead.organisation,
        f"{pounds(asked)} asked for" if asked else "",
    )
    yield Paragraph(". ".join(filter(None, parts)) + ".")
    if standing.rank:
        yield Paragraph(
            f"Score {_figures(result)}, members from {_low_to_high(result)}. Rank {rank(standing)}"
            f" of {len(places.standings)}. Proposed: {proposed(standing)}."
        )
    else:
        yield Paragraph(f"Proposed: {proposed(standing)}.")
    if conflicted := meeting.conflicts.get(a.reference):
        names = ", ".join(name_of(m, config) for m in conflicted)
        yield Paragraph(f"Takes no part, for a conflict of interest: {names}.")
    if result.disagreements:
        yield Paragraph("Members disagree. " + " ".join(result.disagreements))


def _older(theirs: Sequence[Assessment], config: Config) -> Iterator[Block]:
    if names := [name_of(x.member, config) for x in theirs if x.scored_older]:
        yield Paragraph(
            "A newer form counts now. Scored on an older form, and not changed since: "
            f"{', '.join(names)}."
        )


def _add_criteria(
    document: Document, result: Result, theirs: Sequence[Assessment], config: Config
) -> None:
    if not result.criteria:
        return
    rows = []
    for c in config.programme.criteria:
        spread = result.criteria.get(c.key)
        given = [
            (name_of(x.member, config), x.scoring.scores[c.key])
            for x in theirs
            if x.scoring and c.key in x.scoring.scores
        ]
        said = "; ".join(
            f"{name} {s.value}{f': {s.evidence}' if s.evidence else ''}" for name, s in given
        )
        mean = score(spread.mean) if spread else "-"
        rows.append((f"{c.key} {c.title}", mean, said or "-"))
    word.add(document, [Table(("Criterion", "Mean", "Each member"), tuple(rows))])
    _set_widths(document, (4.3, 1.7, 10.6))


def _said(theirs: Sequence[Assessment], config: Config) -> Iterator[Block]:
    for x in theirs:
        scoring, name = x.scoring, name_of(x.member, config)
        if x.ended:
            continue
        if not scoring:
            yield Point(f"{name}: no scores came.")
            continue
        recommends = " ".join(filter(None, (scoring.recommendation, scoring.condition)))
        parts = (
            f"{recommends}, confidence {scoring.confidence or 'not said'}" if recommends else "",
            f"Strength: {scoring.strength}" if scoring.strength else "",
            f"Improvement: {scoring.improvement}" if scoring.improvement else "",
            f"Asks: {scoring.questions}" if scoring.questions else "",
        )
        said = " ".join(p if p.endswith((".", "?", "!")) else f"{p}." for p in parts if p)
        if said:
            yield Point(f"{name}: {said}")


# --- small things --------------------------------------------------------------------------------


def _figures(result: Result) -> str:
    if result.score is None:
        return "-"
    if result.corrected is None:
        return score(result.score)
    return f"{score(result.score)}, corrected {score(result.corrected)}"


def _low_to_high(result: Result) -> str:
    if not result.overall:
        return "-"
    return f"{score(result.overall.low)} to {score(result.overall.high)}"


def _name(places: Places, config: Config) -> str:
    found = config.programme.footprint(places.footprint)
    return found.name if found else "Footprint not known"


def _add_picture(document: Document, png: bytes, alt: str) -> None:
    shape = document.add_picture(BytesIO(png), width=Cm(16.6))
    shape._inline.find(qn("wp:docPr")).set("descr", alt)


def _set_widths(document: Document, widths: Sequence[float]) -> None:
    """Column widths in cm of the table added last."""
    table = document.tables[-1]
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table._tbl.tr_lst:  # python-docx works out every cell anew for each column
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Cm(width)
