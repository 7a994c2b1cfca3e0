"""What the sender newly wrote, and what they quoted below it.

Each line is given a kind, and the cuts are made on the kinds. When in doubt the text stays: to
lose what a person wrote is worse than to show them a quoted line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ace_mailbot.model import Address
from ace_mailbot.reading import attributions, disclaimers, furniture, quoting, signatures

_DELIMITERS = ("--", "—", "––")
_RULERS = "_=~*#-"
_TRACKER = "ᐧ"  # what programs that count readers leave behind
_DEEPEST = 30
_MOST_RULERS = 40  # that may begin a signature; who writes more draws with them
# An introduction, what it quotes, and one block of words below: those are the reply.
_BOTTOM_REPLY = re.compile(r"^(e*b[beq]*q[beq]*)t[te]*$")


_ANSWER = re.compile(
    r"^\W{0,4}(?:(?:my|our) )?(?:answers?|ans|reply|response|réponse|antwort|respuesta|resposta"
    r"|risposta|odpowiedź|răspuns|cevap|yanıt)\s*[:=>–—]|^\s*(?:-+|=+)>\s*\w",
    re.IGNORECASE,
)
_FAREWELL_WORDS = 30  # regards, a name and a line or two about its owner
_PLACE = (
    r"(?:below|beneath|underneath|in-?line|in (?:the|your) (?:text|e-?mail|message|letter)"
    r"|in (?:red|blue|green|purple|bold|italics|capitals|caps|another colou?r))"
)
_SAYS_BELOW = re.compile(
    rf"\b(?:answer|repl(?:y|ie)|response|respond|comment|feedback|written|typed|inserted"
    rf"|filled)\w*\b[^.!?]{{0,40}}\b{_PLACE}\b"
    r"|\bsee (?:below )?in-?line\b|\bin-?line (?:below|answers|replies|comments)\b"
    r"|\br[ée]pon\w+[^.!?]{0,40}\b(?:ci-dessous|en rouge|dans le texte)"
    r"|\b(?:be)?antwort\w*[^.!?]{0,40}\b(?:unten|unterhalb|in rot|im text)"
    r"|\b(?:respuesta|respond|contest)\w*[^.!?]{0,40}\b(?:abajo|debajo|en rojo|a continuaci[óo]n)"
    r"|\brespo(?:sta|nd)\w*[^.!?]{0,40}\b(?:abaixo|a vermelho)"
    r"|\brispost\w*[^.!?]{0,40}\b(?:sotto|di seguito|in rosso)"
    r"|\bodpowied\w*[^.!?]{0,40}\b(?:poni[żz]ej|na czerwono)"
    r"|\br[ăa]spuns\w*[^.!?]{0,40}\b(?:mai jos|cu ro[șs]u)"
    r"|\b(?:cevap|yan[ıi]t)\w*[^.!?]{0,40}\b(?:a[şs]a[ğg][ıi]da|k[ıi]rm[ıi]z[ıi])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Older:
    """A quoted or forwarded message: its words and, as far as they are named, its author."""

    text: str
    author: Address
    forwarded: bool = False


def trim(text: str, answers_within: bool = False) -> str:
    """The reply in *text*: no quoted mail, signature block, banner or disclaimer.

    Where answers stand between quoted lines, those lines stay, for they are what is answered. With
    *answers_within*, an old letter without quote marks stays too where the new words end in saying
    that the answers stand in it.
    """
    bare = _without_armour(text)
    lines, kinds = bare.split("\n"), _kinds(bare)
    lines, kinds = _without_signature(lines, kinds)
    lines, kinds = _drop(lines, kinds, "s")
    if bottom := _BOTTOM_REPLY.match(kinds):
        lines, kinds = lines[bottom.end(1) :], kinds[bottom.end(1) :]
    end = _end_of_new(lines, kinds)
    if not (answers_within and _answers_below(lines, kinds, end)):
        lines, kinds = lines[:end], kinds[:end]
    lines, kinds = _drop(lines, kinds, "bh")
    if "t" in kinds:
        lines = lines[: len(kinds.rstrip("eq"))]
    return _without_law("\n".join(lines).strip())


def _answers_below(lines: list[str], kinds: str, end: int) -> bool:
    """Whether answers stand in an old letter from *end* on, whose lines nothing marks as quoted.

    The new words say so in the end, or the answers are called that.
    """
    if "q" in kinds[end:] or "t" not in kinds[end:]:
        return False
    below = zip(lines[end:], kinds[end:], strict=True)
    if any(kind == "t" and _ANSWER.match(line) for line, kind in below):
        return True
    said = " ".join(" ".join(lines[:end]).split())
    announced = list(_SAYS_BELOW.finditer(said))
    return bool(announced) and len(said[announced[-1].end() :].split()) <= _FAREWELL_WORDS


def own_words(text: str) -> str:
    """The new words in *text* with their signature, every quoted line left out."""
    bare = _without_armour(text)
    lines, kinds = bare.split("\n"), _kinds(bare).replace("d", "t").replace("r", "t")
    end = _end_of_new(lines, kinds)
    if "t" not in kinds[:end]:
        return ""
    # Of a bare forward nothing is the sender's own.
    first = re.search(r"[tbh]", kinds)
    if first is not None and first[0] in "bh" and "q" not in kinds[:end]:
        return ""
    kept = [line for line, kind in zip(lines[:end], kinds, strict=False) if kind in "tes"]
    return _without_law("\n".join(kept).strip())


# Asked for the intents, and again for an EOI.
@lru_cache(maxsize=4)
def older(text: str) -> tuple[Older, ...]:
    """The messages quoted in *text*, newest first, each without what it quotes itself."""
    found: list[Older] = []
    rest = text
    for _ in range(_DEEPEST):
        layer, rest = _next_layer(rest)
        if layer is None:
            break
        found.append(layer)
    return tuple(found)


def _next_layer(text: str) -> tuple[Older | None, str]:
    """The first quoted message of *text*, and the text it stands at the top of."""
    lines = text.split("\n")
    first = quoting.first(lines)
    if first is None:
        place = next((n for n, line in enumerate(lines) if attributions.is_quoted(line)), None)
        if place is None:
            return None, ""
        inner = _unquoted(lines[place:])
        return Older(_top(inner), Address("")), inner
    inner = _unquoted(lines[first.end :])
    return Older(_top(inner), first.author, first.forwarded), inner


def _unquoted(lines: list[str]) -> str:
    """The block below a boundary with one level of quoting taken off."""
    below = [line for line in lines if line.strip()]
    if not below or not attributions.is_quoted(below[0]):
        return "\n".join(lines).strip("\n")
    return "\n".join(
        _less(line) for line in lines if attributions.is_quoted(line) or not line.strip()
    )


def _less(line: str) -> str:
    return re.sub(r"^\s*(?:[A-Za-z]{0,12}>|\|) ?", "", line, count=1)


def _top(text: str) -> str:
    lines = text.split("\n")
    first = quoting.first(lines)
    end = first.start if first else len(lines)
    kept = [line for line in lines[:end] if not attributions.is_quoted(line)]
    return "\n".join(kept).strip()


# Asked for the reply, and for the sender's own words.
@lru_cache(maxsize=4)
def _kinds(text: str) -> str:
    """A letter a line: t text, e empty, q quoted, b attribution, h headers, s mobile signature.

    And d for dashes and r for a ruler, below which a signature may stand.
    """
    lines = text.split("\n")
    kinds = [*map(_kind, lines)]
    for boundary in quoting.boundaries(lines):
        mark = "h" if boundary.header else "b"
        kinds[boundary.start : boundary.end] = mark * (boundary.end - boundary.start)
    return "".join(kinds)


def _kind(line: str) -> str:
    bare = line.strip()
    if not bare:
        return "e"
    if attributions.is_quoted(line):
        return "q"
    if bare in _DELIMITERS:
        return "d"
    if len(bare) >= 3 and not bare.strip(_RULERS):
        return "r"
    return "s" if bare == _TRACKER or furniture.is_mobile_signature(line) else "t"


def _without_armour(text: str) -> str:
    return furniture.without_banner(furniture.without_pgp(text).strip("\n"))


def _without_law(text: str) -> str:
    return disclaimers.without(furniture.without_footer(text)).strip()


def _without_signature(lines: list[str], kinds: str) -> tuple[list[str], str]:
    """Cut below the first ruler under which a signature stands, up to the mail quoted below."""
    for match in islice(re.finditer("[dr]", kinds), _MOST_RULERS):
        place = match.start()
        if "t" not in kinds[:place] and "q" not in kinds[:place]:
            continue
        if match[0] == "r" and lines[place] in lines[:place]:
            continue  # the foot of a frame
        below = kinds[place + 1 :]
        own = re.split("[bhq]", below)[0]
        if match[0] == "d" and "q" not in re.sub("t[te]*$", "", below[len(own) :]):
            own = below if not re.search("[bhq]", below) else own
        after = place + 1 + len(own)
        if signatures.stands_below(lines[place - 1], lines[place], lines[place + 1 : after]):
            return lines[:place] + lines[after:], kinds[:place] + kinds[after:]
    return lines, kinds.replace("r", "t").replace("d", "t")


def _drop(lines: list[str], kinds: str, unwanted: str) -> tuple[list[str], str]:
    kept = [n for n, kind in enumerate(kinds) if kind not in unwanted]
    return [lines[n] for n in kept], "".join(kinds[n] for n in kept)


def _end_of_new(lines: list[str], kinds: str) -> int:
    """Where the new text ends: at the first introduction of old mail that nothing answers."""
    for match in re.finditer("b+|h+", kinds):
        place = match.start()
        if "t" not in kinds[:place]:
            continue
        below = kinds[match.end() :].lstrip("e")
        if not below.startswith("q") or "t" not in below:
            return place
        last = re.search("[bhq]([te]*)$", kinds)
        answered = "t" in kinds[match.end() : last.start(1)] if last else True
        if last and not answered and signatures.is_below_quote(lines[last.start(1) :]):
            return place
    return len(kinds)
