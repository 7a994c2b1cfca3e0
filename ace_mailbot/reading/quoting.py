"""Where quoted mail begins: attribution lines, header blocks and rulers, in many languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ace_mailbot.model import Address
from ace_mailbot.reading import addresses

_MONTH_OR_DAY = r"\d"
_ATTRIBUTIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"-*\s*on\b.{4,300}?\b(?:wrote|writes|said)\b.{0,60}[:：]?\s*-*",
        r".{0,200}<?[^\s<>@]+@[^\s<>@]+>?.{0,60}\b(?:wrote|writes)\s*[:：]",
        r"[\w .,'’-]{2,60} (?:wrote|writes) (?:on|at) .{6,80}[:：]",
        r"le\b.{4,300}?\ba\s+écrit\s*[:：]?",
        r"am\b.{4,300}?\bschrieb\b.{0,200}[:：]?",
        r".{2,200}\bschrieb\s+(?:am|um)\b.{4,100}[:：]",
        r"(?:el|a|o)\b.{4,300}?\b(?:escribió|va\s+escriure|escribiu)\s*.{0,80}[:：]?",
        r"(?:el|en|a las)\b.{4,300}?\bescribi[óo]\s*[:：]",
        r"(?:il|in data|lo|alle)\b.{4,300}?\bha\s+scritto\s*[:：]?",
        r"(?:em|a|no dia|na)\b.{4,300}?\bescreveu\s*.{0,80}[:：]?",
        r"op\b.{4,300}?\b(?:schreef|geschreven)\b.{0,120}[:：]?",
        r"(?:den|d\.|på|fre|lör|sön|mån|tis|ons|tors?|man|tir|lør|søn)\b.{4,300}?\b(?:skrev"
        r"|følgende)\b.{0,120}[:：]?",
        r".{4,200}\bskrev\b.{4,120}[:：]",
        r"(?:dnia|w dniu|pon|wt|śr|czw|pt|sob|niedz)\b.{4,300}?\b(?:napisał|pisze"
        r"|napisała)\b.{0,20}[:：]?",
        r".{4,300}\b(?:написал|написала|пишет|писал|писала|написав|пише)(?:\(а\))?\s*[:：]",
        r"(?:dne|v|dňa)\b.{4,300}?\bnapsal\b.{0,20}[:：]?",
        r"(?:ma|ti|ke|to|pe|la|su)?\b.{4,300}?\bkirjoitti\b.{0,80}[:：]",
        r".{4,300}\b(?:tarihinde|şunu yazdı|yazdı)\b.{0,120}[:：]",
        r".{4,300}\b(?:a scris|έγραψε|írta|napisao je|napisal|kirjutas|rašė|rakstīja"
        r"|viết)\b.{0,60}[:：]",
        r"(?:在|于|於).{4,200}(?:写道|寫道|写到)\s*[:：]?",
        r".{4,200}(?:写道|寫道|のメール|さんは書きました|님이 작성)\s*[:：]",
        r"\d{4}[-/]\d{1,2}[-/]\d{1,2}\b.{0,40}<?[^\s<>@]+@[^\s<>@]+>?\s*[:：]?",
        r"\d{4}-\d\d-\d\d \d{1,2}:\d\d (?:GMT|UTC)\S*\s.{1,80}?[:：]?",
    )
)
# A first look, so that only lines near a verb of writing, or a date with an address, are matched in
# full.
_OF_WRITING = (
    "wrote writes said écri schrieb escri scritto escreveu schreef geschreven skrev følgende napis "
    "pisze писа пише napsal kirjoit yazdı tarihinde scris έγραψ írta kirjutas rašė rakst viết "
    "写 寫 メール 書き 작성"
)
_VERBS = tuple(_OF_WRITING.split())
_DATE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}")
_RULED = re.compile(
    r"^[-_=*\s]{2,}\s*(?:original(?:\s+(?:message|appointment|email))?|forwarded\s+(?:message|by"
    r"|email).{0,80}|"
    r"(?:urspr|ursp|original|weitergeleitete|mensaje|mensagem|message|messaggio|oorspronkelijk|"
    r"doorgestuurd|oprindelig|opprinnelig|videresendt|vidarebefordrat|wiadomość|исходное"
    r"|пересылаемое|"
    r"alkuperäinen|původní|eredeti|missatge|reply|replied|raw|antwort|messagge|reenviad|αρχικό|원본"
    r"|原始|転送).{0,80})\s*[-_=*]{2,}\s*$",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"forward|weitergeleitet|reenviad|transféré|réexpédié|inoltrat|encaminhad|doorgestuurd|"
    r"videresend|vidarebefordra|пересыла|転送|przekazan",
    re.IGNORECASE,
)
_BEGIN = re.compile(
    r"^(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)|"
    r"début du (?:message|courriel) (?:réexpédié|transféré)|inicio del mensaje reenviado|"
    r"inizio messaggio inoltrato|begin doorgestuurd bericht|início da mensagem (?:reencaminhada"
    r"|encaminhada)|"
    r"vidarebefordrat brev|start på vidaresend melding)\s*[:：]?\s*$",
    re.IGNORECASE,
)
_BEGINNINGS = ("begin", "anfang", "début", "inicio", "inizio", "início", "vidareb", "start")
_FROM = (
    r"from|von|de|da|van|från|fra|od|от|lähettäjä|frá|kimden|feladó|发件人|寄件者|差出人|보낸\s?사람"
    r"|από"
    r"|від|expéditeur|remitente"
)
_LABEL = re.compile(
    rf"^[\s*]*(?P<label>{_FROM}|sent|date|to|cc|bcc|subject|reply-to|reply to|importance|"
    r"gesendet|datum|an|betreff|kopie|envoyé|date|à|objet|enviado|enviado el|fecha|para|asunto|"
    r"inviato|data|a|oggetto|risposta|verzonden|aan|onderwerp|skickat|till|ämne|kopia|sendt|til"
    r"|emne|"
    r"wysłano|do|temat|odesláno|komu|předmět|отправлено|дата|кому|копия|тема|lähetetty|"
    r"vastaanottaja|aihe|gönderilme|kime|konu|发送时间|收件人|主题|日期|寄件日期|收件者|主旨|送信日時|宛先|件名"
    r"|"
    r"보낸\s?날짜|받는\s?사람|제목|attachments|when|where|priority|organisation"
    r"|newsgroups)\s*\*?\s*[:：]\s*\*?(?P<value>.*)$",
    re.IGNORECASE,
)
_IS_FROM = re.compile(rf"^(?:{_FROM})$", re.IGNORECASE)
_QUOTED = re.compile(r"^\s*(?:[A-Za-z]{0,12}>|\|(?:\s|$))")
_LONGEST_ATTRIBUTION = 4  # lines


@dataclass(frozen=True)
class Boundary:
    """Lines *start* to *end* (exclusive) that introduce older mail by *author*."""

    start: int
    end: int
    author: Address
    forwarded: bool = False
    header: bool = False  # a block of From:, Sent:, To: ...


def is_quoted(line: str) -> bool:
    return (">" in line or "|" in line) and bool(_QUOTED.match(line))


def boundaries(lines: list[str]) -> tuple[Boundary, ...]:
    """Every place in *lines* where older mail is introduced, in order, not overlapping."""
    return _boundaries("\n".join(lines))


# Both the new text and the older messages are told by them, one right after the other.
@lru_cache(maxsize=4)
def _boundaries(text: str) -> tuple[Boundary, ...]:
    lines = text.split("\n")
    found: list[Boundary] = []
    headed = {n for n, line in enumerate(lines) if _may_head(line)}
    attributed = _may_attribute(lines)
    for place in sorted(headed | attributed):
        if found and place < found[-1].end:
            continue
        boundary = _at(lines, place) if place in headed else None
        if boundary is None and place in attributed:
            boundary = _attribution(lines, place)
        if boundary is not None:
            found.append(boundary)
    return tuple(found)


def _may_head(line: str) -> bool:
    """A first look: whether *line* may be a ruler or a header."""
    if ":" in line or "：" in line:
        return True
    bare = line.lstrip()
    return bool(bare) and (bare[0] in "-_=*—─" or bare.lower().startswith(_BEGINNINGS))


def _may_attribute(lines: list[str]) -> set[int]:
    """Where an attribution may begin: a verb of writing, or a quote, stands near enough below."""
    text = "\n".join(lines)
    if not (">" in text or "|" in text or _may_introduce(text)):
        return set()
    near: set[int] = set()
    last = 0  # the last line with words: blank lines may part an attribution from its quote
    for number, line in enumerate(lines):
        if is_quoted(line) or _may_introduce(line):
            near.update(range(max(0, last + 1 - _LONGEST_ATTRIBUTION), number + 1))
        if line.strip():
            last = number
    return {n for n in near if _is_words(lines[n].strip())}


def _is_words(line: str) -> bool:
    return bool(line) and not is_quoted(line) and not _is_ruler(line)


def _may_introduce(text: str) -> bool:
    lower = text.lower()
    return any(verb in lower for verb in _VERBS) or bool(_DATE.search(text))


def _at(lines: list[str], place: int) -> Boundary | None:
    """A ruler or a block of headers that begins at *place*."""
    line = lines[place].strip()
    if not line or is_quoted(line):
        return None
    if (line[0] in "-_=*" and _RULED.match(line)) or (
        line.lower().startswith(_BEGINNINGS) and _BEGIN.match(line)
    ):
        after = _skip_blank(lines, place + 1)
        block = _header_block(lines, after, least=1)
        forwarded = bool(_FORWARD.search(line)) or bool(_BEGIN.match(line))
        end, author = block if block else (place + 1, Address(""))
        return Boundary(place, end, author, forwarded, header=True)
    if _is_ruler(line):
        block = _header_block(lines, _skip_blank(lines, place + 1), least=3)
        if block:
            return Boundary(place, block[0], block[1], header=True)
        return None
    if line[-1:].isascii() and (block := _header_block(lines, place, least=3)):
        return Boundary(place, block[0], block[1], header=True)
    return None


def _is_ruler(line: str) -> bool:
    return len(line) >= 10 and not line.strip("_-=*—─ ")


def _skip_blank(lines: list[str], place: int) -> int:
    while place < len(lines) and not lines[place].strip():
        place += 1
    return place


def _header_block(lines: list[str], place: int, least: int) -> tuple[int, Address] | None:
    """The end and the author of a block of at least *least* header lines that begins here."""
    first = _label(lines[place]) if place < len(lines) else None
    if first is None:
        return None
    labels: list[str] = []
    author, end, loose = Address(""), place, 0
    for number in range(place, min(place + 30, len(lines))):
        match = _label(lines[number])
        if match is not None:
            label = match["label"].lower()
            if label in labels and label != "date":
                break
            labels.append(label)
            if _IS_FROM.match(label) and not author.email and not author.name:
                author = _person(match["value"])
            end, loose = number + 1, 0
        elif not lines[number].strip():
            # Outlook's HTML sometimes leaves blanks between; a real gap ends the block.
            following = lines[number + 1] if number + 1 < len(lines) else ""
            if len(labels) >= 3 or not _label(following):
                break
        else:
            loose += 1  # a long To: or Subject: runs over
            if loose > 4 or not labels:
                break
    named = any(_IS_FROM.match(label) for label in labels)
    return (_folded(lines, end), author) if len(labels) >= least and named else None


def _label(line: str) -> re.Match[str] | None:
    return _LABEL.match(line) if ":" in line or "：" in line else None


def _folded(lines: list[str], end: int) -> int:
    """Past the continuation of the last header, which ends at the blank line after it."""
    place = end
    while place < len(lines) and place - end < 5 and lines[place].strip():
        place += 1
    if place - end and place < len(lines) and place - end <= 2 and _continues(lines[end]):
        return place
    return end


def _continues(line: str) -> bool:
    return line.startswith((" ", "\t")) and not is_quoted(line)


def _person(value: str) -> Address:
    value = re.sub(r"\[mailto:([^\]]*)\]", r"<\1>", value.replace("*", ""))
    value = re.sub(r"<mailto:([^>]*)>", r"<\1>", value)
    parsed = addresses.parse(value)
    return parsed[0] if parsed else Address("", addresses.tidy_name(value))


def _attribution(lines: list[str], place: int) -> Boundary | None:
    first = lines[place].strip()
    if len(first) > 400 or not _may_begin(lines, place):
        return None
    joined = ""
    for count in range(1, _LONGEST_ATTRIBUTION + 1):
        if place + count > len(lines) or not lines[place + count - 1].strip():
            return None
        joined = f"{joined} {lines[place + count - 1].strip()}".strip()
        if len(joined) > 500:
            return None
        quote_follows = _quote_follows(lines, place + count)
        if _is_attribution(joined, quote_follows):
            bare = count > 1 and not re.search(r"[\d<@]", first)
            tighter = _attribution(lines, place + 1) if bare else None
            if tighter is not None and tighter.end == place + count:
                return None  # the first line was the end of the new text
            return Boundary(place, place + count, _author(joined))
    return None


def _may_begin(lines: list[str], place: int) -> bool:
    """Whether a verb of writing, or a quote, is near enough below for an attribution."""
    for number in range(place, min(place + _LONGEST_ATTRIBUTION, len(lines))):
        line = lines[number]
        if not line.strip():
            return number > place and lines[number - 1].rstrip().endswith((":", "：", ">"))
        if is_quoted(line) or _may_introduce(line):
            return True
    return False


def _quote_follows(lines: list[str], place: int) -> bool:
    place = _skip_blank(lines, place)
    return place < len(lines) and is_quoted(lines[place])


def _is_attribution(joined: str, quote_follows: bool) -> bool:
    has_evidence = bool(re.search(r"\d|@", joined))
    if has_evidence and any(p.fullmatch(joined) for p in _ATTRIBUTIONS):
        # A sentence may begin "On 3 May Jo wrote"; without a colon the quote must follow.
        return joined.rstrip(" -").endswith((":", "：")) or quote_follows or _has_time(joined)
    # Any language: somebody's address, a date, a colon, and the quote right below.
    return (
        quote_follows
        and joined.endswith((":", "：", ">"))
        and "@" in joined
        and bool(re.search(_MONTH_OR_DAY, joined))
    )


def _has_time(joined: str) -> bool:
    return bool(re.search(r"\d{1,2}[:.]\d\d|\d{4}|@", joined))


_WHEN = re.compile(
    r"^.*?(?:\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?|\b\d{4}\b)"
    r"(?:\s*(?:\(?(?:[+-]\d{4}|GMT|UTC|BST"
    r"|CET)\S*))*\s*,?\s*(?:at\s+\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?)?\s*,?",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s*(?:\ba écrit|\bwrote\b|\bwrites\b|\bschrieb\b|\bescribió|\bha scritto|\bescreveu"
    r"|\bschreef|\bskrev|\bnapisał|写道|写到|寫道|написал).*$",
    re.IGNORECASE,
)


def _author(joined: str) -> Address:
    """Whom an attribution line names: after the date, before the verb."""
    trimmed = _VERB.sub("", joined)
    trimmed = _WHEN.sub("", trimmed).strip(" ,:-")
    person = _person(trimmed)
    found = addresses.emails_in(joined)
    if not person.email and found:
        return Address(found[0], "" if "@" in trimmed else person.name)
    return person
