"""The twelve expressions of interest that any release must read right, and the two repeats."""

from __future__ import annotations

from collections.abc import Callable

from ace_mailbot.model import Address, Basis, Eoi, Intent, Message, Nature, Person
from tests.unit.reading.conftest import SAMPLES

Sample = Callable[[str], Message]

AMARA = Eoi(
    lead=Person(
        name="Amara Okafor",
        email="amara.okafor@brentcommunity.example",
        role="Community health lead",
        organisation="Brent Community Trust",
        phone="07700 900112",
    ),
    summary=(
        "Older people in Brent who fall are passed between 5 services that do not share a "
        "record. The ambulance service, our community nurses, the council's telecare team, "
        "the hospital and a local charity each hold a piece of the answer. No one of us can "
        "change what happens in the first hour alone.\n\n"
        "We want to bring those services and the people who use them round 1 table, and to "
        "try a single first visit in 1 neighbourhood. It is small enough to stop safely if it "
        "does not help. We would also ask why our services work the way they do, and what "
        "older people would rather have."
    ),
    title="One front door for falls in Brent, North West London",
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
            email="priya.raman@newhamacute.example",
            role="Discharge matron",
            organisation="Newham Acute Trust",
            phone="020 7946 0401",
        ),
        summary=(
            "Patients in Newham who are well enough to leave hospital wait until evening for "
            "transport, medicines and a key. No single team sees the whole of their discharge. "
            "Ward, pharmacy, transport and families want to try to have everyone home by lunch, "
            "on 2 wards at first. We want to learn why our handovers fail, and whether patients "
            "who help to plan their own return go home sooner and stay there."
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
        lead=Person(name="Gareth Lloyd", email="gareth.lloyd@suttongp.example"),
        summary=(
            "Hi saw the ACE thing in the gp bulletin. patients in sutton keep coming back with "
            "the same thing becuase the first appointment never got to what was wrong. nobody "
            "ownes it so they just go round and round. us at the surgery, the libary and a mens "
            "shed would love to try a second appointment somewhere else, with 10 patients, and "
            "see what happens"
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
            email="samuel.adeyemi@lewishamhospital.example",
            role="Consultant geriatrician",
            organisation="Lewisham Hospital",
            phone="020 7946 0501",
        ),
        summary=(
            "Old people come to A&E in Lewisham at midnight because nothing else is open to them. "
            "The hospital, the ambulance service and a neighbourhood charity want to try what "
            "could be, together with the people who come and those who care for them.\n\n"
            "We do not yet know why they come so late. That is what the experiment should tell "
            "us: 1 warm room, 3 nights a week, until March."
        ),
        title="old and in A&E at midnight",
        footprint="SEL",
        footprint_basis=Basis.SUGGESTED,
        areas=("Lewisham",),
        contact=Person(
            name="Denise Hall",
            email="denise.hall@lewishamhospital.example",
            role="PA to Dr Samuel Adeyemi",
            organisation="Lewisham Hospital",
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
            role="Commissioner",
            organisation="Haringey Council",
            phone="020 7946 0301",
        ),
        summary=(
            "Neighbours notice first when somebody in Haringey stops coping, and do not know whom "
            "to tell. When they do tell someone, the council, the surgery and the charities each "
            "hear a different part of it.\n\n"
            "We want to work out with neighbours on 2 estates what a good answer would be, and to "
            "try 1 small thing before Christmas: a worry line staffed by volunteers, with all of "
            "us behind it."
        ),
        title="Neighbours who notice",
        footprint="NCL",
        footprint_basis=Basis.SUGGESTED,
        areas=("Haringey",),
        co_leads=(
            Person(
                name="Tariq Aziz",
                email="tariq.aziz@goodneighbours.example",
                organisation="Tottenham Good Neighbours",
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
            email="marcus.bell@croydontrust.example",
            role="Operations manager",
            organisation="Croydon Trust",
            phone="020 7946 0512",
        ),
        summary=(
            "We would like to submit an expression of interest. People in Croydon wait long for a "
            "new hip and get worse meanwhile. They tell us that the hospital, their GP, the "
            "physiotherapist and their employer each treat them as a new story.\n\n"
            "The trust, 2 GP practices, the leisure centre and people on the list want to make 1 "
            "plan that the patient owns, and to try it with 20 people from October. We would stop "
            "if it makes anyone's pain worse."
        ),
        title="Croydon's long waits",
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
            role="Public health strategist",
            organisation="Bexley Council",
            phone="020 7946 0510",
        ),
        summary=(
            "Three estates in Bexley are an hour by bus from any surgery. Residents tell us that "
            "they go to A&E instead, or nowhere. The council, the bus company and 2 practices "
            "have never sat down together with them.\n\n"
            "We would like to do that, and to take the surgery to the bus stop for 10 weeks, on "
            "the days that residents choose. If nobody comes, or if it keeps anyone from better "
            "care, we stop and say why."
        ),
        title="The bus stop surgery",
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
            email="rosa.diaz@hackneyfamilies.example",
            role="Manager",
            organisation="Hackney Families First",
        ),
        summary=(
            "Grandparents in Hackney who raise their grandchildren are invisible to every service "
            "that they use. I would like to put in an expression of interest to ACE with the "
            "school, the health visitors and a kinship carers' group. Together we would ask what "
            "being seen would mean, and try it in 1 school until March."
        ),
        footprint="NEL",
        footprint_basis=Basis.SUGGESTED,
        areas=("Hackney",),
        source="an older message that it quotes",
        quoted=True,
    )
    assert "07700 900317" in message.text


def test_zoes_accents_and_both_languages_are_kept(sample: Sample) -> None:
    message = sample("10")
    assert message.eoi == Eoi(
        lead=Person(
            name="Zoë Müller-Nuñez",
            email="zoe.muller-nunez@southwarklatin.example",
            role="Co-ordinator",
            organisation="Southwark Latin American Network",
            phone="07700 900401",
        ),
        summary=(
            "En Southwark, las personas latinoamericanas que limpian oficinas trabajan cuando el "
            "centro de salud está abierto y duermen cuando no lo está. Nuestra red, la farmacia, "
            "el centro de salud y las empresas de limpieza las conocen, pero cada una por su "
            "cuenta.\n\n"
            "In English: Latin American cleaners in Southwark work when surgeries are open and "
            "sleep when they are not. We’d like to bring our network, the surgery, the pharmacy "
            "and the cleaning firms to one table with the cleaners themselves, and try “la "
            "consulta” – health checks at the bus interchange at dawn."
        ),
        title="La consulta",
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
        email="fatima.sheikh@mentalhealthtrust.example",
        role="Service manager",
        organisation="Harrow and Barnet Mental Health Trust",
        phone="020 7946 0211",
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
