"""The command line as its user meets it: what is printed, where, and the exit code."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from email import message_from_bytes
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ace_mailbot.cli import main
from ace_mailbot.config import shipped_folder
from tests.ledger import differences
from tests.servers.smtp_sink import SmtpSink, smtp_sink

EOI = """\
From: Amara Okafor <amara.okafor@trust.example>
To: ace@funder.example
Subject: Expression of interest: falls in Brent
Message-ID: <1@trust.example>
Date: Tue, 6 Jul 2021 09:11:00 +0100
Authentication-Results: mx.funder.example; dmarc=pass header.from=trust.example
Content-Type: text/plain; charset=utf-8

Dear team,

We would like to express our interest in ACE. Older people in Brent, in North West London, who
fall are passed between five services that share no record.

Amara Okafor
Director of Community Services
Brent Community Trust
07700 900123
"""


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder as `init` lays it out, with one expression of interest in its mailbox."""
    assert main(["init", str(tmp_path / "ace")]) == 0
    inbox = tmp_path / "ace" / "data" / "mail" / "new"
    inbox.mkdir(parents=True)
    eoi = inbox / "amara.eml"
    eoi.write_text(EOI, encoding="utf-8")
    os.utime(eoi, (1625559120, 1625559120))  # 2021-07-06 09:12 in London
    capsys.readouterr()
    return tmp_path / "ace"


def run(folder: Path, *argv: str) -> int:
    return main(["--config", str(folder / "config.toml"), *argv])


def test_init_lays_out_what_an_organiser_edits(tmp_path: Path) -> None:
    new = tmp_path / "season" / "ace"
    assert main(["init", str(new)]) == 0

    assert (new / "config.toml").read_bytes() == (shipped_folder() / "config.toml").read_bytes()
    shipped = {p.name for p in (shipped_folder() / "templates").iterdir()} - {"__pycache__"}
    assert {p.name for p in (new / "templates").iterdir()} == shipped
    assert (new / "data").stat().st_mode & 0o777 == 0o700
    assert (new / "config.toml").stat().st_mode & 0o200, "what was laid out can be edited"


