"""Text to paragraphs and sentences, and which of them only keep a letter going."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from ace_mailbot.reading.cues import Cues

# It begins with the letters that can end a sentence, so that all others are passed over fast.
_END = re.compile(r"[.!?…\n](?:(?<=\n)\n*|(?<!\n)[\"'”’)]*\s+(?=[\"'“‘(A-Z0-9ÁÉÍÓÚÑ¿¡]))")
_CLOSED = (".", "!", "?", ":", ";")
_SHORT = "Dr. Mr. Mrs. Ms. Mx. Prof. St. e.g. i.e. etc. No. approx. vs."
_ABBREVIATIONS = tuple(_SHORT.split())
GREETING = re.compile(
    r"^\W*(?:dear|hi+|hello|hey|hiya|good (?:morning|afternoon|evening|day)|morning|afternoon"
    r"|greetings|to whom(?:ever)? it may concern|all|team|fao|hola|estimad\w+"
    r"|buen[oa]s (?:d[ií]as|tardes)|bonjour|ol[áa])\b"
    r"(?!.*\b(?:please|send|sent|saw|want|need|can|could|would|like|apply|attached|is|are|we|i)\b)"
    r"(?:, ?[\w.'’-]+)?[^,.?!\n]{0,50}[,.!:–-]?\s*$",
    re.IGNORECASE,
)
VALEDICTION = re.compile(
    r"^\W*(?:(?:with |and )?(?:(?:my|our|many|very|kind|kindest|best|warm|warmest|all|all the"
    r"|every|good|sincere|"
    r"yours|with|in anticipation) )*(?:regards?|wishes|thanks|thank you|thankyou|best|sincerely"
    r"|faithfully|truly|gratefully|cheers|"
    r"thx|rgds|br|kr|bw|ta|appreciated|saludos(?: cordiales)?|un saludo|gracias|atentamente"
    r"|cordialement)"
    r"(?: (?:so much|very much|again|in advance|for (?:your )?(?:time|help|consideration"
    r"|reading)))*"
    r"(?:(?: and|, ?&?| &| -) ?(?:(?:kind|kindest|best|warm|many|warmest) )?(?:regards?|wishes"
    r"|thanks|best))?)\b"
    r"(?:[,.! –-]*(?P<name>(?:\w[\w.'’-]* ?){0,3}))?\W*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:\+44|\(?\b0)(?:[\s().-]{0,2}\d){9,10}\b|\S+@\S+\.\w|"
    r"\b(?:reach|contact|call|email|ring|phone) (?:me|us|either|him|her|them|both)\b",
    re.IGNORECASE,
)
_ROUTINE = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"\b(?:express\w*|submit\w*|register\w*|make|note|lodge|declare|confirm\w*|put forward"
        r"|send\w*)\b.{0,40}\binterest\b",
        r"\b(?:expression of interest|\beoi\b|e\.o\.i)\b",
        r"\b(?:please|could you|can you|would you|kindly|grateful).{0,50}\b(?:send|email|forward"
        r"|share|provide|let (?:me|us) have|pass)\b.{0,80}\b"
        r"(?:pack|form|guidance|details|information|paperwork|documents?|link|copy)\b",
        r"\b(?:application|applicant) pack\b|\b(?:details|information) (?:on|about) how to apply\b",
        r"\blook(?:ing)? forward\b",
        r"\bplease (?:do )?(?:let me|let us|feel free|get in touch|contact|call|ring|see|find"
        r"|accept|copy|cc|keep|reply|note|excuse|forgive|confirm|acknowledge|don['’]t hesitate"
        r"|do not hesitate)\b",
        r"^\W*(?:many |very many )?(?:thanks?|thank you)\b",
        r"\b(?:attached|enclosed|below)\b.{0,60}$|\b(?:see|find|please see) (?:attached|below"
        r"|enclosed)\b",
        r"\bmy (?:contact )?(?:details|number|phone|mobile|email|telephone|direct line"
        r"|work number)\b|\bcontact (?:details|me|us)\b",
        r"\b(?:can be|am|is|are) (?:reached|contacted|available|contactable) (?:on|at|by)\b"
        r"|\b(?:call|ring|phone|text|reach) me\b",
        r"\bhope (?:you|this|that|all)\b|\bhow are you\b",
        r"\b(?:copied in|copying in|cc['’]?d|in copy|have copied|i['’]ve copied|i am copying)\b",
        r"\b(?:sorry|apologies|apologise)\b.{0,80}",
        r"\bon behalf of\b|\bforwarding\b",
        r"\b(?:happy|glad|pleased|delighted) to (?:discuss|talk|provide|answer|chat|send|share"
        r"|supply|explain|meet)\b",
        r"\bback from (?:annual )?(?:leave|holiday)\b|\bbeen (?:away|on leave|off)\b",
        r"\b(?:saw|read|heard|received|seen|spotted|came across|noticed"
        r"|picked up)\b.{0,60}\b(?:email|advert|bulletin|newsletter|ace\b|call|programme|website"
        r"|about (?:this|the|your))",
        r"^\W*(?:my name is|i am|i['’]m|we are|we['’]re)\b.{0,120}\b(?:at|for|of|from|with|in"
        r"|based)\b.{0,100}$",
        r"\b(?:would|['’]d) (?:like|love|be keen|be interested) to (?:apply|take part"
        r"|be considered|be involved|put in)\b|\binterested in (?:applying|the (?:ace|programme"
        r"|fund|grant|support|scheme))|\bwish to apply\b|\bwant to apply\b",
        r"\b(?:lead|leads|leading) (?:this|it|on this|the (?:project|work|bid"
        r"|application))\b.{0,60}$|\b(?:project )?lead (?:is|will be|would be)\b|\bi (?:will"
        r"|would) be (?:the )?(?:project )?lead\b",
        r"^\W*(?:phone|tel|telephone|mobile|mob|email|e-mail|t|m|e|w|web|website|address)\s*[:.]",
        r"^\W*(?:here (?:is|are)|this is) (?:my|our|the|an?)\b.{0,60}$",
        r"\b(?:one or two|1 or 2|two|a couple of) paragraphs\b|\b(?:short|brief) (?:summary"
        r"|outline|description)\b.{0,40}[:.]?$",
        r"\badvise (?:on|of|if)? ?(?:the )?next steps\b|\bnext steps\b.{0,20}$",
    )
)
_ROUTINE_CUES = Cues(*_ROUTINE)
_WORK = re.compile(
    r"\b(?:patients?|residents?|carers?|families|famil\w+|people|communit\w+|services?"
    r"|discharge\w*|care\b|hospital\w*|clinic\w*|pathway\w*|"
    r"neighbour\w*|older|young|children|adults?|mental|health|wellbeing|isolat\w+|lonel\w+|falls?"
    r"|fall(?:en|ing)|frail\w*|wait(?:ing|s)?|referr\w+|"
    r"homeless\w*|housing|hous\w+|voluntary|charit\w+|council|agenc\w+|partner\w*|collaborat\w+"
    r"|pilot\w*|experiment\w*|test\w*|try|trial\w*|project\w*|issue\w*|problem\w*|gap\w*|"
    r"systems?|join(?:ed|t|ing)?|together|support\w*|access\w*|inequalit\w+|outcomes?|prevent\w*"
    r"|diabet\w*|asthma|dementia|autis\w+|"
    r"addict\w*|alcohol|drugs?|violence|refugee\w*|migrant\w*|school\w*|pharmac\w*|gps?|nurs\w+"
    r"|therap\w+|bereave\w*|"
    r"staff|teams?|home|meals?|food|transport|digital|vaccin\w*|self[- ]harm|women|men|mothers?"
    r"|maternity|babies|personas|comunidad\w*|salud|vecin\w*|familias?)\b",
    re.IGNORECASE,
)

_WORK_PHRASES = ("end of life", "self harm")  # that run over several words
_GAP = re.compile(r"\n[ \t]*\n")


def paragraphs(text: str) -> list[str]:
    return [p.strip("\n") for p in _GAP.split(text) if p.strip()]


def sentences(text: str) -> list[str]:
    """The sentences of *text*; a line of its own is one too, unless it was only wrapped."""
    pieces: list[str] = []
    for piece in _cut(_unwrapped(text)):
        if pieces and pieces[-1].endswith(_ABBREVIATIONS) and _is_abbreviated(pieces[-1]):
            pieces[-1] += " " + piece
        elif piece:
            pieces.append(piece)
    return pieces


def _is_abbreviated(piece: str) -> bool:
    """Whether its last word is an abbreviation, rather than one that only ends like it."""
    word = re.split(r"[^\w.]", piece)[-1]
    return word in _ABBREVIATIONS


def _cut(text: str) -> Iterator[str]:
    start = 0
    for match in _END.finditer(text):
        end = match.start()
        yield text[start : end if text[end] == "\n" else end + 1].strip()
        start = match.end()
    yield text[start:].strip()


def _unwrapped(text: str) -> str:
    """Hard-wrapped lines joined: a long line that ends in mid-sentence runs on."""
    lines = text.split("\n")
    out = lines[:1]
    for before, line in pairwise(lines):
        wrapped = len(before) > 50 and line.strip() and not before.rstrip().endswith(_CLOSED)
        if wrapped:
            out[-1] += " " + line.strip()
        else:
            out.append(line)
    return "\n".join(out)


def is_routine(sentence: str) -> bool:
    """Whether it only keeps the letter going: greets, thanks, encloses, asks for the pack."""
    words = len(sentence.split())
    if words <= 2 or (words <= 20 and _CONTACT.search(sentence)):
        return True
    cued = _ROUTINE_CUES.of(sentence)
    if not any(cued >> n & 1 and pattern.search(sentence) for n, pattern in enumerate(_ROUTINE)):
        return False
    # A long sentence may ask for the pack and describe the work at once: then it stays.
    return words <= 14 or work(sentence) < 3 or (words <= 32 and work(sentence) < 4)


def work(text: str) -> int:
    """How many different words in *text* speak of work with people, rather than of the letter."""
    lower = text.lower()
    found = {m for word in lower.split() for m in _work_in(word)}
    return len(found) + sum(phrase in lower for phrase in _WORK_PHRASES)


@lru_cache(maxsize=10_000)
def _work_in(word: str) -> tuple[str, ...]:
    return tuple(_WORK.findall(word))


def is_greeting(line: str) -> bool:
    return len(line.split()) <= 8 and bool(GREETING.match(line))


def is_valediction(line: str) -> bool:
    return len(line.split()) <= 8 and bool(VALEDICTION.match(line.strip()))


def as_typed(paragraph: str) -> str:
    """*paragraph* without the line breaks that a mail program put in to keep lines short."""
    lines = paragraph.split("\n")
    width = max(len(line) for line in lines)
    if len(lines) < 2 or not 50 <= width <= 80:
        return paragraph
    # A break is the program's when the next word would not have fitted on the line.
    if any(len(a) + 1 + len(b.split(" ")[0]) <= width for a, b in pairwise(lines)):
        return paragraph
    return " ".join(line.strip() for line in lines)
