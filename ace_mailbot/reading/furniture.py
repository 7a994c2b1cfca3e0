"""What programs and gateways add to a mail: banners, disclaimers, "Sent from my iPhone"."""

from __future__ import annotations

import re

from ace_mailbot.reading.cues import Cued

_MOBILE = re.compile(
    r"^[\s>*_~-]*(?:(?:sent|get|posted) (?:from|via|with|using|by)\s+(?:(?:my|the|a|an|outlook"
    r"|mobile|yahoo|proton|gmail|mail|"
    r"samsung|galaxy|iphone|ipad|android|blackberry|windows|nine|spark|airmail|mailbird|front"
    r"|superhuman|aqua|email|tablet|"
    r"huawei|xiaomi|nokia|phone|verizon|vodafone|ee|o2|three)\b|<).{0,80}"
    r"|get outlook for (?:ios|android|mac).{0,80}"
    r"|outlook for (?:ios|android).{0,80}"
    r"|<https?://aka\.ms/\S*>"
    r"|(?:von|gesendet von|envoyé (?:de|depuis)|enviado (?:desde|do|de)|inviato (?:da|dal)"
    r"|verzonden (?:vanaf|met)|"
    r"verstuurd vanaf|sendt fra|skickat från|wysłane z|отправлено (?:с|из)|lähetetty"
    r"|iphone'umdan)\s+"
    r"(?:mi|mon|meinem?|il mio|mio|mijn|min|meu|mojego|моего|my|iphone|ipad|samsung|android"
    r"|outlook|smartphone|mobile)\b.{0,80}"
    r"|sent on the (?:go|move).{0,60}"
    r"|please excuse (?:any )?(?:brevity|typos?|the brevity).{0,80}"
    r"|从我的.{1,20}发送|發自我的.{1,20}|iPhoneから送信)\s*$",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"^[\s\[*|!_(-]*(?:\[?ext(?:ernal)?\]?[\s:*\]-]|external (?:e-?mail|sender|message)|caution\b"
    r"|warning\b|"
    r"this (?:e-?mail|message) (?:originated|was sent|came|has been sent"
    r"|is) (?:from )?(?:an? )?(?:outside|external)|"
    r"you don['’]t often (?:get|receive) e?-?mail from|some people who received this message)",
    re.IGNORECASE,
)
_BANNER_WORDS = re.compile(
    r"outside (?:of )?(?:the|your|our|of)|external (?:e-?mail|sender|source)|do not click"
    r"|don['’]t often (?:get|receive)|"
    r"unless you (?:recognise|recognize|trust|know)|learn why this is important|\[external\]",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"intended recipient|not the (?:named )?(?:addressee|recipient)|"
    r"(?:intended|solely|only|exclusively) for (?:the )?(?:sole |exclusive )?(?:use (?:of"
    r"|by) )?(?:the )?"
    r"(?:addressee|individual|person|recipient|named)|designated recipient|"
    r"received (?:this|it)\b.{0,60}\bin error|"
    r"(?:message|e-?mail|communication|transmission)\b.{0,120}\b(?:is|are|may be|may contain"
    r"|contain)s?\b.{0,60}"
    r"\b(?:confidential|privileged)|"
    r"confidentiality (?:notice|statement|note)|^\W*disclaimer\b|"
    r"consider the environment|think before (?:you )?print|"
    r"(?:e-?mail|message)\b.{0,80}\b(?:swept|scanned|checked)\b.{0,60}\bvirus|"
    r"vertraulich|confidentiel|confidencial(?:es)?\b.{0,80}destinatari",
    re.IGNORECASE | re.DOTALL,
)
_WEAK = re.compile(
    r"virus|malware|liab|views?\b.{0,40}\bexpress|opinions?\b.{0,40}\b(?:express|author)|monitor|"
    r"freedom of information|data protection|unauthori[sz]ed|strictly prohibited|disclos|copying|"
    r"registered (?:in|office|charity|company|number)|company (?:number|registration)"
    r"|privacy (?:notice|policy)|"
    r"delete|notify the sender|NHSmail|secure e-?mail|personal data|legally binding|accredited|"
    r"head office|registered address|follow us|https?://|www\.",
    re.IGNORECASE,
)
_LAWYERS = Cued(_STRONG)
_GAP = re.compile(r"\n[ \t]*\n")
# How the lines that programs add begin, behind their ornaments.
_MOBILE_BEGINNINGS = (
    "sent get posted outlook please <http von gesendet envoyé enviado inviato verzonden verstuurd "
    "sendt skickat wysłane отправлено lähetetty iphone 从我的 發自我的"
)
_MOBILE_BEGINS = tuple(_MOBILE_BEGINNINGS.split())
_RULE = re.compile(r"^[\s*_=#~-]{4,}$")