def test_init_overwrites_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "config.toml").write_text("mine")
    assert main(["init", str(folder)]) == 2

    assert (folder / "config.toml").read_text() == "mine"
    first = capsys.readouterr().err.splitlines()[0]
    assert first == (
        f"ace-mailbot: {folder}/config.toml stands there already; "
        "init overwrites nothing, so name another folder"
    )


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["stauts"], "invalid choice: 'stauts'"),
        (["status", "--jsn"], "unrecognized arguments: --jsn"),
        (["export", "pdf"], "invalid choice: 'pdf'"),
        (["explain"], "the following arguments are required: FILE"),
        (["once", "--now", "yesterday"], '"yesterday" is no time'),
        (["once", "--now", "2021-07-06T09:12"], '"2021-07-06T09:12" names no zone'),
        (["once", "--now", "9999-12-31T00:00:00Z"], '"9999-12-31T00:00:00Z" is out of time'),
        (["once", "--now", "0001-01-01T00:00:00+14:00"], "is out of time"),
        (["explain", "nowhere.eml"], "nowhere.eml can't be read: No such file or directory"),
        (["--config", "nowhere.toml", "status"], "nowhere.toml: there is no such file"),
        (["status", "--config", "nowhere.toml"], "nowhere.toml: there is no such file"),
        (["rehearse", "--mail", "nowhere"], "--mail is nowhere; expected a folder of mails"),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_2(
    argv: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if "--config" not in argv:
        argv = ["--config", str(shipped_folder() / "config.toml"), *argv]
    assert main(argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("ace-mailbot: ")
    assert err.count("\n") == 1
    assert words in err


def test_each_mistake_in_the_config_is_one_line_and_exit_2(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "config.toml"
    text = path.read_text(encoding="utf-8").replace("20000", '"20k"').replace("2555", "0")
    path.write_text(text, encoding="utf-8")

    assert run(folder, "check") == 2
    assert capsys.readouterr().err.splitlines() == [
        f'ace-mailbot: {path}: programme.award_cap_pounds is "20k"; '
        "expected a whole number of pounds, such as 20000",
        f"ace-mailbot: {path}: programme.retention_days is 0; "
        "expected a whole number of days from your records policy, such as 2555",
    ]


def test_check_ends_with_the_seasons_calendar(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "check") == 0
    out = capsys.readouterr().out
    calendar = out[out.index("what is sent") :].splitlines()[1:]
    assert [line.split("  to ")[0].rstrip() for line in calendar[:-1]] == [
        "Mon  7 Jun 2021 08:00 BST  the first digest, then each mon, tue, wed, thu, fri",
        "Mon  5 Jul 2021 09:00 BST  the pack",
        "Fri 30 Jul 2021 09:00 BST  the reminder of 21 days",
        "Fri 13 Aug 2021 09:00 BST  the reminder of 7 days",
        "Fri 13 Aug 2021 17:00 BST  (questions close; later answers go to the asker alone)",
        "Wed 18 Aug 2021 09:00 BST  the reminder of 2 days",
        "Fri 20 Aug 2021 23:59 BST  (closes; what comes later waits for the organiser)",
        "Mon 27 Sep 2021 09:00 BST  the outcomes, once approved",
        "Mon 25 Oct 2021 09:00 BST  the end of the reserve list",
    ]


def test_rebuild_makes_a_new_file_and_no_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "once", "--now", "2021-07-06T09:00:00Z") == 0
    again = folder / "again.db"
    assert run(folder, "rebuild", "--into", str(again)) == 0
    assert "read back: 1 messages, 2 letters" in capsys.readouterr().out
    assert not differences(folder / "data" / "ace.db", again)
    assert run(folder, "rebuild", "--into", str(again)) == 2
    assert "which exists; expected a file that doesn't" in capsys.readouterr().err


def test_a_lost_disk_is_made_again_where_there_is_no_data_folder_yet(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "once", "--now", "2021-07-06T09:13:00+01:00") == 0
    (folder / "data" / "mail").rename(folder / "mail")
    shutil.rmtree(folder / "data")
    config = folder / "config.toml"
    config.write_text(config.read_text().replace('"data/mail"', '"mail"'))
    capsys.readouterr()
    assert run(folder, "rebuild", "--into", str(folder / "data" / "ace.db")) == 0
    assert "read back: 1 messages, 2 letters" in capsys.readouterr().out


def test_a_second_process_on_the_same_data_is_refused(folder: Path) -> None:
    program = [sys.executable, "-m", "ace_mailbot", "--config", str(folder / "config.toml")]
    first = subprocess.Popen([*program, "run"], stderr=subprocess.PIPE, text=True)
    assert first.stderr
    try:
        assert "started" in next(iter(first.stderr))
        second = subprocess.run([*program, "once"], capture_output=True, text=True, check=False)
        assert second.returncode == 2
        assert "another ace-mailbot is at work on this database" in second.stderr
    finally:
        first.terminate()
        first.communicate()
    assert subprocess.run([*program, "once"], capture_output=True, check=False).returncode == 0


def test_check_tells_of_an_audit_log_that_was_altered(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "once", "--now", "2021-07-06T09:00:00Z") == 0
    assert run(folder, "check") == 0
    assert "audit log: as it was written" in capsys.readouterr().out
    database = sqlite3.connect(folder / "data" / "ace.db")
    database.execute("DROP TRIGGER audit_is_not_rewritten")
    database.execute("UPDATE audit SET what = 'Something else.' WHERE number = 1")
    database.commit()
    database.close()
    assert run(folder, "check") == 2
    told = capsys.readouterr().err
    assert "the audit log is not as it was written; the first line in doubt is 1, of 2021" in told


@pytest.mark.parametrize(
    "letters",
    [
        pytest.param("", id="the letters that tell of it left"),
        pytest.param(
            "UPDATE letters SET mime = CAST(replace(CAST(mime AS TEXT), ' l=', ' x=') AS BLOB)",
            id="the letters changed as well",
        ),
    ],
)
def test_check_tells_of_an_audit_log_whose_end_was_cut_off(
    folder: Path, capsys: pytest.CaptureFixture[str], letters: str
) -> None:
    assert run(folder, "once", "--now", "2021-07-06T09:00:00Z") == 0
    database = sqlite3.connect(folder / "data" / "ace.db")
    (lines,) = database.execute("SELECT count(*) FROM audit").fetchone()
    database.execute("DROP TRIGGER audit_is_kept")
    database.execute("DELETE FROM audit WHERE number = ?", [lines])
    database.executescript(letters)
    database.commit()
    database.close()
    capsys.readouterr()
    assert run(folder, "check") == 2
    told = capsys.readouterr().err
    assert "the audit log is not as it was written" in told
    assert f"tells of a line {lines} that it no longer holds" in told


def test_check_finds_nothing_wrong_with_an_older_backup_or_a_rebuilt_database(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "once", "--now", "2021-07-06T08:00:00Z") == 0
    data, again = folder / "data", folder / "again.db"
    backup = (data / "ace.db").read_bytes()
    gareth = EOI.replace("Amara Okafor", "Gareth Pugh").replace("amara.okafor", "gareth.pugh")
    (data / "mail" / "new" / "gareth.eml").write_text(gareth.replace("<1@", "<2@"))
    assert run(folder, "once", "--now", "2021-07-06T09:00:00Z") == 0
    assert run(folder, "rebuild", "--into", str(again)) == 0

    for database in (backup, again.read_bytes()):
        for file in data.glob("ace.db*"):
            file.unlink()
        (data / "ace.db").write_bytes(database)
        assert run(folder, "check") == 0
        assert run(folder, "once", "--now", "2021-07-06T10:00:00Z") == 0
        assert run(folder, "check") == 0


def test_check_sends_the_operator_a_test_letter_when_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "check", "--send-test") == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "test letter to ops@funder.example: put in .Sent",
        "test letter: a copy is in Sent",
    ]
    [letter] = (folder / "data" / "mail" / ".Sent" / "cur").iterdir()
    assert b"\r\nSubject: ACE: a test letter\r\n" in letter.read_bytes()


