"""From the award letter to the money: what goes to whom, what comes back, what is chased."""

from __future__ import annotations

import io
from email import policy
from email.message import EmailMessage

import pytest
from docx import Document

from ace_mailbot.rehearsal.mailmaker import File
from ace_mailbot.rehearsal.post import Posted
from tests.world import Correspondent, World

SIGNED = File("MoU signed.pdf", b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n")


@pytest.fixture
def kwame(world: World) -> Correspondent:
    """The lead of ACE-001, which is awarded; the senior leader has confirmed."""
    kwame = world.applicant("kwame")
    world.at("2021-07-08 10:00")
    kwame.expresses_interest()
    world.at("2021-08-01 10:00")
    kwame.returns_form()
    senior = world.senior_of(kwame)
    senior.replies(senior.receives("senior-request"), "Yes, I confirm.")
    digest = world.digest("2021-09-01 08:00")
    world.organiser.replies(digest, "accept 1")
    world.at("2021-09-02 09:00")
    world.approver.replies(world.approver.receives("preview"), "approve")
    kwame.has_read()
    senior.has_read()
    world.at("2021-09-27 09:00")
    return kwame


@pytest.fixture
def award(kwame: Correspondent) -> Posted:
    return kwame.receives("outcome-accepted", attached=["understanding.docx", "understanding.odt"])


def digest(world: World, day: str, **checks: object) -> Posted:
    world.organiser.has_read()
    return world.digest(f"{day} 08:00", **checks)  # type: ignore[arg-type]


def test_the_lead_the_senior_leader_and_the_finance_contact_get_what_is_theirs(
    world: World, kwame: Correspondent, award: Posted
) -> None:
    assert award.says("Reply to this email with it attached within 14 days")
    senior = world.senior_of(kwame)
    senior.receives("award-senior", mentioning=["coach the team", "20,000"])
    finance = world.person(f"<{kwame.answers()['D5_email']}>")
    finance.receives(
        "award-finance", mentioning=["Never send bank details by email", "named you", "How we use"]
    )
    senior.receives_nothing_more()
    finance.receives_nothing_more()


def test_a_memorandum_that_comes_back_is_shown_to_the_organiser_who_says_it_is_signed(
    world: World, kwame: Correspondent, award: Posted
) -> None:
    world.at("2021-10-04 10:00")
    world.organiser.has_read()
    kwame.replies(award, "Signed by our director, attached.", attachments=(SIGNED,))
    kwame.receives("mou-received", mentioning="MoU signed.pdf")
    shown = world.organiser.receives("mou-shown", mentioning=["MoU signed.pdf", "signed ACE-001"])
    assert world.state.awards["ACE-001"].signed_at is None
    world.organiser.replies(shown, "signed ACE-001")
    kwame.receives("mou-signed")
    world.organiser.receives("orders", mentioning="The memorandum of ACE-001 is signed.")
    kwame.receives_nothing_more()


def with_words(words: str) -> File:
    document = Document()
    document.add_paragraph(words)
    kept = io.BytesIO()
    document.save(kept)
    return File("MoU signed.docx", kept.getvalue())


def test_a_file_that_can_be_read_is_attached_as_it_came(
    world: World, kwame: Correspondent, award: Posted
) -> None:
    world.at("2021-10-04 10:00")
    file = with_words("Signed: Kwame Mensah, 4 October 2021")
    kwame.replies(award, "Attached, signed.", attachments=(file,))
    shown = world.organiser.receives("mou-shown", mentioning="attached as it came")
    sent = shown.file("MoU signed.docx")
    assert sent
    assert sent.data == file.data


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (with_words("Pay to our bank: sort code 20-00-00, account 55779911"), "bank details"),
        (File("IMG_2041.jpg", b"\xff\xd8\xff\xe0" + b"0" * 500), "a scan or a photo"),
        (SIGNED, "a scan or a photo"),
    ],
    ids=["bank details", "photo", "pdf without text"],
)
def test_a_file_that_may_hold_bank_details_stays_in_the_mailbox(
    world: World, kwame: Correspondent, award: Posted, file: File, why: str
) -> None:
    world.at("2021-10-04 10:00")
    kwame.replies(award, "The signed memorandum is attached.", attachments=(file,))
    shown = world.organiser.receives(
        "mou-shown",
        mentioning=[
            *("The file is not attached", why, "in the folder Processed"),
            *(f"from {kwame.email}", award.subject, "4 October 2021 at 10am"),
            f"person {kwame.email} --out",
        ],
    )
    assert not shown.files
    assert b"55779911" not in shown.data


def test_a_photo_of_it_sent_in_a_new_mail_counts_too(world: World, kwame: Correspondent) -> None:
    world.at("2021-10-04 10:00")
    photo = File("IMG_2041.jpg", b"\xff\xd8\xff\xe0" + b"0" * 500)
    kwame.writes("Our memorandum", "Here is the signed MoU for ACE-001.", attachments=(photo,))
    kwame.receives("mou-received", mentioning="IMG_2041.jpg")


