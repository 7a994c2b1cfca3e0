"""Applications, and what a panel made of them, for tests that need scores and no mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ace_mailbot.config import Config
from ace_mailbot.model import (
    Application,
    Assessment,
    Confidence,
    Recommendation,
    Score,
    Scoring,
    Stage,
)
from ace_mailbot.writing import samples


def submitted(config: Config, number: int, footprint: str | None = "NWL") -> Application:
    """ACE-00*number*, which is complete and waits to be decided."""
    return replace(
        samples.full(config),
        reference=f"{config.programme.key}-{number:03d}",
        footprint=footprint,
        stage=Stage.SUBMITTED,
    )


def scored(
    config: Config,
    application: Application,
    member: str,
    values: Sequence[int] | int,
    **more: Any,
) -> Assessment:
    """*member*'s assessment: *values* a criterion each in the config's order, or one for all."""
    keys = [c.key for c in config.programme.criteria]
    given = dict(
        zip(keys, [values] * len(keys) if isinstance(values, int) else values, strict=False)
    )
    scoring = Scoring(
        message="M-AAAAAA",
        received_at=config.programme.closes,
        source="the message itself",
        scores={k: Score(v, f"{member} saw {k}.") for k, v in given.items()},
        recommendation=Recommendation.FUND,
        confidence=Confidence.HIGH,
        **more,
    )
    return replace(waiting(config, application, member), scorings=(scoring,))


def waiting(config: Config, application: Application, member: str) -> Assessment:
    """An assessment that *member* has not sent in."""
    return Assessment(
        id=f"{application.reference}/{member}",
        reference=application.reference,
        member=member,
        assigned_at=config.programme.closes,
    )


def read_by_all(
    config: Config, application: Application, by_member: Mapping[str, Sequence[int] | int]
) -> list[Assessment]:
    return [scored(config, application, m, values) for m, values in by_member.items()]