def is_mobile_signature(line: str) -> bool:
    begins = line.lstrip(" \t>*_~-").lower().startswith(_MOBILE_BEGINS)
    return begins and len(line) < 160 and bool(_MOBILE.match(line))


def without_banner(text: str) -> str:
    """*text* without the warning a gateway put above it."""
    whole = parts = _paragraphs(text)
    for _ in range(2):
        first = parts[0] if parts else ""
        if not _BANNER.match(first):
            break
        lines = first.split("\n")
        kept = next((n for n, line in enumerate(lines) if n and not _of_banner(line)), len(lines))
        if not _BANNER_WORDS.search("\n".join(lines[:kept])) and len(lines[0]) > 60:
            break
        rest = "\n".join(lines[kept:])
        if not rest and not parts[1:]:
            break
        parts = ([rest] if rest else []) + parts[1:]
    return text if parts == whole else "\n\n".join(parts)


def _of_banner(line: str) -> bool:
    return bool(_BANNER.match(line) or _BANNER_WORDS.search(line) or _RULE.match(line))


def without_disclaimer(text: str) -> str:
    """*text* without the legal paragraphs below it.

    A lawyer's paragraph begins it; what follows goes too while it sounds alike. A later paragraph
    that doesn't is the writer's own and stays.
    """
    if not _LAWYERS.may_match(text):
        return text
    parts = _paragraphs(text)
    kept: list[str] = []
    inside = False
    for part in parts:
        if is_disclaimer(part) or (inside and is_legal(part)):
            inside = True
            while kept and _RULE.match(kept[-1]):
                kept.pop()
            if head := _own_words_above(part):
                kept.append(head)
        elif not (inside and _RULE.match(part)):
            kept.append(part)
            inside = False
    return text if kept == parts else "\n\n".join(kept)


def is_disclaimer(paragraph: str) -> bool:
    match = _LAWYERS.search(paragraph)
    if match is None:
        return False
    # "Is the form confidential?" is a question, not a lawyer's paragraph.
    return len(paragraph.split()) > 12 or "?" not in paragraph


def is_legal(paragraph: str) -> bool:
    return (
        bool(_LAWYERS.search(paragraph))
        or bool(_WEAK.search(paragraph))
        or bool(_RULE.match(paragraph))
    )


def _own_words_above(paragraph: str) -> str:
    """A disclaimer may follow a signature without a blank line: the lines above it stay."""
    lines = paragraph.split("\n")
    for number, line in enumerate(lines):
        if _STRONG.search(line) or _WEAK.search(line) or _RULE.match(line):
            return "\n".join(lines[:number]) if _ends_thought(lines[:number]) else ""
    return ""


def _ends_thought(lines: list[str]) -> bool:
    """Whether the disclaimer starts afresh below *lines*, rather than running on from them."""
    return bool(lines) and all(len(line) < 60 for line in lines)


def _paragraphs(text: str) -> list[str]:
    return [p.strip("\n") for p in _GAP.split(text) if p.strip()]
