"""Names however they are set: with accents or without, hyphens or spaces, any apostrophe. Pure."""

from __future__ import annotations

import re
import unicodedata


class _Folding(dict[int, str]):
    """For `str.translate`: one character for each, so that everything keeps its place."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char.isspace() and char != "\n":
            char = " "
        elif char.isalpha():
            char = unicodedata.normalize("NFKD", char)[0]
        self[code] = char
        return char


_FOLDING = _Folding(
    {ord(c): "'" for c in "\u2018\u2019\u02bc`\u00b4"}
    | {ord(c): "-" for c in "\u2010\u2011\u2012\u2013\u2212"}
    | {ord(a): b for a, b in zip("øØłŁđĐı", "oOlLdDi", strict=True)}
)
_WITHIN = r"[' ]?"  # an apostrophe's place: O'Hara, OHara, O Hara
_GAP = re.compile(r"([\s,.-]+)")


def composed(text: str) -> str:
    """*text* with each accented letter as one character."""
    return unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """*text*, `composed`, without accents and with plain punctuation, as long as it was."""
    return text.translate(_FOLDING)


def loose(name: str, *, may_join: bool = False) -> str:
    """A pattern for a folded *name*; *may_join* where its words may stand without a gap."""
    pieces = _GAP.split(name.strip(" ,.-'"))
    found = ""
    for word, gap in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        found += _word(word)
        if gap:
            close = may_join or "-" in gap or len(word) == 1
            found += r"[.,]*[\s-]" + ("*" if close else "+")
    return found


def any_case(word: str) -> str:
    """A pattern for *word* as it is written, and in capitals."""
    return f"(?:{loose(word)}|{loose(word.upper())})"


def _word(word: str) -> str:
    if word.lower() in ("&", "and"):
        return "(?:&|and|And|AND)"
    letters = _WITHIN.join(re.escape(piece) for piece in word.split("'") if piece)
    if letters[-1:] not in ("s", "S"):
        return letters
    # Carers Centre, Carer's Centre and Carers' Centre.
    return f"{letters[:-1].removesuffix(_WITHIN)}'?{letters[-1]}'?"
