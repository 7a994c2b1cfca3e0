"""How much a subject, and how much the words, sound like an automatic reply.

Each sign has a weight; `SURE` of them together make one. People write about leave, about automatic
replies and of what they will do when they are back: no one phrase of theirs weighs enough.
"""

from __future__ import annotations

import re

from ace_mailbot.reading import days, manner, phrases, wording

SURE = 3
_MOST_WORDS = 350  # no autoresponder writes more
_IN_ENGLISH = (
    "the to and of for is are you your i we my will be this it i'm has with please not from if out"
    " back until away off thanks urgent"
)
MUCH, SOME = 0.12, 0.05  # of the words are such: it is English; it may be
_LITTLE_WORDS = frozenset(_IN_ENGLISH.split())
_ORNAMENTS = " *([<>-_!#\"'=|"
_ANSWERED = re.compile(r"\b(?:re|aw|sv|antw|odp|ynt|rv|fwd?|wg|tr)\s*:")
READ_LETTERS = 1500  # of the words: what such a note has to say it says at once
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
_QUESTION = re.compile(r"\w ?[?？؟](?:\s|$)")
# Scores of `wording`, and the weight each is worth: the highest outweighs a doubt.
_SCORES = (
    (0.9, SURE + 1),
    (0.3, SURE),
    (0.0, 2),
    (-0.3, 1),
)
_SAYS_IT = 0.8  # added to the score where it says that a machine wrote it
_UNASKED = 1.0  # taken off where it answers nothing


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


def answers(subject: str) -> bool:
    """Whether *subject* is put before that of another letter, as an answer's is."""
    return bool(_ANSWERED.search(phrases.plain(subject)))


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


def of_words(words: str, unasked: bool = False) -> int:
    """The weight of new *words* without what they quote: `SURE` is enough by itself.

    Machines answer. Of what is *unasked*, answering nothing as far as one sees, more is expected.
    """
    text = phrases.plain(words[:READ_LETTERS])
    if not text or len(words.split()) > _MOST_WORDS:
        return 0
    other = 0 if is_english(text) else _in_other_languages(text)
    said = sum(kind.search(text) is not None for kind in (manner.SELF, manner.CHALLENGE))
    score = wording.score(text) + _SAYS_IT * said - _UNASKED * unasked
    weighed = next((weight for least, weight in _SCORES if score >= least), 0)
    return max(other, weighed * is_english(text, SOME))


def telling(words: str) -> tuple[str, ...]:
    """What of English *words* weighs most; nothing where they are in another language."""
    text = phrases.plain(words[:READ_LETTERS])
    return wording.telling(text) if is_english(text) else ()


def _in_other_languages(text: str) -> int:
    """The weight of the kinds of remark that it makes."""
    itself = _holds(text, phrases.SELF)
    personal = bool(_QUESTION.search(text)) + _holds(text, phrases.OUR_MATTER)
    gists = _held(_GISTS, text)
    if (personal > 1 and not itself) or (personal and not gists):
        return SURE * itself
    # Until when, whom to ring, under which number.
    asides = _held(_ASIDES, text) + (bool(_NUMBER.search(text)) or days.names_weekday(text))
    weight = 2 * bool(gists) + max(0, gists - 1) + min(asides, 2 if gists or itself else 1)
    return SURE * itself + max(0, weight - 2 * personal)


def _held(blocks: tuple[str, ...], text: str) -> int:
    return sum(_holds(text, block) for block in blocks)


def is_english(text: str, share: float = MUCH) -> bool:
    """Whether more than *share* of the words are little English ones."""
    words = text.split()
    return sum(word in _LITTLE_WORDS for word in words) > len(words) * share


def _holds(text: str, block: str) -> bool:
    return any(phrase in text for phrase in phrases.of(block))
