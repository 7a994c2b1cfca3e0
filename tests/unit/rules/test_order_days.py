"""The day that an extension ends, as people write days."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ace_mailbot.config import Config, load, shipped_folder
from ace_mailbot.rules.orders import Order
from tests.unit.rules.ordering import the_doubt, the_order


@pytest.fixture(scope="module")
def config() -> Config:
    return load(shipped_folder() / "config.toml", {}, with_secrets=False)


@pytest.mark.parametrize(
    ("said", "local"),
    [
        ("to 2021-08-27", "2021-08-27 23:59:59"),
        ("until 2021-08-27 17:00", "2021-08-27 17:00:00"),
        ("to 2021-08-27T17:00", "2021-08-27 17:00:00"),
        ("until 27 Aug", "2021-08-27 23:59:59"),
        ("till 27th August", "2021-08-27 23:59:59"),
        ("to the 27th of August at 5pm", "2021-08-27 17:00:00"),
        ("to the 27th", "2021-08-27 23:59:59"),
        ("to August 27th, 2021", "2021-08-27 23:59:59"),
        ("to 27 August 2021", "2021-08-27 23:59:59"),
        ("to 27/8", "2021-08-27 23:59:59"),
        ("to 27/08/21", "2021-08-27 23:59:59"),
        ("to 27.8.2021", "2021-08-27 23:59:59"),
        ("to 3/9", "2021-09-03 23:59:59"),
        ("to Friday", "2021-08-27 23:59:59"),
        ("to this Friday", "2021-08-27 23:59:59"),
        ("until Fri 5pm", "2021-08-27 17:00:00"),
        ("until 5pm on Friday", "2021-08-27 17:00:00"),
        ("to Friday, 17.30", "2021-08-27 17:30:00"),
        ("to Friday noon", "2021-08-27 12:00:00"),
        ("to Friday 27 August at 17:00", "2021-08-27 17:00:00"),
        ("to Mon 30 Aug 5pm", "2021-08-30 17:00:00"),
        ("to Monday", "2021-08-30 23:59:59"),  # it is Monday: not today
        ("to next Monday", "2021-08-30 23:59:59"),
        ("to tomorrow", "2021-08-24 23:59:59"),
        ("to today 5pm", "2021-08-23 17:00:00"),
        ("to end of day Friday", "2021-08-27 23:59:59"),
        ("to 5 Jan", "2022-01-05 23:59:59"),
        ("Friday", "2021-08-27 23:59:59"),
        ("an extension to Friday", "2021-08-27 23:59:59"),
    ],
)
def test_an_extension_reads_days_as_people_write_them(
    said: str, local: str, config: Config
) -> None:
    text = f"extend ACE-007 {said} because the lead is ill"
    zone = config.programme.zone
    until = datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)

    assert the_order(text, config) == Order(text, "extend", ("ACE-007",), until, "the lead is ill")


@pytest.mark.parametrize(
    "text",
    [
        "extend all to Friday because the mailbox was down",
        "Extend everyone until 27/8 - the mailbox was down",
        "please extend the deadline for all to 27 August: the mailbox was down",
    ],
)
def test_an_extension_may_be_for_all(text: str, config: Config) -> None:
    order = the_order(text, config)
    assert (order.references, order.argument, order.reason) == ((), "all", "the mailbox was down")
    assert order.until == datetime(2021, 8, 27, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "extend 7 to Friday - ill",
        "extend 7 to Friday: ill",
        "extend 7 to Friday (ill)",
        "extend 7 to Friday, 17:00, ill",
        "give ACE-007 until Friday because ill",
        "Extension for ACE-007 to Friday as ill",
        "extend ACE-007's deadline to Friday because ill",
    ],
)
def test_an_extension_finds_where_the_day_ends_and_the_reason_begins(
    text: str, config: Config
) -> None:
    order = the_order(text, config)
    assert (order.verb, order.references, order.reason) == ("extend", ("ACE-007",), "ill")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("to 20 Aug", "Friday 20 August 2021 has passed."),
        ("to today 9am", "Monday 23 August 2021 has passed."),
        ("to 3/4", "Saturday 3 April 2021 has passed."),
        ("to 31 September", "There is no day 31 September."),
        ("to 8/27", "There is no day 8/27."),
        ("to Monday 27 August", "Friday 27 August 2021 is not a Monday."),
        (
            "to next Friday",
            "This may mean Friday 27 August 2021 or Friday 3 September 2021.",
        ),
        ("by 3 days", "An extension needs the day it ends."),
        ("a bit", "An extension needs the day it ends."),
    ],
)
def test_a_day_that_cannot_be_meant_is_told_and_not_guessed(
    said: str, sentence: str, config: Config
) -> None:
    doubt = the_doubt(f"extend ACE-007 {said} because ill", config)
    assert doubt.sentence == sentence
    assert doubt.nearest == ("extend ACE-007 to 2021-08-30 because ...",)


def test_a_weekday_counts_from_receipt_in_the_programmes_zone(config: Config) -> None:
    late_sunday = datetime(2021, 8, 22, 23, 30, tzinfo=UTC)  # already Monday in London
    order = the_order("extend 7 to Monday because ill", config, late_sunday)
    assert order.until == datetime(2021, 8, 30, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("paid 3", None),
        ("paid 3, thanks", None),
        ("paid ACE-003 on 2021-11-03", "2021-11-03"),
        ("paid ACE-003 on 3 November", "2021-11-03"),
        ("paid ACE-003 on 3rd Nov 2021.", "2021-11-03"),
        ("paid 3 on the 3rd of November", "2021-11-03"),
        ("paid 3 on 3/11/2021", "2021-11-03"),
        ("paid 3 on 3/11", "2021-11-03"),
        ("paid 3 on 03.11.21", "2021-11-03"),
        ("paid 3 (3 November 2021)", "2021-11-03"),
        ("paid 3 on Wednesday 3 November", "2021-11-03"),
        ("paid 3 on the 3rd", "2022-01-03"),
        ("paid 3 on Friday", "2021-12-31"),
        ("paid 3 last Monday", "2021-12-27"),
        ("paid 3 on Monday", "2022-01-03"),  # it is Monday: today
        ("paid 3 today", "2022-01-03"),
        ("paid 3 yesterday", "2022-01-02"),
        ("Paid ACE-003 on 31 December", "2021-12-31"),
    ],
)
def test_a_payment_is_dated_as_people_write_days_gone_by(
    config: Config, said: str, day: str | None
) -> None:
    order = the_order(said, config, datetime(2022, 1, 3, 9, 30, tzinfo=UTC))
    assert order.references == ("ACE-003",)
    found = order.until.astimezone(config.programme.zone).date() if order.until else None
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("paid 3 on 4 January 2022", "Tuesday 4 January 2022 is still to come."),
        ("paid 3 tomorrow", "something that I can't do"),
        ("paid 3 on Tuesday 3 November 2021", "is not a Tuesday"),
        ("paid 3 on 31 November 2021", "There is no day"),
        ("paid 3 on the never", "I did not understand the day of the payment."),
    ],
)
def test_a_payment_on_no_such_day_is_asked_about(config: Config, said: str, why: str) -> None:
    doubt = the_doubt(said, config, datetime(2022, 1, 3, 9, 30, tzinfo=UTC))
    assert why in doubt.sentence
