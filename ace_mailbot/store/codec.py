"""The frozen nouns to JSON and back."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def dump(noun: Any) -> str:
    return msgspec.json.encode(noun).decode()


def load(kind: type[T], data: str) -> T:
    return msgspec.json.decode(data, type=kind)
