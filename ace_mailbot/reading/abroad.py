"""How interest is expressed, and the pack asked for, in the languages of London beside English.

Accents are left out on both sides, for people leave them out when they type.
"""

from __future__ import annotations

import re
import unicodedata

from ace_mailbot.reading.cues import Cues

_LETTERS = str.maketrans("ıİłŁß‘’“”–", "iIlLs''\"\"-")


def _plain(text: str) -> str:
    """*text* without accents, as many type it."""
    text = text.translate(_LETTERS)
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    return "".join(c for c in apart if not unicodedata.combining(c))


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(map(_plain, patterns)), re.IGNORECASE | re.DOTALL)


# An entry a language, in this order: French, German, Spanish, Portuguese, Italian, Polish,
# Romanian, Turkish, Dutch, Somali, Arabic, Bengali, Urdu.
_WISHES = _any(
    r"\b(?:souhait\w+|aimeri\w+|voudri?\w+|voulons|veux|désir\w+|envisage\w*)\b.{0,40}"
    r"\b(?:candidat\w+|postuler|participer|prendre part|déposer|présenter une|soumettre)\b",
    r"\b(?:möchten?|wollen|würden?|planen|beabsichtigen)\b.{0,80}"
    r"\b(?:bewerben|teilnehmen|mitmachen|beantragen|antrag (?:zu )?stellen|einreichen)\b",
    r"\b(?:quer\w+|quisi\w+|gustaría|dese\w+|esperamos)\b.{0,30}"
    r"\b(?:solicitar|participar|presentar|postular\w*|optar|inscribir\w*)\b",
    r"\b(?:quer\w+|gostar[ií]\w+|desej\w+|pretend\w+|interesse em)\b.{0,30}"
    r"\b(?:candidatar\w*|concorrer|participar|apresentar uma|inscrever\w*|submeter)\b",
    r"\b(?:vorrei|vorremmo|vogliamo|desider\w+|intend\w+|piacerebbe)\b.{0,30}"
    r"\b(?:partecipare|candidar\w*|presentare (?:una )?(?:domanda|candidatura)|fare domanda"
    r"|aderire|concorrere)\b",
    r"\b(?:chc\w+|pragn\w+|zamierza\w+|planuj\w+)\b.{0,40}"
    r"\b(?:złożyć|aplikować|wziąć udział|ubiegać|zgłosić|przystąpić|uczestniczyć)\b",
    r"\b(?:dori\w*|vrem|vreau|vrea|intenționăm)\b.{0,40}"
    r"\b(?:aplic\w+|depun\w*|particip\w*|înscri\w+|candid\w+|solicit\w+)\b",
    r"\b(?:başvur\w+|katıl\w+|aday ol\w+)\b.{0,20}\b(?:isti\w+|ister\w*|diler\w+|niyetinde\w*)\b",
    r"\b(?:wil|willen|zouden?|hopen)\b.{0,40}"
    r"\b(?:deelnemen|meedoen|aanvragen|aanmelden|inschrijven|indienen)\b",
    r"\b(?:rabnaa|rabaa|doonaynaa|jecelnahay|jeclaan lahayn)\b.{0,30}"
    r"\b(?:codsa\w*|ka qayb ?gal\w*|dalban\w*)",
    r"(?:نود|نرغب|أود|أرغب|نريد|أريد).{0,30}(?:التقدم|التقديم|المشاركة|الترشح|تقديم طلب)",
    r"আবেদন.{0,20}(?:করতে চাই|করতে আগ্রহী)",
    r"درخواست.{0,20}دینا چاہ|حصہ لینا چاہ",
)
_DECLARES = _any(
    r"\b(?:manifest\w+|exprim\w+|part de|déclar\w+)\b.{0,30}\bintérêt\b|\bmanifestation d'intérêt"
    r"|\bintéressée?s? par (?:le |la |votre |ce |cette )?"
    r"(?:programme|ace|appel|subvention|fonds)\b",
    r"\bbekund\w+.{0,30}\binteresse\b|\binteresse bekunden\b|\binteressenbekundung"
    r"|\binteress(?:e|iert) a[nm] (?:dem |der |ihrem |einer )?"
    r"(?:ace|programm|förder\w*|teilnahme|ausschreibung|bewerbung)",
    r"\b(?:expres\w+|manifest\w+|mostrar|comunic\w+)\b.{0,30}\binterés\b|\bmanifestación de interés"
    r"|\binterés\b.{0,40}\b(?:solicitar|participar|programa)\b"
    r"|\binteresad[oa]s? en (?:el |la |las |este )?(?:programa|ace|participar|solicitar"
    r"|convocatoria|subvenci\w+|ayudas?)\b",
    r"\b(?:manifest\w+|express\w+|demonstr\w+)\b.{0,30}\binteresse\b"
    r"|\binteress(?:e|ad[oa]s?) (?:em|no|na) (?:participar|candidatar|concorrer|programa|ace)",
    r"\b(?:esprim\w+|manifest\w+)\b.{0,30}\binteresse\b|\binteressat[oiae] (?:ad? |al |a )?"
    r"(?:partecipare|candidar\w+|programma|bando|ace)\b",
    r"\b(?:wyra\w+|zgłasza\w+|deklaruj\w+)\b.{0,20}\b(?:zainteresowani\w+|udział)\b"
    r"|\bzainteresowan\w+ (?:udziałem|programem|złożeniem|grantem|dofinansowaniem)\b",
    r"\b(?:exprim\w+|manifest\w+)\b.{0,20}\binteres\w*"
    r"|\binteresa[țt]\w* (?:de|să|în) (?:a )?(?:program|acest|finanțare|particip|aplic)",
    r"\bilgi\w*\b.{0,20}\b(?:bildir\w+|belirt\w+|ifade)"
    r"|\b(?:program\w*|ace\S*|hibe\w*|fon\w*)\s+(?:ile )?ilgileniyor",
    r"\b(?:belangstelling|interesse)\b.{0,20}\b(?:kenbaar|tonen|voor (?:het|deelname|ace|dit|uw))\b"
    r"|\bgeïnteresseerd in (?:deelname|het programma|ace|deze|dit)\b",
    r"\b(?:xiise\w*|daneyn\w*|danayn\w*).{0,30}\b(?:barnaamij\w*|ace|muuji\w*)",
    r"(?:إبداء|نبدي|عن|أبدي) (?:الاهتمام|اهتمامنا|اهتمامي)"
    r"|مهتم\S* (?:ب|بال)(?:برنامج|مشاركة|تقديم)",
    r"আগ্রহ প্রকাশ|আগ্রহী",
    r"دلچسپی (?:رکھ|ظاہر|کا اظہار)",
)
_SENDS = _any(
    r"\b(?:pourr\w+|pouvez|pouvons|merci de|veuillez|prière de|souhait\w+|aimeri\w+|voudri?\w+"
    r"|possible|prie)\b.{0,60}\b(?:envoyer|transmettre|adresser|recevoir|obtenir|parvenir|avoir"
    r"|fournir)\b.{0,50}\b(?:dossiers?|formulaires?|candidature)\b"
    r"|\benvoyez[- ](?:moi|nous)\b.{0,40}\b(?:dossiers?|formulaires?)\b",
    r"\b(?:bitten?|könn\w+ sie|würden sie|könnt ihr|hätten? gern\w*|möchten?|wären?)\b.{0,60}"
    r"\b(?:\w*unterlagen|\w*formular\w*|antrag)\b.{0,40}\b(?:zu)?(?:schicken|senden|mailen|kommen"
    r"|erhalten|bekommen|haben)\b|\b(?:schicken|senden|mailen) sie (?:mir|uns)\b.{0,30}"
    r"\b(?:\w*unterlagen|\w*formular\w*)\b|\b(?:zu|über)sendung\b.{0,30}\b(?:\w*unterlagen"
    r"|\w*formular\w*)\b",
    r"\b(?:podría\w*|puede\w*|podéis|podemos|por favor|agradecería\w*|rogamos|ruego|quisiera\w*"
    r"|gustaría)\b.{0,50}\b(?:enviar\w*|mandar\w*|remitir\w*|facilitar\w*|llegar|recibir|envíen\w*"
    r"|pasar\w*)\b.{0,40}\b(?:formularios?|solicitud|documentación|dossier|impresos?)\b"
    r"|\b(?:env[ií]\w*|m[aá]nd\w*)(?:me|nos)\b.{0,30}\b(?:formulario|solicitud|documentación)\b",
    r"\b(?:pode\w*|por favor|agradec\w+|pedi\w+|gostar\w+|solicit\w+)\b.{0,50}"
    r"\b(?:enviar\w*|enviem\w*|envio|mandar\w*|mandem|remeter\w*|receber|disponibilizar)\b.{0,40}"
    r"\b(?:formulários?|dossi[eê]r?|documentação|candidatura|ficha)\b",
    r"\b(?:potr\w+|può|potete|puoi|favore|cortesia|vorre\w+|chied\w+|prego|gentilmente|mi)\b.{0,50}"
    r"\b(?:inviar\w*|mandar\w*|manda|invia|spedir\w*|ricevere|trasmetter\w*|avere|invio|mandi|invii)\b.{0,40}"
    r"\b(?:modul[oi]|domanda|documentazione|bando|documenti)\b",
    r"\b(?:po)?(?:prosz\w+|prosi\w+)\b.{0,50}\b(?:formularz\w*|wnios\w+|dokument\w+|pakiet\w*)\b"
    r"|\bmo(?:gą|gli|że|żecie|gł)\w*\b.{0,50}\b(?:przesłać|wysłać|przysłać|dostać|otrzymać)\b.{0,40}"
    r"\b(?:formularz\w*|wnios\w+|dokument\w+|pakiet\w*)\b",
    r"\b(?:pute[țt]i|putea|rog|rugăm|dori\w*|vrea)\b.{0,50}"
    r"\b(?:trimite\w*|transmite\w*|primi|primim|primesc)\b.{0,50}"
    r"\b(?:formular\w*|dosar\w*|documente\w*|pachet\w*)\b",
    r"\b(?:form\w*|belge\w*|dosya\w*|paket\w*)\b.{0,30}\b(?:gönder(?:ebilir|ir mi|in\b|iniz|men)"
    r"|ilet(?:ebilir|ir mi)|yolla(?:yabilir|r mı)|almak isti|alabilir mi)",
    r"\b(?:kunt u|zou u|kan u|kun je|zou je|graag|alstublieft|verzoek\w*|mag ik|mogen w\w+)\b"
    r".{0,60}\b\w*(?:formulier\w*|aanvraagpakket|documenten|stukken)\b.{0,40}"
    r"\b(?:toe|op)?(?:sturen|mailen|ontvangen|krijgen|zenden)\b"
    r"|\b(?:stuurt? (?:u )?(?:mij|ons|me)|ontvang(?:en)?)\b.{0,20}\bgraag\b.{0,30}\b\w*formulier"
    r"|\bgraag (?:ontvang|krijg)\w*\b.{0,30}\b\w*formulier",
    r"\b(?:fadlan|ma (?:ii|noo)|rabaa|rabnaa|baahan\w*)\b.{0,30}"
    r"\b(?:soo dir\w*|ii dir\w*|noo dir\w*|inaan hel(?:o|no))\b.{0,30}\b(?:foom\w*|codsi\w*)",
    r"(?:إرسال|أرسل|تزويد|موافات).{0,30}(?:استمارة|نموذج|الاستمارة|النموذج|ملف التقديم)",
    r"(?:ফর্ম|ফরম|আবেদনপত্র).{0,30}(?:পাঠাতে পার|পাঠান|পাঠাবেন|পেতে চাই)",
    r"فارم.{0,30}(?:بھیجیں|بھیج دیں|بھیج سکت|بھجوا)",
)
_NO_WISH = _any(
    r"\b(?:ne |n')\w+ (?:\w+ )?(?:pas|plus)\b|\bsavoir\b|\bdemander (?:si|quand|comment)\b",
    r"\b(?:nicht|kein\w*)\b|\b(?:wissen|fragen)\b",
    r"\b(?:no|tampoco) (?:quer|quis|dese|vamos|pod|nos|estamos)|\b(?:saber|preguntar)\b",
    r"\bn[ãa]o (?:quer|pod|pretend|desej|vamos|temos)|\b(?:saber|perguntar)\b",
    r"\bnon (?:vog|poss|intend|desider|vorr|siamo)|\b(?:sapere|chiedere se)\b",
    r"\bnie (?:chc|mo|będ|zamierz|planuj|jeste)|\b(?:wiedzieć|zapytać)\b",
    r"\bnu (?:mai )?(?:dor|vre|put|vom|sunt)|\b(?:ști|știm|întreb\w*)\b",
    r"\b(?:öğrenmek|bilmek|sormak)\b",
    r"\b(?:niet|geen)\b|\b(?:weten|vragen)\b",
    r"\b(?:ogaado|ogaanno|weydiin\w*)\b",
)


