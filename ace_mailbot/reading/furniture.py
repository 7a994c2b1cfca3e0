"""What programs and gateways add to a mail: banners, list footers, "Sent from my iPhone".

What lawyers add is in disclaimers.py.
"""

from __future__ import annotations

import re

_DEVICE = (
    r"(?:iphon|ipad|ios|samsung|galaxy|android|huawei|xiaomi|nokia|honor|oneplus|pixel|sony"
    r"|motorola|blackberry|windows|outlook|yahoo|gmail|proton|hotmail|\bgmx|web\.de|orange|aol\b"
    r"|airmail|mailbird|spark|superhuman|aqua ?mail|k-9|thunderbird|posta|fastmail|zoho|tutanota"
    r"|smartphone|mobil|handy|telefon|tablet|téléphone|appareil|phone|device|dispositivo|cellulare"
    r"|telefoon|móvil|celular|telemóvel|telefono|mail\b|телефон|устройств|айфон)"
)
_MOBILE = re.compile(
    r"^[\s>*_~(<\[-]*(?:(?:sent|get|posted) (?:from|via|with|using)\s+(?:my|outlook|mobile|yahoo"
    r"|proton\w*|gmail|mail\b|galaxy|iphone|ipad|android|blackberry|windows|nine|spark|airmail"
    r"|mailbird|front|superhuman|aqua|email|tablet|huawei|xiaomi|nokia|phone|verizon|samsung"
    r"|vodafone|ee|o2|three|<)\b(?:(?!thanks|sincere|love).){0,80}"
    rf"|(?:sent|posted) (?:from|via|with|using|by) .{{0,40}}{_DEVICE}\b.{{0,60}}"
    r"|(?:get outlook|outlook) for (?:ios|android|mac|windows|mobile).{0,80}"
    r"|<https?://aka\.ms/\S*>"
    r"|(?:von mein\w*|gesendet (?:von|mit)|diese (?:nachricht|e-?mail|mail) wurde von|envoyé (?:de"
    r"|depuis|à partir|avec|par)|télécharger outlook|obtenez outlook|enviado (?:desde|do|de|a"
    r" partir"
    r"|através|con)|obtener outlook|obter o outlook|inviato (?:da|dal|con)|scarica outlook"
    r"|verzonden"
    r" (?:vanaf|vanuit|met|via)|verstuurd (?:vanaf|met|vanuit)|download outlook|outlook voor|sendt"
    r" (?:fra|via)|hent outlook|skickat från|skaffa outlook|från min|fra min|wysłan[eoy] (?:z|za)"
    r"|pobierz outlook|trimis (?:de|din|cu)|изпратено (?:от|с)|отправлено (?:с|из)|надіслано (?:з"
    r"|із)"
    r"|lähetetty|odesl[aá]no (?:z|ze)|odoslané z|išsiųsta (?:iš|naudojant)|nosūtīts no|saadetud"
    r" minu"
    r"|küldve|poslano|στάλθηκε (?:από|με)|dërguar nga|dikirim dari|được gửi từ|đã gửi từ|أرسلت? من"
    rf"|تم الإرسال من|ارسال شده|ส่งจาก|נשלח מ).{{0,25}}{_DEVICE}[^.!?]{{0,60}}\.?"
    r"|(?:iphone|ipad|samsung|android|huawei)\S{0,12} (?:gönderildi|'?den gönderildi).{0,20}"
    r"|\w{2,20} from (?:my )?(?:mobile|iphone|phone)|from my (?:iphone|ipad|phone|mobile)\b.{0,20}"
    r"|sent on the (?:go|move).{0,60}"
    r"|please excuse (?:any )?(?:brevity|typos?|the brevity).{0,80}"
    r"|[发發]自我的.{1,30}|從我的.{1,20}[傳发發]送|从我的.{1,20}发送"
    r"|(?:iphone|ipad|android|スマートフォン)から送信|(?:나의|내) .{1,20}(?:보냄|전송))[\s>)\].]*$",
    re.IGNORECASE,
)
# A line that is a warning by itself; any other must say what it warns of.
_TAG = re.compile(
    r"^\W*(?:ext|external(?: (?:e-?mail|sender|message))?|externe? (?:e-?mail|nachricht)|courriel"
    r" externe|(?:caution|warning)\W+external (?:e-?mail|sender|message))\W*$",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"^[\s\[*|!_(-]*(?:\[?ext(?:ernal)?\]?[\s:*\]-]|external (?:e-?mail|sender|message)|caution\b"
    r"|warning\b|achtung\b|attention\b|atención\b|attenzione\b|let op\b|rhybudd\b|externe? e-?mail|"
    r"this (?:e-?mail|message) (?:originated|was sent|came|has been sent"
    r"|is) (?:from )?(?:an? )?(?:outside|external)|"
    r"you don['’]t often (?:get|receive) e?-?mail from|some people who received this message)",
    re.IGNORECASE,
)
_BANNER_WORDS = re.compile(
    r"outside (?:of )?(?:the|your|our|of)|external (?:e-?mail|sender|source)"
    r"|do not (?:click|open)\b.{0,30}(?:links?|attachments?)|externe\b|externo\b|esterno\b"
    r"|außerhalb|extérieur|allanol"
    r"|don['’]t often (?:get|receive)|"
    r"unless you (?:recognise|recognize|trust|know)|learn why this is important|\[external\]",
    re.IGNORECASE,
)
_GAP = re.compile(r"\n[ \t]*\n")
# How the lines that programs add begin, behind their ornaments.
_MOBILE_BEGINNINGS = (
    "sent get posted outlook please http von gesendet diese envoyé télécharger obten obter enviado "
    "inviato scarica verzonden verstuurd download sendt hent skickat skaffa från fra wysłan"
    " pobierz "
    "trimis изпратено отправлено надіслано lähetetty odesl odoslan išsiųsta nosūtīts saadetud"
    " küldve "
    "poslano στάλθηκε dërguar dikirim được đã أرسل تم ارسال از मेरे आमार আমার ส่งจาก נשלח iphone"
    " ipad "
    "samsung android huawei from スマート 发自 發自 從我 从我 나의 내"
)
_MOBILE_BEGINS = tuple(_MOBILE_BEGINNINGS.split())
RULE = re.compile(r"^[\s*_=#~-]{4,}$")


