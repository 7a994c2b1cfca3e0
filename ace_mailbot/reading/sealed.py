"""Mail that its sender's system has sealed: encrypted, or left behind a portal for the reader.

Nobody but a person with a key or an account can read it; the sender is told what to do instead.
"""

from __future__ import annotations

import re

from ace_mailbot.reading import phrases
from ace_mailbot.reading.cues import Cued

REASON = "it is encrypted"
ADVICE = (
    "Please send it as an ordinary email, without “[secure]” in the subject and without encryption"
)
DEFECT = "It is encrypted, so only a person with its key or an account could open it."

_PGP = "-----BEGIN PGP MESSAGE-----"
_SUFFIXES = (".rpmsg", ".p7m", ".pgp", ".gpg", ".asc", ".gxk", ".switch")
# What makers call the page that holds their sealed letter, in every language.
_PAGE_NAMES = re.compile(
    r"^(?:securedoc|secure-?mess?age|secure-?mail|encrypted-?(?:mess?age|mail))[\w-]*\.html?$",
    re.IGNORECASE,
)
_POSTS = re.compile(r"<form\b[^>]{0,500}\baction\s*=\s*[\"']?https?:", re.IGNORECASE)
_HIDDEN = re.compile(r"<input\b[^>]{0,200}\btype\s*=\s*[\"']?hidden", re.IGNORECASE)
_BLOB = re.compile(r"(?<!base64,)\b[A-Za-z0-9+/]{2000}")
# A link to one sealed letter: the name of such a service, and a long token.
_PORTAL = re.compile(
    r"https?://[^\s\"'<>]{0,80}?(?:secure-?(?:mail|messag|msg|e-?mail)|encrypted-?(?:mail|messag)"
    r"|zixmail|zixmessagecenter|egress\.com|res\.cisco\.com|galaxkey|virtru|/encryption/)"
    r"[^\s\"'<>]{0,200}?[/?=&#][\w%+.~-]{20,}",
    re.IGNORECASE,
)
LEADS_AWAY = f"Your email is encrypted: it leads to a page that we can't open. {ADVICE}."
_TYPES = ("pkcs7-mime", "pgp-encrypted", "rpmsg")

# What the wrappers of the makers that public bodies use say, and what they ask their reader to do.
# Both must stand there: a footer may name the maker below a person's own words.
_SAYS = Cued(
    re.compile(
        r"\bsecuredoc\b|registered envelope|message encryption"
        r"|(?:sent you|received|been sent|this is|(?:open|read|view) (?:this|your|the))"
        r" (?:an? |new )*"
        r"(?:\w+,? ){0,2}(?:encrypted|protected|secured?|egress)[\w ]{0,24}"
        r"(?:message|e-?mail|attachment)"
        r"|(?:encrypted|protected|secured?) (?:message|e-?mail) (?:from|has been)",
        re.IGNORECASE,
    )
)
_ASKS = re.compile(
    r"\b(?:click|tap|open|read|view|download|follow|double-click)\b.{0,80}"
    r"\b(?:message|e-?mail|attach\w+|link|button|file|here)\b"
    r"|\bsign(?:ing)? in\b|\blog ?in\b|\bpass(?:code|word)\b|\bregister\b",
    re.IGNORECASE | re.DOTALL,
)
# The same in other languages, as `phrases.plain` leaves them: stems of "encrypted" and "protected"
# beside a word for a message, and of what its reader is to do.
_SAYS_ABROAD = """
message chiffre|message crypte|message protege|message securise|courriel chiffre|courriel securise
e-mail chiffre|verschlusselte nachricht|verschlusselte e-mail|geschutzte nachricht|sichere nachricht
mensaje cifrado|mensaje encriptado|mensaje protegido|mensaje seguro|correo cifrado|correo seguro
mensagem encriptada|mensagem criptografada|mensagem protegida|mensagem segura
messaggio crittografato|messaggio cifrato|messaggio protetto|messaggio sicuro|e-mail crittografata
versleuteld bericht|beveiligd bericht|beveiligde e-mail|zaszyfrowana wiadomosc
zaszyfrowana wiadomosc|zaszyfrowane wiadomosci|chroniona wiadomosc|bezpieczna wiadomosc
mesaj criptat|mesaj protejat|mesaj securizat|sifreli bir mesaj|sifreli mesaj|sifreli ileti
korumali mesaj|korumali bir mesaj|guvenli ileti|guvenli bir ileti|зашифрованное сообщение
зашифрованное письмо|защищенное сообщение|зашифроване повідомлення|رسالة مشفرة|رسالة محمية
رسالة امنة|محفوظ پیغام|خفیہ پیغام|সুরক্ষিত বার্তা
এনক্রিপ্টেড বার্তা|এনক্রিপ্ট করা বার্তা
加密邮件|加密的邮件|加密郵件
सुरक्षित संदेश|एन्क्रिप्टेड संदेश|krypteret meddelelse|krypterat meddelande|mesazh i enkriptuar
"""
_ASKS_ABROAD = """
cliquez|ouvrez|ouvrir|lire le|connectez-vous|klicken sie|offnen sie|zu lesen|melden sie sich
haga clic|haz clic|abra |abrir|leer el|inicie sesion|clique|ler a|para ler|clicca|faccia clic
fare clic
apra |aprire|leggere|leggi|klik hier|klik op|openen|te lezen|kliknij|otworz|przeczytac|deschide
faceti clic|pentru a-l citi|tiklayin|acmak icin|okumak icin|нажмите|откройте|прочитать|натисніть
انقر|افتح|لقراءة|کلک|کھول|ক্লিক|পড়তে|খুলুন|点击|點擊|打开|क्लिक|खोलें|klik her|klicka|kliko
"""
_BEGINNING = 1500  # in which a wrapper says what it is
_LONGEST = 6000  # letters; a wrapper is short, a person's mail that mentions one may be long


def file(start: bytes, filename: str, content_type: str) -> bool:
    """Whether a file that begins with *start* is encrypted, by what it says of itself."""
    return (
        _PGP.encode() in start
        or filename.lower().endswith(_SUFFIXES)
        or _PAGE_NAMES.match(filename) is not None
        or any(kind in content_type for kind in _TYPES)
    )


def words(text: str) -> bool:
    """Whether *text* is a wrapper's, or an encrypted block."""
    if _PGP in text[:_LONGEST]:
        return True
    if len(text) >= _LONGEST:
        return False
    if _SAYS.search(text) and _ASKS.search(text):
        return True
    said = phrases.plain(text[:_BEGINNING])
    abroad = any(phrase in said for phrase in phrases.of(_SAYS_ABROAD))
    return abroad and any(phrase in said for phrase in phrases.of(_ASKS_ABROAD))


def page(source: str) -> bool:
    """Whether the HTML *source* is a page that holds a sealed letter and posts it to its maker."""
    return bool(_POSTS.search(source) and _HIDDEN.search(source) and _BLOB.search(source))


def leads_away(source: str) -> bool:
    """Whether *source*, text or HTML, links to one sealed letter at a service that keeps such."""
    return _PORTAL.search(source) is not None
