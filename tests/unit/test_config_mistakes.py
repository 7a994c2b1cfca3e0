"""Each mistake in the config is one line that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from ace_mailbot.config import (
    load,
)
from ace_mailbot.model import ConfigError
from tests.unit.config_files import EXAMPLE, IMAP, changed, loaded, problems


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "award_cap_pounds = 20000",
            'award_cap_pounds = "20k"',
            'programme.award_cap_pounds is "20k"; expected a whole number of pounds, such as 20000',
        ),
        (
            "award_cap_pounds = 20000",
            "award_cap_pounds = true",
            "programme.award_cap_pounds is true; expected a whole number of pounds, such as 20000",
        ),
        (
            "awards_per_footprint = 2",
            "awards_per_footprint = 0",
            "programme.awards_per_footprint is 0; expected a whole number of awards, such as 2",
        ),
        (
            "funder = ",
            "founder = ",
            "programme.funder is missing; expected the funder's name\n"
            'programme.founder is not a known key; expected perhaps "funder"',
        ),
        (
            "[store]",
            "retention_days = 30\n[store]",
            "sending.retention_days is not a known key here; expected under [programme]",
        ),
        ("[store]", "[stoer]", 'stoer is not a known key; expected perhaps "store"'),
        (
            "retention_days = 2555",
            "# none",
            "programme.retention_days is missing; "
            "expected a whole number of days from your records policy, such as 2555",
        ),
        (
            "closes = 2021-08-20T23:59:59",
            "closes = 2021-06-20T23:59:59",
            "programme.closes is 2021-06-20T23:59:59; "
            "expected a time later than programme.opens, 2021-07-05T09:00:00",
        ),
        (
            "questions_close = 2021-08-13T17:00:00",
            "questions_close = 2021-08-21T17:00:00",
            "programme.closes is 2021-08-20T23:59:59; "
            "expected a time no earlier than programme.questions_close, 2021-08-21T17:00:00",
        ),
        (
            "questions_close = 2021-08-13T17:00:00",
            "questions_close = 2021-07-01T17:00:00",
            "programme.questions_close is 2021-07-01T17:00:00; "
            "expected a time later than programme.opens, 2021-07-05T09:00:00",
        ),
        (
            "decisions = 2021-09-27T09:00:00",
            "decisions = 2021-08-20T23:59:59",
            "programme.decisions is 2021-08-20T23:59:59; "
            "expected a time later than programme.closes, 2021-08-20T23:59:59",
        ),
        (
            "# reserve_until = 2021-10-25T09:00:00",
            "reserve_until = 2021-09-20T09:00:00",
            "programme.reserve_until is 2021-09-20T09:00:00; "
            "expected a time later than programme.decisions, 2021-09-27T09:00:00",
        ),
        (
            "opens = 2021-07-05T09:00:00",
            "opens = 2021-03-28T01:30:00",
            "programme.opens is 2021-03-28T01:30:00; expected a time that exists in "
            "Europe/London, such as 2021-03-28T02:30:00: the clocks skip it",
        ),
        (
            "opens = 2021-07-05T09:00:00",
            "opens = 2021-07-05",
            "programme.opens is 2021-07-05; "
            "expected a local date and time without quotes, such as 2021-08-20T23:59:59",
        ),
        (
            "opens = 2021-07-05T09:00:00",
            "opens = 2021-07-05T09:00:00Z",
            "programme.opens is 2021-07-05T09:00:00+00:00; expected a local date and time "
            "without quotes, such as 2021-08-20T23:59:59 "
            "(times are local to Europe/London, so without Z or +01:00)",
        ),
        (
            '"Europe/London"',
            '"Europe/Londn"',
            'programme.time_zone is "Europe/Londn"; '
            'expected a time zone by its IANA name, such as "Europe/London"',
        ),
        ('late = "hold"', 'late = "refuse"', 'programme.late is "refuse"; expected "hold"'),
        (
            "= [21, 7, 2]",
            '= [21, "7", 2]',
            'programme.reminders_days_before_close is [21, "7", 2]; '
            "expected a list of whole numbers of days above 0, such as [21, 7, 2]",
        ),
        (
            'key = "NCL"',
            'key = "NWL"',
            'programme.footprints[2].key is "NWL"; expected a value that no other has\n'
            'people.panel[1].footprints is ["NWL", "NCL"]; '
            "expected only keys of programme.footprints (NWL, NWL, NEL, SEL, SWL)",
        ),
        (
            '"Camden", ',
            '"Brent", ',
            'programme.footprints[2].areas is ["Barnet", "Brent", "Enfield", "Haringey", '
            '"Islington"]; expected "Brent" in one footprint only',
        ),
        (
            'key = "C2"',
            'key = "C1"',
            'programme.criteria[2].key is "C1"; expected a value that no other has',
        ),
        (
            'address = "panel@funder.example"',
            'address = "ace@funder.example"',
            'people.panel[1].address is "ace@funder.example"; '
            "expected an address other than mailbox.address, which only the bot reads",
        ),
        (
            'path = "templates"',
            'path = "config.toml"',
            'templates.path is "config.toml"; expected a folder; this is a file',
        ),
        (
            "# weight = 1 ",
            "weight = 0 ",
            "programme.criteria[6].weight is 0; expected a number above 0, such as 1 or 1.5",
        ),
        (
            "# [panel] ",
            "[panel]\nassess_by = 2021-09-10T17:00:00\ndeclare_days = 30 ",
            "panel.declare_days is 30; "
            "expected fewer than the 20 days from programme.closes to assess_by",
        ),
        (
            '["NWL", "NCL"]',
            '["NWL", "NLC"]',
            'people.panel[1].footprints is ["NWL", "NLC"]; '
            "expected only keys of programme.footprints (NWL, NCL, NEL, SEL, SWL)",
        ),
        (
            '"Organiser Name <organiser@funder.example>"',
            '"Organiser Name"',
            'people.organiser is "Organiser Name"; '
            'expected an email address, such as "Name <name@funder.example>"',
        ),
        (
            '"Second Approver <approver@funder.example>"',
            '"Second Approver <ORGANISER@funder.example>"',
            'people.second_approver is "Second Approver <ORGANISER@funder.example>"; '
            "expected somebody other than people.organiser: the two must differ",
        ),
        (
            'address = "ace@funder.example" ',
            'address = "organiser@funder.example" ',
            'people.organiser is "Organiser Name <organiser@funder.example>"; '
            "expected an address other than mailbox.address, which only the bot reads",
        ),
        (
            'backend = "maildir" ',
            'backend = "pop3" ',
            'mailbox.backend is "pop3"; expected "maildir" or "imap" or "exchange" or "graph"',
        ),
        (
            'backend = "maildir" ',
            'backend = "imap" ',
            "mailbox.imap is missing; "
            "expected a table [mailbox.imap], since mailbox.backend is imap",
        ),
        (
            'digest_at = "08:00"',
            'digest_at = "8am"',
            'schedule.digest_at is "8am"; expected a time of day in quotes, such as "08:00"',
        ),
        (
            '"thu", "fri"]',
            '"thu", "friday"]',
            'schedule.digest_days is ["mon", "tue", "wed", "thu", "friday"]; '
            "expected a list of days out of mon, tue, wed, thu, fri, sat, sun",
        ),
        (
            "plus_addressing = false",
            'plus_addressing = "no"',
            'sending.plus_addressing is "no"; expected true or false, without quotes',
        ),
        (
            "[templates]\n",
            "[retention]\nwithdrawns = 3\n[templates]\n",
            'retention.withdrawns is not a known key; expected perhaps "withdrawn"',
        ),
    ],
)
def test_one_mistake_in_the_shipped_config_is_one_kind_line(
    tmp_path: Path, old: str, new: str, line: str
) -> None:
    expected = [f"config.toml: {each}" for each in line.split("\n")]
    assert problems(tmp_path, changed(old, new)) == expected


def test_a_missing_table_is_told_before_all_that_would_stand_in_it(tmp_path: Path) -> None:
    assert problems(tmp_path, EXAMPLE.replace("people", "peeple")) == [
        "config.toml: people is missing; expected a table [people]"
    ]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = changed("poll_seconds = 30", "poll_seconds = 0.5").replace("per_minute", "per_minutes")

    assert problems(tmp_path, text) == [
        "config.toml: schedule.poll_seconds is 0.5; expected a whole number of seconds, such as 30",
        'config.toml: sending.per_minutes is not a known key; expected perhaps "per_minute"',
    ]


def test_a_missing_secret_stops_only_the_backend_in_use(tmp_path: Path) -> None:
    assert loaded(tmp_path, EXAMPLE + IMAP).mailbox.backend == "maildir"

    text = changed('backend = "maildir" ', 'backend = "imap" ') + IMAP
    assert problems(tmp_path, text) == [
        'config.toml: mailbox.imap.password_env is "ACE_IMAP_PASSWORD"; '
        "expected the name of an environment variable that is set"
    ]
    assert problems(tmp_path, text.replace("password_env", "password_file")) == [
        'config.toml: mailbox.imap.password_file is "ACE_IMAP_PASSWORD"; '
        "expected the path of a file that can be read and isn't empty"
    ]


def test_a_secret_in_the_config_itself_is_refused_and_not_repeated(tmp_path: Path) -> None:
    text = EXAMPLE + IMAP + 'password = "hunter2"\n'

    assert problems(tmp_path, text) == [
        "config.toml: mailbox.imap.password is not a key: "
        "secrets don't stand here; expected password_env or password_file"
    ]


def test_a_password_in_the_place_of_a_variables_name_is_not_repeated(tmp_path: Path) -> None:
    text = EXAMPLE + IMAP.replace("ACE_IMAP_PASSWORD", "hunter2!")

    assert problems(tmp_path, text) == [
        "config.toml: mailbox.imap.password_env is no such name; "
        "expected the name of an environment variable, such as ACE_PASSWORD"
    ]


def test_a_password_and_oauth_exclude_each_other(tmp_path: Path) -> None:
    text = (
        EXAMPLE
        + IMAP
        + """
