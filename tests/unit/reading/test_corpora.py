"""Real mail, where the collections are at hand: how much is recognised, and that nothing raises."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ace_mailbot import reading
from ace_mailbot.config import Config
from ace_mailbot.model import Message, Nature, RawMessage
from ace_mailbot.reading import attachments, mime, reply
from tests.unit.reading.conftest import RECEIVED, ROOT

CORPORA = ROOT.parent / "shared" / "corpora"
pytestmark = pytest.mark.skipif(
    not CORPORA.is_dir(), reason="the collections of real mail (../shared/corpora) are not here"
)


def rows(*kinds: str) -> list[tuple[Path, str]]:
    with (CORPORA / "index.tsv").open(encoding="utf-8") as lines:
        found = [r for r in csv.reader(lines, delimiter="\t") if r[1] in kinds]
    return [(CORPORA / r[0], r[2] if len(r) > 2 else "") for r in found]


def parse(config: Config, path: Path) -> Message:
    return reading.read(RawMessage("1", path.read_bytes(), RECEIVED), config)


def share(found: list[bool]) -> float:
    return sum(found) / len(found)


def test_bounces_are_recognised(config: Config) -> None:
    found = [parse(config, path).nature is Nature.BOUNCE for path, _ in rows("bounce")]
    assert share(found) >= 0.97


def test_bounces_name_who_failed(config: Config) -> None:
    exact = []
    for path, expected in rows("bounce"):
        if expected.startswith(("permanent:", "temporary:")):
            parts = [p.partition(":")[2] for p in expected.lower().split("|")]
            wanted = {e for part in parts for e in part.split(",") if e}
            exact.append(set(parse(config, path).failed_recipients) == wanted)
    assert share(exact) >= 0.9


def test_hardly_any_person_is_taken_for_a_machine(config: Config) -> None:
    machines = (Nature.AUTO_REPLY, Nature.BOUNCE)
    found = [parse(config, path).nature in machines for path, _ in rows("normal", "reply")]
    assert share(found) <= 0.01


def test_nothing_in_them_raises(config: Config) -> None:
    kinds = ("bounce", "auto-reply", "reply", "normal", "list", "malformed")
    for path, _ in rows(*kinds):
        message = reading.understand(parse(config, path), config)
        assert not any("could not be taken apart" in d for d in message.defects), path.name


def test_replies_are_trimmed_exactly() -> None:
    folder = CORPORA / "email_reply_trimmer"
    exact = []
    for path in sorted((folder / "emails").iterdir()):
        wanted = (folder / "trimmed" / path.name).read_text(encoding="utf-8")
        lines = [line.rstrip() for line in wanted.strip().split("\n")]
        exact.append(reply.trim(mime.normal(path.read_text(encoding="utf-8"))) == "\n".join(lines))
    assert share(exact) >= 0.95


def test_forms_of_all_kinds_are_opened_or_refused_kindly(config: Config) -> None:
    for path, _ in rows("form"):
        contents = attachments.open_attachment(path.name, "", path.read_bytes(), config.form, "ACE")
        assert not (contents.text and contents.problem), path.name
