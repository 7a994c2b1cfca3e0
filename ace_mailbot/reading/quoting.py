"""Where quoted mail begins: attributions, blocks of headers and rulers, in many languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ace_mailbot.model import Address
from ace_mailbot.reading import attributions

_RULED = re.compile(
    r"^[-‐–—_=*\s]{2,}\s*(?:original(?:\s+(?:message|appointment|email))?|forwarded\s+(?:message|by"
    r"|email).{0,80}|"
    r"(?:urspr|ursp|original|weitergeleitete|mensaje|mensagem|message|messaggio|oorspronkelijk|"
    r"doorgestuurd|oprindelig|opprinnelig|videresendt|vidarebefordrat|wiadomość|исходное"
    r"|пересылаемое|"
    r"alkuperäinen|původní|eredeti|missatge|reply|replied|raw|antwort|messagge|reenviad|αρχικό|원본"
    r"|原始|転送|mesaj|özgün|الرسالة|повідомлення|оригинал|оригінал).{0,80})"
    r"\s*[-‐–—_=*]{2,}\s*$",
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
_GROUPWISE = re.compile(r"^>>>\s?\S.{1,120}\d{1,2}[:./-]\d\d.{0,30}>>>$")
_REPLY_ABOVE = re.compile(
    r"^\W*(?:please )?(?:type|write|enter|add)?\s*(?:your )?(?:reply|response|answer"
    r"|respond)\W{0,3}"
    r"(?:only )?(?:above|over) (?:this|the|dieser) line\W*.{0,20}$",
    re.IGNORECASE,
)
_BEGINNINGS = ("begin", "anfang", "début", "inicio", "inizio", "início", "vidareb", "start")
# The names of a quoted mail's headers. Patterns, for some are written with and without a blank.
_FROM = r"""
from|von|de|da|van|från|fra|od|от|lähettäjä|frá|kimden|feladó|发件人|寄件者|差出人
보낸\s?사람|από|від|expéditeur|remitente|de la|nuo|من|منجانب|از|प्रेषक|প্রেরক|તરફથી|પ્રેષક
מאת|từ|dari|nga|saatja|odosielateľ|pošiljatelj|sūtītājs|จาก|ਵੱਲੋਂ
"""
_OTHERS = r"""
sent|date|to|cc|bcc|subject|reply-to|reply to|importance|gesendet|datum|an|betreff|kopie
envoyé|à|objet|enviado|enviado el|fecha|para|asunto|inviato|data|a|oggetto|risposta
verzonden|aan|onderwerp|skickat|till|ämne|kopia|sendt|til|emne|wysłano|do|temat|odesláno
komu|předmět|отправлено|дата|кому|копия|тема|lähetetty|vastaanottaja|aihe|gönderilme|kime
konu|发送时间|收件人|主题|日期|寄件日期|收件者|主旨|送信日時|宛先|件名|보낸\s?날짜
받는\s?사람|제목|attachments|when|where|priority|organisation|newsgroups|assunto|enviada
enviada em|enviado em|cópia|trimis|către|subiect|στάλθηκε|εστάλη|ημερομηνία|προς|θέμα
κοινοποίηση|изпратено|до|относно|копие|надіслано|надсилання|дата надсилання|копія|išsiųsta
kam|tema|nosūtīts|temats|تم الإرسال|أرسلت|تاريخ|التاريخ|إلى|الى|الموضوع|نسخة|بھیجا گیا|تاریخ
بنام|موضوع|به|भेजा गया|दिनांक|प्रति|को|विषय|পাঠানো|তারিখ|প্রতি|বিষয়|મોકલેલ|તારીખ|પ્રતિ|વિષય
נשלח|תאריך|אל|נושא|đã gửi|tới|chủ đề|dikirim|kepada|perihal|subjek|dërguar|për|subjekti
saadetud|adressaat|teema|elküldve|címzett|tárgy|poslano|poslato|za|predmet|odoslané|วันที่
ถึง|เรื่อง
"""


def _any(block: str) -> str:
    return "|".join(block.split("\n")).strip("|")


_LABEL = re.compile(
    rf"^[\s*]*(?P<label>{_any(_FROM)}|{_any(_OTHERS)})\s*\*?\s*[:：]\s*\*?(?P<value>.*)$",
    re.IGNORECASE,
)
_DATED = re.compile(r"@|\d{1,2}[:.h]\s?\d\d")
_IS_FROM = re.compile(rf"^(?:{_any(_FROM)})$", re.IGNORECASE)


@dataclass(frozen=True)
class Boundary:
    """Lines *start* to *end* (exclusive) that introduce older mail by *author*."""

    start: int
    end: int
    author: Address
    forwarded: bool = False
    header: bool = False  # a block of From:, Sent:, To: ...


def boundaries(lines: list[str]) -> tuple[Boundary, ...]:
    """Every place in *lines* where older mail is introduced, in order, not overlapping."""
    return _boundaries("\n".join(lines))


def first(lines: list[str]) -> Boundary | None:
    """The first place in *lines* where older mail is introduced."""
    return _first("\n".join(lines))


# Both the new text and the older messages are told by them, one right after the other.
@lru_cache(maxsize=4)
def _boundaries(text: str) -> tuple[Boundary, ...]:
    return tuple(_each(text.split("\n")))


@lru_cache(maxsize=4)
def _first(text: str) -> Boundary | None:
    return next(_each(text.split("\n")), None)


def _each(lines: list[str]) -> Iterator[Boundary]:
    end = 0
    headed = {n for n, line in enumerate(lines) if _may_head(line)}
    attributed = attributions.places(lines)
    for place in sorted(headed | attributed):
        if place < end:
            continue
        boundary = _at(lines, place) if place in headed else None
        if boundary is None and place in attributed:
            found_here = attributions.find(lines, place)
            boundary = found_here and Boundary(place, *found_here)
        if boundary is not None:
            end = boundary.end
            yield boundary


def _may_head(line: str) -> bool:
    """A first look: whether *line* may be a ruler or a header."""
    if ":" in line or "：" in line or line.endswith(">>>"):
        return True
    bare = line.lstrip()
    return "above" in line or (
        bool(bare) and (bare[0] in "-‐–_=*—─" or bare.lower().startswith(_BEGINNINGS))
    )


def _at(lines: list[str], place: int) -> Boundary | None:
    """A ruler or a block of headers that begins at *place*."""
    line = lines[place].strip()
    if line.endswith(">>>") and _GROUPWISE.match(line):
        return Boundary(place, place + 1, attributions.person(line.strip("> ")), header=True)
    if not line or attributions.is_quoted(line):
        return None
    if _REPLY_ABOVE.match(line):
        return Boundary(place, place + 1, Address(""), header=True)
    if (line[0] in "-‐–—_=*" and _RULED.match(line)) or (
        line.lower().startswith(_BEGINNINGS) and _BEGIN.match(line)
    ):
        after = attributions.skip_blank(lines, place + 1)
        block = _header_block(lines, after, least=1)
        forwarded = bool(_FORWARD.search(line)) or bool(_BEGIN.match(line))
        end, author = block if block else (place + 1, Address(""))
        return Boundary(place, end, author, forwarded, header=True)
    if attributions.is_ruler(line):
        block = _header_block(lines, attributions.skip_blank(lines, place + 1), least=3)
        if block:
            return Boundary(place, block[0], block[1], header=True)
        return None
    if block := _header_block(lines, place, least=3):
        return Boundary(place, block[0], block[1], header=True)
    return None


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
                author = attributions.person(match["value"])
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
    if len(labels) < least or not named:
        return None
    # "From: October, To: March, Subject: falls" is somebody's plan, no mail.
    block = "\n".join(lines[place:end])
    return (_folded(lines, end), author) if least < 3 or _DATED.search(block) else None


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
    return line.startswith((" ", "\t")) and not attributions.is_quoted(line)
