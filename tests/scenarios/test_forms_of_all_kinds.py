"""Whatever a form comes in: the lead hears what was read, or what to do; a person sees the rest."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ace_mailbot.rehearsal import forms
from ace_mailbot.rehearsal.mailmaker import File
from tests import made
from tests.world import Correspondent, World

PHOTO = b"\xff\xd8\xff\xe0" + b"x" * 60_000


@pytest.fixture
def kwame(world: World) -> Correspondent:
    """A lead who has the pack."""
    lead = world.applicant("kwame")
    world.at("2021-07-07 16:48")
    lead.expresses_interest()
    world.at("2021-08-10 09:00")
    lead.has_read()
    return lead


def sends(lead: Correspondent, *files: File, text: str = "Our form is attached.") -> None:
    pack = next(x for x in lead.read if x.file("form.docx"))
    lead.replies(pack, text, attachments=files)


def filled(lead: Correspondent, pack: int = 0, **changes: str) -> bytes:
    blanks = [x.file("form.docx") for x in lead.read if x.file("form.docx")]
    blank = blanks[pack]
    assert blank
    return forms.fill(blank.data, {**lead.answers(), **changes})


HELD: dict[str, Callable[[bytes, Correspondent], File]] = {
    "a zip": lambda form, _: File("bid.zip", made.zipped({"form.docx": form})),
    "a .msg": lambda form, _: File("Form.msg", made.msg("Form", "", {"form.docx": form})),
    "winmail.dat": lambda form, _: File("winmail.dat", made.winmail({"form.docx": form})),
    "a PDF": lambda _, lead: File("form.pdf", made.pdf(["Reference: ACE-001"], lead.answers())),
}


@pytest.mark.parametrize("what", HELD)
def test_a_form_in_it_gets_the_receipt_that_a_word_file_gets(
    world: World, kwame: Correspondent, what: str
) -> None:
    sends(kwame, HELD[what](filled(kwame), kwame))
    kwame.receives("receipt", mentioning=["complete", "Young carers on the hospital ward"])
    kwame.receives_nothing_more()
    assert world.stage("ACE-001") == "submitted"


UNREAD = {
    "a photo": (File("form.jpg", PHOTO), "it is a picture or a scan"),
    "a protected file": (
        File(
            "form.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        ),
        "Please take the password off",
    ),
    "a Pages document": (
        File("form.pages", made.zipped({"Index/Document.iwa": b"x"})),
        "choose File, Export To, Word",
    ),
    "a program by the name of a form": (
        File("form.docx", b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 500),
        "we do not know this kind of file",
    ),
}


@pytest.mark.parametrize("what", UNREAD)
def test_what_only_a_person_can_read_is_parked_and_its_sender_told_what_to_do(
    world: World, kwame: Correspondent, what: str
) -> None:
    file, said = UNREAD[what]
    sends(kwame, file)
    kwame.receives("form-unread", mentioning=[file.filename, said, "We have not rejected anything"])
    kwame.receives_nothing_more()
    [parked] = world.state.parked.values()
    assert parked.kind == "unreadable"
    world.digest("2021-08-11 08:00", mentioning=[parked.id, file.filename])
    assert world.stage("ACE-001") == "invited"


def test_a_link_to_a_cloud_is_not_followed_and_the_file_is_asked_for(
    world: World, kwame: Correspondent
) -> None:
    link = "https://drive.google.com/file/d/1AbC/view?usp=sharing"
    sends(kwame, text=f"Here is our completed form: {link}")
    kwame.receives(
        "form-unread",
        mentioning=["links to a file on Google Drive", "Please attach the file itself"],
    )
    world.digest("2021-08-11 08:00", mentioning="Google Drive")


def test_an_encrypted_mail_is_kept_and_its_sender_told_to_send_it_without(
    world: World, kwame: Correspondent
) -> None:
    wrapper = "Kwame Mensah has sent you an encrypted message.\n\nOpen the attachment to read it."
    kwame.writes("[secure] Our form", wrapper)
    kwame.receives("unreadable", mentioning=["encrypted", "send it again without"])
    world.digest("2021-08-11 08:00", mentioning="It is encrypted")


def test_a_photo_beside_a_question_reaches_the_organiser_with_it(
    world: World, kwame: Correspondent
) -> None:
    sends(kwame, File("form.jpg", PHOTO), text="Can a school be the lead organisation?")
    kwame.receives("question-received")
    kwame.receives("form-unread", mentioning="form.jpg")
    world.organiser.receives("question-asked")
    world.organiser.receives("file-unread", mentioning=["form.jpg", "it is a picture or a scan"])


def test_what_a_scanner_sends_for_a_lead_waits_for_the_organiser(
    world: World, kwame: Correspondent
) -> None:
    machine = {"Auto-Submitted": "auto-generated", "Precedence": "bulk"}
    kwame.writes("Scan from MFP-3", "Scanned.", attachments=[File("s.jpg", PHOTO)], headers=machine)
    kwame.receives_nothing_more()
    world.digest("2021-08-11 08:00", mentioning=["Scan from MFP-3", "it is a picture or a scan"])


# --- more than one form ---------------------------------------------------------------------------


def test_a_blank_form_and_a_copy_beside_it_change_nothing(
    world: World, kwame: Correspondent
) -> None:
    blank = next(f for x in kwame.read if (f := x.file("form.docx")))
    copy = made.pdf(["Reference: ACE-001"], {**kwame.answers(), "E1": ""})
    sends(kwame, blank, File("mine.docx", filled(kwame)), File("mine.pdf", copy))
    kwame.receives("receipt", mentioning="complete")
    kwame.receives_nothing_more()
    form = world.application("ACE-001").form
    assert form and form.source == "mine.docx"


def second(world: World, lead: Correspondent) -> None:
    """The same lead applies with another project too."""
    lead.writes(
        "Expression of interest: another project",
        "This is a separate project, and an expression of interest of its own.\n\n"
        "Refugees in Ealing wait a year for a dentist. Two practices and a charity want to learn "
        "with them what a first visit would have to be like. We work in North West London.\n\n"
        "Kwame Mensah, Ealing Young Carers, 07700 900131",
    )
    lead.has_read()
    if "ACE-002" in world.state.applications and world.stage("ACE-002") == "invited":
        return
    raise AssertionError("the second project has no pack")


def test_forms_of_two_applications_each_go_to_their_own(world: World, kwame: Correspondent) -> None:
    second(world, kwame)
    first, other = filled(kwame, 0), filled(kwame, 1, A1="A first visit", C1="To learn together.")
    kwame.writes(
        "Both our forms", "Attached.", attachments=[File("1.docx", first), File("2.docx", other)]
    )
    kwame.receives("receipt", mentioning="Young carers on the hospital ward")
    kwame.receives("receipt", mentioning="A first visit")
    assert (world.stage("ACE-001"), world.stage("ACE-002")) == ("submitted", "submitted")


def test_a_form_of_another_application_than_its_thread_is_left_to_the_organiser(
    world: World, kwame: Correspondent
) -> None:
    second(world, kwame)
    sends(kwame, File("form.docx", filled(kwame, 1)))
    kwame.receives("unclear")
    [parked] = world.state.parked.values()
    assert "The form is of ACE-002, but it came as an answer about ACE-001." in parked.reason
    assert world.stage("ACE-001") == "invited"


def test_two_different_forms_of_one_application_are_left_to_the_organiser(
    world: World, kwame: Correspondent
) -> None:
    other = dict.fromkeys(("C1", "C2", "C3", "C4", "C5", "C6", "D1"), "Something else entirely")
    changed = {**dict.fromkeys(kwame.answers(), "quite different"), **other}
    blank = next(f for x in kwame.read if (f := x.file("form.docx")))
    sends(
        kwame,
        File("one.docx", filled(kwame)),
        File("two.docx", forms.fill(blank.data, changed)),
    )
    kwame.receives("unclear")
    [parked] = world.state.parked.values()
    assert "2 different forms: one.docx and two.docx" in parked.reason


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"ACE-001", b"ACE20-014", "a form of another programme or year (ACE20)"),
        (b"August 2021", b"August 2020", "it is a form of 2020"),
        (b"ACE-001", b"ACE-214", ""),
    ],
)
def test_last_years_form_is_told_apart(
    world: World, kwame: Correspondent, old: bytes, new: bytes, said: str
) -> None:
    parts = forms.unzip(filled(kwame))
    document = parts["word/document.xml"]
    assert re.search(old, document)
    parts["word/document.xml"] = document.replace(old, new)
    sends(kwame, File("form.docx", forms.rezip(parts)))
    if said:
        kwame.receives("form-unread", mentioning=[said, "the form that came with our email"])
    else:
        kwame.receives("unclear")
    assert len(world.state.parked) == 1
    assert world.stage("ACE-001") == "invited"
