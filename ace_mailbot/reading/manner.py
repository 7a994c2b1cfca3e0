"""What only a machine says in English: that it is one, or that a letter waits to be confirmed.

A line is an alternative, for text as `phrases.plain` leaves it. What people say as well is weighed
by `wording`; other languages stand in phrases.py.
"""

from __future__ import annotations

import re


def _kind(lines: str) -> re.Pattern[str]:
    whole = re.sub(r"\\\n\s*", "", lines.strip())
    return re.compile("|".join(line.strip() for line in whole.splitlines()))


# That a machine wrote it, in so many words.
SELF = _kind(
    r"""
    (?:^|[.!?*:>"(\]]\s*|\bnote(?: that)?:? \
        |\bas )[*_]*(?:please note(?: that)?:? )?(?:this(?: e-?mail| message| reply| response| is\
        | mailbox|\b)|the following|automated|automatic)(?: is| was| has been| note is)?(?: just\
        | only| being| sent)?(?: an?| your)? ?(?:\w+ ){0,2}?(?:auto(?:matic|mated|matically\
        |-?reply|-?response|-?generated|responder)\b|computer[- ]generated|system[- ]generated\
        |machine[- ]generated|generated automatically|vacation (?:message|reply)\
        |out of office (?:message|reply|response)|dumb auto)
    \b(?:please )?do not (?:reply|respond) (?:directly )?to this (?:e-?mail|message|automated\
        |auto|reply|notification)
    \bautomated (?:response|reply|message|acknowledgement) (?:to (?:let|confirm|acknowledge\
        |inform)|from)
    \bthis is an? auto-?\w*
    \bthis (?:e-?mail|message|reply|response) (?:was|has been|is being) (?:sent|generated\
        |created) automatically
    \bis being held until the (?:list )?moderator|\b(?:apologi[sz]e|sorry) for (?:this|the) automat
    \bautomatic(?:ally)? (?:reply|generated) (?:e-?mail|message)
    ^\W*auto(?:matic|mated)?[- ]?(?:reply|response|responder)\b
    \b(?:sent|written|generated) by (?:\w+ ){0,5}(?:robot|bot|auto-?responder|portal\
        |ticketing system)\b
    boxbe|spam ?arrest|\btmda\b|mailblocks|challenge[- ]response
    \b(?:i'm|i am|this is) (?:an? |the )?(?:\w+ )?(?:chat ?bot|bot|virtual (?:assistant|agent)\
        |assistant bot)\b
    \bdo not disturb\b.{0,40}(?:turned on|enabled|is on)|\bfocus mode\b|\bnotifications silenced\b
"""
)

CHALLENGE = _kind(r"""
    \bclick (?:on )?(?:the |this )?(?:link|here|below|button)\b.{0,120}\b(?:deliver|verify\
        |confirm|approve|release|prove)
    \b(?:verify|confirm|prove) (?:that )?(?:you are|your|you're|i am) (?:a |not a )?(?:human\
        |person|real|legitimate|spam|e-?mail address|message|identity|sender)
    \b(?:please )?(?:reply|respond) to this e-?mail without changing|\bsender verification\b
    \b(?:reply to this|respond to this|by replying)\b.{0,100}\b(?:deliver|released?|confirm|held\
        |approved|whitelist)
    \b(?:is being held|has been held|held (?:in|until))\b.{0,100}\b(?:confirm|verif|approv\
        |moderator)
    \b(?:approved senders?\b|list of approved senders)|\badd(?:ed)? (?:you )?to (?:my|his|her\
        |their) (?:approved|allowed|guest|white) ?list
""")
