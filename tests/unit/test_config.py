"""The shipped config loads whole, and so does every key that it shows."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from ace_mailbot.config import (
    Exchange,
    Graph,
    Imap,
    OAuth,
    Panel,
    PanelMember,
    Schedule,
    Secret,
    Sending,
    Smtp,
    load,
)
from ace_mailbot.model import Address
from tests.unit.config_files import EXAMPLE, IMAP, changed, loaded

LONDON = ZoneInfo("Europe/London")


def test_the_shipped_config_loads_as_it_stands(tmp_path: Path) -> None:
    config = loaded(tmp_path, EXAMPLE)

    assert config.path == tmp_path / "config.toml"
    assert config.programme.key == "ACE"
    assert config.programme.zone == LONDON
    assert config.programme.opens == datetime(2021, 7, 5, 9, tzinfo=LONDON)
    assert config.programme.closes == datetime(2021, 8, 20, 22, 59, 59, tzinfo=UTC)
    assert config.programme.award_cap_pounds == 20000
    assert config.programme.reminders_days_before_close == (21, 7, 2)
    assert [f.key for f in config.programme.footprints] == ["NWL", "NCL", "NEL", "SEL", "SWL"]
    assert [c.key for c in config.programme.criteria] == ["C1", "C2", "C3", "C4", "C5", "C6"]
    assert "self-harm" in config.programme.safeguarding_words
    assert config.people.organiser == Address("organiser@funder.example", "Organiser Name")
    assert config.people.approver == Address("approver@funder.example", "Second Approver")
    assert config.people.panel == (
        PanelMember("Panel Member", Address("panel@funder.example"), ("NWL", "NCL")),
    )
    assert config.schedule == Schedule(digest_at=time(8), reminders_at=time(9))
    assert config.sending == Sending()
    assert config.mailbox.maildir_path == tmp_path / "data/mail"
    assert config.database == tmp_path / "data/ace.db"
    assert config.panel is None
    assert config.retention_days("withdrawn") == 2555


def test_the_shipped_form_comes_with_a_config_that_has_no_templates_folder(tmp_path: Path) -> None:
    form = loaded(tmp_path, EXAMPLE).form

    assert [q.key for q in form.questions][:5] == ["A1", "A2", "A3", "A4", "B1"]
    lead = form.question("B1")
    assert lead is not None
    assert lead.tags == ("B1_name", "B1_role", "B1_organisation", "B1_email", "B1_phone")


def test_every_commented_key_of_the_example_is_understood(tmp_path: Path) -> None:
    text = (
        changed('backend = "maildir" ', 'backend = "imap" ')
        + """
[panel]
assessors_per_application = 3
assess_by = 2021-09-10T17:00:00
seed = 2021
blind = true
correct_leniency = true
fundable_from = 1.75
disagreement_from = 3
declare_days = 5
chase_days = 2

[retention]
withdrawn = 365

[mailbox.imap]
host = "imap.funder.example"
port = 993
security = "tls"
user = "ace@funder.example"
[mailbox.imap.oauth]
tenant = "contoso"
client_id = "1234"
client_secret_env = "ACE_CLIENT_SECRET"
authority = "https://login.microsoftonline.us"

[mailbox.smtp]
host = "smtp.funder.example"
port = 587
security = "starttls"
user = "ace@funder.example"
password_env = "ACE_SMTP_PASSWORD"

[mailbox.exchange]
endpoint = "https://mail.funder.example/EWS/Exchange.asmx"
user = "funder-ace"
password_env = "ACE_EWS_PASSWORD"
access = "impersonation"

[mailbox.graph]
tenant = "contoso"
client_id = "1234"
client_secret_env = "ACE_CLIENT_SECRET"
base_url = "https://graph.microsoft.us/v1.0"
"""
    )
    text = text.replace("# weight = 1 ", "weight = 1.5 ")
    config = loaded(tmp_path, text, {"ACE_CLIENT_SECRET": "s3cret", "ACE_SMTP_PASSWORD": "pass"})

    secret = Secret("$ACE_CLIENT_SECRET", "s3cret")
    assert config.panel == Panel(
        datetime(2021, 9, 10, 17, tzinfo=LONDON), 3, 2021, True, True, 1.75, 3, 5, 2
    )
    assert config.programme.reserve_until == datetime(2021, 10, 25, 9, tzinfo=LONDON)
    assert config.retention_days("withdrawn") == 365
    assert config.retention_days("awarded") == 2555
    assert config.programme.criteria[-1].weight == 1.5
    assert config.mailbox.imap == Imap(
        host="imap.funder.example",
        user="ace@funder.example",
        oauth=OAuth("contoso", "1234", secret, "https://login.microsoftonline.us"),
    )
    assert config.mailbox.smtp == Smtp(
        host="smtp.funder.example",
        user="ace@funder.example",
        password=Secret("$ACE_SMTP_PASSWORD", "pass"),
    )
    assert config.mailbox.exchange == Exchange(
        endpoint="https://mail.funder.example/EWS/Exchange.asmx",
        user="funder-ace",
        password=Secret("$ACE_EWS_PASSWORD", ""),
        access="impersonation",
    )
    assert config.mailbox.graph == Graph(
        "contoso", "1234", secret, "https://graph.microsoft.us/v1.0"
    )
    assert "s3cret" not in repr(config)


def test_smtp_signs_in_as_imap_does_where_it_says_nothing_else(tmp_path: Path) -> None:
    text = (
        EXAMPLE
        + """
[mailbox.imap]
host = "imap.funder.example"
user = "ace@funder.example"
[mailbox.imap.oauth]
tenant = "contoso"
client_id = "1234"
client_secret_env = "ACE_CLIENT_SECRET"
[mailbox.smtp]
host = "smtp.funder.example"
user = "ace@funder.example"
"""
    )
    mailbox = loaded(tmp_path, text).mailbox

    assert mailbox.imap is not None and mailbox.smtp is not None
    assert mailbox.smtp.oauth == mailbox.imap.oauth


def test_a_secret_may_stand_in_a_file_beside_the_config(tmp_path: Path) -> None:
    (tmp_path / "imap.secret").write_text("hunter2\n")
    text = changed('backend = "maildir" ', 'backend = "imap" ') + IMAP.replace(
        'password_env = "ACE_IMAP_PASSWORD"', 'password_file = "imap.secret"'
    )
    imap = loaded(tmp_path, text).mailbox.imap

    assert imap is not None
    assert imap.password == Secret(str(tmp_path / "imap.secret"), "hunter2")


def test_a_config_saved_by_notepad_loads(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.replace("\n", "\r\n").encode())

    assert load(path, {}).programme.key == "ACE"


def test_a_time_that_comes_twice_means_the_first(tmp_path: Path) -> None:
    text = changed("decisions = 2021-09-27T09:00:00", "decisions = 2021-10-31T01:30:00")

    decisions = loaded(tmp_path, text).programme.decisions
    assert decisions.astimezone(UTC) == datetime(2021, 10, 31, 0, 30, tzinfo=UTC)
