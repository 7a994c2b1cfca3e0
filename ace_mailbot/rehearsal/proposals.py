"""What applicants write: the expression of interest and the form's answers for a project.

Believable, not good: each answer is made of the project's own phrases. Also the ways in which a
form goes wrong. Keys are the form's control tags (`config.Form`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ace_mailbot.config import Form, Programme
from ace_mailbot.model import Person
from ace_mailbot.rehearsal.cast import Project

Answers = Mapping[str, str]


def eoi_subject(project: Project, variant: int) -> str:
    subjects = (
        f"Expression of interest: {project.title}",
        "ACE expression of interest",
        f"EOI - {project.title}",
        "Applying to ACE 2021",
        "ACE: our expression of interest",
    )
    return subjects[variant % len(subjects)]


def eoi_text(lead: Person, project: Project, footprint: str, variant: int) -> str:
    """A lead's first email; every second one names its footprint, the others a borough only."""
    openings = (
        "Dear team,\n\nWe would like to express an interest in the ACE programme.",
        "Hello,\n\nPlease accept this as our expression of interest.",
        "Good morning,\n\nI would like to apply to ACE for the project described below.",
        "Dear ACE team,\n\nThis is an expression of interest.",
    )
    closings = (
        f"I am {lead.name}, {lead.role} at {lead.organisation}. My phone number is {lead.phone}.",
        f"I will lead the project. You can ring me on {lead.phone}.\n\nKind regards\n{lead.name}\n"
        f"{lead.role}, {lead.organisation}",
        f"Best wishes\n{lead.name}\n{lead.role}\n{lead.organisation}\n{lead.phone}",
    )
    where = f" We work in {project.areas} ({footprint})." if variant % 2 else ""
    return (
        f"{openings[variant % len(openings)]}\n\n{project.summary}{where}\n\n"
        f"{closings[variant % len(closings)]}"
    )


def complete(lead: Person, project: Project, form: Form, programme: Programme) -> dict[str, str]:
    """Answers to every question that *form* has, complete and adding up."""
    senior = project.senior
    footprint = programme.footprint(project.footprint)
    written = {
        "A1": project.title,
        "A2": footprint.name if footprint else project.footprint,
        "A3": project.areas,
        "A4": project.summary,
        **_person("B1", lead),
        **_person("B3", senior),
        **_partners(project),
        "B5": "We still have to find somebody from the ambulance service's control room.",
        **_proposal(lead, project),
        "D1": _steps(project),
        "D2": str(project.amount),
        **_budget(project.amount),
        "D4_name": lead.organisation,
        "D4_type": "Charity" if "@" in lead.email and len(lead.name) % 2 else "NHS organisation",
        "D5_name": "Finance team",
        "D5_email": f"finance@{lead.email.rpartition('@')[2]}",
        "E1": "Help with evaluation.",
        "E2": "Yes",
        "F1": "None",
        "F2": "Yes",
        "F3_name": lead.name,
        "F3_date": f"{programme.closes:%d %B %Y}",
    }
    known = {tag for question in form.questions for tag in question.tags}
    return {tag: text for tag, text in written.items() if tag in known}


# --- how forms go wrong --------------------------------------------------------------------------


def partial(answers: Answers) -> Answers:
    """The first half: nothing of the plan, the money or the declarations."""
    return {tag: text for tag, text in answers.items() if tag[0] in "AB" or tag in ("C1", "C2")}


def one_missing(answers: Answers) -> Answers:
    return {tag: text for tag, text in answers.items() if tag != "C6"}


def too_long(answers: Answers) -> Answers:
    """C1 beyond 300 words."""
    return {**answers, "C1": " ".join([answers["C1"]] * 8)}


def over_the_cap(answers: Answers) -> Answers:
    """£4,500 more than before, and adding up."""
    more = {"D3_1_amount": str(int(answers["D3_1_amount"]) + 4500)}
    return {**answers, **more, "D2": str(int(answers["D2"]) + 4500)}


