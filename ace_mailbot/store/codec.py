"""The frozen nouns to JSON and back."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from ace_mailbot.model import Application, Pending, Question, Season

T = TypeVar("T")


@cache
def _adapters() -> dict[type[Any], TypeAdapter[Any]]:
    return {kind: TypeAdapter(kind) for kind in (Application, Pending, Question, Season)}


def dump(noun: Application | Pending | Question | Season) -> str:
    return _adapters()[type(noun)].dump_json(noun).decode()


def load(kind: type[T], data: str) -> T:
    noun: T = _adapters()[kind].validate_json(data)
    return noun