def test_check_warns_of_a_release_when_nobody_is_at_work(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "config.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2021-09-27T09", "2021-09-26T09"), encoding="utf-8")
    assert run(folder, "check") == 0
    assert (
        "warning: programme.decisions is Sunday 26 September: a weekend\n"
        in capsys.readouterr().out
    )

    text = text.replace("2021-08-20T23", "2021-08-18T23").replace("2021-09-27T09", "2021-08-30T09")
    path.write_text(text, encoding="utf-8")
    assert run(folder, "check") == 0
    assert (
        "warning: programme.decisions is Monday 30 August: a bank holiday\n"
        in capsys.readouterr().out
    )


def test_check_tells_of_a_template_that_does_not_render(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "templates" / "pack" / "body.txt").write_text("Dear {{ lead.nam", encoding="utf-8")
    assert run(folder, "check") == 2
    err = capsys.readouterr().err
    assert "templates/pack/body.txt" in err
    assert "Traceback" not in err


def test_a_mailbox_that_cannot_be_reached_is_exit_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = folder / "data" / "mail"
    mail.rename(folder / "elsewhere")
    mail.write_text("a file where the Maildir should be")

    assert run(folder, "check") == 1
    err = capsys.readouterr().err
    assert err.startswith("ace-mailbot: ")
    assert str(mail) in err
    assert err.count("\n") == 1


def test_once_then_status_digest_and_export(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "once", "--now", "2021-07-06T09:13:00+01:00") == 0
    sent = sorted(path.name for path in (folder / "data/mail/.Sent/cur").iterdir())
    capsys.readouterr()

    assert run(folder, "status", "--json") == 0
    status = json.loads(capsys.readouterr().out)
    assert status["stages"] == {"invited": 1}
    assert status["footprints"]["NWL"] == 1

    assert run(folder, "status") == 0
    assert "1 invited" in capsys.readouterr().out

    assert run(folder, "digest", "--out", str(folder / "digest.txt")) == 0
    assert "Where we stand" in (folder / "digest.txt").read_text(encoding="utf-8")
    assert run(folder, "digest", "--out", str(folder)) == 2
    capsys.readouterr()

    assert run(folder, "export", "csv") == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.startswith("reference,stage,")
    assert row.startswith("ACE-001,invited,")
    assert run(folder, "export", "xlsx", "--out", str(folder / "all.xlsx")) == 0
    assert load_workbook(folder / "all.xlsx")["Applications"]["A2"].value == "ACE-001"
    assert run(folder, "export", "xlsx", "--out", str(folder)) == 2
    assert run(folder, "export", "360giving") == 2  # nobody said how to publish
    assert "can't be written" in capsys.readouterr().err

    assert run(folder, "once", "--now", "2021-07-06T09:14:00+01:00") == 0
    assert sorted(path.name for path in (folder / "data/mail/.Sent/cur").iterdir()) == sent