def test_photos_that_a_phone_puts_into_the_text_count_and_a_logo_does_not(
    world: World, kwame: Correspondent, award: Posted
) -> None:
    world.at("2021-10-04 10:00")
    world.arrives(from_a_phone(kwame, award, "Thanks, it follows.", [b"logo" * 1000]))
    assert not world.state.awards["ACE-001"].returned
    pages = [b"page1" * 30_000, b"page2" * 40_000]
    world.arrives(from_a_phone(kwame, award, "Here it is, 2 pages.", pages))
    shown = world.organiser.receives("mou-shown", mentioning=["IMG_2.jpeg", "IMG_1.jpeg"])
    assert not shown.files
    kwame.receives("mou-received", mentioning="IMG_2.jpeg")


def from_a_phone(sender: Correspondent, letter: Posted, text: str, photos: list[bytes]) -> bytes:
    """A reply whose HTML shows *photos*, as Apple Mail writes it."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"] = sender.email, "ace@funder.example"
    mail["Subject"], mail["Date"] = f"Re: {letter.subject}", "Mon, 4 Oct 2021 10:00:00 +0100"
    mail["Message-ID"] = f"<{len(photos[0])}@phone.example>"
    mail["In-Reply-To"] = mail["References"] = f"<{letter.message_id}>"
    pictures = "".join(f'<img src="cid:{n}@phone">' for n, _ in enumerate(photos, 1))
    mail.set_content(f"<html><body><p>{text}</p>{pictures}</body></html>", subtype="html")
    for n, photo in enumerate(photos, 1):
        mail.add_related(
            b"\xff\xd8\xff\xe0" + photo,
            "image",
            "jpeg",
            cid=f"<{n}@phone>",
            filename=f"IMG_{n}.jpeg",
            disposition="inline",
        )
    return mail.as_bytes()


def test_the_chase_list_goes_from_step_to_step_until_the_money_is_paid(
    world: World, kwame: Correspondent, award: Posted
) -> None:
    first = digest(
        world,
        "2021-09-28",
        mentioning=["letter and memorandum sent 27 September", "next: memorandum back"],
    )
    world.organiser.replies(first, "paid 1")
    world.organiser.receives("orders", mentioning=["not signed and not verified", "signed ACE-001"])
    world.at("2021-10-04 10:00")
    kwame.replies(award, "Attached.", attachments=(SIGNED,))
    second = digest(
        world,
        "2021-10-05",
        mentioning=[
            *("MoU signed.pdf came back", "verified ACE-001", "in the folder Processed"),
            *(f"from {kwame.email}", award.subject, "4 October 2021 at 10am"),
        ],
    )
    world.organiser.replies(second, "signed 1\nverified 1")
    third = digest(world, "2021-10-06", mentioning=["can be paid", "paid ACE-001 on DATE"])
    kwame.has_read()
    world.organiser.replies(third, "paid ACE-001 on 2021-10-05")
    kwame.receives("award-paid", mentioning=["20,000", "Tuesday 5 October 2021"])
    finance = world.person(f"<{kwame.answers()['D5_email']}>")
    finance.receives("award-paid")
    digest(
        world,
        "2021-10-07",
        mentioning="paid 5 October; next: learning report",
        not_mentioning="can be paid",
    )
    last = digest(world, "2021-10-08")
    world.organiser.replies(last, "paid 1")
    world.organiser.receives("orders", mentioning="paid already, on 2021-10-05")


def test_a_lead_whose_memorandum_is_late_is_reminded_twice(
    world: World, kwame: Correspondent, award: Posted
) -> None:
    world.each_day_until("2021-10-10 12:00")
    kwame.receives_nothing_more()
    world.each_day_until("2021-12-24 12:00")
    for _ in range(2):
        kwame.receives("mou-chase", mentioning=["11 October 2021", "scan or a photo"])
    kwame.receives_nothing_more(besides="check-in")


def test_once_it_is_back_nobody_is_chased(
    world: World, kwame: Correspondent, award: Posted
) -> None:
    world.at("2021-10-04 10:00")
    kwame.replies(award, "Attached.", attachments=(SIGNED,))
    kwame.receives("mou-received")
    world.each_day_until("2021-12-24 12:00")
    kwame.receives_nothing_more(besides="check-in")


def test_no_order_about_money_works_without_an_award(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 10:00")
    kwame.expresses_interest()
    letter = world.digest("2021-07-09 08:00")
    world.organiser.replies(letter, "paid 1\nsigned 1\nverified 1")
    world.organiser.receives("orders", mentioning="ACE-001 has no award.")


def test_bank_details_are_taken_out_of_all_that_is_shown(
    world: World, kwame: Correspondent, award: Posted
) -> None:
    world.at("2021-10-04 10:00")
    world.organiser.has_read()
    kwame.replies(
        award,
        "When will you pay us? Our sort code is 20-00-00 and our account number 55779911.",
    )
    kwame.receives("bank-details", mentioning=["never send", "delete it from your sent mail"])
    asked = world.organiser.receives("question-asked", mentioning="bank details taken out")
    for secret in ("20-00-00", "55779911"):
        assert not asked.says(secret)
        assert all(secret not in q.text for q in world.state.questions.values())
        for letter in (*kwame.unread, *world.organiser.unread):
            assert not letter.says(secret)


def test_a_form_with_bank_details_is_read_back_without_them(world: World) -> None:
    kwame = world.applicant("kwame")
    world.at("2021-07-08 10:00")
    kwame.expresses_interest()
    kwame.returns_form(D6="Pay to sort code 20-00-00, account number 55779911, please.")
    kwame.receives("receipt", not_mentioning=["55779911", "20-00-00"])
    kwame.receives("bank-details")