def not_adding_up(answers: Answers) -> Answers:
    """A budget £500 short of the amount asked for."""
    return {**answers, "D3_1_amount": str(int(answers["D3_1_amount"]) - 500)}


STATES: Mapping[str, Callable[[Answers], Answers]] = {
    "complete": dict,
    "partial": partial,
    "one missing": one_missing,
    "too long": too_long,
    "over the cap": over_the_cap,
    "not adding up": not_adding_up,
}


def pasted(answers: Answers, form: Form) -> str:
    """The answers typed into an email, question by question; a table's row is a line."""
    blocks: list[str] = []
    for question in form.questions:
        if question.rows:
            rows = [
                [answers.get(f"{question.key}_{row}_{part.key}", "") for part in question.parts]
                for row in range(1, question.rows + 1)
            ]
            lines = [" | ".join(cells) for cells in rows if any(cells)]
        elif question.parts:
            lines = [
                f"{part.label}: {answers[tag]}"
                for part, tag in zip(question.parts, question.tags, strict=True)
                if tag in answers
            ]
        else:
            lines = [answers[question.key]] if question.key in answers else []
        if lines:
            blocks.append(f"{question.key} {question.text}\n" + "\n".join(lines))
    return "\n\n".join(blocks)


# --- the answers ---------------------------------------------------------------------------------


def _person(key: str, person: Person) -> dict[str, str]:
    return {
        f"{key}_name": person.name,
        f"{key}_role": person.role,
        f"{key}_organisation": person.organisation,
        f"{key}_email": person.email,
        f"{key}_phone": person.phone,
    }


def _partners(project: Project) -> dict[str, str]:
    answers: dict[str, str] = {}
    for row, (agency, person, brings) in enumerate(project.partners, 1):
        answers |= {
            f"B4_{row}_agency": agency,
            f"B4_{row}_person": person,
            f"B4_{row}_contribution": brings,
            f"B4_{row}_confirmed": "Not yet" if row == 3 else "Confirmed",
        }
    return answers


def _proposal(lead: Person, project: Project) -> dict[str, str]:
    agencies = ", ".join(agency for agency, _, _ in project.partners)
    first = project.partners[0]
    return {
        "C1": f"We want to achieve {project.aim}. We agreed this at two meetings in June with "
        f"{agencies}, and with {project.users}. We differ still on how fast to go, and have "
        "said so.",
        "C2": f"{lead.organisation} leads. With us are {agencies}. {first[0]} matters because of "
        f"what it brings: {first[2][0].lower() + first[2][1:]}. If somebody critical is missing, "
        "we will know by the second meeting, and will go to them rather than invite them.",
        "C3": f"{lead.organisation} and {first[0]} know one another well. Others have never met in "
        f"one room. We drew a map of who rings whom about {project.users}; most lines end with one "
        "person's mobile phone. We will build the missing ones in pairs, and keep them by swapping "
        "desks for a day a month.",
        "C4": f"We will try {project.tries}. What might fail: {project.risk}. We will watch "
        f"{project.watch}, every two weeks, and stop or change when two reviews in a row say that "
        "it does more harm than good.",
        "C5": f"{project.users[0].upper() + project.users[1:]} helped to word the issue. Six of "
        "them join each review, are paid for it, and have the last word on what is better.",
        "C6": f"{lead.name} has a day a week for this and is known to all partners. "
        f"{project.senior.name} will coach the team, together each month and singly when asked.",
    }


def _steps(project: Project) -> str:
    return (
        f"October: meet, and agree what to watch. November: begin {project.tries}. December: first "
        "review with users. January: change or stop. February: second review. March: say what we "
        "learnt, also what failed."
    )


def _budget(amount: int) -> dict[str, str]:
    staff, users = amount * 6 // 10, amount // 5
    rows = (("Staff time", staff), ("Payment to users", users), ("Rooms", amount - staff - users))
    answers: dict[str, str] = {}
    for row, (item, pounds) in enumerate(rows, 1):
        answers |= {f"D3_{row}_item": item, f"D3_{row}_amount": str(pounds)}
    return answers
