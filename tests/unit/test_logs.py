"""A log line is one line, and holds neither texts of mails nor what an exception quotes."""

from __future__ import annotations

import logging

from ace_mailbot.logs import OneLine, place


def line(message: str, error: BaseException | None = None, **extra: object) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.getLogger().makeRecord(
        "ace_mailbot.engine", logging.INFO, "engine.py", 1, message, (), info, extra=extra
    )
    record.created = 0
    return OneLine().format(record)


def test_what_was_done_stands_as_keys_and_values() -> None:
    assert line("letter_sent", reference="ACE-003", obligation="pack") == (
        "1970-01-01T00:00:00Z INFO engine letter_sent reference=ACE-003 obligation=pack"
    )


def test_values_cannot_forge_a_line_or_a_key() -> None:
    assert line("parked", id="M-7QKABC x=1\nERROR", subject="") == (
        '1970-01-01T00:00:00Z INFO engine parked id="M-7QKABC x=1\\nERROR" subject=""'
    )
    assert line("two\nlines", text="a" * 500).endswith(f"two lines text={'a' * 200}...")


def test_an_exception_is_its_type_and_place_and_not_its_words() -> None:
    error = ValueError("Dear team, my address is amara.okafor@trust.example")
    assert line("unexpected", error) == (
        "1970-01-01T00:00:00Z INFO engine unexpected error=ValueError"
    )
    try:
        place(None)  # type: ignore[arg-type]
    except AttributeError as ours:
        assert place(ours).startswith("AttributeError at logs.py:")
