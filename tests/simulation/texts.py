"""What people type in the random seasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

QUESTION = {
    "subject": "A question",
    "text": "Can we use the grant to pay for room hire?",
}
WITHDRAWAL = {
    "subject": "Withdrawing",
    "text": "We would like to withdraw our application. Sorry.",
}
NO_CONFLICT = ("None.", "No conflict with any of them.", "none, thank you")
CONFLICT = ("I chair the board of one of their partners", "the lead is my cousin")
TO_INVITATIONS = (
    "Sorry, I can't make it that day.",
    "Yes, I will come.",
    "Please stop invitations.",
)
PROGRESS = (
    "Slower than planned. One partner dropped out, which taught us a lot.",
    "The young people run the sessions now. We only bring the biscuits.",
    "Could we have more time?",
)
LEARNT = (
    "We tried one joint visit a week, by a therapist and a housing officer together. It saved most "
    "people two visits, and it showed us that nobody had asked carers what they wanted to know.\n\n"
)
SHARING = ("You may share it with the other projects.", "Please do not share it.", "")
EVENT = 'event "Workshop on stopping in time"'

_BULK = {"List-Unsubscribe": "<https://news.example/u>", "Precedence": "bulk"}
NOISE: Sequence[tuple[str, Mapping[str, Any]]] = (
    ("writes", {"subject": "News", "text": "Win more grants today!", "headers": _BULK}),
    ("writes", {"subject": "Thanks", "text": "Many thanks!"}),
    ("writes", {"subject": "", "text": ""}),
    ("writes", {"subject": "Hm", "text": "The owl flies at midnight."}),
    ("garbage", {}),
)
