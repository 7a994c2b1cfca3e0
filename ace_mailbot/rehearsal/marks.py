"""What the cast's panel members make of an application: marks, and the words that go with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ace_mailbot.config import Criterion

_EVIDENCE = (
    "it is not shown",
    "it is named, and not yet described",
    "it is described, with one gap",
    "it is described in detail, with an example",
)
_RECOMMENDATIONS = ("do not fund", "fund if the weakest point is mended", "fund")


def given(worth: str, shift: int, member: str) -> Sequence[int]:
    """The marks that *member* gives for *worth*, a digit a criterion: all of them after "=".

    *shift* is how kind they are; it shows in one criterion, another for each member.
    """
    marks = [int(digit) for digit in worth.lstrip("=")]
    if not worth.startswith("="):
        place = sum(map(ord, member)) % len(marks)
        marks[place] = min(3, max(0, marks[place] + shift))
    return marks


def in_lines(marks: Sequence[int], criteria: Sequence[Criterion]) -> str:
    """As a member types them into a reply."""
    lines = [
        f"{c.key}: {mark} - {_EVIDENCE[mark]}" for c, mark in zip(criteria, marks, strict=False)
    ]
    words = _words(marks, criteria)
    return "\n".join([*lines, *(f"{key.title()}: {text}" for key, text in words.items())])


def in_controls(marks: Sequence[int], criteria: Sequence[Criterion]) -> Mapping[str, str]:
    """As they stand in the controls of the scoring form, by tag."""
    scale = ("0 not shown", "1 emerging", "2 solid", "3 strong")
    found = {}
    for criterion, mark in zip(criteria, marks, strict=False):
        found[f"{criterion.key}_score"] = scale[mark]
        found[f"{criterion.key}_evidence"] = _EVIDENCE[mark]
    return found | _words(marks, criteria)


def _words(marks: Sequence[int], criteria: Sequence[Criterion]) -> dict[str, str]:
    best, worst = marks.index(max(marks)), marks.index(min(marks))
    fair = sum(marks) / len(marks)
    return {
        "conflict": "none",
        "strength": f"What you say about {_title(criteria, best)} is clear and can be believed.",
        "improvement": f"Say more about {_title(criteria, worst)}: who does what, and by when.",
        "recommendation": _RECOMMENDATIONS[0 if fair < 1.5 else 1 if fair < 2.2 else 2],
        "confidence": "high" if max(marks) - min(marks) < 2 else "medium",
    }


def _title(criteria: Sequence[Criterion], place: int) -> str:
    title = criteria[place % len(criteria)].title
    return title[0].lower() + title[1:]
