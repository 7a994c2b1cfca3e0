"""Questions: to the organiser, who answers by replying; the answer goes to all, anonymised."""

from __future__ import annotations

import pytest

from tests.world import World

ASKED = "Hello,\n\nCan a school such as Purple Heron Academy be one of the partners?\n\nImani"


def test_a_question_is_answered_once_for_all_and_for_those_who_join_later(world: World) -> None:
    imani, kwame = world.applicant("imani"), world.applicant("kwame")
    world.at("2021-07-08 18:33")
    imani_pack = imani.expresses_interest()
    kwame.expresses_interest()
    world.at("2021-07-21 10:25")
    imani.replies(imani_pack, ASKED)
    imani.receives("question-received")
    asked = world.organiser.receives(
        "question-asked", mentioning=["Imani Clarke", "Purple Heron Academy"]
    )
    kwame.receives_nothing_more()
    world.at("2021-07-22 09:05")
    world.organiser.replies(
        asked, "question: Can a school be a partner?\n\nYes. Any group that matters can."
    )
    for each in (imani, kwame):
        each.receives(
            "answer",
            mentioning=["1. Can a school be a partner?", "Any group that matters can."],
            not_mentioning=["Purple Heron"],
        )
        each.receives_nothing_more()
    world.at("2021-08-02 21:05")
    chloe = world.applicant("chloe")
    pack = chloe.expresses_interest()
    assert pack.says("Can a school be a partner?")
    assert pack.says("Any group that matters can.")
    assert not pack.says("Imani")


def test_a_question_without_wording_goes_under_a_neutral_heading(world: World) -> None:
    imani, kwame = world.applicant("imani"), world.applicant("kwame")
    world.at("2021-07-08 18:33")
    pack = imani.expresses_interest()
    kwame.expresses_interest()
    world.at("2021-07-21 10:25")
    imani.replies(pack, ASKED)
    asked = world.organiser.receives("question-asked")
    world.organiser.replies(asked, "Yes, any group that matters can be a partner.")
    kwame.receives(
        "answer",
        mentioning="Yes, any group that matters can be a partner.",
        not_mentioning=["Purple Heron", "Imani", "Camden Youth Rooms"],
    )


def test_an_answer_marked_private_goes_to_the_asker_alone(world: World) -> None:
    imani, kwame = world.applicant("imani"), world.applicant("kwame")
    world.at("2021-07-08 18:33")
    pack = imani.expresses_interest()
    kwame.expresses_interest()
    imani.replies(pack, ASKED)
    imani.receives("question-received")
    asked = world.organiser.receives("question-asked")
    world.organiser.replies(asked, "private: For you, yes.")
    imani.receives("answer-private", mentioning="For you, yes.")
    kwame.receives_nothing_more()


def test_a_request_for_large_print_is_urgent_and_private(world: World) -> None:
    grace, kwame = world.applicant("grace"), world.applicant("kwame")
    world.at("2021-07-19 10:10")
    pack = grace.expresses_interest()
    kwame.expresses_interest()
    grace.replies(pack, "Please could I have the form in large print? I have low vision.")
    grace.receives("question-received")
    asked = world.organiser.receives(
        "question-asked", mentioning=["urgent", "to Grace Adjei alone"]
    )
    world.organiser.replies(asked, "Of course: it is in the post today.")
    grace.receives("answer-private", mentioning="in the post today")
    kwame.receives_nothing_more()


def test_a_stranger_may_ask_and_the_answer_reaches_everyone(world: World) -> None:
    helen, kwame = world.person("Helen Brody <helen@hospice.example>"), world.applicant("kwame")
    world.at("2021-07-09 12:12")
    kwame.expresses_interest()
    helen.writes("Query", "Can a hospice lead an application? Is there a minimum of partners?")
    helen.receives("question-received")
    assert len(world.state.applications) == 1
    asked = world.organiser.receives("question-asked")
    world.organiser.replies(asked, "question: Who can lead?\nAny organisation can lead.")
    for each in (helen, kwame):
        each.receives("answer", mentioning=["Who can lead?", "Any organisation can lead."])


