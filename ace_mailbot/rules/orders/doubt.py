"""Why a line that began as an order is none."""

from __future__ import annotations


class Doubt(Exception):
    """A line begins as an order and ends as something else; *nearest* are forms to type instead."""

    def __init__(self, sentence: str, *nearest: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.nearest = nearest
