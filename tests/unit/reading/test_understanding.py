"""What people write in unseen words: intents, places, people, NHS numbers and pasted forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ace_mailbot.model import Basis, Eoi, Intent, Person
from ace_mailbot.reading import numbers
from tests.unit.reading.conftest import Reader

Write = Callable[..., bytes]
ANSWERS = {"In_Reply_To": "<ace-003.k7m2pq4dxabz@funder.example>"}
PROJECT = (
    "Carers and the hospital want to try a shared plan for people with dementia who are admitted "
    "at night, and to learn together what gets in the way of going home."
)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Please could you send me the application pack?", Intent.INTEREST),
        ("We wish to withdraw our application.", Intent.WITHDRAW),
        ("We have decided not to go ahead this year.", Intent.WITHDRAW),
        ("Can a school be the lead organisation?", Intent.QUESTION),
        ("We are not sure whether a school can be a partner.", Intent.QUESTION),
        ("Could I have the form in large print please?", Intent.ADJUSTMENT),
        ("I confirm. I will meet the team monthly.", Intent.YES),
        ("I'm afraid I can't support this.", Intent.NO),
        ("This replaces the expression of interest that I sent before.", Intent.REPLACES),
        ("No, this is a separate project.", Intent.SEPARATE),
        ("Sam Green will be taking over as project lead.", Intent.CHANGE_LEAD),
        ("Please add sam.green@trust.example as a second contact.", Intent.ADD_CONTACT),
        ("Many thanks, that is very helpful.", Intent.THANKS),
        ("We are worried about self-harm on the ward.", Intent.SAFEGUARDING),
    ],
)
def test_an_intent_comes_with_the_sentence_that_says_it(
    read: Reader, write: Write, text: str, intent: Intent
) -> None:
    assert intent in read(write(text)).intents


@pytest.mark.parametrize(
    "text",
    [
        "No one of us can do this alone, and we want to change that.",
        "They come back with the same thing each week.",
        "I hope you are well.",
    ],
)
def test_common_words_say_nothing(read: Reader, write: Write, text: str) -> None:
    assert dict(read(write(text)).intents) == {}


def test_a_person_who_only_asks_for_the_pack_has_an_eoi_without_a_summary(
    read: Reader, write: Write
) -> None:
    message = read(write("Hi, please send me the application pack.\n\nThanks\nAmara", "ACE"))
    assert message.eoi == Eoi(Person("Amara Okafor", "amara.okafor@trust.example"), "")


@pytest.mark.parametrize(
    ("text", "subject", "headers"),
    [
        ("Thank you, that is very helpful.", "Re: [ACE-003] Your pack", ANSWERS),
        ("It is Barnet, so North Central London.", "Re: [ACE-003] One question", ANSWERS),
        ("I will send our expression of interest form back on Friday.", "Re: [ACE-003] x", ANSWERS),
        ("Can hospices apply? Must the money be spent by March?", "Query", {}),
        ("Our clients love our platform. Book a call with our experts today.", "Offer", {}),
    ],
)
def test_what_is_no_eoi(
    read: Reader, write: Write, text: str, subject: str, headers: dict[str, str]
) -> None:
    assert read(write(text, subject, **headers)).eoi is None


@pytest.mark.parametrize(
    ("where", "footprint", "basis", "areas"),
    [
        ("in NW London", "NWL", Basis.STATED, ()),
        ("in Hammersmith & Fulham", "NWL", Basis.SUGGESTED, ("Hammersmith and Fulham",)),
        ("in the London Borough of Sutton", "SWL", Basis.SUGGESTED, ("Sutton",)),
        ("in Kingston and Merton", "SWL", Basis.SUGGESTED, ("Kingston upon Thames", "Merton")),
        ("in Harrow and Barnet", None, Basis.UNKNOWN, ("Harrow", "Barnet")),
        ("in South East London and in SWL", None, Basis.UNKNOWN, ()),
        ("across the city", None, Basis.UNKNOWN, ()),
        ("with Central and North West London NHS Foundation Trust", None, Basis.UNKNOWN, ()),
        ("in E17", "NEL", Basis.SUGGESTED, ("Waltham Forest",)),
        ("from 12 High Street, Uxbridge UB8 1AA", "NWL", Basis.SUGGESTED, ("Hillingdon",)),
        ("in barber shops in tottenham", "NCL", Basis.SUGGESTED, ("Haringey",)),
        ("in Croydon and in Peckham", None, Basis.UNKNOWN, ("Croydon", "Southwark")),
        ("with King’s College Hospital", "SEL", Basis.SUGGESTED, ()),
        ("with the North Mid", "NCL", Basis.SUGGESTED, ()),
        ("with South London and Maudsley", None, Basis.UNKNOWN, ()),
        ("in Q3 and Q4, as A1 and E2 say", None, Basis.UNKNOWN, ()),
    ],
)
def test_a_footprint_is_stated_suggested_or_unknown(
    read: Reader,
    write: Write,
    where: str,
    footprint: str | None,
    basis: Basis,
    areas: tuple[str, ...],
) -> None:
    eoi = read(write(f"This is our EOI. We work {where}.\n\n{PROJECT}")).eoi
    assert eoi is not None
    assert (eoi.footprint, eoi.footprint_basis, eoi.areas) == (footprint, basis, areas)


def test_a_signature_on_one_line_is_read_piece_by_piece(read: Reader, write: Write) -> None:
    signed = (
        "Amara Okafor | Discharge Lead | Homerton Valley Healthcare NHS Foundation Trust"
        " | 020 7946 0555"
    )
    eoi = read(write(f"This is our EOI.\n\n{PROJECT}\n\n{signed}")).eoi
    assert eoi is not None
    assert eoi.summary == PROJECT
    assert (eoi.lead.role, eoi.lead.phone) == ("Discharge Lead", "020 7946 0555")
    assert eoi.lead.organisation == "Homerton Valley Healthcare NHS Foundation Trust"


def test_numbers_given_by_first_names_reach_the_right_person(read: Reader, write: Write) -> None:
    text = (
        "This is our EOI. I will co-lead it with Helen Stavrou, copied.\n\n"
        f"{PROJECT}\n\nOur numbers: Amara 07700 900111, Helen 07700 900222."
    )
    eoi = read(write(text, Cc="Helen Stavrou <helen@foodbank.example>")).eoi
    assert eoi is not None
    assert [p.phone for p in (eoi.lead, *eoi.co_leads)] == ["07700 900111", "07700 900222"]


def test_two_leads_with_numbers_in_one_sentence_are_kept_apart(read: Reader, write: Write) -> None:
    text = (
        "Dr Omar Said (Brent GP Federation, omar.said@fed.example, 07700 900413) and I (Amara "
        f"Okafor, Brent Council, 07700 900423) will lead this EOI jointly.\n\n{PROJECT}\n\nAmara"
    )
    eoi = read(write(text)).eoi
    assert eoi is not None
    assert eoi.lead.phone == "07700 900423"
    assert [(p.name, p.email, p.phone) for p in eoi.co_leads] == [
        ("Dr Omar Said", "omar.said@fed.example", "07700 900413")
    ]


def test_the_organisation_stands_in_the_directorys_name_when_no_signature_has_it(
    read: Reader, write: Write
) -> None:
    sender = '"OKAFOR, Amara (BARTS HEALTH NHS TRUST)" <a.okafor@nhs.example>'
    eoi = read(write(f"This is our EOI.\n\n{PROJECT}\n\nAmara", sender=sender)).eoi
    assert eoi is not None
    assert (eoi.lead.name, eoi.lead.organisation) == ("Amara Okafor", "BARTS HEALTH NHS TRUST")


def test_a_charitys_small_print_is_not_its_name(read: Reader, write: Write) -> None:
    signed = (
        "Amara Okafor\nDevelopment Officer\n\nNewham Deaf Club\n"
        "Registered charity 1099999. Company limited by guarantee 0123456."
    )
    eoi = read(write(f"This is our EOI.\n\n{PROJECT}\n\nBest regards\n\n{signed}")).eoi
    assert eoi is not None
    assert eoi.lead.organisation == "Newham Deaf Club"


def test_a_number_with_its_country_in_brackets_is_read_whole(read: Reader, write: Write) -> None:
    eoi = read(write(f"This is our EOI.\n\n{PROJECT}\n\nAmara Okafor\n(+44) 7700 900 353")).eoi
    assert eoi is not None
    assert eoi.lead.phone == "(+44) 7700 900 353"


def test_one_who_asks_whether_their_eoi_came_is_not_taken_for_a_new_one(
    read: Reader, write: Write
) -> None:
    text = (
        "Hello, I sent our expression of interest last week and have heard nothing. "
        "Could you tell me whether you received it?\n\nAmara"
    )
    message = read(write(text, "Did you get our EOI?"))
    assert message.eoi is None
    assert Intent.QUESTION in message.intents


def test_a_short_paragraph_that_goes_on_with_the_work_stays_in_the_summary(
    read: Reader, write: Write
) -> None:
    text = f"This is our EOI.\n\n{PROJECT}\n\nIf it adds to what carers bear, we stop.\n\nAmara"
    eoi = read(write(text)).eoi
    assert eoi is not None
    assert eoi.summary == f"{PROJECT}\n\nIf it adds to what carers bear, we stop."


def test_a_surname_is_no_borough(read: Reader, write: Write) -> None:
    text = f"We would like to apply.\n\n{PROJECT}\n\nRegards\nJo Sutton"
    eoi = read(write(text, sender="Jo Sutton <jo@trust.example>")).eoi
    assert eoi is not None
    assert (eoi.lead.name, eoi.areas) == ("Jo Sutton", ())


def test_labelled_details_are_believed(read: Reader, write: Write) -> None:
    text = (
        "Project title: Warm welcome\nName: Dr Amy Shah\nRole: GP partner\n"
        "Organisation: Elm Tree Surgery\nEmail: amy.shah@elmtree.example\nTel: 020 7946 0777\n"
        f"ICS: North Central London\n\nSummary: {PROJECT}\n\nMany thanks"
    )
    assert read(write(text, "EOI")).eoi == Eoi(
        lead=Person(
            "Dr Amy Shah",
            "amy.shah@elmtree.example",
            "GP partner",
            "Elm Tree Surgery",
            "020 7946 0777",
        ),
        summary=PROJECT,
        title="Warm welcome",
        footprint="NCL",
        footprint_basis=Basis.STATED,
    )


def test_somebody_named_in_the_text_leads_and_the_writer_is_a_contact(
    read: Reader, write: Write
) -> None:
    text = (
        "I write on behalf of Professor Mary Stone, who would like to express an interest. "
        f"Her email is mary.stone@uni.example.\n\n{PROJECT}\n\nBest wishes\nTom Reed"
    )
    eoi = read(write(text, "EOI", sender="Tom Reed <tom.reed@uni.example>")).eoi
    assert eoi is not None
    assert (eoi.lead.name, eoi.lead.email) == ("Professor Mary Stone", "mary.stone@uni.example")
    assert eoi.contact == Person("Tom Reed", "tom.reed@uni.example")


@pytest.mark.parametrize(
    "text",
    [
        "Dr Sola Adeyemi would like to apply for ACE. I am PA to Dr Sola Adeyemi.\n\n"
        "{project}\n\nDenise Hall\nPA to Dr Sola Adeyemi\nBrent Trust\n020 7946 0200",
        "I am writing on behalf of Dr Sola Adeyemi, who wants to apply for ACE. {project}\n\n"
        "Kind regards\nDenise Hall\nPersonal Assistant to Dr Sola Adeyemi\nTel 020 7946 0200",
        "I am the PA to Dr Sola Adeyemi, who would like to apply for ACE. My number is"
        " 020 7946 0200.\n\n{project}\n\nDenise",
        "EOI for ACE on behalf of Dr Sola Adeyemi, 020 7946 0200 (my number).\n\n{project}\n\n"
        "Denise Hall, PA",
    ],
)
def test_an_assistants_number_and_role_are_not_the_leads(
    read: Reader, write: Write, text: str
) -> None:
    mail = write(text.format(project=PROJECT), "ACE", sender="Denise Hall <denise@trust.example>")
    eoi = read(mail).eoi
    assert eoi is not None and eoi.contact is not None
    assert (eoi.lead.name, eoi.lead.role, eoi.lead.phone) == ("Dr Sola Adeyemi", "", "")
    assert (eoi.contact.name, eoi.contact.phone) == ("Denise Hall", "020 7946 0200")


def test_labels_filled_in_by_an_assistant_keep_the_assistants_number_out(
    read: Reader, write: Write
) -> None:
    text = (
        f"Lead: Dr Sola Adeyemi\nEmail: sola.adeyemi@trust.example\nSummary: {PROJECT}\n\n"
        "Kind regards\nDenise Hall\nPA to Dr Sola Adeyemi\n020 7946 0200"
    )
    eoi = read(write(text, "ACE", sender="Denise Hall <denise@trust.example>")).eoi
    assert eoi is not None
    assert eoi.lead == Person("Dr Sola Adeyemi", "sola.adeyemi@trust.example")


def test_an_eoi_in_bullets_tells_organisation_and_role(read: Reader, write: Write) -> None:
    text = (
        "EOI from **Tower Hamlets GP Care Group**\n\n- Lead: Jo Bloggs, Manager\n"
        f"- Phone: 020 7946 0300\n- Project: {PROJECT}"
    )
    eoi = read(write(text, "ACE", sender="Jo Bloggs <jo@thgp.example>")).eoi
    assert eoi is not None
    assert eoi.lead == Person(
        "Jo Bloggs",
        "jo@thgp.example",
        "Manager",
        "Tower Hamlets GP Care Group",
        "020 7946 0300",
    )


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("patient 943 476 5919 fell", True),
        ("9434765919", True),
        ("943-476-5919.", True),
        ("943 476 5918", False),
        ("ring 020 7946 0958 or 07700 900123", False),
        ("+44 7700 900123", False),
        ("reference 94347659190", False),
        ("000 000 0000", False),
    ],
)
def test_nhs_numbers_are_told_from_other_digits(text: str, holds: bool) -> None:
    assert numbers.holds_nhs_number(text) is holds


def test_an_nhs_number_is_never_quoted(read: Reader, write: Write) -> None:
    intents = read(write("Can you help 943 476 5919 please?")).intents
    assert Intent.NHS_NUMBER in intents
    assert not any("943" in sentence for sentence in intents.values())


def test_a_form_pasted_into_the_mail_is_read(read: Reader, write: Write) -> None:
    text = (
        "Dear team, our form is below.\n\nA1: Steady on your feet\nA2. North West London\n"
        "B1 name: Amara Okafor\nB1 email: amara.okafor@trust.example\n"
        "C1. What do you want to achieve together, and how did you agree it?\n"
        "Fewer falls.\n\nWe agreed it in June.\n"
        "D2 Amount requested, in pounds: 18,500\nD3 Budget\nRoom hire: £500\nStaff - £18,000\n"
        "E2 Will you join cohort sessions and share what you learn? Yes\n"
    )
    message = read(write(text, "Re: [ACE-003] Your pack", **ANSWERS))
    assert dict(message.answers) == {
        "A1": "Steady on your feet",
        "A2": "North West London",
        "B1_name": "Amara Okafor",
        "B1_email": "amara.okafor@trust.example",
        "C1": "Fewer falls.\n\nWe agreed it in June.",
        "D2": "18,500",
        "D3_1_item": "Room hire",
        "D3_1_amount": "£500",
        "D3_2_item": "Staff",
        "D3_2_amount": "£18,000",
        "E2": "Yes",
    }
    assert (message.form_source, message.reference) == ("the message itself", "ACE-003")
    assert message.eoi is None


@pytest.mark.parametrize(
    ("sender", "signature", "role", "organisation"),
    [
        ("Pat Dean <pat@scouts.example>", "Pat Dean\nScout leader", "Scout leader", ""),
        (
            "Bo Tran <bo@camden.example>",
            "Bo Tran, Camden Council, 07700 900001",
            "",
            "Camden Council",
        ),
    ],
)
def test_a_name_in_a_signature_is_neither_a_role_nor_an_organisation(
    read: Reader, write: Write, sender: str, signature: str, role: str, organisation: str
) -> None:
    text = f"I would like to express an interest in ACE.\n\n{PROJECT}\n\nKind regards\n{signature}"
    eoi = read(write(text, "Expresión de interés", sender=sender)).eoi
    assert eoi is not None
    assert (eoi.lead.role, eoi.lead.organisation) == (role, organisation)
    assert eoi.title == ""
