"""The words that orders are made of: verbs as people type them, references, reasons."""

from __future__ import annotations

import re

# One character for one character, so that what matches here can be cut out of the line as typed.
_PLAIN = {
    **dict.fromkeys(map(ord, "‘’‚‛′`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
}

# Verbs that name applications, and the words that mean them; what follows is the references.
APPLICATION_VERBS = {
    "accept": r"accept(?:ed|s)?|award|fund",
    "reserve": r"reserve[sd]?|put on(?: the)? reserve(?: list)?",
    "decline": r"declined?|reject(?:ed)?|refused?|turn down",
    "extend": r"extend(?:ed)?(?: the)?(?: deadline| closing date| time)?(?: for| of)?"
    r"|give|allow|(?:an )?extension (?:for|to)",
    "withdraw": r"withdraw(?:n|s)?|withdrew",
    "confirm": r"confirm(?:ed)?(?: the)?(?: senior leader)?(?: of| for)?",
    "send": r"send(?: (?:the )?letters? (?:to|of|for)| the pack (?:to|of|for))?",
    "lead": r"(?:(?:change|set) )?(?:the )?(?:new )?lead(?:er)?(?: of| for)?",
    "signed": r"(?:counter)?signed|(?:mou|memorandum) signed",
    "verified": r"(?:finance(?: contact)? )?verified"
    r"(?:(?: the)? finance(?: contact)?(?: of| for)?)?",
    "paid": r"paid",
    "footprint": r"(?:(?:change|set) )?(?:the )?footprint(?: of| for)?|move",
}
MESSAGE_VERBS = {"rescue": r"rescued?|restore", "dismiss": r"dismiss(?:ed)?|ignore|discard"}

_THINGS = (
    r"(?: (?:and|all|of|the|these|those|them|it|this|everything|outcomes?|letters?|mails?|emails?"
    r"|decisions?|results?|preview|release|sending|send|now|for))*"
)
# Orders that are a whole line by themselves.
LONE_VERBS = {
    "approve": re.compile(rf"(?:(?:i|we) |all )?approved?{_THINGS}", re.IGNORECASE),
    "hold": re.compile(rf"(?:hold|pause|stop){_THINGS}", re.IGNORECASE),
    "resume": re.compile(
        rf"(?:resume|restart|unpause|continue|carry on)(?: with)?{_THINGS}", re.IGNORECASE
    ),
    "status": re.compile(
        r"(?:send (?:me )?)?(?:the |a )?(?:current )?(?:status|digest)(?: update| report)?(?: now)?"
        r"|where are we",
        re.IGNORECASE,
    ),
    "confirm board": re.compile(
        r"(?:(?:i|we) )?confirm(?:ed|s)?(?: the)? board"
        r"(?: as (?:it (?:stands|is)|shown|proposed|it was shown))?",
        re.IGNORECASE,
    ),
    "open meeting": re.compile(r"open(?: up)?(?: the)?(?: panel)? meeting(?: now)?", re.IGNORECASE),
    "invite panel": re.compile(
        r"(?:invite|ask|start)(?: with)?(?: the)? panel(?: members)?(?: now)?", re.IGNORECASE
    ),
    "meeting pack": re.compile(
        r"(?:(?:re-?)?send (?:me )?)?(?:the |a |another |a new )?meeting pack(?: again| now)?",
        re.IGNORECASE,
    ),
    "yes": re.compile(
        r"y|yes|yep|yeah|yes,? (?:that was|that's|it was|it's) me|that was me|yes,? (?:do|go ahead)"
        r"|go ahead|confirm(?:ed)?|i confirm|yes,? (?:i )?confirm(?:ed)?",
        re.IGNORECASE,
    ),
    "no": re.compile(
        r"n|no|nope|(?:no,? )?(?:that was|it was|that's|it's) not me|(?:no,? )?not me"
        r"|(?:no,? )?that wasn't me",
        re.IGNORECASE,
    ),
}
EMAIL = r"<?(?P<email>[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+)>?"
SEND = re.compile(
    r"send (?:(?P<all>(?:them |it )?all|everything|all of them|all (?:the )?letters|every letter)"
    r"|(?P<nothing>nothing|none)|(?P<this>it|this|this answer|the answer|as it is|as is)"
    r"|(?P<questions>q-?[a-z2-7]{6}(?:(?:,| and|,? &) ?q-?[a-z2-7]{6})*)"
    rf"|(?:(?:the )?letters? (?:in doubt )?)?(?:to )?{EMAIL})(?: again)?(?: now)?",
    re.IGNORECASE,
)
RULING = re.compile(
    r"(?P<verb>admit|exclude|leave out)(?: all)?(?: of)?(?: the| those| any)?"
    r"(?: (?:forms?|applications?))?"
    r"(?: (?:that|which|who) (?:are|is))? (?P<group>incomplete|unconfirmed)"
    r"(?: (?:forms?|ones?|applications?|senior|leaders?))*(?P<rest>\b.*)",
    re.IGNORECASE,
)
COURTESY = re.compile(
    r"(?:(?:hi|hello|hey|dear|morning)\b[^,:\d]{0,25}[,:] *"
    r"|(?:please|pls|plz|kindly|ok|okay|yes|yep|right|so|also|and|then|now|great|thanks|thank you"
    r"|p\.?s\.?|just|actually|finally|(?:can|could|would|will) you|go ahead and|let's"
    r"|(?:i|we)(?:'ll| will|'d like(?: you)? to| would like(?: you)? to| want(?: you)? to)"
    r"|(?:my )?orders?:)(?![\w'])[\s,.:;!-]*)+",
    re.IGNORECASE,
)
TRAILING = re.compile(
    r"[\s,;-]*(?:\b(?:please|pls|many thanks|thanks|thank you|thx|cheers|ta)\b[\s,.!]*)+$",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:don'?t|do not|doesn'?t|not|never|cannot|can'?t|won'?t|wouldn'?t|shouldn'?t|no longer)\b",
    re.IGNORECASE,
)
# `accept ACE-009 in place of NWL`: the footprint stands between this and the reason.
IN_PLACE_OF = re.compile(
    r" (?:(?:in|into|for|on|with|using|taking) (?:the |an? |one )?(?:unused |free |spare |empty )?"
    r"(?:place|slot)s? (?:of|from|in|for)|instead of one (?:of|from|in)) (?:the )?"
    r"(?P<footprint>[^,.;:()]+?)(?= because\b|[\s,.;:()]*$| (?:since|as|due to)\b|[,.;:(])",
    re.IGNORECASE,
)
# How an organiser came to know, which is reason enough to withdraw or to confirm.
_SOURCE = (
    r"at(?= (?:the|her|his|their)\b.* request)|by(?= (?:tele)?phone| letter| email)"
    r"|in(?= person)|(?:over|on)(?= the (?:tele)?phone)"
)
SOURCE = re.compile(r"(?:at|by|in|over|on)\b", re.IGNORECASE)
_BECAUSE = (
    r"because(?: of)?|b/c|bcos|'?cos|coz|cuz|'cause|since|due to|owing to|on account of"
    r"|given(?: that)?|on the grounds (?:that|of)|reason(?: is)?|as|for"
)
REASON = re.compile(
    rf"[\s,.;:-]*(?:(?P<word>\b(?:{_BECAUSE}|{_SOURCE}))(?![\w/])[\s:,]*|(?P<mark>[(:;,.-])\s*)(?P<reason>.*)",
    re.IGNORECASE,
)
# What makes words after an order a condition or a limit rather than a reason for it.
CONDITION = re.compile(
    r"(?:but|only|if|unless|provided|providing|assuming|when|once|after|before|until|till|subject|not"
    r"|except|maybe|perhaps|possibly|long as|soon as|well|far|of|now|though|although|or)\b",
    re.IGNORECASE,
)
ADDRESS = r"(?:(?:change|correct|set|update|fix) )?(?:the )?(?:new |e-?mail )*address(?: of| for)?"


def plain(line: str) -> str:
    """*line* with typewriter quotes and dashes, of the same length."""
    return line.translate(_PLAIN)


def without_thanks(said: str) -> str:
    # Looked for at the end alone: a search through a long line takes the square of its length.
    head, tail = said[:-80], said[-80:]
    return head + TRAILING.sub("", tail)


def without_courtesy(said: str) -> str:
    found = COURTESY.match(said)
    return said[found.end() :] if found else said


def trimmed(piece: str) -> str:
    return re.sub(
        r"[\s,.;&+]*(?:\b(?:and|then|also|but|plus)\b)?[\s,.;&+]*$", "", piece, flags=re.I
    )


def is_reason(found: re.Match[str]) -> bool:
    """Whether the words say why, rather than nothing, when, or on what condition."""
    reason = found["reason"]
    if len(re.findall(r"[^\W\d_]", reason)) < 2 or re.fullmatch(
        r"\W*(?:your )?reason\W*", reason, re.I
    ):
        return False
    word = (found["word"] or "").lower()
    return word.startswith("because") or not CONDITION.match(reason)


def is_weak(found: re.Match[str]) -> bool:
    """Whether what parts the reason from the order may as well begin another instruction."""
    return found["mark"] in (",", ".", ";") or (found["word"] or "").lower() == "for"


class References:
    """How the applications of one programme are named in a line, such as `ACE-003`, `3` or `#3`."""

    def __init__(self, key: str) -> None:
        self._key = key
        # Each pattern below can match in one way only, or a long list would take for ever.
        keyed = rf"{key}[ #-]{{0,3}}\d{{1,5}}"
        noun = (
            r"(?:the )?(?:applications?|projects?|bids?|proposals?|refs?\.?|references?|numbers?"
            r"|nos?\.?)"
        )
        self.one = rf"(?:{noun} ?)?[\[#]?(?:{keyed}|\d{{1,5}})\b\]?(?![/:.-]\d|(?:st|nd|rd|th)\b)"
        self.some = rf"{self.one}(?:(?: ?(?:, ?and|and|,|&|\+|/|;) ?){self.one}| {keyed}\b){{0,99}}"
        self.keyed = re.compile(rf"\b{keyed}\b", re.IGNORECASE)
        self._number = re.compile(r"\d+")

    def read(self, words: str) -> tuple[str, ...]:
        """The references in *words*, which `some` matched, each once, in their order."""
        # The programme's key may hold digits of its own, which are no reference.
        bare = re.sub(re.escape(self._key), "", words, flags=re.IGNORECASE)
        numbers = [int(n) for n in self._number.findall(bare)]
        return tuple(dict.fromkeys(f"{self._key}-{n:03d}" for n in numbers if n))
