"""What people with an award answer us: will they come, may they be introduced, may others read it.

Such words mean something only in a reply to a letter of ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ace_mailbot.model import Intent

_WE = r"\b(?:i|we|both of us|the team|she|he|they)\b"
_ABSENT = re.compile(
    rf"{_WE}.{{0,30}}\b(?:cannot|can['’]t|can not|won['’]t|will not|unable to|not (?:be )?able to"
    r"|am not|['’]m not|are not|aren['’]t) (?:now |be able to |going to )*"
    r"(?:come|attend|make (?:it|this|that|the)|join|be there|be coming|coming|be joining|joining"
    r"|available|free)\b"
    r"|^\W*(?:sorry|apologies|unfortunately)?[,.:; –—-]*(?:but )?(?:i |we )?(?:cannot|can['’]t"
    r"|can not|won['’]t|unable to) (?:come|attend|make|join|be there)\b"
    r"|\b(?:please )?(?:give|send|accept|with) (?:you )?(?:my|our) apologies\b"
    r"|^\W*apologies for (?:this|the|that|absence)\b"
    r"|\bnot (?:coming|attending|joining|available (?:on|then|that))\b"
    r"|\b(?:have|must|need) to (?:miss|decline|send (?:my|our) apologies)\b",
    re.IGNORECASE,
)
_PERHAPS = re.compile(
    r"\b(?:may|might) (?:be able to |not be able to )?(?:come|attend|make it|join|be there)\b"
    r"|\b(?:not sure|unsure|don['’]t know(?: yet)?|do not know(?: yet)?) (?:yet )?(?:if|whether)\b"
    r"|\b(?:tentative(?:ly)?|provisionally)\b|^\W*(?:maybe|perhaps|possibly)\b"
    r"|\btry to (?:come|attend|make it|join|be there)\b",
    re.IGNORECASE,
)
_ATTENDS = re.compile(
    rf"{_WE}(?:['’]ll| will| can| am| are|['’]m|['’]re|['’]d| would| plan| hope| intend| shall|"
    r" expect| both| all| be| happy| glad| delighted| pleased| love| like| to| able| now"
    r"| definitely| certainly| gladly)* "
    r"(?:come|coming|attend(?:ing)?|make it|join(?:ing)?(?: you| this| the| in)?"
    r"|be(?:ing)? there)\b"
    r"|\b(?:look(?:ing)?) forward to (?:it|coming|joining|attending|seeing|the)\b"
    r"|\bcount me in\b|\bsee you (?:there|then|on)\b|^\W*(?:attending|coming|accepted)\W*$",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\b(?:stop|no more|unsubscribe (?:me )?from|opt (?:me |us )?out of|end|cancel all|without)"
    r" (?:sending (?:me |us )?)?(?:the |these |your |any |all |event |calendar |cohort |further )*"
    r"(?:invit(?:ation|e)s?|events?)\b"
    r"|\b(?:do not|don['’]t|please don['’]t) (?:send|invite) (?:me|us)\b.{0,20}"
    r"\b(?:invit(?:ation|e)s?|events?|any ?more|again)\b|^\W*(?:opt[ -]?out|unsubscribe)\W*$",
    re.IGNORECASE,
)
_NOT_INTRODUCE = re.compile(
    r"\b(?:do not|don['’]t|please don['’]t|rather (?:you )?(?:did not|didn['’]t)|not to be|not be"
    r"|prefer not to be|against being) (?:be )?introduced?\b"
    r"|^\W*introduc(?:e|tion)(?: us| me)?\W+no\b|\bno introduction\b",
    re.IGNORECASE,
)
_INTRODUCE = re.compile(
    r"\bintroduce (?:us|me|our|the team)\b|\b(?:be|being) introduced\b"
    r"|^\W*introduc(?:e|tion)(?: us| me)?\W+yes\b",
    re.IGNORECASE,
)
_NOT_SHARE = re.compile(
    r"\b(?:do not|don['’]t|please don['’]t|cannot|can['’]t|not to be|may not|not happy to"
    r"|rather not|not for|prefer not to)(?: \w+)?"
    r" (?:share[d]?|sharing|circulat\w+|pass(?:ed)? (?:it )?on)\b"
    r"|\bnot (?:be )?shared\b|\bkeep (?:it|this) confidential\b|^\W*share(?: it| this)?\W+no\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?:you (?:may|can|are welcome to)|happy (?:for you )?to|glad to|please"
    r"|feel free to|agree to|fine to|ok(?:ay)? to|(?:can|may) be)(?: \w+){0,2}"
    r" (?:share[d]?|circulate[d]?|pass(?:ed)? (?:it |this )?on)\b"
    r"|\bhappy (?:for (?:it|this) )?to be shared\b"
    r"|^\W*share(?: it| this)?\W+yes\b|^\W*share it\W*$",
    re.IGNORECASE,
)
# Of each line the first that matches counts: "cannot come" holds "come".
_CHOICES: tuple[tuple[tuple[Intent, re.Pattern[str]], ...], ...] = (
    ((Intent.STOP_INVITATIONS, _STOP),),
    (
        (Intent.ABSENT, _ABSENT),
        (Intent.PERHAPS, _PERHAPS),
        (Intent.ATTENDS, _ATTENDS),
    ),
    ((Intent.NOT_INTRODUCE, _NOT_INTRODUCE), (Intent.INTRODUCE, _INTRODUCE)),
    ((Intent.NOT_SHARE, _NOT_SHARE), (Intent.SHARE, _SHARE)),
)


def find(said: Sequence[str]) -> dict[Intent, str]:
    """The intents in the sentences *said*; of a choice, what is said first counts."""
    found: dict[Intent, str] = {}
    for choice in _CHOICES:
        for sentence in said:
            intent = next((i for i, p in choice if p.search(sentence)), None)
            if intent and not sentence.rstrip().endswith("?"):
                found[intent] = sentence
                break
    return found
