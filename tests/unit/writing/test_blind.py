"""Names struck out for a blind review, and words that must stay."""

from __future__ import annotations

import pytest

from ace_mailbot.writing.blind import strike

PEOPLE = (
    *("Amara Okafor", "Dr Samuel Adeyemi", "Denise Hall", "Li Wei Chan", "Zoë Müller-Nuñez"),
    *("Grace Young", "Practice manager", "Will Brent", "Siobhán O'Connor", "Mary-Jane Smythe"),
    *(
        "Dr A. N. Other",
        "A. Young",
        "Michael van der Berg",
        "Robert (Bob) Tran",
        "mohammed rahman",
        "Sam",
    ),
    *("Christopher Ng",),
)
AGENCIES = (
    *("Brent Community Trust", "Whittington Health NHS Trust", "Older Voices Brent", "Council"),
    *("London North West University Healthcare NHS Trust", "East Barnet NHS Foundation Trust"),
    *("London Borough of Southwark", "Team Hope (Barnet)", "Ealing Carers' Centre"),
    *("Lewisham and Greenwich NHS Trust",),
    *("Local council", "Barnet Dementia Alliance", "Age Concern Harrow (ACH)", "Mencap Ltd"),
)
PLACES = ("Brent", "Barnet", "Ealing", "Southwark", "Kensington and Chelsea", "North West London")


def struck(text: str, *others: str) -> str:
    return strike(PEOPLE, AGENCIES, (text, *others), PLACES, keep=("ACE", "NWL"))(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Amara Okafor leads.", "[left out] leads."),
        ("AMARA OKAFOR leads.", "[left out] leads."),
        ("A. Okafor and A Okafor and A.B. Okafor", "[left out] and [left out] and [left out]"),
        ("Dr Okafor's team; Okafor’s plan", "Dr [left out]'s team; [left out]’s plan"),
        ("OKAFOR will chair.", "[left out] will chair."),
        ("Amara will ring Samuel.", "[left out] will ring [left out]."),
        ("Dr Adeyemi and Dr S. Adeyemi", "Dr [left out] and [left out]"),
        ("Mrs Hall, Ms Hall and D. Hall", "[left out], Ms [left out] and [left out]"),
        ("Denise will lead; Denise Hall too.", "[left out] will lead; [left out] too."),
        ("Zoë and Ms Müller-Nuñez; also Nuñez", "[left out] and Ms [left out]; also [left out]"),
        ("Wei Chan; Chan", "[left out]; [left out]"),
        ("BCT and Brent Community lead.", "[left out] and [left out] lead."),
        ("At Whittington Health we meet.", "At [left out] we meet."),
        ("With WHNT and Barnet Dementia.", "With [left out] and [left out]."),
        ("OVB and Mencap.", "[left out] and [left out]."),
        ("See www.brenttrust.example/falls.", "See [left out]"),
        ("Write to amara (at) trust.example", "Write to [left out]"),
        ("Follow @BrentFalls today.", "Follow [left out] today."),
        ("Siobhan O’Connor; O'CONNOR; O Connor", "[left out]; [left out]; [left out]"),
        (
            "Mary Jane's plan; MJ Smythe; Smythe-led",
            "[left out]'s plan; [left out]; [left out]-led",
        ),
        ("AN Other, Dr A.N. Other, Other, A.", "[left out], Dr [left out]"),
        ("Prof van der Berg; Mike; Van Der Berg", "Prof [left out]; [left out]; [left out]"),
        ("Bob runs it; Robert too.", "[left out] runs it; [left out] too."),
        ("Ask Rahman. Mohammed runs it.", "Ask [left out]. [left out] runs it."),
        ("Sam runs it with Chris.", "[left out] runs it with [left out]."),
        ("We meet with Grace, and Will comes.", "We meet with [left out], and [left out] comes."),
        ("Carers Centre and Ealing Carers’ Centre", "Carers Centre and [left out]"),
        ("LNWUH, LNWH and LNWUHT", "[left out] and [left out]"),
        ("Barnet Trust; East Barnet FT; L&G agree.", "Barnet Trust; [left out]; [left out] agree."),
        ("Southwark Council, LBS and LB Southwark", "[left out] and [left out]"),
        ("EBFT and EB FT", "[left out] and EB FT"),
        ("Young Hands; #TeamHope; Team Hope", "Young Hands; #[left out]; [left out]"),
        ("See teamhope.org.uk/news or Facebook: team.hope", "See [left out] or [left out]"),
        (
            "Older Voices Brent (Voices) says: Voices are heard.",
            "[left out] ([left out]) says: [left out] are heard.",
        ),
    ],
)
def test_a_name_goes_in_whatever_form_it_takes(written: str, read: str) -> None:
    assert struck(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "The Hall is open to all in Brent, Barnet and North West London.",
        "Young people hope for grace. Grace is what they ask. Will this work?",
        "The council, the Council and a local council agree with the NHS and the ICS.",
        "Older people in the community trust us; the trust is mutual.",
        "The practice manager keeps a list. Practice makes perfect.",
        "Chancery Lane, Okaforville and amaranth are no names.",
        "ACE in NWL is open; health alliance and dementia are words.",
        "In Hope Street, on Grace Road and at Young Minds we look for a sign of Grace.",
        "Make Will Park and Hope Hill safer, or an other place for a young dog.",
        "We meet at 10.30 and/or 2pm, e.g. on a Monday.",
    ],
)
def test_ordinary_words_and_places_stay(written: str) -> None:
    assert struck(written) == written


def test_a_place_that_an_agency_is_named_after_stays() -> None:
    said = "King's Cross Health Centre leads. We live near King's Cross."
    without = strike((), ("King's Cross Health Centre",), (said,), ())
    assert without(said) == "[left out] leads. We live near King's Cross."


def test_a_name_that_is_a_word_elsewhere_in_the_form_stays_alone() -> None:
    said = "Penelope Swift leads. Swift help matters."
    without = strike(("Penelope Swift",), (), (said, "a swift answer"), ())
    assert without(said) == "[left out] leads. Swift help matters."