def is_mobile_signature(line: str) -> bool:
    begun = line.lstrip(" \t>*_~-(<[").lower()
    # "Nik from mobile" begins with a name.
    begins = begun.startswith(_MOBILE_BEGINS) or " from m" in begun[:30]
    return begins and len(line) < 160 and bool(_MOBILE.match(line))


def without_banner(text: str) -> str:
    """*text* without the warning a gateway put above it."""
    whole = parts = paragraphs(text)
    for _ in range(2):
        first = parts[0] if parts else ""
        if not (_BANNER.match(first) or _TAG.match(first.partition("\n")[0])):
            break
        lines = first.split("\n")
        kept = next((n for n, line in enumerate(lines) if n and not _of_banner(line)), len(lines))
        words = _BANNER_WORDS.search("\n".join(lines[:kept]))
        if not _TAG.match(lines[0]) and not words:
            break
        rest = "\n".join(lines[kept:])
        if not rest and not parts[1:]:
            break
        parts = ([rest] if rest else []) + parts[1:]
    return text if parts == whole else "\n\n".join(parts)


def _of_banner(line: str) -> bool:
    return bool(_BANNER.match(line) or _BANNER_WORDS.search(line) or RULE.match(line))


def paragraphs(text: str) -> list[str]:
    """What blank lines part, without them."""
    return [p.strip("\n") for p in _GAP.split(text) if p.strip()]


# Below a reply, what lists and programs add; above it nothing of a person's.
_FOOTER = re.compile(
    r"^\W*(?:(?:to )?unsubscribe\b.{0,60}(?:http|@|www|:|from this|click|visit|here)"
    r"|you (?:are receiving|received|are subscribed|have received) (?:this|to)\b.{0,80}(?:because"
    r"|subscribed|as a|mention)|to unsubscribe from|reply to this e-?mail directly or view it"
    r"|view (?:it|this) (?:on|in) (?:github|gitlab|your browser)|-- ?\nyou received this message"
    r"|to view this discussion (?:on|in)|virus-free\.|this e-?mail has been (?:checked|scanned) for"
    r" viruses|mailing list\b.{0,40}\n.{0,80}@)",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\A-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash: [\w, -]+\n)*\s*", re.IGNORECASE
)
_SIGNATURE_BLOCK = re.compile(
    r"^-----BEGIN PGP SIGNATURE-----$.*?(?:^-----END PGP SIGNATURE-----$|\Z)",
    re.MULTILINE | re.DOTALL,
)


def is_footer(paragraph: str) -> bool:
    return bool(_FOOTER.match(paragraph))


def without_footer(text: str) -> str:
    """*text* without the paragraphs below it that a list or a program added."""
    parts = paragraphs(text)
    kept = len(parts)
    while kept > 1 and (is_footer(parts[kept - 1]) or RULE.match(parts[kept - 1])):
        kept -= 1
    footed = any(is_footer(part) for part in parts[kept:])
    return "\n\n".join(parts[:kept]) if footed else text


def without_pgp(text: str) -> str:
    """*text* without the armour of a signature (RFC 4880, section 7)."""
    if "-----BEGIN PGP" not in text:
        return text
    return _SIGNATURE_BLOCK.sub("", _SIGNED.sub("", text.lstrip("\n")))
