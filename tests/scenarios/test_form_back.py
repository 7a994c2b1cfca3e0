"""Form back: one receipt quotes what was read and lists what is missing; nothing is refused."""

from __future__ import annotations

import pytest

from ace_mailbot.rehearsal import forms
from ace_mailbot.rehearsal.mailmaker import File
from tests.world import World


@pytest.mark.parametrize("style", ["docx", "odt", "pasted"])
def test_a_complete_form_gets_one_receipt_that_quotes_it(world: World, style: str) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    kwame.expresses_interest()
    world.at("2021-08-10 20:14")
    kwame.has_read()
    kwame.returns_form(style=style)
    kwame.receives(
        "receipt",
        mentioning=[
            "complete",
            "Young carers on the hospital ward",
            "one question at admission on two wards",
            "Sister Joy Lim",
            "20000",
        ],
    )
    kwame.receives_nothing_more()
    assert world.stage("ACE-001") == "submitted"
    form = world.application("ACE-001").form
    assert form and dict(form.answers) == kwame.answers()


def test_a_partial_form_is_kept_and_what_is_missing_is_listed(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    kwame.expresses_interest()
    world.at("2021-08-05 18:20")
    kwame.returns_form("partial")
    kwame.receives("receipt", mentioning=["not complete yet", "C3", "C6", "D2", "F2"])
    assert world.stage("ACE-001") == "incomplete"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("over the cap", ["D2", "20,000"]),
        ("one missing", ["C6"]),
    ],
)
def test_what_is_wrong_with_a_form_is_said_and_mended_by_a_newer_one(
    world: World, state: str, said: list[str]
) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    kwame.expresses_interest()
    world.at("2021-08-10 09:00")
    kwame.returns_form(state)
    first = kwame.receives("receipt", mentioning=["not complete yet", *said])
    assert world.stage("ACE-001") == "incomplete"
    world.at("2021-08-11 09:00")
    kwame.returns_form(to=first)
    kwame.receives("receipt", mentioning="is complete")
    assert world.stage("ACE-001") == "submitted"
    assert [form.version for form in world.application("ACE-001").forms] == [1, 2]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("too long", "has 512 words; the limit is 300"),
        ("not adding up", "adds up to £19,500, but D2 asks for £20,000"),
    ],
)
def test_what_may_stay_as_it_is_is_pointed_out_and_no_bar(
    world: World, state: str, said: str
) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    kwame.expresses_interest()
    world.at("2021-08-10 09:00")
    kwame.returns_form(state)
    kwame.receives("receipt", mentioning=["is complete", said])


def test_a_newer_form_supersedes_and_both_are_kept(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    kwame.expresses_interest()
    world.at("2021-08-10 09:00")
    kwame.returns_form()
    kwame.receives("receipt")
    world.at("2021-08-11 09:00")
    kwame.returns_form(A1="Young carers, seen")
    kwame.receives("receipt", mentioning=["replaces", "Young carers, seen"])
    application = world.application("ACE-001")
    assert [form.answers["A1"] for form in application.forms] == [
        "Young carers on the hospital ward",
        "Young carers, seen",
    ]
    assert application.title == "Young carers, seen"


def test_a_file_that_cannot_be_read_reaches_a_human_with_a_friendly_note(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    pack = kwame.expresses_interest()
    world.at("2021-08-10 09:00")
    kwame.replies(pack, "Form attached.", attachments=[File("our form.docx", b"PK\x03\x04 torn")])
    kwame.receives("form-unread", mentioning=["our form.docx", "We have not rejected anything"])
    assert world.stage("ACE-001") == "invited"
    world.digest("2021-08-11 08:00", mentioning="our form.docx")


def test_the_second_contact_that_the_form_names_is_copied_from_the_receipt_on(
    world: World,
) -> None:
    kwame = world.applicant("kwame")
    ada = world.person("Ada Cole <ada.cole@sthilda.example>")
    world.at("2021-07-07 16:48")
    kwame.expresses_interest()
    world.at("2021-08-10 20:14")
    kwame.has_read()
    kwame.returns_form(B2_name="Ada Cole", B2_email=ada.email)
    ada.receives(
        "receipt",
        mentioning=["Ada Cole gets a copy of our emails", "How we use your information"],
    )
    kwame.receives("receipt")
    world.at("2021-08-11 09:00")
    kwame.returns_form(B2_name="Ada Cole", B2_email=ada.email)
    ada.receives("receipt", not_mentioning="How we use your information")
    kwame.receives("receipt")
    kwame.receives_nothing_more()


def test_a_second_contact_in_a_form_that_may_be_forged_needs_the_leads_word(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    pack = kwame.expresses_interest()
    blank = pack.file("form.docx")
    assert blank
    answers = kwame.answers("complete", B2_name="Mallory", B2_email="mallory@evil.example")
    form = File(blank.filename, forms.fill(blank.data, answers))
    kwame.writes("Our form", "Attached.", attachments=[form], authenticated=False)
    asked = kwame.receives("contact-asked", mentioning="mallory@evil.example")
    assert not world.application("ACE-001").contacts
    kwame.replies(asked, "No, I do not know them.")
    assert not world.application("ACE-001").contacts


def test_who_sends_the_form_back_as_it_came_is_told_so_and_a_person_knows(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-06 09:12")
    pack = kwame.expresses_interest()
    blank = pack.file("form.docx")
    assert blank
    kwame.replies(pack, "Thanks, our form is attached!", attachments=(blank,))
    kwame.receives("form-unread", mentioning=["holds no answer of yours", "saved"])
    kwame.receives_nothing_more()
    world.digest("2021-07-07 08:00", mentioning="a form that nobody has filled in")
