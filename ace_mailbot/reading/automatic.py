"""How much a subject, and how much the words, sound like an automatic reply.

Each sign has a weight; `SURE` of them together make one. People write about leave, about automatic
replies and of what they will do when they are back: no one phrase of theirs weighs enough.
"""

from __future__ import annotations

import re

from ace_mailbot.reading import days, manner, phrases

SURE = 3
_MOST_WORDS, _LONG = 350, 150  # no autoresponder writes more; few write so much
_IN_ENGLISH = "the to and of for is are you your i we my will be this it i'm has with please not"
_LITTLE_WORDS = frozenset(_IN_ENGLISH.split())
_ORNAMENTS = " *([<>-_!#\"'=|"
_ANSWERED = re.compile(r"\b(?:re|aw|sv|antw|fwd?|wg|tr)\s*:")
_READ_LETTERS = 1500  # of the words: what such a note has to say it says at once
_BEFORE_LABEL = re.compile(r"^(?:[\W_]*(?:(?:re|aw|sv|antw|fw|fwd|wg|tr)\s*:|\[[^\]]{1,40}\]))+")
_LABEL_END = re.compile(
    r"^[\s*)\]!.>-]*(?:$|[:：]|\s[-–—|]\s|[-–—]\s|\(|\s(?:re|fw|fwd|aw|sv|rv|tr)\s*:)"
)
_COLON = re.compile(r"^[\s*)\]!.>-]{0,3}[:：]|^\s(?:re|fw|fwd|aw|sv|rv|tr)\s*:")
_TAG = re.compile(r"[\[(]([^\[\]()]{3,40})[\])]")
_IN_SUBJECT = re.compile(
    r"\bauto(?:matic|mated)?[ -]?(?:reply|response|responder|antwort|svar)\b\s*[:\])]"
    r"|\bout[ -]of[ -](?:the[ -])?office[ -](?:auto[ -]?)?(?:reply|response|notice|message)"
    r"|\bvacation (?:reply|notice|message)"
    r"|^(?:i am|i'm|i will be|we are) (?:currently |now )?(?:away|out of|on (?:\w+ )?leave|on"
    r" holiday)",
)
_GISTS = (phrases.AWAY, phrases.GONE, phrases.RECEIVED)
_ASIDES = (
    phrases.ASIDES,
    phrases.URGENT,
    phrases.NOT_PASSED_ON,
    phrases.LATER,
    phrases.CONTACT,
)
_NUMBER = re.compile(r"\d")
_MOST_OWN = 2
_CLAUSE_END = re.compile(
    r"(?<=[.!?:;])\s+|,\s+(?=(?:and|but|so|which|i|we|please|then)\b)"
    r"|\s+(?=(?:but|so|and i|and we)\b)"
)
_OF_WRITER = re.compile(r"\b(?:i|we|i'm|i'll|i've|i'd|we're|we'll|we've|we'd|my|our|us|me)\b")
_COURTESY = re.compile(
    r"\b(?:hope you|wish|look forward|apologi|sorry|inconvenience|thank|regards|understand|patience"
    r"|enjoy|have a|odd times|your own working)"
)
_QUESTION = re.compile(r"\w ?[?？؟](?:\s|$)")  # people ask; what such notes ask is no question mark


def of_subject(subject: str) -> int:
    """How much *subject* sounds like an automatic reply's: `SURE` is enough by itself."""
    text = phrases.plain(subject)
    if any(_label_of(tag, phrases.LABELS) == tag for tag in _TAG.findall(text)):
        return SURE
    prefixes = _BEFORE_LABEL.match(text)
    rest = text[prefixes.end() if prefixes else 0 :].lstrip(_ORNAMENTS)
    # "Re: Automatic reply: ..." is also how a person answers one.
    answered = bool(prefixes and _ANSWERED.search(prefixes[0]))
    label = _label_of(rest, phrases.LABELS)
    if label and _COLON.match(rest[len(label) :]):
        return SURE - 1 if answered else SURE
    if label or _IN_SUBJECT.search(rest) or _label_of(rest, phrases.FAINT_LABELS):
        return 1 if answered else SURE - 1
    return int(not answered and _holds(text, phrases.WEAK_SUBJECTS))


def is_receipt(subject: str, words: str) -> bool:
    """Whether it only says that a letter was read, or deleted unread."""
    rest = phrases.plain(subject).lstrip(_ORNAMENTS)
    if len(words) > 1200 or not _label_of(rest, phrases.RECEIPT_LABELS):
        return False
    return phrases.plain(words).startswith(phrases.of(phrases.READ))


def _label_of(text: str, block: str) -> str:
    """The label that *text* is or begins with, a colon or dash behind it; "" for none."""
    labels = phrases.of(block)
    if not text.startswith(labels):
        return ""
    return next(
        (
            label
            for label in labels
            if text.startswith(label) and _LABEL_END.match(text[len(label) :])
        ),
        "",
    )


def of_words(words: str) -> int:
    """The weight of new *words* without what they quote."""
    text = phrases.plain(words[:_READ_LETTERS])
    count = len(words.split())
    if not text or count > _MOST_WORDS:
        return 0
    english = _is_english(text)
    itself = bool(manner.SELF.search(text)) or (not english and _holds(text, phrases.SELF))
    personal = _personal(text, english)
    if personal > 1 and not itself:
        return 0
    challenge = manner.CHALLENGE.search(text) is not None
    gists = _count(manner.GISTS, text) + (0 if english else _held(_GISTS, text))
    if personal and not (challenge or itself or gists):
        return 0
    weight = 2 * bool(gists) + max(0, gists - 1) + 2 * challenge - (count > _LONG)
    weight += min(_asides(text, english), 2 if gists or itself else 1) - 2 * personal
    if weight > 0 and english:
        weight -= min(_MOST_OWN, _own_remarks(text))
    return SURE * itself + max(0, weight)


def _asides(text: str, english: bool) -> int:
    found = _count(manner.ASIDES, text)
    if english:
        return found
    # In any language: until when, whom to ring, under which number.
    numbered = bool(_NUMBER.search(text)) or days.names_weekday(text)
    return found + _held(_ASIDES, text) + numbered


def _personal(text: str, english: bool) -> int:
    """How many kinds of remark it makes that only a person makes who has read our letter."""
    asked = bool(_QUESTION.search(manner.STOCK_QUESTION.sub("", text)))
    ours = not english and _holds(text, phrases.OUR_MATTER)
    return _count(manner.PERSONAL, text) + asked + ours


def _own_remarks(text: str) -> int:
    """How many clauses speak of the writer and are of no kind that an autoresponder writes."""
    return sum(
        len(clause.split()) > 2
        and bool(_OF_WRITER.search(clause))
        and not _COURTESY.search(clause)
        and not any(kind.search(clause) for kind in manner.MACHINES)
        for clause in _CLAUSE_END.split(text)
    )


def _count(kinds: tuple[re.Pattern[str], ...], text: str) -> int:
    return sum(kind.search(text) is not None for kind in kinds)


def _held(blocks: tuple[str, ...], text: str) -> int:
    return sum(_holds(text, block) for block in blocks)


def _is_english(text: str) -> bool:
    words = text.split()
    return sum(word in _LITTLE_WORDS for word in words) > len(words) * 0.12


def _holds(text: str, block: str) -> bool:
    return any(phrase in text for phrase in phrases.of(block))
