"""How well real mail is read: `make bench-reading`, over the collections in ../shared/corpora.

Prints a row a collection and question, target beside figure, and below each the names of the
messages that were missed. The targets are for mail nobody has looked at; here they are a guide.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ace_mailbot import reading
from ace_mailbot.config import Config, load
from ace_mailbot.model import Message, Nature, RawMessage
from tests.bench.collections import CORPORA, Sample, samples
from tests.bench.table import Row, head, lines

ROOT = Path(__file__).parents[2]
RECEIVED = datetime(2021, 7, 6, 8, tzinfo=UTC)
MACHINES = (Nature.BOUNCE, Nature.AUTO_REPLY)
# The reply collection holds bare bodies: a head makes each a message again.
HEAD = b"From: Jo <jo@trust.example>\nTo: ace@funder.example\nSubject: Re: x\n" + (
    b"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
)


@dataclass(frozen=True)
class Reading:
    """A sample and the message it was read as; *problem* is what was raised instead."""

    sample: Sample
    message: Message
    problem: str = ""


@dataclass(frozen=True)
class Question:
    """*asked_of* says whether the question is put to a reading, *right* whether it holds."""

    what: str
    target: str
    asked_of: Callable[[Sample], bool]
    right: Callable[[Reading], bool]
    errors: bool = False  # the share that is wrong is printed, not the share that is right


def _nature(wanted: Nature) -> Callable[[Reading], bool]:
    return lambda r: r.message.nature is wanted


def _is_named(reading: Reading) -> bool:
    return bool(reading.sample.failed and reading.sample.failed <= _failed(reading))


def _names_others(reading: Reading) -> bool:
    return not _failed(reading) <= (reading.sample.failed or frozenset())


def _failed(reading: Reading) -> frozenset[str]:
    return frozenset(reading.message.failed_recipients)


def _is_exact(reading: Reading) -> bool:
    wanted = reading.sample.trimmed or ""
    return _tidy(reading.message.reply_text) == _tidy(wanted)


def _tidy(text: str) -> str:
    """Line ends, and blanks at a line's end, say nothing."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _is_kept(reading: Reading) -> bool:
    """Every word of the exact answer stands in ours, in its order."""
    words = iter(_words(reading.message.reply_text))
    return all(word in words for word in _words(reading.sample.trimmed or ""))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


QUESTIONS = (
    Question("bounces recognised", "99 %", lambda s: s.kind == "bounce", _nature(Nature.BOUNCE)),
    Question("the failed recipient named", "95 %", lambda s: bool(s.failed), _is_named),
    Question(
        "somebody else named as well", "", lambda s: bool(s.failed), lambda r: not _names_others(r),
        errors=True,
    ),
    Question(
        "automatic replies recognised",
        "92 %",
        lambda s: s.kind == "auto-reply",
        _nature(Nature.AUTO_REPLY),
    ),
    Question(
        "people taken for machines",
        "0.5 % at most",
        lambda s: s.kind in ("normal", "reply"),
        lambda r: r.message.nature not in MACHINES,
        errors=True,
    ),
    Question("reply text exact", "80 %", lambda s: s.trimmed is not None, _is_exact),
    Question(
        "replies in which true text is lost", "0", lambda s: s.trimmed is not None, _is_kept,
        errors=True,
    ),
    Question("messages that raise", "0", lambda s: True, lambda r: not r.problem, errors=True),
)  # fmt: skip


def read(sample: Sample, config: Config) -> Reading:
    data = sample.path.read_bytes()
    if sample.trimmed is not None:
        data = HEAD + data
    raw = RawMessage("1", data, RECEIVED)
    try:
        message = reading.understand(reading.read(raw, config), config)
    except Exception:
        return Reading(sample, reading.bare(raw), traceback.format_exc(limit=-1))
    # What the parser could not take apart was raised inside, and caught there.
    caught = [d for d in message.defects if "could not be taken apart" in d]
    return Reading(sample, message, " ".join(caught))


def rows(question: Question, readings: list[Reading]) -> Iterator[tuple[Row, list[str]]]:
    """A row for each collection that the question is put to, and one for all of them."""
    asked = [r for r in readings if question.asked_of(r.sample)]
    names = list(dict.fromkeys(r.sample.collection for r in asked))
    for name in [*names, ""] if len(names) > 1 else names:
        some = [r for r in asked if name in ("", r.sample.collection)]
        wrong = [r for r in some if not question.right(r)]
        count = len(wrong) if question.errors else len(some) - len(wrong)
        reached = f"{count} of {len(some)}  {100 * count / len(some):5.1f} %"
        what = f"{question.what}: {name}" if name else f"{question.what}, all"
        missed = [f"{r.sample.collection}/{r.sample.name}" for r in wrong] if name else []
        yield Row(what, question.target, reached), missed


def main() -> int:
    if not CORPORA.is_dir():
        print(f"bench-reading: the collections of real mail are not here ({CORPORA}).")
        print("It measures nothing without them; the tests don't need them.")
        return 1
    config = load(ROOT / "config.toml", {})
    readings = [read(sample, config) for sample in samples()]
    print(head())
    for question in QUESTIONS:
        for row, missed in rows(question, readings):
            print(lines([row]))
            for name in missed:
                print(f"    {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
