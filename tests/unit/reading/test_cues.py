"""Cues rule out patterns, and never one that would have matched."""

from __future__ import annotations

import re
from types import ModuleType

import pytest

from ace_mailbot.reading import cues, eoi, furniture, intents, leads, people, sentences, titles
from tests.unit.reading.conftest import SAMPLES

MODULES = (eoi, furniture, intents, leads, people, sentences, titles)


def patterns(module: ModuleType) -> list[re.Pattern[str]]:
    values = vars(module).values()
    each = [v if isinstance(v, tuple) else (v,) for v in values]
    return [p for some in each for p in some if isinstance(p, re.Pattern)]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.rpartition(".")[2])
def test_what_a_pattern_finds_its_cues_have_seen(module: ModuleType) -> None:
    texts = [p.read_text("utf-8", "replace") for p in sorted(SAMPLES.glob("*.eml"))]
    lines = [line for text in texts for line in sentences.sentences(text)]
    for pattern in patterns(module):
        look, cued = cues.Cues(pattern), cues.Cued(pattern)
        for line in lines:
            found = pattern.search(line)
            assert not found or look.of(line), (pattern.pattern[:60], line)
            assert bool(cued.search(line)) is bool(found)


@pytest.mark.parametrize(
    ("pattern", "cued"),
    [
        (r"\bwithdraw(?:ing|n|al)?\b", {"\bwithdraw\b", "\bwithdrawing\b", "\bwithdrawn\b"}),
        (r"\b(?:add|copy)\b.{0,9}\bcontact", {"\bcontact"}),
        (r"please (?:send|post)\w*", {"please send", "please post"}),
        (r"\bdon['’]t\b", {"\bdon't\b", "\bdon’t\b"}),
    ],
)
def test_cues_are_read_off_the_pattern(pattern: str, cued: set[str]) -> None:
    assert cued <= (cues.of_pattern(re.compile(pattern)) or frozenset())


@pytest.mark.parametrize("pattern", [r"\d{3}", r"(?:pack)?", r"pack|\d", r"[^a]"])
def test_a_pattern_without_cues_is_always_tried(pattern: str) -> None:
    assert cues.of_pattern(re.compile(pattern)) is None


def test_a_word_is_told_from_a_part_of_one() -> None:
    look = cues.Cues(re.compile(r"\bace\b"), re.compile(r"\blead"), re.compile(r"e\.o\.i\.?\b"))
    assert [look.of(text) for text in ("a place", "(ACE)", "mislead", "Leads", "E.O.I.s")] == [
        0,
        1,
        0,
        2,
        4,
    ]
