"""Where the money goes, as far as the form says: never the bank details."""

from __future__ import annotations

from ace_mailbot.model import Address, Application

_CONTACT, _AMOUNT = "D5", "D2"


def finance_contact(application: Application) -> Address | None:
    """Whom the form names for the money; None where it gives no address."""
    answers = application.form.answers if application.form else {}
    email = answers.get(f"{_CONTACT}_email", "").strip().lower()
    return Address(email, answers.get(f"{_CONTACT}_name", "").strip()) if "@" in email else None


def amount(application: Application) -> str:
    """The amount that the form asks for, as it stands there; "" where there is none."""
    return application.form.answers.get(_AMOUNT, "") if application.form else ""
