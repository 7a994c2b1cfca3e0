"""The board and the meeting pack of a large panel; needs no mailbox.

.venv/bin/python -m tests.bench.board
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from ace_mailbot.config import Config, Panel, PanelMember, load, shipped_folder
from ace_mailbot.model import Address, Application, Assessment, State
from ace_mailbot.rules import meeting
from ace_mailbot.rules.context import Context
from ace_mailbot.writing.writer import Writer
from tests.bench.table import Row, head, lines
from tests.panel import scored, submitted

APPLICATIONS, MEMBERS, READ_EACH = 200, 40, 3
_EVIDENCE = "A clear aim, shared by four agencies; says when to stop, but not who decides."


def rows() -> Iterator[Row]:
    context, writer = _season(), Writer(_config(), b"a secret for the bench")
    start, busy = time.perf_counter(), time.process_time()
    found = meeting.as_it_stands(context)
    ranked = time.perf_counter()
    decision = meeting.pack("bench", context, found)
    mails = [writer.compose(letter, context.state, context.now) for letter in decision.letters]
    end, busy = time.perf_counter(), time.process_time() - busy
    size = sum(len(mail.mime) for mail in mails) / 1e6
    what = f"{APPLICATIONS} applications, {MEMBERS} members"
    yield Row(f"{what}: the board", "", f"{ranked - start:.2f} s")
    yield Row(
        f"{what}: board and meeting pack",
        "5 s",
        f"{end - start:.2f} s ({busy:.2f} busy, {size:.1f} MB)",
    )


def _config() -> Config:
    config = load(shipped_folder() / "config.toml", {})
    members = [f"member{n}@panel.example" for n in range(MEMBERS)]
    panel = tuple(PanelMember(f"Member {m}", Address(m)) for m in members)
    people = replace(config.people, panel=panel)
    return replace(config, people=people, panel=Panel(config.programme.decisions))


def _season() -> Context:
    config, chance = _config(), Random(2021)
    keys = [f.key for f in config.programme.footprints]
    shown = [submitted(config, n, chance.choice(keys)) for n in range(1, APPLICATIONS + 1)]
    read = [x for a in shown for x in _read(a, config, chance)]
    state = State({a.reference: a for a in shown}, assessments={x.id: x for x in read})
    return Context(config, config.programme.decisions, state)


def _read(application: Application, config: Config, chance: Random) -> Iterator[Assessment]:
    for member in chance.sample(config.people.panel, READ_EACH):
        marks = [chance.randint(0, 3) for _ in config.programme.criteria]
        said = {"strength": _EVIDENCE, "improvement": _EVIDENCE, "questions": _EVIDENCE}
        made = scored(config, application, member.address.email, marks, **said)
        [scoring] = made.scorings
        long = {key: replace(score, evidence=_EVIDENCE) for key, score in scoring.scores.items()}
        yield replace(made, scorings=(replace(scoring, scores=long),))


def main() -> int:
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}, load {os.getloadavg()[0]:.1f} before", head(), lines(rows()), sep="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