def test_explain_needs_no_config_and_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    eoi = folder / "data" / "mail" / "new" / "amara.eml"
    (folder / "config.toml").unlink()
    monkeypatch.chdir(folder)
    before = sorted(folder.rglob("*"))

    assert main(["explain", "--json", str(eoi)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == [
        "file",
        "kind",
        "may_answer",
        "application",
        "reply_text",
        "eoi",
        "answers",
        "failed_recipients",
        "why",
    ]
    assert (found["file"], found["kind"], found["may_answer"]) == (str(eoi), "eoi", True)
    assert found["eoi"]["name"] == "Amara Okafor"
    assert found["eoi"]["phone"] == "07700 900123"
    assert (found["eoi"]["footprint"], found["eoi"]["footprint_basis"]) == ("NWL", "stated")
    assert (found["application"], found["answers"], found["failed_recipients"]) == (None, None, [])
    assert found["why"]

    assert main(["explain", str(eoi)]) == 0
    assert "Amara Okafor" in capsys.readouterr().out
    assert sorted(folder.rglob("*")) == before


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    eoi = str(folder / "data" / "mail" / "new" / "amara.eml")
    command = [sys.executable, "-m", "ace_mailbot", "explain", "--json", *[eoi] * 40]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=shipped_folder()
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 0)
    process.stderr.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_daemon_handles_what_came_and_stops_when_told(folder: Path, number: int) -> None:
    command = [sys.executable, "-m", "ace_mailbot", "--config", str(folder / "config.toml"), "run"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    lines = []
    for line in process.stderr:
        lines.append(line)
        if "message_decided" in line:
            process.send_signal(number)
    assert process.wait() == 0
    process.stderr.close()
    assert " INFO daemon started backend=maildir" in lines[0]
    assert " INFO daemon stopped" in lines[-1]
    assert not any("Older people" in line for line in lines), "no word of a mail in the log"


def test_operations_hear_from_once_what_the_daemon_tells_them(folder: Path, tmp_path: Path) -> None:
    config, mail = folder / "config.toml", folder / "data" / "mail"
    with smtp_sink() as sink:
        route = f'[operations.smtp]\nhost = "127.0.0.1"\nport = {sink.port}\nsecurity = "none"\n'
        ends = "[operations]\ncredential_ends = 2021-08-15T00:00:00\n"
        config.write_text(f"{config.read_text()}\n{ends}{route}")
        assert run(folder, "once", "--now", "2021-07-06T09:13:00+01:00") == 0
        assert subjects(sink) == []

        mail.rename(tmp_path / "mail")
        mail.write_text("a file where the mailbox was")
        for hour in ("10:00", "10:59", "11:00", "11:30"):
            assert run(folder, "once", "--now", f"2021-07-06T{hour}:00+01:00") == 1
        assert subjects(sink) == ["ACE mailbot: unreachable"]

        mail.unlink()
        (tmp_path / "mail").rename(mail)
        for day in ("19", "20", "21"):
            assert run(folder, "once", "--now", f"2021-07-{day}T09:12:00+01:00") == 0
        later = ["ACE mailbot: credential", "ACE mailbot: quiet"]
        assert sorted(subjects(sink)) == [*later, "ACE mailbot: unreachable"]


def subjects(sink: SmtpSink) -> list[str]:
    return [str(message_from_bytes(letter.data)["Subject"]) for letter in sink.letters]


@pytest.mark.parametrize("command", ["run", "once"])
def test_a_signal_that_comes_while_it_is_still_starting_ends_it_well(
    folder: Path, command: str
) -> None:
    path = folder / "waited-for.toml"
    os.mkfifo(path)  # it waits here for its config, and so do we for it
    process = subprocess.Popen(
        [sys.executable, "-m", "ace_mailbot", "--config", str(path), command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with path.open("wb") as config:
        process.send_signal(signal.SIGTERM)
        config.write((folder / "config.toml").read_bytes())
    _, told = process.communicate(timeout=60)
    assert (process.returncode, "message_decided" in told) == (0, False)


def test_status_starts_without_what_it_does_not_need(folder: Path) -> None:
    assert run(folder, "once", "--now", "2021-07-06T09:13:00+01:00") == 0
    script = (
        "import sys; from ace_mailbot.cli import main; "
        f"main(['--config', {str(folder / 'config.toml')!r}, 'status']); "
        "print(*sorted({'apscheduler', 'exchangelib', 'holidays', 'imapclient', 'tqdm', "
        "'ace_mailbot.reading', 'ace_mailbot.rehearsal'} & set(sys.modules)), file=sys.stderr)"
    )
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert found.stderr == "\n"


def test_person_shows_all_that_is_held_and_erase_forgets_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "once", "--now", "2021-07-06T09:30:00+01:00") == 0
    capsys.readouterr()
    assert run(folder, "person", "Amara.Okafor@trust.example") == 0
    shown = capsys.readouterr().out
    assert "ACE-001" in shown
    assert "share no record" in shown

    assert run(folder, "person", "amara.okafor@trust.example", "--json") == 0
    held = json.loads(capsys.readouterr().out)
    assert [m["subject"] for m in held["messages"]] == ["Expression of interest: falls in Brent"]

    out = folder / "for-amara"
    assert run(folder, "person", "amara.okafor@trust.example", "--out", str(out)) == 0
    assert (out / "person.json").exists()

    assert run(folder, "erase", "amara.okafor@trust.example") == 0
    assert "for you to remove" in capsys.readouterr().out
    assert run(folder, "person", "amara.okafor@trust.example") == 0
    assert capsys.readouterr().out == "Nothing is held on amara.okafor@trust.example.\n"


def test_erasing_what_is_not_held_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "once", "--now", "2021-07-06T09:30:00+01:00") == 0
    capsys.readouterr()
    assert run(folder, "erase", "nobody@trust.example") == 2
    assert capsys.readouterr().err == "ace-mailbot: nothing is held on nobody@trust.example\n"


def test_backup_copies_the_database(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "once", "--now", "2021-07-06T09:13:00+01:00") == 0
    copy = folder / "copy.db"
    assert run(folder, "backup", str(copy)) == 0
    assert capsys.readouterr().out.startswith(f"made {copy}. Keep ")
    (folder / "data" / "ace.db").unlink()
    copy.rename(folder / "data" / "ace.db")
    assert run(folder, "status", "--json") == 0
    assert json.loads(capsys.readouterr().out)["stages"] == {"invited": 1}


def test_status_tells_how_long_ago_all_was_well(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "once", "--now", "2021-07-06T09:13:00+01:00") == 0
    assert run(folder, "status", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["last_good_cycle_age"] > 0
    assert report["oldest_waiting_message_age"] is None
    (folder / "data" / "last-good-cycle").unlink()
    assert run(folder, "status") == 0
    assert "No cycle has gone well yet." in capsys.readouterr().out


def test_backup_replaces_an_earlier_copy_and_nothing_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "once", "--now", "2021-07-06T09:13:00+01:00") == 0
    assert [run(folder, "backup", str(folder / "copy.db")) for _ in range(2)] == [0, 0]
    capsys.readouterr()
    for precious in (folder / "config.toml", folder / "data" / "ace.db"):
        before = precious.stat().st_ino, precious.read_bytes()
        assert run(folder, "backup", str(precious)) == 2
        assert "expected a new file, or an earlier backup" in capsys.readouterr().err
        assert (precious.stat().st_ino, precious.read_bytes()) == before


def test_person_is_found_by_an_address_as_mail_programs_show_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "once", "--now", "2021-07-06T09:30:00+01:00") == 0
    assert run(folder, "person", "Amara Okafor <Amara.Okafor@trust.example>") == 0
    assert "ACE-001" in capsys.readouterr().out
    for command in ("person", "erase"):
        assert run(folder, command, "Amara Okafor") == 2
        assert 'argument ADDRESS: "Amara Okafor" is no email address' in capsys.readouterr().err


def test_erase_makes_no_database(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "erase", "amara.okafor@trust.example") == 2
    assert "there is no database" in capsys.readouterr().err
    assert not (folder / "data" / "ace.db").exists()


def test_a_database_where_none_can_be_is_a_mistake_in_the_config(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = folder / "config.toml"
    named = config.read_text().replace('"data/ace.db"', '"config.toml/ace.db"')
    config.write_text(named)
    assert run(folder, "once", "--now", "2021-07-06T09:30:00+01:00") == 2
    assert "store.database is" in capsys.readouterr().err
