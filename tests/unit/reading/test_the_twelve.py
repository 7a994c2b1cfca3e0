"""The twelve expressions of interest that any release must read right, and the two repeats."""

from __future__ import annotations

from collections.abc import Callable

from ace_mailbot.model import Address, Basis, Eoi, Intent, Message, Nature, Person
from tests.unit.reading.conftest import SAMPLES

Sample = Callable[[str], Message]

AMARA = Eoi(
    lead=Person(
        name="Amara Okafor",
        email="amara.okafor@communitytrust.example",
        role="Project lead and community matron",
        organisation="Brent Community Services NHS Trust",
        phone="07700 900123",
    ),
    summary=(
        "Every week, older people in Brent fall at home and wait on the floor for an ambulance "
        "that they may not need. The ambulance service, our community nurses, the council's "
        "telecare team and 2 local charities each hold a piece of the answer. No one of us can "
        "change what happens in the first hour alone.\n\n"
        "We want to bring those people together with residents who have fallen. Between October "
        "and March we would test a shared response in 1 neighbourhood, small enough to stop "
        "safely if it does not help. We would also ask why our services work the way they do, "
        "and what older people would rather have."
    ),
    title="Falls Together in Brent, North West London",
    footprint="NWL",
    footprint_basis=Basis.STATED,
    areas=("Brent",),
)


def test_amara_is_read_whole_and_her_footprint_is_stated(sample: Sample) -> None:
    message = sample("01")
    assert message.eoi == AMARA
    assert (message.nature, message.may_answer, message.signs) == (Nature.PERSON, True, ())
    assert dict(message.intents) == {Intent.INTEREST: message.subject}


def test_priya_is_read_from_her_signature_without_disclaimer_and_logos(sample: Sample) -> None:
    message = sample("02")
    assert message.eoi == Eoi(
        lead=Person(
            name="Priya Raman",
            email="priya.raman@eastway.example",
            role="Head of Integrated Discharge",
            organisation="Eastway University Hospitals NHS Trust",
            phone="020 7946 0182",
        ),
        summary=(
            "Too many people in Newham are ready to leave hospital but wait for days, because no "
            "single team sees the whole of their journey home. We would like to bring ward staff, "
            "social workers, a housing officer, carers and a local charity to one table, and try "
            "a shared discharge conversation on 2 wards. We want to learn why our handovers fail, "
            "and whether patients who help plan their own return home go home sooner and stay "
            "there."
        ),
        footprint="NEL",
        footprint_basis=Basis.SUGGESTED,
        areas=("Newham",),
    )
    assert [a.filename for a in message.attachments if not a.inline] == []
    assert "intended recipient" in message.text
    assert "intended recipient" not in message.reply_text


def test_gareths_words_stay_as_he_typed_them_and_his_surname_is_the_headers(
    sample: Sample,
) -> None:
    message = sample("03")
    assert message.eoi == Eoi(
        lead=Person(name="Gareth Lloyd", email="gareth.lloyd@highstreetsurgery.example"),
        summary=(
            "Hi saw the ACE thing in the gp bulletin. were trying to get the surgerys, the food "
            "bank and the mental heath team in sutton to work as 1 for people who are lonley and "
            "keep coming back to A&E. nobody ownes it at the moment so they just go round and "
            "round. would love to try a shared monday morning huddle with 2 patients in the room "
            "and see what happens"
        ),
        footprint="SWL",
        footprint_basis=Basis.SUGGESTED,
        areas=("Sutton",),
    )
    assert message.subject == ""


