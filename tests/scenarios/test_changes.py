"""Withdrawal, change of lead, second contact, duplicates: recognised, confirmed, shown."""

from __future__ import annotations

from tests.world import World


def test_a_withdrawal_is_confirmed_and_ends_the_reminders(world: World) -> None:
    tom = world.applicant("tom")
    world.at("2021-07-09 13:02")
    pack = tom.expresses_interest()
    world.at("2021-07-20 11:26")
    tom.replies(pack, "I am sorry to say that we have to withdraw our application.")
    tom.receives("withdrawn", mentioning="ACE-001")
    assert world.stage("ACE-001") == "withdrawn"
    world.each_day_until("2021-08-23 09:00")
    tom.receives_nothing_more()


def test_the_withdrawal_stands_in_the_digest(world: World) -> None:
    tom = world.applicant("tom")
    world.at("2021-07-09 13:02")
    pack = tom.expresses_interest()
    tom.replies(pack, "Please withdraw our application.")
    world.digest("2021-07-12 08:00", mentioning="withdrawn: 1")


def test_a_stranger_cannot_withdraw_somebody_elses_application(world: World) -> None:
    tom, mallory = world.applicant("tom"), world.person("M. Allory <m@allory.example>")
    world.at("2021-07-09 13:02")
    tom.expresses_interest()
    mallory.writes("[ACE-001] withdrawal", "Please withdraw application ACE-001.")
    assert world.stage("ACE-001") == "invited"
    tom.receives_nothing_more()
    mallory.receives("unclear", not_mentioning=["Tom", "Westminster"])


def test_the_lead_hands_over_to_a_colleague_and_both_are_told(world: World) -> None:
    stefan = world.applicant("stefan")
    nadia = world.person("Nadia Rahman <nadia.rahman@islingtonhomes.example>")
    world.at("2021-07-12 09:20")
    pack = stefan.expresses_interest()
    world.at("2021-07-28 16:02")
    stefan.replies(
        pack,
        "I am leaving on Friday. The new lead will be my colleague Nadia Rahman, "
        "nadia.rahman@islingtonhomes.example.",
    )
    stefan.receives("lead-changed", mentioning="Nadia Rahman")
    nadia.receives("lead-changed", mentioning="How we use your information")
    lead = world.application("ACE-001").lead
    assert (lead.name, lead.email) == ("Nadia Rahman", nadia.email)


def test_a_colleague_who_says_that_they_lead_now_needs_the_old_leads_word(world: World) -> None:
    stefan = world.applicant("stefan")
    nadia = world.person("Nadia Rahman <nadia.rahman@islingtonhomes.example>")
    world.at("2021-07-12 09:20")
    stefan.expresses_interest()
    world.at("2021-07-28 16:02")
    nadia.writes(
        "[ACE-001] change of lead",
        "The lead for ACE-001 has changed. The new lead is Nadia Rahman, "
        "nadia.rahman@islingtonhomes.example.",
    )
    assert world.application("ACE-001").lead.email == stefan.email


def test_a_second_contact_is_copied_from_then_on(world: World) -> None:
    priya = world.applicant("priya")
    sam = world.person("Sam Whitlock <sam.whitlock@newhamacute.example>")
    world.at("2021-07-07 10:31")
    pack = priya.expresses_interest()
    world.at("2021-07-27 09:00")
    priya.replies(
        pack,
        "Please add a second contact: Sam Whitlock, sam.whitlock@newhamacute.example.",
    )
    priya.receives("contact-added", mentioning="Sam Whitlock")
    sam.receives("contact-added", mentioning="How we use your information")
    world.at("2021-08-13 09:00")
    priya.receives("reminder")
    sam.receives("reminder")


def test_two_who_write_together_are_asked_who_leads(world: World) -> None:
    joanna = world.person("Joanna Mills <joanna.mills@haringeycouncil.example>", "outlook")
    world.at("2021-07-13 14:22")
    joanna.writes(
        "Expression of interest",
        "Dear team,\n\nThis is an expression of interest. Neighbours in Haringey notice first when "
        "somebody stops coping, and do not know whom to tell. We want to work out with them what a "
        "good answer would be. We will lead this together.\n\nJoanna Mills, Haringey Council, "
        "020 7946 0301\nTariq Aziz, Tottenham Good Neighbours, 07700 900456",
        cc=["Tariq Aziz <tariq@goodneighbours.example>"],
    )
    tariq = world.person("Tariq Aziz <tariq@goodneighbours.example>")
    pack = joanna.receives("pack", mentioning="lead")
    tariq.receives("pack")
    world.at("2021-07-14 09:15")
    joanna.replies(pack, "I will be the lead, and Tariq the second contact.")
    assert world.application("ACE-001").lead.email == joanna.email
    assert [p.email for p in world.application("ACE-001").contacts] == [tariq.email]


def test_thanks_are_left_alone(world: World) -> None:
    chidi = world.applicant("chidi")
    world.at("2021-07-15 21:02")
    pack = chidi.expresses_interest()
    chidi.replies(pack, "Thanks so much, got it!")
    chidi.receives_nothing_more()
    world.organiser.receives_nothing_more(besides="digest")


def test_a_message_with_an_nhs_number_reaches_a_human_and_the_number_nobody(
    world: World,
) -> None:
    janet = world.applicant("janet")
    world.at("2021-07-19 09:33")
    pack = janet.expresses_interest()
    janet.replies(pack, "The patient with NHS number 999 000 0018 has waited 14 months.")
    janet.receives("nhs-number", not_mentioning=["999 000 0018", "9990000018"])
    world.digest("2021-07-20 08:00", mentioning="NHS number", not_mentioning="999 000 0018")
