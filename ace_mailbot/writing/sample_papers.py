"""Made-up letters to the panel and about it, one or more for each template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ace_mailbot.config import Config, Panel, PanelMember
from ace_mailbot.model import (
    Address,
    Application,
    Confidence,
    Recommendation,
    Score,
    Scoring,
)

MEMBER = PanelMember("Joan Price", Address("joan.price@funder.example", "Joan Price"))
# Templates whose letters are about one application.
OF_ONE = frozenset({"paper", "scores-read", "paper-ended", "panel-conflict", "panel-late-change"})


def scoring(config: Config) -> Scoring:
    """Scores for every criterion but the last."""
    keys = [c.key for c in config.programme.criteria]
    return Scoring(
        message="M-JJJJJJ",
        received_at=config.programme.closes,
        source="the message itself",
        scores={k: Score(2, f"It says so under {k}.") for k in keys[:-1]},
        strength="The agencies shaped the aim together.",
        improvement="Say when you would stop.",
        recommendation=Recommendation.FUND_IF,
        condition="they name a stop point",
        confidence=Confidence.HIGH,
        questions="Who speaks for the users?",
        private_note="I would like to hear them.",
    )


def letters(config: Config, known: Application) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """A template and its values, for each letter of the panel."""
    panel = config.panel or Panel(config.programme.closes)
    given, criteria = scoring(config), config.programme.criteria
    entry: dict[str, Any] = {
        "reference": known.reference,
        "title": known.title,
        "agencies": ("Brent Community Trust", "Brent Council"),
        "people": ("Amara Okafor", "Helen Brody"),
    }
    rows = [(c, given.scores.get(c.key)) for c in criteria]
    seen = [(known, [("Joan Price", [score for _, score in rows], given)])]
    conflict = "She is my sister-in-law."
    closes = config.programme.closes
    blind = {"agencies": entry["agencies"], "people_named": entry["people"], "count": 1}
    found: dict[str, dict[str, Any]] = {
        "panel-list": {"entries": [entry], "declare_by": closes, "more": False, **blind},
        "panel-declare-reminder": {"declare_by": closes, "applications": [known]},
        "panel-declared": {"conflicts": [(known, conflict)], "unclear": ["Hm."], "waits": [known]},
        "paper": {"panel": panel, "changes": config.form.questions[:2], "scored": True},
        "scores-read": {
            "scoring": given,
            "rows": rows,
            "problems": [f"No score yet for {criteria[-1].key}."],
            "corrected": False,
            "may_see": True,
            "panel": panel,
        },
        "panel-chase": {"applications": [known], "panel": panel},
        "panel-confirm": {"lines": ["C1: 2"], "file": "scores.docx", "scored": True},
        "paper-ended": {"conflict": conflict},
        "panel-hints": {"found": [(known, [{"sentence": "Joan Price is from Brent Council."}])]},
        "panel-conflict": {"said": conflict, "proposed": MEMBER},
        "panel-late-change": {"before": given, "after": given, "opened": False},
        "panel-meeting": {"seen": seen},
        "panel-others": {"seen": seen, "waits": [known]},
        "panel-assigned": {"rows": [(known, ["Joan Price"], True)], "loads": [(MEMBER, 1)]},
    }
    yield "panel-list", {"member": MEMBER, **found["panel-list"], "entries": []}
    yield from ((template, {"member": MEMBER, **values}) for template, values in found.items())
