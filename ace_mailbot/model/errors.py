"""Errors, named by what the caller must do."""

from __future__ import annotations


class Unreachable(Exception):
    """The mailbox or server did not answer: try again later."""


class Later(Unreachable):
    """The server takes this one letter later, and others now."""


class Refused(Exception):
    """The server said no for good: tell the organiser."""


class Unreadable(Exception):
    """These bytes cannot be understood: park them and say so.

    *advice* tells the sender what to do about it, where that is not to use another format.
    """

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(reason)
        self.advice = advice


class ConfigError(Exception):
    """The config or the call is wrong: stop. Each of *problems* is one line for the operator."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
