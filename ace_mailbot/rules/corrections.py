"""An address that was wrong: put right wherever it stands; what came back from it goes again."""

from __future__ import annotations

from dataclasses import replace

from ace_mailbot.model import Address, Application, Decision, Person, Readdress, Undelivered
from ace_mailbot.rules.context import Context
from ace_mailbot.rules.rulings import CannotDo


def correct(which: str, old: str, new: str, context: Context) -> Decision:
    """Put *new* in the place of *old* ("" for the one that failed).

    *which* is an application's reference, or the Message.id of a delivery report.
    """
    waiting = [u for u in undelivered(context) if which in (u.reference, u.id)]
    failed = tuple(dict.fromkeys(e for u in waiting for e in u.addresses))
    old = old or _only(failed, which, new)
    returned = [u for u in waiting if old in u.addresses]
    if not returned:
        raise CannotDo(f"Nothing of {which} came back from {old}.", *_forms(which, failed, new))
    if old == new:
        raise CannotDo(f"{new} is the address that failed.", *_forms(which, (old,), "NEW@ADDRESS"))
    application = context.state.applications.get(returned[0].reference or "")
    person = _person(application, old)
    to = Address(new, person.name if person else "")
    changed = (_with_address(application, old, new),) if application and person else ()
    mended = tuple(_mended(u, old) for u in returned)
    again = tuple(dict.fromkeys(Readdress(u.token, to) for u in returned))
    count = "The letter that came back goes" if len(again) == 1 else f"{len(again)} letters go"
    return Decision(
        f"{which}: {old} is now {new}. {count} there.",
        reference=application.reference if application else None,
        changes=(*changed, *mended),
        readdresses=again,
        dismisses=tuple(u.id for u in mended if not u.addresses),
    )


def undelivered(context: Context) -> tuple[Undelivered, ...]:
    """The letters that came back and wait for the organiser."""
    parked = context.state.parked
    return tuple(u for u in context.state.undelivered.values() if u.id in parked)


def _only(failed: tuple[str, ...], which: str, new: str) -> str:
    if len(failed) == 1:
        return failed[0]
    if failed:
        sentence = f"Letters of {which} came back from {' and '.join(failed)}; say which it is."
        raise CannotDo(sentence, *_forms(which, failed, new))
    raise CannotDo(f"No letter of {which} came back.", f"lead {which} NAME {new}")


def _forms(which: str, failed: tuple[str, ...], new: str) -> tuple[str, ...]:
    return tuple(f"address {which} {old} {new}" for old in failed)


def _person(application: Application | None, email: str) -> Person | None:
    if not application:
        return None
    known = (*application.people, *application.eoi.co_leads, application.senior)
    return next((p for p in known if p and p.email == email), None)


def _with_address(application: Application, old: str, new: str) -> Application:
    def put_right(person: Person) -> Person:
        return replace(person, email=new) if person.email == old else person

    eoi = application.eoi
    return replace(
        application,
        lead=put_right(application.lead),
        contacts=tuple(map(put_right, application.contacts)),
        senior=application.senior and put_right(application.senior),
        eoi=replace(eoi, lead=put_right(eoi.lead), co_leads=tuple(map(put_right, eoi.co_leads))),
    )


def _mended(back: Undelivered, old: str) -> Undelivered:
    return replace(back, addresses=tuple(e for e in back.addresses if e != old))
