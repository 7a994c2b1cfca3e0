"""Named steps at which a torture run lets the process die; in normal use nothing happens at them.

They stand wherever ARCHITECTURE's table asks "what happens if we die here?".
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Literal, get_args

from ace_mailbot.model import ConfigError

Name = Literal[
    "bytes fetched",  # and nothing stored
    "bytes stored",  # and not committed
    "bytes committed",
    "decided",  # written down within the transaction, message not yet filed
    "filed",  # one message is through; the handful is not committed
    "handful committed",  # and nothing moved
    "moved",  # on the server, and not written down
    "put away",
    "time kept",  # within the transaction of what has fallen due
    "time committed",
    "letter taken up",  # and `sending` not committed
    "sending committed",
    "letter gone",  # the mailbox has answered, and that is not written down
    "letter recorded",
    "doubt looked up",  # a letter in doubt was looked for in Sent, and nothing written down
    "doubt settled",
]
NAMES: tuple[Name, ...] = get_args(Name)
Step = Callable[[Name], None]


def pass_by(_name: Name) -> None:
    """Normal use."""


def dying_at(fault: str) -> Step:
    """Dies of SIGKILL when a step comes up for the nth time: "letter gone:3". "": never.

    Raises ConfigError for a step that isn't one.
    """
    if not fault:
        return pass_by
    wanted, _, count = fault.partition(":")
    if wanted not in NAMES or not (count or "1").isdigit():
        raise ConfigError(f'ACE_FAULT is "{fault}"; expected a step and a count, "letter gone:3"')
    left = int(count or "1")

    def step(name: Name) -> None:
        nonlocal left
        if name == wanted:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return step