def test_dr_adeyemi_leads_what_denise_forwards_and_she_is_a_contact(sample: Sample) -> None:
    message = sample("04")
    assert message.eoi == Eoi(
        lead=Person(
            name="Dr Samuel Adeyemi",
            email="samuel.adeyemi@riversidehealth.example",
            role="Clinical Lead, Young Adults",
            organisation="Riverside Community Health Partnership",
            phone="07700 900456",
        ),
        summary=(
            "In Lewisham, young adults who leave children's mental health services often fall "
            "between 3 agencies, and meet us again only in a crisis. I would like to bring the "
            "trust, the college, the youth service and young people themselves together to test "
            "1 shared welcome in their first 6 weeks.\n\n"
            "We do not yet know why they stop coming. That is what the experiment should tell us, "
            "and young people would design it with us."
        ),
        title="young adults in Lewisham",
        footprint="SEL",
        footprint_basis=Basis.SUGGESTED,
        areas=("Lewisham",),
        contact=Person(
            name="Denise Hall",
            email="denise.hall@riversidehealth.example",
            role="PA to Dr Samuel Adeyemi",
            organisation="Riverside Community Health Partnership",
            phone="020 7946 0340",
        ),
        source="the forwarded message",
    )


def test_joanna_and_tariq_lead_together_each_with_a_phone(sample: Sample) -> None:
    message = sample("05")
    assert message.eoi == Eoi(
        lead=Person(
            name="Joanna Mills",
            email="joanna.mills@haringeycouncil.example",
            role="Head of Early Help",
            organisation="Haringey Council",
            phone="020 7946 0511",
        ),
        summary=(
            "Families in temporary housing in Haringey are moved 3 or 4 times a year. Each move "
            "breaks the thread with their health visitor, school and support worker. The council, "
            "the charity and the families all see a different part of it.\n\n"
            "We want to sit down with 8 families and everyone who serves them, map what is lost "
            "at each move, and try 1 small change before Christmas: a named person who stays."
        ),
        title="Families on the Move",
        footprint="NCL",
        footprint_basis=Basis.SUGGESTED,
        areas=("Haringey",),
        co_leads=(
            Person(
                name="Tariq Aziz",
                email="tariq@doorstepfamilies.example",
                organisation="Doorstep Families",
                phone="07700 900789",
            ),
        ),
    )


def test_helen_asks_and_applies_for_nothing(sample: Sample) -> None:
    message = sample("06")
    assert message.eoi is None
    assert dict(message.intents) == {
        Intent.QUESTION: (
            "Can a hospice be the lead organisation, or does it have to be an NHS body? "
            "And does all of the money have to be spent by the end of March?"
        )
    }


def test_marcus_is_read_whole_though_he_is_late(sample: Sample) -> None:
    message = sample("07")
    assert message.eoi == Eoi(
        lead=Person(
            name="Marcus Bell",
            email="marcus.bell@southvale.example",
            role="Transformation Manager",
            organisation="Southvale Health Services NHS Trust",
            phone="020 7946 0720",
        ),
        summary=(
            "We would like to submit an expression of interest. In Croydon, people with sickle "
            "cell disease tell us that A&E, the haematology ward, their GP and their employer "
            "each treat them as a new story. Pain plans exist, but nobody outside the ward can "
            "find them.\n\n"
            "The trust, 2 GP practices, the ambulance service and a patients' group want to agree "
            "1 plan that the patient owns and carries, and to try it with 20 people from October. "
            "We would stop if it delays pain relief for anyone."
        ),
        title="One Pain Plan, Croydon",
        footprint="SWL",
        footprint_basis=Basis.SUGGESTED,
        areas=("Croydon",),
    )


def test_li_wei_is_read_from_the_attached_file(sample: Sample) -> None:
    message = sample("08")
    assert message.eoi == Eoi(
        lead=Person(
            name="Li Wei Chan",
            email="liwei.chan@bexleycouncil.example",
            role="Integrated Commissioning Manager",
            organisation="Bexley Council",
            phone="020 7946 0833",
        ),
        summary=(
            "Carers of people with dementia in Bexley tell us that they repeat their story to 5 "
            "services and still do not know whom to ring on a Sunday. The council, the memory "
            "clinic, 3 GP practices and the carers' centre have never sat down together with "
            "them.\n\n"
            "We would like to do that, and to try a single carers' line for 10 weekends, answered "
            "in turn by each agency. If it is not used, or if it confuses people, we stop and say "
            "why."
        ),
        title="One Line for Carers",
        footprint="SEL",
        footprint_basis=Basis.SUGGESTED,
        areas=("Bexley",),
        source="the attached file EOI final v3.docx",
    )
    assert dict(message.answers) == {}