# They ask whether their own form came.
_CONFIRMS = _any(r"\bconf[ei]rm\w*", r"\b(?:bestätig|bevestig|potwierd|onayla)\w*")
_CUES = Cues(_SENDS, _WISHES, _DECLARES)
_MAY_SEND, _MAY_WISH, _MAY_DECLARE = 1, 2, 4


def may_say_interest(text: str) -> bool:
    """Whether a word of *text* is one of those that interest is expressed with."""
    return bool(_CUES.of(_plain(text)))


def says_interest(text: str) -> bool:
    """Whether a sentence says that somebody wants to apply, or asks for the pack."""
    plain = _plain(text)
    cued = _CUES.of(plain)
    if not cued:
        return False
    if cued & _MAY_SEND and _sends(plain):
        return True
    wishes = cued & _MAY_WISH and _WISHES.search(plain)
    declares = cued & _MAY_DECLARE and _DECLARES.search(plain)
    return bool(wishes or declares) and not _NO_WISH.search(plain)


def asks_for_pack(text: str) -> bool:
    plain = _plain(text)
    return bool(_CUES.of(plain) & _MAY_SEND) and _sends(plain)


def _sends(plain: str) -> bool:
    return bool(_SENDS.search(plain)) and not _CONFIRMS.search(plain)
