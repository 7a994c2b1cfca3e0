"""Which languages a text is in, from the little words that every paragraph holds."""

from __future__ import annotations

import re

from ace_mailbot.reading import sentences

_WORDS = {
    "en": "the and of to in is that for with on are we our this from have by not be at as their",
    "es": "el la los las de que y en un una con por para del es se nuestro nuestra como más pero",
    "fr": "le la les des et est une dans pour que qui nous notre avec sur pas au ce du sont",
    "pt": "o os as de que e em um uma com por para não nosso nossa como mais dos das ao são",
    "de": "der die das und ist nicht ein eine wir mit für auf den von zu im unser sind dem",
    "it": "il lo gli che e di un una per con non sono nostro nostra come della nel alla più",
    "pl": "i w na nie się z do jest to że dla jak nasz oraz przez są od po",
    "ro": "și în de la cu pentru este un o care nu mai din sunt noastră ce",
    "so": "iyo oo waa ka ku in uu ay aan waxaan waxa",
    "tr": "ve bir bu için ile da de olarak bizim çok var",
}
_CODES = {
    word: tuple(code for code, words in _WORDS.items() if word in words.split())
    for word in " ".join(_WORDS.values()).split()
}
_SCRIPTS = (
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("gu", re.compile(r"[\u0a80-\u0aff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("pa", re.compile(r"[\u0a00-\u0a7f]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("uk", re.compile(r"[іїєґ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)


def of(text: str) -> tuple[str, ...]:
    """BCP 47 codes in order of appearance; English where nothing can be told."""
    found = [code for p in sentences.paragraphs(text) if (code := _of_paragraph(p))]
    return tuple(dict.fromkeys(found)) or ("en",)


def _of_paragraph(paragraph: str) -> str:
    letters = 0 if paragraph.isascii() else len(re.findall(r"[^\W\d_]", paragraph))
    for code, script in _SCRIPTS if letters else ():
        if len(script.findall(paragraph)) > letters * (0.02 if code == "uk" else 0.3):
            return code
    words = re.findall(r"[^\W\d_]+", paragraph.lower())
    if len(words) < 8:
        return ""
    scores = dict.fromkeys(_WORDS, 0)
    for word in words:
        for code in _CODES.get(word, ()):
            scores[code] += 1
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= max(3, len(words) * 0.15) else ""