def test_rosa_is_found_at_level_two_and_no_phone_is_mixed_up(sample: Sample) -> None:
    message = sample("09")
    assert message.reply_text == "+1, happy to be involved."
    assert message.sender == Address("maya.lindqvist@northbankforum.example", "Maya Lindqvist")
    assert message.eoi == Eoi(
        lead=Person(
            name="Rosa Diaz",
            email="rosa.diaz@lanternshelter.example",
            role="Manager",
            organisation="Lantern Night Shelter",
        ),
        summary=(
            "We run a night shelter in Islington, and we see the same 12 people leave hospital at "
            "2am with a bus ticket. I would like to put in an expression of interest to ACE with "
            "the hospital, the outreach team and people who have lived it. Together we would try "
            "a warm handover on 2 nights a week until March, and ask why nobody has been able to "
            "say no to a 2am discharge."
        ),
        footprint="NCL",
        footprint_basis=Basis.SUGGESTED,
        areas=("Islington",),
        source="an older message that it quotes",
        quoted=True,
    )
    assert "07700 900317" in message.text


def test_zoes_accents_and_both_languages_are_kept(sample: Sample) -> None:
    message = sample("10")
    assert message.eoi == Eoi(
        lead=Person(
            name="Zoë Müller-Nuñez",
            email="zoe@puente.example",
            role="Co-ordinator",
            organisation="Puente Women’s Association",
            phone="020 7946 0918",
        ),
        summary=(
            "En Southwark, muchas mujeres mayores que hablan español no van al médico porque "
            "temen no entender, o no ser entendidas. Nuestra asociación, la farmacia, el centro "
            "de salud y la biblioteca las conocen, pero cada una por su cuenta.\n\n"
            "In English: older Spanish-speaking women in Southwark stay away from their GP "
            "because they fear being misunderstood. We’d like to bring the “four front doors” "
            "they already trust – our charity, the pharmacy, the surgery and the library – to one "
            "table with the women themselves, and try a shared welcome every Thursday."
        ),
        title="Four front doors",
        footprint="SEL",
        footprint_basis=Basis.SUGGESTED,
        areas=("Southwark",),
        languages=("es", "en"),
    )


def test_fatimas_two_boroughs_are_a_question_and_no_guess(sample: Sample) -> None:
    eoi = sample("11").eoi
    assert eoi is not None
    assert (eoi.footprint, eoi.footprint_basis, eoi.areas) == (
        None,
        Basis.UNKNOWN,
        ("Harrow", "Barnet"),
    )
    assert eoi.lead == Person(
        name="Fatima Sheikh",
        email="fatima.sheikh@meadowbank.example",
        role="Service Manager, Crisis Pathway",
        organisation="Meadowbank Mental Health NHS Foundation Trust",
        phone="07700 900611",
    )


def test_grantboost_is_bulk_mail_and_gets_no_answer(sample: Sample) -> None:
    message = sample("12")
    assert (message.nature, message.may_answer, message.eoi) == (Nature.LIST, False, None)


def test_amara_again_is_the_same_message_byte_for_byte(sample: Sample) -> None:
    first, again = sample("01"), sample("13")
    assert (first.id, first.sha256) == (again.id, again.sha256)


def test_amaras_eoi_under_a_new_message_id_says_the_same(sample: Sample) -> None:
    first, other = sample("01"), sample("14")
    assert first.eoi == other.eoi
    assert first.id != other.id
    assert first.message_id != other.message_id


def test_every_sample_has_the_line_ends_of_mail() -> None:
    for path in SAMPLES.glob("*.eml"):
        data = path.read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n"), path.name
