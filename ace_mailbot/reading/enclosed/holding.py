"""What a file that holds others yields: the words it says itself, and the files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file inside another; its type is "" where nothing claims one."""

    filename: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Holding:
    """*text* is a mail's own text, "" of a mere folder."""

    text: str = ""
    files: tuple[Enclosed, ...] = ()