[mailbox.imap.oauth]
tenant = "contoso"
client_id = "1234"
client_secret_env = "ACE_CLIENT_SECRET"
"""
    )
    assert problems(tmp_path, text) == [
        'config.toml: mailbox.imap.password_env is "ACE_IMAP_PASSWORD"; '
        "expected either a password or [mailbox.imap.oauth], not both"
    ]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_an_unprotected_connection_is_for_loopback(tmp_path: Path, host: str) -> None:
    text = EXAMPLE + IMAP + 'security = "none"\n'

    assert problems(tmp_path, text) == [
        'config.toml: mailbox.imap.security is "none"; expected "tls" or "starttls": '
        '"none" is for loopback, not for imap.funder.example'
    ]
    near = loaded(tmp_path, text.replace("imap.funder.example", host)).mailbox.imap
    assert near is not None and near.security == "none"


def test_toml_that_does_not_parse_is_named_by_its_line(tmp_path: Path) -> None:
    assert problems(tmp_path, changed('key = "ACE" ', "key = ACE ")) == [
        'config.toml: line 4 is not TOML (invalid value); expected a line such as key = "value"'
    ]
    assert problems(tmp_path, changed("late =", 'key = "ACE"\nlate =')) == [
        "config.toml: line 13: a key or table stands here that stood before; "
        "expected each of them once"
    ]


def test_a_file_that_is_missing_or_not_utf_8_is_told_kindly(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    with pytest.raises(ConfigError) as missing:
        load(path, {})
    assert missing.value.problems == (
        f"{path}: there is no such file; "
        "`ace-mailbot init DIR` lays one out, `--config FILE` names another",
    )

    path.write_bytes(EXAMPLE.replace("Organiser Name", "Zoë").encode("windows-1252"))
    with pytest.raises(ConfigError) as wrong:
        load(path, {})
    line = EXAMPLE[: EXAMPLE.index("Organiser Name")].count("\n") + 1
    assert wrong.value.problems == (
        f"{path}: line {line} is not UTF-8; expected a UTF-8 text file",
    )


def form_problems(folder: Path, text: str) -> list[str]:
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / "form.toml").write_text(text, encoding="utf-8")
    return problems(folder, EXAMPLE)


def test_mistakes_in_the_form_are_told_like_those_in_the_config(tmp_path: Path) -> None:
    section = '[[sections]]\nkey = "A"\ntitle = "Project"\n[[sections.questions]]\n'

    assert form_problems(tmp_path, section + 'key = "A_1"\ntext = "Title"\n') == [
        'templates/form.toml: sections[1].questions[1].key is "A_1"; '
        'expected a short key without _, such as "A1"'
    ]
    assert form_problems(tmp_path, section + 'key = "A1"\ntext = "Title"\nkind = "table"\n') == [
        "templates/form.toml: sections[1].questions[1].parts is missing; "
        'expected at least one [[sections.questions.parts]], since kind is "table"',
        "templates/form.toml: sections[1].questions[1].rows is missing; "
        'expected a whole number of rows, such as 8, since kind is "table"',
    ]
    assert form_problems(tmp_path, section + 'key = "A1"\ntext = "Title"\nlimit = 3\n') == [
        "templates/form.toml: sections[1].questions[1].limit is not a known key; expected one of "
        "kind, rows, words, key, text, required, options, parts, hint, hidden_from_panel"
    ]
    twice = section + 'key = "A1"\ntext = "Title"\n[[sections.questions]]\nkey = "A1"\ntext = "B"\n'
    assert form_problems(tmp_path, twice) == [
        'templates/form.toml: sections[1].questions[2].key is "A1"; '
        "expected a key that no other question has"
    ]
    assert form_problems(tmp_path, section + 'key = "A1"\ntext = Title\n') == [
        "templates/form.toml: line 6 is not TOML (invalid value); "
        'expected a line such as key = "value"'
    ]