def test_an_answer_that_names_an_applicant_is_shown_back_before_it_goes(world: World) -> None:
    imani, kwame = world.applicant("imani"), world.applicant("kwame")
    world.at("2021-07-08 18:33")
    pack = imani.expresses_interest()
    kwame.expresses_interest()
    imani.replies(pack, ASKED)
    asked = world.organiser.receives("question-asked")
    world.organiser.replies(asked, "Yes, Camden Youth Rooms can have a school as partner.")
    kwame.receives_nothing_more()
    checked = world.organiser.receives("answer-check", mentioning="Camden Youth Rooms")
    world.organiser.replies(checked, "Yes, a school can be a partner.")
    kwame.receives("answer", mentioning="Yes, a school can be a partner.")


def test_a_question_after_questions_close_is_answered_to_its_asker_alone(world: World) -> None:
    imani, kwame = world.applicant("imani"), world.applicant("kwame")
    world.at("2021-07-08 18:33")
    pack = imani.expresses_interest()
    kwame.expresses_interest()
    world.at("2021-08-16 10:00")
    for each in (imani, kwame, world.organiser):
        each.has_read()
    imani.replies(pack, ASKED)
    asked = world.organiser.receives("question-asked")
    world.organiser.replies(asked, "Yes, it can.")
    imani.receives("answer-private", mentioning="Yes, it can.")
    kwame.receives_nothing_more()


@pytest.mark.parametrize(
    ("writes", "does"),
    [
        ("Sorry, we have to withdraw. When does the next round open?", "withdrawn"),
        (
            "I am leaving. Ama Owusu (ama.owusu@trust.example) will take over as the project lead. "
            "What do you need from her?",
            "lead-changed",
        ),
    ],
)
def test_what_is_asked_beside_something_else_is_passed_on(
    world: World, writes: str, does: str
) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 18:33")
    pack = kwame.expresses_interest()
    kwame.replies(pack, writes)
    kwame.receives(does)
    kwame.receives("question-received")
    kwame.receives_nothing_more()
    world.organiser.receives("question-asked", mentioning=writes[-20:])


def test_what_is_asked_beside_a_form_is_passed_on(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 18:33")
    kwame.expresses_interest()
    kwame.returns_form(text="Our form is attached. Is VAT included in the amount?")
    kwame.receives("receipt")
    kwame.receives("question-received")
    kwame.receives_nothing_more()
    world.organiser.receives("question-asked", mentioning="Is VAT included")


def test_the_questions_of_a_form_in_the_text_are_not_the_applicants(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 18:33")
    kwame.expresses_interest()
    kwame.returns_form(style="pasted")
    kwame.receives("receipt")
    kwame.receives_nothing_more()
    world.organiser.receives_nothing_more(besides="digest")


def test_what_a_senior_leader_asks_beside_a_yes_is_passed_on(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 18:33")
    kwame.expresses_interest()
    kwame.returns_form()
    senior = world.senior_of(kwame)
    senior.replies(senior.receives("senior-request"), "Yes, happy to. Who tells me about coaching?")
    senior.receives("senior-answer")
    senior.receives("question-received")
    world.organiser.receives("question-asked", mentioning="Who tells me about coaching?")


def test_what_is_asked_in_the_middle_of_a_project_is_passed_on(world: World) -> None:
    ed = world.person("Ed Fox <ed.fox@well.example>")
    world.at("2021-07-08 18:33")
    ed.writes(
        "EOI",
        "I would like to express an interest. We are in Bromley, but I have a question: is there a "
        "limit on how many partners we can have? Every winter the same families fall between the "
        "council, the GPs and the charities. Who looks after them? We want to try one shared "
        "meeting with the families in the room.\n\nEd Fox",
    )
    ed.receives("pack")
    ed.receives("question-received")
    world.organiser.receives("question-asked", mentioning="is there a limit")


@pytest.mark.parametrize(
    "asks",
    [
        "We'd like an extension of a week please, two of us have covid.",
        "Could we have until the 27th please?",
        "I am on leave until the 20th. Can we have an extra week for the form?",
        "Would it be possible to hand the form in a few days after the deadline?",
        "Please could you extend the deadline for us to Monday.",
    ],
)
def test_who_needs_more_time_is_heard_at_once(world: World, asks: str) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 18:33")
    pack = kwame.expresses_interest()
    kwame.replies(pack, asks)
    kwame.receives("question-received")
    world.organiser.receives("question-asked", mentioning=[asks, "more time"])
