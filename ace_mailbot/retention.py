"""Retention, carried out: announced in the digest first, then forgotten, a class at a time."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from ace_mailbot import forgetting, ledger
from ace_mailbot.config import Config
from ace_mailbot.config.loading import RETENTION_CLASSES
from ace_mailbot.mailboxes import Mailbox
from ace_mailbot.model import Change, Decision, Question, RawMessage
from ace_mailbot.reading import bare, read
from ace_mailbot.rules import redaction
from ace_mailbot.rules.retention import NOTICE, class_of, kept_until, run_out
from ace_mailbot.store import Store
from ace_mailbot.store.forgetting import Forgotten, StoredMessage
from ace_mailbot.store.rows import OutboxEntry


def keep_to_retention(store: Store, mailbox: Mailbox, config: Config, now: datetime) -> None:
    """Announce what runs out within the notice, and forget what was announced for by *now*.

    Meant for once a day, before the digest: it looks at all that is kept.
    """
    announced = dict(store.state.season.forgetting)
    announce(store, config, now)
    for kind in RETENTION_CLASSES:
        if kind in announced and announced[kind] <= now and not store.unsettled():
            _forget(kind, announced[kind], store, mailbox, config, now)


def announce(store: Store, config: Config, now: datetime) -> None:
    """Note each class of which something runs out within the notice."""
    soonest = min(kept_until(k, config.programme.decisions, config) for k in RETENTION_CLASSES)
    by = now + NOTICE
    for kind in RETENTION_CLASSES if by >= soonest else ():
        if kind in store.state.season.forgetting:
            continue
        if run_out(kind, by, store.state, config) or _mail(kind, by, store, config):
            _note({**store.state.season.forgetting, kind: by}, f"{kind} runs out.", store, now)


def obey(raw: RawMessage, entry: ledger.Entry, config: Config, store: Store) -> None:
    """Forget anew what *entry* forgot, in a database that is made again; *raw* is its message."""
    kind = _kind_of(entry, store)
    by = store.state.season.forgetting.get(kind, entry.at)
    store.forget(_forgotten(kind, by, entry, store, config), raw, bare(raw), entry.at)
    _note_forgotten(kind, entry, store)


def _forget(
    kind: str, by: datetime, store: Store, mailbox: Mailbox, config: Config, now: datetime
) -> None:
    names = run_out(kind, by, store.state, config)
    mail = _mail(kind, by, store, config)
    questions = kind == "questions"
    entry = ledger.Entry(
        at=now,
        salt=os.urandom(16).hex(),
        references=() if questions else names,
        questions=names if questions else (),
        sha256=tuple(m.sha256 for m in mail),
        message_ids=tuple(i for m in mail if (i := read(m.raw, config).message_id)),
    )
    forgotten = _forgotten(kind, by, entry, store, config)
    forgetting.leave(entry, forgotten, config, store, mailbox, now)
    _note_forgotten(kind, entry, store)


def _forgotten(
    kind: str, by: datetime, entry: ledger.Entry, store: Store, config: Config
) -> Forgotten:
    names = [n for n in (*entry.references, *entry.questions) if _noun(n, store)]
    mail = _mail(kind, by, store, config)
    people = config.people
    staff = {a.email for a in (people.organiser, people.approver, people.operations) if a}
    letters = [e.letter for e in store.outbox() if _letter_ran_out(e, names, kind, by, config)]
    return Forgotten(
        changes=[
            *(_reduced(name, store) for name in names),
            *redaction.emptied_awards(names, store.state),
            *forgetting.never_again(entry.references, store.state.season),
        ],
        messages=[m.number for m in mail],
        own=[m.number for m in mail],
        letters=[letter.key for letter in letters],
        parties={letter.party for letter in letters} - staff,
        alias=forgetting.alias(entry),
    )


def _kind_of(entry: ledger.Entry, store: Store) -> str:
    """The class whose run *entry* tells of."""
    if entry.questions:
        return "questions"
    applications = (store.state.applications.get(r) for r in entry.references)
    return next((class_of(a) for a in applications if a), "other")


def _noun(name: str, store: Store) -> Change | None:
    return store.state.applications.get(name) or store.state.questions.get(name)


def _note_forgotten(kind: str, entry: ledger.Entry, store: Store) -> None:
    left = {k: at for k, at in store.state.season.forgetting.items() if k != kind}
    count = len(entry.references) + len(entry.questions)
    what = f"{count} records and {len(entry.sha256)} messages ran out."
    _note(left, what, store, entry.at)


def _letter_ran_out(
    entry: OutboxEntry, names: Collection[str], kind: str, by: datetime, config: Config
) -> bool:
    if entry.letter.reference:
        return entry.letter.reference in names
    return kind == "other" and kept_until(kind, entry.changed_at, config) <= by


def _note(forgetting: Mapping[str, datetime], what: str, store: Store, now: datetime) -> None:
    season = replace(store.state.season, forgetting=forgetting)
    with store.transaction():
        store.apply(Decision(f"Retention: {what}", changes=(season,)), "time", now)


def _reduced(name: str, store: Store) -> Change:
    if application := store.state.applications.get(name):
        return redaction.emptied(application)
    return question_emptied(store.state.questions[name])


def question_emptied(question: Question) -> Question:
    """What stays of a question: the answer that went to everyone, as it was worded for them."""
    asker = replace(question.asker, email="", name="")
    answer = "" if question.private else question.answer
    return replace(question, asker=asker, text="", message_id="", answer=answer)


def _mail(kind: str, by: datetime, store: Store, config: Config) -> list[StoredMessage]:
    """The mail filed under what has run out; of the class `other`, mail of no application."""
    names = set(run_out(kind, by, store.state, config))
    questions = {q.message for n in names if (q := store.state.questions.get(n))}
    eois = {a.eoi_message for n in names if (a := store.state.applications.get(n))}
    asked = {q.message for q in store.state.questions.values() if q.asker.email}
    return [
        m
        for m in store.messages()
        if m.kind  # in a database that is made again, what is not decided yet came later
        and (
            (m.reference in names or m.id in questions | eois)
            or (
                kind == "other"
                and not m.reference
                and m.id not in asked
                and kept_until(kind, m.raw.received_at, config) <= by
            )
        )
    ]
